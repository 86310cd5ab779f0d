import CZeroMQ
import Glibc

/// Waits for several sockets and file descriptors at once, on the thread that owns them.
///
/// ```swift
/// let poller = Poller()
/// poller.add(.socket(requests))
/// poller.add(.fileDescriptor(STDIN_FILENO))
/// while try poller.wait(timeout: .seconds(1)) > 0 {
///   for item in poller.items where item.ready.contains(.readable) { … }
/// }
/// ```
///
/// A program that reacts to all of its sockets in one loop is better served by ``Reactor``.
public final class Poller {
  /// What is waited for, with what each was ready for at the last ``wait(timeout:)``.
  public private(set) var items: [PollItem] = []
  /// Whether a wait that a signal interrupts goes on, which is the default; otherwise it throws
  /// ``ZeroMQError/interrupted``.
  public var retriesWhenInterrupted = true

  private var raw: [zmq_pollitem_t] = []

  /// A poller that waits for nothing yet.
  public init() {}

  /// Waits for `item` too.
  public func add(_ item: PollItem) {
    items.append(item)
    raw.append(item.raw)
  }

  /// Stops waiting for `socket`, before it is closed.
  public func remove(_ socket: AnySocket) {
    removeAll { $0.isFor(socket) }
  }

  /// Stops waiting for `fileDescriptor`, before it is closed.
  public func remove(fileDescriptor: Int32) {
    removeAll { $0.isFor(fileDescriptor) }
  }

  /// Waits until an item is ready, or `timeout` has passed; nil waits without limit. Returns how many are ready.
  ///
  /// Throws ``ZeroMQError/notASocket`` if a socket among the items was closed, and ``ZeroMQError/terminated`` if the
  /// context of one was shut down.
  public func wait(timeout: Duration? = nil) throws -> Int {
    for item in items {
      guard case .socket(let socket) = item.source else { continue }
      socket.assertOwner()
      if socket.isClosed {
        throw ZeroMQError(.notASocket, call: "zmq_poll", endpoint: "a closed \(socket.kindName) socket")
      }
    }
    let deadline = timeout.map { ContinuousClock.now + $0 }
    while true {
      let remaining = deadline.map { max(0, ContinuousClock.now.duration(to: $0).wholeMilliseconds) } ?? -1
      let count = zmq_poll(&raw, Int32(raw.count), Int(min(remaining, Int64(Int32.max))))
      if count >= 0 {
        for index in raw.indices { items[index].ready = PollEvents(rawValue: raw[index].revents) }
        return Int(count)
      }
      let code = zmq_errno()
      if code != EINTR || !retriesWhenInterrupted { throw ZeroMQError(code: code, call: "zmq_poll") }
    }
  }

  private func removeAll(where matches: (PollItem) -> Bool) {
    items.removeAll(where: matches)
    raw = items.map(\.raw)
  }
}
