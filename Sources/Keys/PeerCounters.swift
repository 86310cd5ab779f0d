import Metrics
import Service
import Synchronization

/// Who was turned away since the start, by reason.
public final class PeerCounters: Sendable {
  /// Keys that the allow-list does not have.
  private let unknown = Atomic<UInt64>(0)
  /// Keys without a role for the socket that they came to.
  private let forbidden = Atomic<UInt64>(0)
  /// Requests that the roles of a key do not allow.
  private let requests = Atomic<UInt64>(0)
  /// Handshakes that failed before a key was proven: no key, another server's key, or nothing said in time.
  private let handshakes = Atomic<UInt64>(0)
  /// Connections over TCP that ended, whoever ended them; libzmq ends that of a peer whose message is too long, and says no more of it.
  private let ended = Atomic<UInt64>(0)
  private let metrics = Dictionary(
    uniqueKeysWithValues: Reason.allCases.map { ($0, Metric.peersRefused.counter($0.rawValue)) }
  )
  private let endsMetric = Metric.connectionsEnded.counter()

  /// Why a peer was turned away.
  public enum Reason: String, Sendable, CaseIterable {
    case unknown, forbidden, request, handshake
  }

  public init() {}

  public func count(_ reason: Reason) {
    metrics[reason]?.increment()
    switch reason {
    case .unknown: unknown.add(1, ordering: .relaxed)
    case .forbidden: forbidden.add(1, ordering: .relaxed)
    case .request: requests.add(1, ordering: .relaxed)
    case .handshake: handshakes.add(1, ordering: .relaxed)
    }
  }

  public func countEnd() {
    endsMetric.increment()
    ended.add(1, ordering: .relaxed)
  }

  public var ends: UInt64 { ended.load(ordering: .relaxed) }

  public subscript(reason: Reason) -> UInt64 {
    switch reason {
    case .unknown: unknown.load(ordering: .relaxed)
    case .forbidden: forbidden.load(ordering: .relaxed)
    case .request: requests.load(ordering: .relaxed)
    case .handshake: handshakes.load(ordering: .relaxed)
    }
  }

  /// By the names that `courant status` has for them.
  public var counts: [String: UInt64] {
    [
      "refusedKeys": self[.unknown], "refusedRoles": self[.forbidden], "refusedRequests": self[.request],
      "refusedHandshakes": self[.handshake], "endedConnections": ends,
    ]
  }
}
