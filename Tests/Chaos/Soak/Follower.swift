import Client
import Model
import Synchronization
import Wire
import ZeroMQ

/// A subscriber of some prefix from the first event on, that remembers what it was told as one hash, and how late it was told of batches.
final class Follower: Sendable {
  /// How late one batch's first event came.
  struct Delay: Sendable {
    var at: ContinuousClock.Instant
    var duration: Duration
  }

  struct Told: Sendable {
    var chain = EventChain()
    var cursor: Cursor?
    var delays: [Delay] = []
    var faults: [String] = []
  }

  let prefix: String
  private let load: Load?
  private let told = Mutex(Told())
  private let isStopped = Atomic<Bool>(false)

  /// - Parameter load: whose batches are timed; nil where none is.
  init(prefix: String, load: Load?) {
    self.prefix = prefix
    self.load = load
  }

  var state: Told { told.withLock { $0 } }
  var cursor: Cursor? { told.withLock { $0.cursor } }

  func stop() { isStopped.store(true, ordering: .relaxed) }

  /// Follows until it is stopped.
  func run(_ context: Context, updates: String, query: String) {
    do {
      let subscriber = try Subscriber(
        context,
        updates: updates,
        query: query,
        prefixes: [prefix],
        start: .beginning
      )
      try subscriber.follow(isStopped: { isStopped.load(ordering: .relaxed) }) { news in
        switch news {
        case .event(let sequence, let json): take(sequence, json)
        case .delivered(let cursor): told.withLock { $0.cursor = cursor }
        case .notice(let text):
          if text.contains("snapshot") { told.withLock { $0.faults.append("a subscriber was told: \(text)") } }
        case .entries, .snapshotComplete: told.withLock { $0.faults.append("a snapshot that nobody asked for") }
        case .reached: break
        }
        return true
      }
    } catch {
      told.withLock { $0.faults.append("a subscriber of \"\(prefix)\": \(error)") }
    }
  }

  private func take(_ sequence: UInt64, _ json: [UInt8]) {
    let sent = BatchEvent.digest(json).flatMap { load?.sent($0) }
    let now = ContinuousClock.now
    told.withLock { told in
      told.chain.add(sequence, json)
      if let sent { told.delays.append(Delay(at: now, duration: now - sent)) }
    }
  }
}

/// Some events in their order as one number, so that two that were told the same are known by it.
struct EventChain: Sendable, Equatable {
  private(set) var count = 0
  private(set) var last: UInt64 = 0
  private var hash: [UInt8] = []

  mutating func add(_ sequence: UInt64, _ json: [UInt8]) {
    count += 1
    last = sequence
    hash = Digest(of: hash + json).bytes
  }
}

/// The event about a document that leads a batch's events.
enum BatchEvent {
  private static let beginning = Array(#"{"specversion":"1.0","id":"sha256:"#.utf8)

  /// The digest of the revision; nil for an event of a fact.
  static func digest(_ json: [UInt8]) -> Digest? {
    guard json.count > beginning.count + 64, json.starts(with: beginning) else { return nil }
    let digits = json[beginning.count..<(beginning.count + 64)]
    return Digest("sha256:" + String(decoding: digits, as: UTF8.self))
  }
}
