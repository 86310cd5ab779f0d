import ArgumentParser
import Client
import Glibc
import Model
import Wire
import ZeroMQ

struct TopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top",
    abstract: "Show what the daemon does, live: rates, queue, workers, subscribers, newest facts and disputes.",
    discussion: """
      Ends with q or Ctrl-C. Where standard output is no terminal, one page is printed. A subscriber is shown when it
      tells where it is, as those of Courant do.

      Examples:
        courant top
        courant top --interval 5
        courant top --once
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("How often the page is drawn, in seconds (default: 1).", valueName: "seconds")
  )
  var interval: Double?

  @Flag(name: .long, help: "Print one page, and end.")
  var once = false

  func validate() throws {
    guard let interval else { return }
    guard (0.1...3600).contains(interval) else { throw ValidationError("--interval is \(interval), want 0.1 to 3600") }
    if once {
      throw ValidationError("--interval is for a page that is drawn again, and --once draws one; leave one out")
    }
  }

  func run() throws {
    let context = try Context()
    var source = TopSource(context, daemon)
    // Who asks when there is no daemon is told so, and no page is shown.
    var page = try source.page()
    if once || !Terminal.isTerminal {
      usleep(500_000)
      page = try source.page()
      for line in page.lines(columns: Terminal.width ?? 160, rows: 40) { Terminal.print(line) }
      return Terminal.flush()
    }
    StopSignal.listen()
    let screen = Screen()
    defer { screen.end() }
    var fault: String?
    while !StopSignal.hasCome {
      let size = Terminal.size
      var lines = page.lines(columns: size.columns, rows: size.rows - 1)
      if let fault { lines = [Style.red(Width.fit(fault, size.columns))] + lines.dropLast() }
      screen.draw(lines)
      if let key = screen.key(within: .seconds(interval ?? 1)), key == UInt8(ascii: "q") { return }
      do {
        page = try source.page()
        fault = nil
      } catch let error as ClientError {
        // It may come back: the last page stays below the reason.
        fault = "\(error)"
      }
    }
  }
}

/// Asks the daemon for what `top` shows.
struct TopSource {
  /// How many events are kept, and how far back the first look goes.
  private static let kept = 200

  private let context: Context
  private let daemon: DaemonOptions
  private var submitter: Submitter?
  private var query: Query?
  private var last: TopPage.Sample?
  private var cursor: Cursor?
  private var newest: [Event] = []
  private var disputes: [Event] = []

  init(_ context: Context, _ daemon: DaemonOptions) {
    self.context = context
    self.daemon = daemon
  }

  mutating func page() throws -> TopPage {
    var silent: [SilentRole] = []
    let intake: StatusReport?
    do {
      intake = try askIntake()
    } catch let error as ClientError {
      // An answer that comes late must not be taken for that of the next question.
      submitter = nil
      intake = nil
      silent.append(SilentRole(role: "intake", error: error))
    }
    let aggregator: StatusReport?
    var subscribers: [KnownSubscriber] = []
    do {
      (aggregator, subscribers) = try askAggregator()
    } catch let error as ClientError {
      query = nil
      aggregator = nil
      silent.append(SilentRole(role: "aggregator", error: error))
    }
    if intake == nil, aggregator == nil, let first = silent.first { throw first.error }
    let sample = TopPage.Sample(time: .now, intake: intake, aggregator: aggregator, subscribers: subscribers)
    let page = TopPage(now: sample, before: last, newest: newest, disputes: disputes, silent: silent.map(\.description))
    last = sample
    return page
  }

  private mutating func askIntake() throws -> StatusReport {
    let submitter = try submitter ?? daemon.submitter(context)
    self.submitter = submitter
    return try submitter.status()
  }

  private mutating func askAggregator() throws -> (StatusReport, [KnownSubscriber]) {
    let query = try query ?? daemon.query(context)
    self.query = query
    let list = try query.subscribers()
    try look(at: query, head: list.cursor)
    return (try query.status(), list.subscribers)
  }

  /// Takes the events that have come since; of very many, the newest.
  private mutating func look(at query: Query, head: Cursor) throws {
    let start = head.sequence - min(head.sequence, UInt64(Self.kept))
    if cursor.map({ $0.epoch != head.epoch || $0.sequence < start || $0.sequence > head.sequence }) ?? true {
      cursor = Cursor(epoch: head.epoch, sequence: start)
    }
    guard let from = cursor, from != head else { return }
    guard let (events, cursor, _) = try query.events(after: from) else {
      // The journal was trimmed up to nearly its end: what comes next is shown.
      self.cursor = head
      return
    }
    self.cursor = cursor
    let facts = events.filter(\.kind.isFact)
    newest = Array((facts.reversed() + newest).prefix(Self.kept))
    disputes = Array((facts.filter { $0.effect == .disputes }.reversed() + disputes).prefix(Self.kept))
  }
}
