import Client
import Glibc
import Logging
import Metrics
import Model
import Service
import Synchronization
import ZeroMQ

/// Feeds one sink: a snapshot where it has nothing, or nothing that still counts, and then every event, in order.
///
/// The far side may be away for any time. Nothing piles up meanwhile: the journal keeps the events, and the sink goes on from its
/// cursor. Calls block, and belong to one thread.
final class SinkRunner {
  /// The most events that are given to a sink at once.
  private static let batch = 500
  /// Pauses after faults double from the first to the last; each is drawn from its upper half, so that many sinks do not come together.
  private static let pauses = (first: 0.2, last: 30.0)

  private let sink: any Sink
  private let settings: SinkSettings
  private let endpoints: (updates: String, query: String)
  private let keys: CurveClient?
  private let isStopping: @Sendable () -> Bool
  private let logger: Logger
  private var faults = 0
  private let (eventsGiven, faultsMet, snapshotsGiven): (Counter, Counter, Counter)

  init(
    _ sink: any Sink,
    _ settings: SinkSettings,
    endpoints: (updates: String, query: String),
    keys: CurveClient?,
    isStopping: @escaping @Sendable () -> Bool,
    logger: Logger
  ) {
    self.sink = sink
    self.settings = settings
    self.endpoints = endpoints
    self.keys = keys
    self.isStopping = isStopping
    self.logger = logger
    eventsGiven = Metric.sinkEvents.counter(settings.name)
    faultsMet = Metric.sinkFaults.counter(settings.name)
    snapshotsGiven = Metric.sinkSnapshots.counter(settings.name)
  }

  /// Works until it is to stop.
  /// - Throws: ``SinkError`` that is final.
  func run() throws {
    let context = try Context()
    defer { context.terminate() }
    while !isStopping() {
      do {
        try feed(context)
      } catch let error as SinkError where error.isFinal {
        sink.close()
        throw error
      } catch is Stopped {
        break
      } catch {
        let pause = self.pause
        // Said once, and then less and less often.
        if faults & (faults - 1) == 0 {
          logger.log(.sinkFault, .warning, "\(error); trying again", metadata: ["pause": "\(Int(pause * 1000))ms"])
        }
        faultsMet.increment()
        faults += 1
        sink.close()
        wait(pause)
      }
    }
    sink.close()
    logger.info("stopped")
  }

  private var pause: Double {
    let whole = min(Self.pauses.first * Double(1 << min(faults, 16)), Self.pauses.last)
    return Double.random(in: whole / 2...whole)
  }

  private func wait(_ seconds: Double) {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !isStopping(), ContinuousClock.now < deadline { usleep(50_000) }
  }

  /// Feeds the sink until something fails or it is to stop.
  private func feed(_ context: Context) throws {
    let query = try Query(context, to: endpoints.query, keys: keys)
    let head = try query.head()
    let kept = try sink.open()
    var cursor: Cursor
    if let kept, kept.epoch == head.epoch, kept.sequence <= head.sequence, try isKept(kept, query) {
      cursor = kept
      logger.info("going on", metadata: ["cursor": "\(kept)"])
    } else {
      if let kept { logger.notice("the journal no longer has what comes after \(kept): taking a snapshot") }
      cursor = try snapshot(query)
    }
    while !isStopping() {
      guard try follow(&cursor, context) else { return }
      logger.notice("the journal no longer has what comes after \(cursor): taking a snapshot")
      cursor = try snapshot(query)
    }
  }

  /// Whether the journal still has what comes after a cursor.
  private func isKept(_ cursor: Cursor, _ query: Query) throws -> Bool {
    try query.events(after: cursor) != nil
  }

  private struct Stopped: Error {}

  private func snapshot(_ query: Query) throws -> Cursor {
    let moment = try query.head()
    try sink.beginSnapshot(moment)
    var facts: [StatedFact] = []
    var count = 0
    func flush() throws {
      if isStopping() { throw Stopped() }
      if !facts.isEmpty { try sink.add(facts) }
      count += facts.count
      facts.removeAll(keepingCapacity: true)
    }
    let keys = settings.prefixes.filter { !$0.hasPrefix("@") }
    try query.facts(.prefixes(keys), asOf: moment.sequence) { fact in
      facts.append(fact)
      if facts.count == Self.batch { try flush() }
    }
    try flush()
    try sink.endSnapshot(moment)
    snapshotsGiven.increment()
    faults = 0
    logger.info("snapshot", metadata: ["facts": "\(count)", "cursor": "\(moment)"])
    return moment
  }

  /// Gives the sink every event after the cursor.
  /// - Returns: true when the events are no longer to be had, so that a snapshot is wanted; false when it is to stop.
  private func follow(_ cursor: inout Cursor, _ context: Context) throws -> Bool {
    var events: [Event] = []
    var wantsSnapshot = false
    var given = cursor
    /// Where the events lead that were taken so far.
    var place = cursor
    func flush(_ reached: Cursor) throws {
      guard !events.isEmpty || reached != given else { return }
      try sink.apply(events, upTo: reached)
      eventsGiven.increment(by: events.count)
      events.removeAll(keepingCapacity: true)
      given = reached
      faults = 0
    }
    let subscriber = try Subscriber(
      context,
      updates: endpoints.updates,
      query: endpoints.query,
      keys: keys,
      prefixes: settings.prefixes,
      start: .after(cursor),
      name: "sink \(settings.name)"
    )
    try subscriber.follow(isStopped: isStopping) { news in
      switch news {
      case .entries, .snapshotComplete:
        wantsSnapshot = true
        return false
      case .event(let sequence, let json):
        events.append(try JSON.decode(Event.self, from: json))
        place = place.advanced(to: sequence, by: json)
        if events.count >= Self.batch { try flush(place) }
      case .delivered(let reached):
        place = reached
        try flush(reached)
      case .reached: try sink.idle()
      case .notice(let text): logger.notice("\(text)")
      }
      return true
    }
    cursor = given
    return wantsSnapshot
  }
}
