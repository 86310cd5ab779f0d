import Client
import Glibc
import Model
import Synchronization
import ZeroMQ

/// A subscriber that goes on, whatever happens, and remembers what it was told.
final class Observer: Sendable {
  /// What it was told.
  struct Log: Sendable {
    /// The moment of its snapshot, and the entries of it; nil for one that began with the first event.
    var snapshot: (cursor: Cursor, entries: [[UInt8]])?
    var events: [(sequence: UInt64, json: [UInt8])] = []
    /// Up to where it has been told everything.
    var cursor: Cursor?
    var faults: [String] = []
  }

  let prefix: String
  private let beginsWithSnapshot: Bool
  /// True when the journal is trimmed, so that it may be told to begin anew.
  private let mayBeginAnew: Bool
  private let log = Mutex(Log())
  private let isStopped = Atomic<Bool>(false)

  init(prefix: String, beginsWithSnapshot: Bool, mayBeginAnew: Bool) {
    self.prefix = prefix
    self.mayBeginAnew = mayBeginAnew
    self.beginsWithSnapshot = beginsWithSnapshot
  }

  var told: Log { log.withLock { $0 } }

  func stop() { isStopped.store(true, ordering: .relaxed) }

  func run(updates: String, query: String) {
    while !isStopped.load(ordering: .relaxed) {
      do {
        try follow(updates, query)
      } catch is ClientError {
        // Nobody was there: again.
        usleep(50_000)
      } catch {
        log.withLock { $0.faults.append("a subscriber: \(error)") }
        return
      }
    }
  }

  private func follow(_ updates: String, _ query: String) throws {
    let context = try Context()
    defer { context.terminate() }
    let cursor = log.withLock { $0.cursor }
    let subscriber = try Subscriber(
      context,
      updates: updates,
      query: query,
      prefixes: [prefix],
      start: cursor.map { .after($0) } ?? (beginsWithSnapshot ? .snapshot : .beginning)
    )
    var entries: [[UInt8]] = []
    var events: [(UInt64, [UInt8])] = []
    try subscriber.follow(isStopped: { isStopped.load(ordering: .relaxed) }) { news in
      switch news {
      case .entries(let lines): entries += lines
      case .snapshotComplete(let cursor):
        log.withLock {
          if $0.snapshot != nil || $0.cursor != nil, !mayBeginAnew {
            $0.faults.append("a second snapshot, at \(cursor)")
          }
          $0.snapshot = (cursor, entries)
          $0.cursor = cursor
        }
        entries = []
      case .event(let sequence, let json): events.append((sequence, json))
      case .delivered(let cursor):
        log.withLock {
          $0.events += events
          $0.cursor = cursor
        }
        events = []
      case .notice(let text):
        if text.contains("snapshot") { entries = [] }
        if text.contains("snapshot"), !mayBeginAnew {
          log.withLock { $0.faults.append("a subscriber was told: \(text)") }
        }
      case .reached: break
      }
      return true
    }
  }
}
