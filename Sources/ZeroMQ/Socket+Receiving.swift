import CZeroMQ
import Glibc

extension Socket where Kind: Receiving {
  /// Waits for a message, with all its frames.
  ///
  /// Throws ``ZeroMQError/again`` once the socket's `receiveTimeout` has passed, and ``ZeroMQError/terminated`` when
  /// the context is shut down.
  public func receive() throws -> Message {
    // Without ZMQ_DONTWAIT an absent message is an error, so that nil never comes back.
    guard let message = try receiveMessage(flags: 0) else { throw ZeroMQError(.again, call: "zmq_msg_recv") }
    return message
  }

  /// The next message if one is here already, with all its frames; otherwise nil.
  public func receiveIfReady() throws -> Message? {
    try receiveMessage(flags: ZMQ_DONTWAIT)
  }

  /// The next message if one is here already, with its first `limit` frames, and how many others were read into nothing.
  public func receiveIfReady(keeping limit: Int) throws -> (message: Message, skipped: Int)? {
    try receiveMessage(flags: ZMQ_DONTWAIT, keeping: limit)
  }

  /// Waits for one frame and puts it in `frame` in place of what that held: for hot loops.
  ///
  /// ``ReusableFrame/hasMore`` then tells whether more frames of the same message follow.
  public func receive(into frame: ReusableFrame) throws {
    let code = receive(into: frame.storage, flags: 0)
    if code != 0 { throw ZeroMQError(code: code, call: "zmq_msg_recv") }
  }

  /// Puts the next frame in `frame` in place of what that held, if one is here already; otherwise false.
  public func receiveIfReady(into frame: ReusableFrame) throws -> Bool {
    let code = receive(into: frame.storage, flags: ZMQ_DONTWAIT)
    if code == 0 { return true }
    if code == EAGAIN { return false }
    throw ZeroMQError(code: code, call: "zmq_msg_recv")
  }
}
