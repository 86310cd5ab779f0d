import CZeroMQ
import Glibc

extension Socket where Kind: Sending {
  /// Sends `message`, and waits while there is no room for it.
  ///
  /// Throws ``ZeroMQError/again`` once the socket's `sendTimeout` has passed, and ``ZeroMQError/invalidArgument`` for
  /// a message without frames.
  public func send(_ message: Message) throws {
    try succeed(transmit(message, flags: 0), "zmq_msg_send")
  }

  /// Sends `message` if there is room for it at once; otherwise it is not sent, and this is false.
  ///
  /// A ROUTER with `routerMandatory` throws ``ZeroMQError/hostUnreachable`` for a peer that it doesn't know.
  public func sendIfPossible(_ message: Message) throws -> Bool {
    try accepted(transmit(message, flags: ZMQ_DONTWAIT), "zmq_msg_send")
  }

  /// Sends one frame, and waits while there is no room for it; `more` frames of the same message may follow.
  public func send(_ frame: Frame, more: Bool = false) throws {
    try succeed(transmit(frame, flags: more ? ZMQ_SNDMORE : 0), "zmq_msg_send")
  }

  /// Sends a copy of `bytes` as one frame, with nothing allocated in Swift: for hot loops.
  public func send(bytes: UnsafeRawBufferPointer, more: Bool = false) throws {
    try succeed(transmit(bytes, flags: more ? ZMQ_SNDMORE : 0), "zmq_send")
  }

  /// Sends a copy of `bytes` as one frame if there is room for it at once; false if there was none.
  ///
  /// After a first frame with `more` was accepted, finish the message with ``send(bytes:more:)``: only the first frame
  /// of a message can be refused for want of room.
  public func sendIfPossible(bytes: UnsafeRawBufferPointer, more: Bool = false) throws -> Bool {
    try accepted(transmit(bytes, flags: more ? ZMQ_DONTWAIT | ZMQ_SNDMORE : ZMQ_DONTWAIT), "zmq_send")
  }

  @inline(__always)
  private func succeed(_ code: Int32, _ call: String) throws {
    if code != 0 { throw ZeroMQError(code: code, call: call) }
  }

  @inline(__always)
  private func accepted(_ code: Int32, _ call: String) throws -> Bool {
    if code == EAGAIN { return false }
    try succeed(code, call)
    return true
  }
}

extension Socket where Kind: Routing {
  /// Sends `message` to the peer whose routing id is `peer`.
  public func send(_ message: Message, to peer: Frame) throws {
    try send(Message([peer] + message.frames))
  }

  /// Sends `message` to the peer whose routing id is `peer` if there is room for it at once; false if there was none.
  public func sendIfPossible(_ message: Message, to peer: Frame) throws -> Bool {
    try sendIfPossible(Message([peer] + message.frames))
  }
}
