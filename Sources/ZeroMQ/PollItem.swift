import CZeroMQ

/// Something to wait for: a socket or a file descriptor, and for what.
public struct PollItem {
  /// What is waited for.
  public enum Source {
    /// A ZeroMQ socket, which the item keeps alive.
    case socket(AnySocket)
    /// A file descriptor, which whoever opened it keeps open for as long as it is waited for.
    case fileDescriptor(Int32)
  }

  /// What is waited for.
  public let source: Source
  /// For which events.
  public let events: PollEvents
  /// Which of them were there when ``Poller/wait(timeout:)`` returned last.
  public internal(set) var ready: PollEvents = []

  /// Waits for `events` of `socket`.
  public static func socket(_ socket: AnySocket, events: PollEvents = .readable) -> PollItem {
    PollItem(source: .socket(socket), events: events)
  }

  /// Waits for `events` of `fileDescriptor`.
  public static func fileDescriptor(_ fileDescriptor: Int32, events: PollEvents = .readable) -> PollItem {
    PollItem(source: .fileDescriptor(fileDescriptor), events: events)
  }

  var raw: zmq_pollitem_t {
    switch source {
    case .socket(let socket): zmq_pollitem_t(socket: socket.handle, fd: 0, events: events.rawValue, revents: 0)
    case .fileDescriptor(let number): zmq_pollitem_t(socket: nil, fd: number, events: events.rawValue, revents: 0)
    }
  }

  func isFor(_ socket: AnySocket) -> Bool {
    if case .socket(let other) = source { other === socket } else { false }
  }

  func isFor(_ fileDescriptor: Int32) -> Bool {
    if case .fileDescriptor(let other) = source { other == fileDescriptor } else { false }
  }
}
