import CZeroMQ

/// What a socket or a file descriptor is waited for, or is ready for.
public struct PollEvents: OptionSet, Sendable, Hashable {
  /// libzmq's bits.
  public let rawValue: Int16

  /// Makes a set of libzmq's bits.
  public init(rawValue: Int16) {
    self.rawValue = rawValue
  }

  /// A message, or bytes, can be received.
  public static let readable = PollEvents(rawValue: Int16(ZMQ_POLLIN))
  /// A message, or bytes, can be sent.
  public static let writable = PollEvents(rawValue: Int16(ZMQ_POLLOUT))
  /// A file descriptor is in error or closed; sockets never are.
  public static let error = PollEvents(rawValue: Int16(ZMQ_POLLERR))
}
