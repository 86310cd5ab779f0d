/// How a worker process ended that was kept by this process.
public struct WorkerEnd: Sendable {
  public var pid: Int32
  /// In words, for the document that it had in hand.
  public var reason: String
  /// Whether it was asked to: then what it had in hand has not failed.
  public var wasAsked: Bool
}
