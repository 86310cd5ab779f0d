import ArgumentParser
import Client
import Console
import Model
import ZeroMQ

struct GetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show what is known of a key, or of every key that begins so.",
    discussion: """
      Examples:
        courant get japan/population
        courant get japan/ --json | jq -r .status
        courant get japan/population --as-of 1200                    as it was after the 1200th event
        courant get japan/population --as-of 2026-11-24T02:00:00Z    as it was at that time
        courant get japan/ --at 2012                                 what held in that year; or a month, or a day
        courant get --status disputed                                all that documents dispute
        courant get --kind money --unit USD --min 1e9                every amount of a billion dollars and more
        courant get --source report.txt --since 2026-11-24           what a document states that has changed since
        courant get japan/ --since 2h                                what has changed in the last two hours

      Conditions of different kinds are ANDed, conditions of the same kind ORed. A moment is a time
      (2026-11-24T02:00:00Z, 2026-11-24T03:00:00+01:00), a day of UTC, today, yesterday, or how long ago: 30s, 5m, 2h, 3d, 2w.
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(
    help: ArgumentHelp("A key, or how keys begin; none for all.", valueName: "key"),
    completion: .custom(Completions.keys)
  )
  var key: String = ""

  @OptionGroup(title: "Filters") var filters: FilterOptions

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("Only what has changed after an event or a moment.", valueName: "sequence|time")
  )
  var since: String?

  @Flag(name: .long, help: "Print an entry a line, as JSON.")
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
  }

  func run() throws {
    let context = try Context()
    var table = Table(
      ["STATUS", "KEY", "TIME", "VALUE", "NORMAL", "SOURCES"],
      spareable: ["NORMAL", "SOURCES", "TIME"],
      isWide: tables.wide
    )
    var count = 0
    let sequence = asOf.flatMap { UInt64($0) }
    let time = sequence == nil ? asOf.flatMap { Moment.end($0) } : nil
    let query = try daemon.query(context)
    let filter = filters.filter
    // What is asked of entities begins with them.
    let wanted = key.isEmpty && !filter.prefixes.isEmpty ? filter.prefixes : [key]
    let start = try since.map { text in
      try UInt64(text) ?? Moment.start(text).map { try query.sequence(at: $0) } ?? 0
    }
    Pager.start()
    let show = { (found: Entry) throws in
      guard let entry = filter.filter(found), entry.sequence > start ?? 0, try hasEffect(found, filter, query) else {
        return
      }
      count += 1
      if json { return Terminal.write(try JSON.encode(entry)) }
      if entry.values.isEmpty {
        table.add(
          Table.Cell(entry.status.rawValue, Rendering.style(entry.status)),
          Table.Cell(entry.key.description, .bold),
          Table.Cell(Rendering.time(entry.time)),
          Table.Cell(""),
          Table.Cell(""),
          Table.Cell("")
        )
      }
      if found.values.count < entry.valueCount {
        Terminal.complain("\(entry.key): the first \(found.values.count) of \(entry.valueCount) values are shown")
      }
      for value in entry.values {
        table.add(
          Table.Cell(value.status.rawValue, Rendering.style(value.status)),
          Table.Cell(entry.key.description, .bold),
          Table.Cell(Rendering.time(entry.time)),
          Table.Cell(Rendering.value(value.value, value.polarity, value.modality, speaker: value.speaker)),
          Table.Cell(Rendering.normal(value.value), .cyan),
          Table.Cell(Rendering.sources(value, isWide: tables.wide), .dim)
        )
      }
    }
    for key in wanted { try query.get(key, asOf: sequence, asOf: time, in: filter.days, each: show) }
    if !json { table.print() }
    Terminal.flush()
    if count == 0 {
      let limits = [asOf.map { " as of \($0)" }, filters.at.map { " \($0.utf8.count == 10 ? "on" : "in") \($0)" }]
        .compactMap { $0 }.joined()
      let what = key.isEmpty ? "" : " of \(key)"
      let filtered = FilterOptions.isEmpty(filters) && since == nil ? "" : " with these filters"
      let near = key.isEmpty ? "" : try Suggestions.text(for: key, query)
      Terminal.complain("nothing is known\(what)\(limits)\(filtered)\(near)")
      throw ExitStatus.failed
    }
  }

  /// Whether the last event of an entry had one of the effects that are wanted.
  private func hasEffect(_ entry: Entry, _ filter: FactFilter, _ query: Query) throws -> Bool {
    guard !filter.effects.isEmpty else { return true }
    var effect: Event.Effect?
    _ = try query.history(of: entry.key) { if $0.sequence == entry.sequence { effect = $0.effect } }
    return effect.map(filter.effects.contains) ?? false
  }
}
