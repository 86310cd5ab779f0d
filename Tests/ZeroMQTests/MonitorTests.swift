import Testing
import ZeroMQ

@Suite("Monitors")
struct MonitorTests {
  @Test("report a connection from listening to its end")
  func connection() throws {
    let context = try Context()
    let reactor = Reactor(context: context)
    let pull = try makeSocket(Pull.self, in: context)
    let monitor = try pull.monitor()
    try pull.bind("tcp://127.0.0.1:*")
    let endpoint = try pull.lastEndpoint
    let push = try makeSocket(Push.self, in: context)
    var events: [MonitorEvent] = []
    reactor.add(monitor) { event in
      events.append(event)
      switch event.kind {
      case .listening: try push.connect(endpoint)
      case .handshakeSucceeded: push.close()
      case .disconnected: pull.close()
      case .stopped: reactor.stop()
      default: break
      }
    }
    reactor.after(limit) { reactor.stop() }
    try reactor.run()
    let kinds = events.map(\.kind).filter { $0 != .closed }
    #expect(kinds == [.listening, .accepted, .handshakeSucceeded, .disconnected, .stopped])
    #expect(events.first?.endpoint == endpoint)
  }

  @Test("may be closed before the socket, again and again")
  func closing() throws {
    let context = try Context()
    let pull = try makeSocket(Pull.self, in: context)
    for _ in 0..<20 {
      let monitor = try pull.monitor()
      try pull.bind("tcp://127.0.0.1:*")
      #expect(try monitor.socket.waitUntilReadable(timeout: limit))
      #expect(try monitor.receiveIfReady()?.kind == .listening)
      monitor.close()
      monitor.close()
    }
    pull.close()
    context.terminate()
  }
}
