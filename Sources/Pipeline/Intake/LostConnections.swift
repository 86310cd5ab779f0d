/// The connections of workers that have ended, while the word on how their processes ended is awaited.
struct LostConnections {
  /// How long that is awaited: a process may live on that has no connection.
  static let patience = Duration.seconds(10)

  private var lost: [UInt64: (since: ContinuousClock.Instant, isKept: Bool)] = [:]

  var isEmpty: Bool { lost.isEmpty }

  mutating func add(_ connections: [UInt64], now: ContinuousClock.Instant) {
    for connection in connections { lost[connection] = (now, true) }
  }

  /// Takes out the connections whose work is to be taken back now.
  /// - Parameter isKept: whether a supervisor still has to say how the worker of a connection ended; nil where no process of a
  ///   supervisor may have work by it. Once it says no, what the supervisor said is read before the next call.
  mutating func takeGone(now: ContinuousClock.Instant, isKept: (UInt64) -> Bool?) -> Set<UInt64> {
    var gone: Set<UInt64> = []
    for (connection, state) in lost {
      if now - state.since < Self.patience, let isKept = isKept(connection) {
        lost[connection]?.isKept = isKept
        if isKept || state.isKept { continue }
      }
      gone.insert(connection)
      lost[connection] = nil
    }
    return gone
  }
}
