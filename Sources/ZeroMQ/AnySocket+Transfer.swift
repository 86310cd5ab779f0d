import CZeroMQ
import Glibc

/// Sending and receiving as results rather than errors: 0, or the `errno` of the failure.
///
/// Nothing here depends on the socket's kind, so that nothing generic is on the way of a message.
extension AnySocket {
  final func transmit(_ bytes: UnsafeRawBufferPointer, flags: Int32) -> Int32 {
    assertOwner()
    guard !isClosed else { return ENOTSOCK }
    while zmq_send(handle, bytes.baseAddress, bytes.count, flags) < 0 {
      let code = zmq_errno()
      if code != EINTR || !retriesWhenInterrupted { return code }
    }
    return 0
  }

  final func transmit(_ frame: Frame, flags: Int32) -> Int32 {
    if !frame.isShared { return frame.withUnsafeBytes { transmit($0, flags: flags) } }
    assertOwner()
    guard !isClosed else { return ENOTSOCK }
    // A second reference to the same content, which libzmq takes over when it accepts the message.
    var reference = zmq_msg_t()
    zmq_msg_init(&reference)
    // The source is only read: it is marked as shared since it was made.
    withUnsafePointer(to: frame.message) { _ = zmq_msg_copy(&reference, UnsafeMutablePointer(mutating: $0)) }
    while zmq_msg_send(&reference, handle, flags) < 0 {
      let code = zmq_errno()
      if code == EINTR, retriesWhenInterrupted { continue }
      zmq_msg_close(&reference)
      return code
    }
    return 0
  }

  final func transmit(_ message: Message, flags: Int32) -> Int32 {
    let last = message.count - 1
    guard last >= 0 else { return EINVAL }
    var outcome: Int32 = 0
    for index in 0...last {
      let code = transmit(message[index], flags: index == last ? flags : flags | ZMQ_SNDMORE)
      if code == 0 { continue }
      // When a peer goes away in the middle of a message, libzmq drops the whole of it, but wants the rest of the
      // frames before it takes the next frame as the start of another message.
      guard index > 0, code == EAGAIN else { return code }
      outcome = code
    }
    return outcome
  }

  final func receive(into message: UnsafeMutablePointer<zmq_msg_t>, flags: Int32) -> Int32 {
    assertOwner()
    guard !isClosed else { return ENOTSOCK }
    while zmq_msg_recv(message, handle, flags) < 0 {
      let code = zmq_errno()
      if code != EINTR || !retriesWhenInterrupted { return code }
    }
    return 0
  }

  /// Receives all frames of a message; nil when there is none, if `flags` say not to wait.
  final func receiveMessage(flags: Int32) throws -> Message? {
    try receiveMessage(flags: flags, keeping: .max)?.message
  }

  /// Receives a message, and reads frames beyond the first `limit` into nothing.
  final func receiveMessage(flags: Int32, keeping limit: Int) throws -> (message: Message, skipped: Int)? {
    let code = receive(into: arrival, flags: flags)
    guard code == 0 else {
      if code == EAGAIN, flags & ZMQ_DONTWAIT != 0 { return nil }
      throw ZeroMQError(code: code, call: "zmq_msg_recv")
    }
    var more = zmq_msg_more(arrival) != 0
    let first = Frame(taking: arrival)
    var skipped = 0
    guard more else { return (Message(first), skipped) }
    var frames = [first]
    while more {
      // The frames of a message arrive together, so that this does not block.
      let code = receive(into: arrival, flags: 0)
      if code == EINTR { continue }
      if code != 0 { throw ZeroMQError(code: code, call: "zmq_msg_recv") }
      more = zmq_msg_more(arrival) != 0
      if frames.count < limit {
        frames.append(Frame(taking: arrival))
      } else {
        skipped += 1
      }
    }
    return (Message(frames), skipped)
  }
}
