import ArgumentParser
import Client
import Glibc
import Model
import Wire
import ZeroMQ

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Show the current state, then every change as it happens.",
    discussion: """
      Examples:
        courant watch                       everything
        courant watch japan/ russia/        two entities
        courant watch --once --json         the state now, one entry a line
        courant watch --since now           only what comes from now on
        courant watch --since 0 --once      the whole journal, or what is kept of it
        courant watch --since 1200          the events after the 1200th
        courant watch --since 2026-11-24T08:00:00Z    the events recorded after that time
        courant watch --since 2h            the events of the last two hours
        courant watch --effect disputes --since now   whatever comes to be disputed
        courant watch --entity japan --kind money --min 1e9
        courant watch --json --cursor c >> events     go on where the last watch with this cursor ended

      Conditions of different kinds are ANDed, conditions of the same kind ORed. With --entity alone, and with prefixes,
      the daemon sends no more than that.

      With --cursor the place is kept in a file, written after what was printed. A watch that was stopped goes on from
      there. Where the output is a file, what a killed watch has written after its last cursor is cut off first; behind one
      that ended in order nothing is.

      \(Legend.statuses)

      \(Legend.effects)
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(
    help: ArgumentHelp("Keys, or how they begin; none for all.", valueName: "prefix"),
    completion: .custom(Completions.keys)
  )
  var prefixes: [String] = []

  @OptionGroup(title: "Filters") var filters: FilterOptions

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp(
      "Begin after a sequence, a cursor or a moment, or with \"now\", in place of a snapshot.",
      valueName: "place"
    )
  )
  var since: String?

  @Flag(name: .long, help: "End when everything that is there now has been shown.")
  var once = false

  @Flag(name: .long, help: "Print an entry or event a line, as JSON.")
  var json = false

  @Option(
    name: .long,
    help: ArgumentHelp("Keep the place in a file, and go on from it.", valueName: "file")
  )
  var cursor: String?

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where a cursor's file begins that is not there yet, as with --since (default: a snapshot).",
      valueName: "place"
    )
  )
  var start: String?

  @OptionGroup var tables: TableOptions

  func validate() throws {
    try tables.validate(json: json)
    if since != nil, cursor != nil {
      throw ValidationError(
        "--since and --cursor both say where to begin; leave one out, or name with --start where a new cursor begins"
      )
    }
    if let fault = MessageLimits.fault(ofPrefixCount: prefixes.count) { throw ValidationError(fault) }
    if start != nil, cursor == nil { throw ValidationError("--start goes with --cursor; without it use --since") }
    if !filters.effect.isEmpty, once, since == nil, cursor == nil {
      throw ValidationError("--effect is of events, and --once shows the state; add --since, such as --since 0")
    }
    for (name, place) in [("since", since), ("start", start)] {
      guard let place, place != "now", UInt64(place) == nil, Cursor(place) == nil, Moment.start(place) == nil else {
        continue
      }
      throw ValidationError("--\(name) is \"\(place)\", want a sequence, a cursor, now, \(Moment.forms)")
    }
  }

  func run() throws {
    let context = try Context()
    let file = try cursor.map { try CursorFile(path: $0, prefixes: prefixes + filters.words) }
    if let file {
      try file.begin()
      StopSignal.listen()
    }
    let filter = filters.filter
    let configuration = try daemon.configuration()
    let subscriber = try Subscriber(
      context,
      updates: configuration.endpoints.updates,
      query: configuration.endpoints.query,
      keys: try daemon.keys(.updates, configuration),
      prefixes: prefixes.isEmpty ? filter.prefixes : prefixes,
      start: try file?.cursor.map(Subscription.Start.after) ?? begin(context),
      name: "courant watch \(getpid())"
    )
    let outcome = Result { try follow(subscriber, filter, file) }
    Terminal.flush()
    // Also where it fails: what others append from now on is theirs.
    try file?.end()
    try outcome.get()
  }

  /// Shows what comes, until all is shown that was asked for or the user wants no more.
  private func follow(_ subscriber: Subscriber, _ filter: FactFilter, _ file: CursorFile?) throws {
    try subscriber.follow(isStopped: { StopSignal.hasCome }) { news in
      switch news {
      case .entries(let lines): for line in lines { try show(entry: line, filter) }
      case .snapshotComplete(let cursor):
        if !json, !once { Terminal.warn(Style.dim("— as of \(cursor.sequence); now what changes —")) }
        Terminal.flush()
        if once { return try keep(cursor, in: file) }
      case .event(_, let line): try show(event: line, filter)
      case .reached(let cursor):
        Terminal.flush()
        if once { return try keep(cursor, in: file) }
      case .delivered(let cursor):
        if file != nil { _ = try keep(cursor, in: file) }
      case .notice(let text): Terminal.complain(text)
      }
      if Terminal.isTerminal { Terminal.flush() }
      return true
    }
  }

  /// Lets out what was printed, and only then keeps the place.
  /// - Returns: false.
  private func keep(_ cursor: Cursor, in file: CursorFile?) throws -> Bool {
    Terminal.flush()
    try file?.save(cursor)
    return false
  }

  /// Where a watch begins that has no cursor yet.
  private func begin(_ context: Context) throws -> Subscription.Start {
    guard let since = since ?? start else { return .snapshot }
    if since == "now" { return .after(try head(context)) }
    if since == "0" { return .beginning }
    if let time = Moment.start(since) {
      let query = try daemon.query(context)
      do {
        return .after(try query.cursor(at: try query.sequence(at: time)))
      } catch ClientError.tooOld {
        // With the oldest event that is kept, of which the user is told.
        return .beginning
      }
    }
    if let sequence = UInt64(since) {
      let query = try daemon.query(context)
      do {
        return .after(try query.cursor(at: sequence))
      } catch ClientError.tooOld {
        // The subscription tells what is missing.
        return .after(Cursor(epoch: try query.head().epoch, sequence: sequence))
      }
    }
    return Cursor(since).map(Subscription.Start.after) ?? .snapshot
  }

  private func head(_ context: Context) throws -> Cursor {
    try daemon.query(context).head()
  }

  private func show(entry line: [UInt8], _ filter: FactFilter) throws {
    // As it came, where all is wanted.
    if json, filter == FactFilter() { return Terminal.write(line) }
    guard let entry = filter.filter(try JSON.decode(Entry.self, from: line)), filter.effects.isEmpty else { return }
    if json { return Terminal.write(try JSON.encode(entry)) }
    for value in entry.values {
      let columns = [
        Table.Cell(value.status.rawValue, Rendering.style(value.status)),
        Table.Cell(entry.key.description, .bold),
        Table.Cell(Rendering.value(value.value, value.polarity, value.modality, speaker: value.speaker)),
        Table.Cell(Rendering.time(entry.time), .dim),
        Table.Cell(Rendering.sources(value, isWide: tables.wide), .dim),
      ]
      Terminal.print(self.line(columns))
    }
  }

  private func show(event line: [UInt8], _ filter: FactFilter) throws {
    if json, filter == FactFilter() { return Terminal.write(line) }
    let event = try JSON.decode(Event.self, from: line)
    guard filter.matches(event) else { return }
    if json { return Terminal.write(line) }
    switch event.data {
    case .fact(let fact):
      let isRetraction = event.kind == .factRetracted
      let effect = isRetraction ? "retracted" : event.effect.rawValue
      let columns = [
        Table.Cell(effect, isRetraction ? .dim : Rendering.style(event.effect)),
        Table.Cell(fact.key.description, .bold),
        Table.Cell(Rendering.value(of: fact)),
        Table.Cell(Rendering.time(fact.time), .dim),
        Table.Cell(Rendering.name(fact.document.uri, isWide: tables.wide), .dim),
      ]
      Terminal.print(self.line(columns))
    case .review(let review):
      let what = event.kind.rawValue.split(separator: ".").last.map(String.init) ?? ""
      let columns = [
        Table.Cell(what, .yellow), Table.Cell("review \(event.sequence)"), Table.Cell(Rendering.review(review)),
        Table.Cell(""), Table.Cell(review.reason ?? "", .dim),
      ]
      Terminal.print(self.line(columns))
    case .document(let report):
      let what = event.kind.rawValue.split(separator: ".").last.map(String.init) ?? ""
      let detail = report.reason ?? report.facts.map { "\($0) facts" } ?? ""
      let columns = [
        Table.Cell(what, event.kind == .documentFailed ? .red : .dim),
        Table.Cell(Rendering.name(report.document.uri, isWide: tables.wide)),
        Table.Cell(detail), Table.Cell(""), Table.Cell(report.document.title ?? "", .dim),
      ]
      Terminal.print(self.line(columns))
    }
  }

  /// Lines come one at a time, so their columns are of fixed widths, and on a terminal as wide as it is.
  ///
  /// Where it is narrow the document is left out: the key and the value say more. A key is whole, at the cost of the value beside it.
  private func line(_ cells: [Table.Cell]) -> String {
    guard !tables.wide, let total = Terminal.width else {
      return Table.line(cells, zip(cells, [12, 36, 40, 10, 0]).map { max($1, Width.of($0.text)) })
    }
    let isNarrow = total < 100
    let left = max(24, total - 12 - 10 - (isNarrow ? 6 : 8))
    let key = max(isNarrow ? left / 2 : left * 4 / 10, Width.of(cells[1].text))
    // What the key takes beyond its column goes from the value, and then from the document.
    if isNarrow { return Table.line(Array(cells.prefix(4)), [12, key, max(12, left - key), 10]) }
    let value = max(12, min(left * 4 / 10, left * 8 / 10 - key))
    return Table.line(cells, [12, key, value, 10, max(0, left - key - value)])
  }
}
