import Wire
import ZeroMQ

extension Packet {
  /// Reads a message as it came from a socket.
  /// - Parameter dropping: how many frames stand before the header: the topic, or the routing id.
  /// - Throws: ``WireError`` with one line that says what is wrong.
  public init(_ message: Message, dropping: Int = 0) throws(WireError) {
    try self.init(frames: message.frames.dropFirst(dropping).map(\.bytes))
  }

  /// The message as it is sent.
  public var message: Message { Message(frames.map { Frame($0) }) }
}

extension Update {
  /// Reads a message as it came from the `updates` socket.
  /// - Throws: ``WireError`` with one line that says what is wrong.
  public init(_ message: Message) throws(WireError) {
    try self.init(frames: message.frames.map(\.bytes))
  }
}
