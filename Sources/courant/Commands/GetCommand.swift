import ArgumentParser
import Client
import Console
import Model
import ZeroMQ

extension EntityRole: ExpressibleByArgument {}
extension RowOrder: ExpressibleByArgument {}

struct GetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show all that is known of an entity, of a key, or of every key that begins so.",
    discussion: """
      A name without a / is an entity, by its slug or as people write it: facts about it and its parts, facts that have it
      as their value, what it said, and the documents that mention it, each grouped by attribute, the newest document
      first. With a / it is a key, or how keys begin, and so is any word with a * at its end. What nobody states any longer
      is shown with --withdrawn.

      Examples:
        courant get japan                            all that is known of an entity
        courant get "Bank of Japan" --as speaker     what it said
        courant get japan/population
        courant get 'japan*'                         all keys that begin so, such as japan-airlines/is
        courant get japan/ --json | jq -r .status
        courant get japan/population --as-of 1200                    as it was after the 1200th event
        courant get japan/population --as-of 2026-11-24T02:00:00Z    as it was at that time
        courant get japan/ --at 2012                                 what held in that year; or a month, or a day
        courant get japan/ --at 2012 --strict                        only what is stated of that time
        courant get japan --columns verb,value,document --sort value --limit 10
        courant get --status disputed                                all that documents dispute
        courant get --kind money --unit USD --min 1e9                every amount of a billion dollars and more
        courant get --source report.txt --since 2026-11-24           what a document states that has changed since
        courant get japan/ --since 2h                                what has changed in the last two hours

      Conditions of different kinds are ANDed, conditions of the same kind ORed. A moment is a time
      (2026-11-24T02:00:00Z, 2026-11-24T03:00:00+01:00), a day of UTC, today, yesterday, or how long ago: 30s, 5m, 2h, 3d, 2w.

      \(Legend.roles)

      \(Legend.statuses)

      \(Legend.effects)
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(
    help: ArgumentHelp("An entity, a key, or how keys begin; none for all keys.", valueName: "name|key"),
    completion: .custom(Completions.known)
  )
  var key: String = ""

  @Option(name: .customLong("as"), help: "What the entity is to be; may be given more than once (default: everything).")
  var roles: [EntityRole] = []

  @OptionGroup(title: "Filters") var filters: FilterOptions

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("Only what has changed after an event or a moment.", valueName: "sequence|time")
  )
  var since: String?

  @Flag(name: .long, help: "Also what nobody states any longer; --status withdrawn shows that alone.")
  var withdrawn = false

  @Option(
    name: .long,
    help:
      "The order of lines; newest and oldest go by the dates of documents (default: keys in order, of an entity by attribute)."
  )
  var sort: RowOrder?

  @Option(
    name: .shortAndLong,
    parsing: .unconditional,
    help: ArgumentHelp("How many lines are shown at most, of an entity in each role.", valueName: "count")
  )
  var limit: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The columns of the table, in this order: \(KnownColumn.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "name,…"
    )
  )
  var columns: String?

  @Flag(name: .long, help: "Print an entry, or of an entity a fact or mention, a line, as JSON.")
  var json = false

  @OptionGroup var tables: TableOptions

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("As it was recorded then: after an event, or at a moment.", valueName: "sequence|time")
  )
  var asOf: String?

  func validate() throws {
    try Moment.validate([("as-of", asOf), ("since", since)])
    try tables.validate(json: json)
    if let columns {
      if json { throw ValidationError("--columns is for tables, and --json prints none; leave one out") }
      _ = try KnownColumn.list(columns)
    }
    if let limit, !(1...1_000_000).contains(limit) { throw ValidationError("--limit is \(limit), want 1 to 1000000") }
    if !roles.isEmpty, !isEntity {
      throw ValidationError("--as is of an entity; name one without a /, such as japan")
    }
    if asOf != nil, roles.contains(.mention) {
      throw ValidationError("--as mention shows the documents of now, and --as-of what was; leave one out")
    }
    if isEntity, Slug.make(key) == nil {
      throw ValidationError("\"\(key)\" has no letter or digit: want a name such as japan")
    }
  }

  /// Whether the argument may name an entity.
  private var isEntity: Bool { !key.isEmpty && !key.utf8.contains(UInt8(ascii: "/")) && !isBeginning }

  /// Whether it is how keys begin, whatever is called so.
  var isBeginning: Bool { key.utf8.last == UInt8(ascii: "*") }

  func run() throws {
    let query = try daemon.query(try Context())
    let question = try KnownQuestion(self, query)
    Pager.start()
    guard isEntity else { return try showEntries(question) }
    try showEntity(question)
  }

  // MARK: What is printed

  /// Prints rows.
  /// - Parameters:
  ///   - isSorted: whether they are in the order that was asked for.
  ///   - others: columns of the table where none are named.
  func print(_ rows: [KnownRow], isSorted: Bool = false, _ others: [KnownColumn]) throws {
    var rows = isSorted ? rows : KnownRow.sort(rows, by: sort)
    let all = rows.count
    if let limit {
      let roles: [EntityRole?] = [nil] + EntityRole.allCases.map { $0 }
      rows = roles.flatMap { role in rows.filter { $0.role == role }.prefix(limit) }
    }
    if json {
      for row in rows { Terminal.write(row.json) }
    } else {
      let columns = try columns.map { try KnownColumn.list($0) } ?? others
      var table = Table(columns.map(\.heading), spareable: KnownColumn.spareable, isWide: tables.wide)
      for row in rows { table.add(columns.map { $0.cell(row, isWide: tables.wide) }) }
      table.print()
    }
    Terminal.flush()
    if rows.count < all { Terminal.complain("the first \(rows.count) of \(all) are shown; --limit shows more") }
  }

  /// The first document that --source names and nobody has handed in; nil where all are known, or none is named.
  private func unknownSource(_ question: KnownQuestion) throws -> String? {
    for (name, uri) in zip(filters.source, question.filter.sources) {
      var isKnown = false
      let isPattern = uri.utf8.last == UInt8(ascii: "*") || uri.utf8.last == UInt8(ascii: "/")
      try question.query.documents(prefix: uri.utf8.last == UInt8(ascii: "*") ? String(uri.dropLast()) : uri) {
        isKnown = isKnown || isPattern || $0.uri.isExactly(uri)
      }
      if !isKnown { return name }
    }
    return nil
  }

  /// Ends with one line that says why there is nothing to show.
  /// - Parameter hasWithdrawn: whether there was something, which nobody states any longer.
  func failWithNothing(_ question: KnownQuestion, hasWithdrawn: Bool) throws -> Never {
    let limits = [asOf.map { " as of \($0)" }, filters.at.map { " \($0.utf8.count == 10 ? "on" : "in") \($0)" }]
      .compactMap { $0 }.joined()
    let what = key.isEmpty ? "" : " of \(key)"
    let filtered = question.isFiltered ? " with these filters" : ""
    if hasWithdrawn {
      Terminal.complain("all that is known\(what)\(limits)\(filtered) was withdrawn; --withdrawn shows it")
    } else if let unknown = try unknownSource(question) {
      Terminal.complain("no document \(Terminal.clean(unknown)) is known; courant documents lists those that are")
    } else {
      let near = key.isEmpty ? "" : try Suggestions.text(for: key, question.query)
      Terminal.complain("nothing is known\(what)\(limits)\(filtered)\(near)")
    }
    throw ExitStatus.failed
  }
}

/// What is asked, and of which moment.
struct KnownQuestion {
  let query: Query
  let filter: FactFilter
  /// The moment, as an event or a time; nil for now.
  let sequence: UInt64?
  let time: Timestamp?
  /// Only what has changed after this event.
  let start: UInt64
  /// Whether what nobody states any longer is shown.
  let hasWithdrawn: Bool
  let isFiltered: Bool

  init(_ command: GetCommand, _ query: Query) throws {
    self.query = query
    filter = command.filters.filter
    sequence = command.asOf.flatMap { UInt64($0) }
    time = sequence == nil ? command.asOf.flatMap { Moment.end($0) } : nil
    start =
      try command.since.map { text in
        guard let event = UInt64(text) else { return try Moment.start(text).map { try query.sequence(at: $0) } ?? 0 }
        let end = try query.head().sequence
        guard event <= end else {
          throw ClientError.refused("event \(event) is not there yet: the journal ends at \(end)")
        }
        return event
      } ?? 0
    hasWithdrawn = command.withdrawn || command.filters.status.contains(.withdrawn)
    isFiltered = !FilterOptions.isEmpty(command.filters) || command.since != nil
  }

  /// Whether an event of a key had one of the effects that are wanted.
  func hasEffect(_ key: Key, at sequence: UInt64) throws -> Bool {
    guard !filter.effects.isEmpty else { return true }
    var effect: Event.Effect?
    _ = try query.history(of: key) { if $0.sequence == sequence { effect = $0.effect } }
    return effect.map(filter.effects.contains) ?? false
  }
}
