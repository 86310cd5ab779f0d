import CZeroMQ
import Synchronization

/// The events of one socket's connections; made with ``AnySocket/monitor(events:)``.
///
/// A monitor belongs to the socket's thread. It ends with ``close()``, and with the socket.
public final class Monitor {
  /// Where the events arrive, for a ``Poller``; read them with ``receive()`` or ``receiveIfReady()``.
  public let socket: Socket<Pair>
  private let watched: AnySocket

  fileprivate init(of watched: AnySocket, events: MonitorEvent.Kinds) throws {
    let name = "inproc://courant-monitor-\(monitorCount.add(1, ordering: .relaxed).newValue)"
    self.watched = watched
    socket = try Socket<Pair>(watched.context)
    // libzmq's I/O thread waits when events are not read, and all its sockets with it, unless there is no limit.
    var options = SocketOptions()
    options.receiveHighWaterMark = 0
    options.linger = .zero
    try socket.apply(options)
    let handle = try watched.openHandle("zmq_socket_monitor", name)
    // The end of the monitor is always reported, so that one who waits for events sees that there are no more.
    let kinds = events.union(MonitorEvent.Kinds([.stopped]))
    if zmq_socket_monitor(handle, name, Int32(kinds.rawValue)) != 0 {
      throw ZeroMQError.last("zmq_socket_monitor", endpoint: name)
    }
    try socket.connect(name)
  }

  deinit {
    close()
  }

  /// Waits for the next event.
  public func receive() throws -> MonitorEvent {
    while true {
      if let event = MonitorEvent(try socket.receive()) { return event }
    }
  }

  /// The next event if there is one already; otherwise nil.
  public func receiveIfReady() throws -> MonitorEvent? {
    while let message = try socket.receiveIfReady() {
      if let event = MonitorEvent(message) { return event }
    }
    return nil
  }

  /// Stops the monitor; to do it again does nothing.
  public func close() {
    guard !socket.isClosed else { return }
    // libzmq must stop writing before its reader goes.
    if !watched.isClosed { zmq_socket_monitor(watched.handle, nil, 0) }
    socket.close()
  }
}

/// Gives each monitor an inproc endpoint of its own.
private let monitorCount = Atomic<Int>(0)

extension AnySocket {
  /// Reports what happens to this socket's connections from now on; one monitor a socket.
  public final func monitor(events: MonitorEvent.Kinds = .all) throws -> Monitor {
    try Monitor(of: self, events: events)
  }
}

extension Reactor {
  /// Calls `onEvent` for each event of `monitor`, until its end.
  public func add(_ monitor: Monitor, onEvent: @escaping (MonitorEvent) throws -> Void) {
    add(monitor.socket) { [unowned self] socket in
      while isWatching(socket), let event = try monitor.receiveIfReady() {
        if event.kind == .stopped { remove(socket) }
        try onEvent(event)
      }
    }
  }
}
