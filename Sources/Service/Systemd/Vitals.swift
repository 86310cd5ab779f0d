import Synchronization

/// How the parts of a process are, for whoever keeps the process: which are ready, and whether their loops still turn.
///
/// The threads that do the work write it once a second; ``SystemdNotifier`` reads it.
public final class Vitals: Sendable {
  private struct Part {
    var isReady = false
    /// When the part's loop turned last.
    var beat = ContinuousClock.now
    /// What it has to say of itself, such as "12 documents wait".
    var status = ""
  }

  /// A loop that has not turned for so long hangs.
  public let patience: Duration
  private let parts: Mutex<[String: Part]>

  /// - Parameters:
  ///   - parts: the names of those that have to be ready.
  ///   - patience: longer than a loop ever takes for one turn.
  public init(_ parts: [String], patience: Duration = .seconds(20)) {
    self.patience = patience
    self.parts = Mutex(Dictionary(uniqueKeysWithValues: parts.map { ($0, Part()) }))
  }

  /// Says that a part's loop has turned; the first time, that it is ready.
  public func beat(_ part: String, status: String) {
    parts.withLock { $0[part] = Part(isReady: true, beat: .now, status: status) }
  }

  /// Whether every part has become ready.
  public var isReady: Bool { parts.withLock { $0.values.allSatisfy(\.isReady) } }

  /// The part whose loop has not turned for longer than ``patience``; nil while all do.
  public func hanging(at now: ContinuousClock.Instant = .now) -> String? {
    parts.withLock { parts in
      parts.filter { $0.value.isReady && now - $0.value.beat > patience }.map(\.key).min()
    }
  }

  /// What the parts say of themselves, on one line.
  public var status: String {
    parts.withLock { parts in
      parts.sorted { $0.key < $1.key }.filter { !$0.value.status.isEmpty }.map { "\($0.key): \($0.value.status)" }
        .joined(separator: "; ")
    }
  }
}
