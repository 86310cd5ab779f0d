import Synchronization

/// How the parts of a process are, for whoever keeps the process: which are ready, and whether their loops still turn.
///
/// The threads that do the work write it once a second; ``SystemdNotifier`` and ``MetricsServer`` read it.
public final class Vitals: Sendable {
  private struct Part {
    var isReady = false
    /// When the part's loop turned last.
    var beat = ContinuousClock.now
    /// What it has to say of itself, such as "12 documents wait".
    var status = ""
    /// Why it can do nothing for now, although its loop turns; nil while it can.
    var fault: String?
  }

  /// How one part is.
  public struct PartReport: Sendable {
    public var name: String
    /// How long ago its loop turned; nil before it has become ready.
    public var age: Duration?
    /// Whether that is longer than ``Vitals/patience``.
    public var hangs: Bool
    public var status: String
    public var fault: String?

    /// Whether it does its work.
    public var isReady: Bool { age != nil && !hangs && fault == nil }
  }

  /// A loop that has not turned for so long hangs.
  public let patience: Duration
  private let parts: Mutex<[String: Part]>
  private let stopping = Atomic(false)

  /// - Parameters:
  ///   - parts: the names of those that have to be ready.
  ///   - patience: longer than a loop ever takes for one turn.
  public init(_ parts: [String], patience: Duration = .seconds(20)) {
    self.patience = patience
    self.parts = Mutex(Dictionary(uniqueKeysWithValues: parts.map { ($0, Part()) }))
  }

  /// Says that a part's loop has turned; the first time, that it is ready.
  /// - Parameter fault: why it can do nothing for now.
  public func beat(
    _ part: String,
    status: String,
    fault: String? = nil,
    at now: ContinuousClock.Instant = .now
  ) {
    parts.withLock { $0[part] = Part(isReady: true, beat: now, status: status, fault: fault) }
  }

  /// Says that the process is to end.
  public func stop() { stopping.store(true, ordering: .relaxed) }

  /// Whether the process is to end.
  public var isStopping: Bool { stopping.load(ordering: .relaxed) }

  /// How each part is, in the order of their names.
  public func parts(at now: ContinuousClock.Instant = .now) -> [PartReport] {
    parts.withLock { $0 }.sorted { $0.key < $1.key }
      .map { name, part in
        let age = part.isReady ? now - part.beat : nil
        return PartReport(
          name: name,
          age: age.map { max($0, .zero) },
          hangs: age.map { $0 > patience } ?? false,
          status: part.status,
          fault: part.fault
        )
      }
  }

  /// Whether every part has become ready.
  public var isReady: Bool { parts.withLock { $0.values.allSatisfy(\.isReady) } }

  /// The part whose loop has not turned for longer than ``patience``; nil while all do.
  public func hanging(at now: ContinuousClock.Instant = .now) -> String? {
    parts(at: now).first(where: \.hangs)?.name
  }

  /// What the parts say of themselves, on one line.
  public var status: String {
    parts.withLock { parts in
      parts.sorted { $0.key < $1.key }.filter { !$0.value.status.isEmpty }.map { "\($0.key): \($0.value.status)" }
        .joined(separator: "; ")
    }
  }
}
