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
  /// Connections that were ended for a message of too many frames, or without an end.
  private let messages = Atomic<UInt64>(0)
  /// Connections that did not speak ZMTP 3, or spoke out of turn.
  private let protocols = Atomic<UInt64>(0)
  /// Connections that were turned away for want of file descriptors.
  private let descriptors = Atomic<UInt64>(0)
  /// Connections that were turned away because there were too many.
  private let crowd = Atomic<UInt64>(0)
  /// Connections of workers to sockets that are not theirs.
  private let workers = Atomic<UInt64>(0)
  /// Connections over TCP that ended, whoever ended them; libzmq ends that of a peer whose message is too long, and says no more of it.
  private let ended = Atomic<UInt64>(0)
  private let metrics = Dictionary(
    uniqueKeysWithValues: Reason.allCases.map { ($0, Metric.peersRefused.counter($0.rawValue)) }
  )
  private let endsMetric = Metric.connectionsEnded.counter()

  /// Why a peer was turned away.
  public enum Reason: String, Sendable, CaseIterable {
    case unknown, forbidden, request, handshake, message, `protocol`, descriptors, connections, worker
  }

  public init() {}

  public func count(_ reason: Reason, _ number: UInt64 = 1) {
    guard number > 0 else { return }
    metrics[reason]?.increment(by: Int64(clamping: number))
    withCounter(of: reason) { _ = $0.add(number, ordering: .relaxed) }
  }

  public func countEnd() {
    endsMetric.increment()
    ended.add(1, ordering: .relaxed)
  }

  public var ends: UInt64 { ended.load(ordering: .relaxed) }

  public subscript(reason: Reason) -> UInt64 {
    var count: UInt64 = 0
    withCounter(of: reason) { count = $0.load(ordering: .relaxed) }
    return count
  }

  private func withCounter(of reason: Reason, _ body: (borrowing Atomic<UInt64>) -> Void) {
    switch reason {
    case .unknown: body(unknown)
    case .forbidden: body(forbidden)
    case .request: body(requests)
    case .handshake: body(handshakes)
    case .message: body(messages)
    case .protocol: body(protocols)
    case .descriptors: body(descriptors)
    case .connections: body(crowd)
    case .worker: body(workers)
    }
  }

  /// By the names that `courant status` has for them.
  public var counts: [String: UInt64] {
    [
      "refusedKeys": self[.unknown], "refusedRoles": self[.forbidden], "refusedRequests": self[.request],
      "refusedHandshakes": self[.handshake], "refusedMessages": self[.message], "refusedProtocol": self[.protocol],
      "refusedForFiles": self[.descriptors], "refusedForConnections": self[.connections],
      "refusedWorkers": self[.worker], "endedConnections": ends,
    ]
  }
}
