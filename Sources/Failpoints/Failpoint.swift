#if DEBUG
  import Glibc
  import Synchronization
#endif

/// Places at which a test makes a process die or stop for a while. There are none in a release build.
///
/// `COURANT_FAILPOINTS=after-commit=kill@3,after-ack=pause:500@1` ends the process when it comes to `after-commit` for the third time,
/// and holds the thread that comes to `after-ack` first for half a second.
public enum Failpoint: String, CaseIterable, Sendable {
  /// Intake has read a request, and done nothing about it.
  case intakeReceived = "intake-received"
  /// A part of a file of the spool or of the originals is written.
  case midFile = "mid-file"
  /// Documents are in the spool, and their names may not be on disk yet.
  case spooled = "spooled"
  /// Documents are durable, and nobody was told.
  case beforeReceipt = "before-receipt"
  /// A document was given up: it is in `failed`, and still in `new`.
  case midSetAside = "mid-set-aside"
  /// A worker has reported a document, and it is still in the spool.
  case doneReported = "done-reported"
  /// A worker has found the facts of a document.
  case extracted = "extracted"
  /// A worker has the acknowledgement, and has not reported it.
  case acknowledged = "acknowledged"
  /// The aggregator has read a message, and done nothing about it.
  case aggregatorReceived = "aggregator-received"
  /// A part of a chunk is written.
  case midChunk = "mid-chunk"
  /// All of a group is written, and not committed.
  case beforeCommit = "before-commit"
  /// A group is committed, and nobody was told.
  case afterCommit = "after-commit"
  /// A group is acknowledged, and nothing of it is published.
  case afterAcknowledgement = "after-ack"
  /// The first event of a batch is published.
  case midPublish = "mid-publish"
  /// Groups are written to the log, and not synced.
  case logWritten = "log-written"
  /// Groups are durable in the log, and nobody was told.
  case logSynced = "log-synced"
  /// A part of a group is written to the log, and the rest is not.
  case logStaged = "log-staged"
  /// A segment of the log has its footer and its size, and no segment follows it.
  case logSealed = "log-sealed"
  /// A new segment of the log is written under its temporary name.
  case logSegmentWritten = "log-segment-written"
  /// A new segment of the log has its name, and the folder is not synced.
  case logSegmentNamed = "log-segment-named"
  /// A new segment of the log is durable and holds nothing.
  case logSegmentDurable = "log-segment-durable"
  /// One segment of several that are trimmed is gone.
  case logMidTrim = "log-mid-trim"

  #if DEBUG
    /// Comes to this place: may not come back, or late.
    public func reach() {
      guard !Plan.shared.steps.isEmpty else { return }
      let count = Plan.shared.count(self)
      for step in Plan.shared.steps where step.place == self && step.arrival == count {
        switch step.action {
        case .kill: Glibc.kill(getpid(), SIGKILL)
        case .pause(let milliseconds): usleep(milliseconds * 1000)
        }
      }
    }

    /// Comes to a document: `COURANT_FAILPOINT_CRASH=TEXT` ends the process at one that contains TEXT, `COURANT_FAILPOINT_HANG=TEXT`
    /// makes it sleep, `COURANT_FAILPOINT_SLOW=TEXT` takes half a second longer.
    public static func reach(_ content: [UInt8]) {
      if isHit("COURANT_FAILPOINT_CRASH", content) { Glibc.kill(getpid(), SIGKILL) }
      while isHit("COURANT_FAILPOINT_HANG", content) { sleep(1) }
      if isHit("COURANT_FAILPOINT_SLOW", content) { usleep(500_000) }
    }

    private static func isHit(_ name: String, _ content: [UInt8]) -> Bool {
      guard let value = getenv(name) else { return false }
      return String(decoding: content, as: UTF8.self).contains(String(cString: value))
    }
  #else
    @inline(__always)
    public func reach() {}

    @inline(__always)
    public static func reach(_ content: [UInt8]) {}
  #endif
}

#if DEBUG
  /// What is to happen, and how often each place was come to.
  private final class Plan: Sendable {
    enum Action {
      case kill
      case pause(UInt32)
    }

    struct Step {
      var place: Failpoint
      var action: Action
      var arrival: Int
    }

    static let shared = Plan(getenv("COURANT_FAILPOINTS").map { String(cString: $0) } ?? "")

    let steps: [Step]
    private let counts = Mutex<[Failpoint: Int]>([:])

    private init(_ text: String) {
      steps = text.split(separator: ",").compactMap { item in
        let parts = item.split(whereSeparator: { "=@".contains($0) })
        guard parts.count == 3, let place = Failpoint(rawValue: String(parts[0])), let arrival = Int(parts[2]) else {
          return nil
        }
        if parts[1] == "kill" { return Step(place: place, action: .kill, arrival: arrival) }
        guard parts[1].hasPrefix("pause:"), let time = UInt32(parts[1].dropFirst(6)) else { return nil }
        return Step(place: place, action: .pause(time), arrival: arrival)
      }
    }

    func count(_ place: Failpoint) -> Int {
      counts.withLock { counts in
        counts[place, default: 0] += 1
        return counts[place] ?? 0
      }
    }
  }
#endif
