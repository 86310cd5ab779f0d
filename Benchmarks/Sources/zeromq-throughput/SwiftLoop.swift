import CThroughput
import Synchronization
import ZeroMQ

/// The loop in Swift, over the module ZeroMQ.
struct SwiftLoop {
  enum Style: Sendable {
    /// Bytes out, and one frame that is used again: nothing allocated for a message.
    case reusing
    /// A `Message` for each message, at both ends.
    case messages
  }

  let scenario: Scenario
  let style: Style
  let count: Int
  let size: Int

  func run() throws -> Measurement {
    let context = try Context()
    switch scenario.pattern {
    case .pushPull: return try run(context, Push.self, Pull.self)
    case .dealerRouter: return try run(context, Dealer.self, Router.self)
    }
  }

  private func run<Out: Sending, In: Receiving>(
    _ context: Context,
    _ out: Out.Type,
    _ in: In.Type
  ) throws -> Measurement {
    let socket = try Socket<In>(context)
    try socket.bind(scenario.endpoint)
    let endpoint = try socket.lastEndpoint
    let outcome = Outcome()
    let thread = try DedicatedThread(name: "sender") { [self] in
      do {
        try send(Socket<Out>(context), to: endpoint)
      } catch {
        outcome.fail(error)
      }
    }
    let measurement = try receive(socket)
    thread.join()
    try outcome.check()
    socket.close()
    context.terminate()
    return measurement
  }

  private func send<Kind: Sending>(_ socket: Socket<Kind>, to endpoint: String) throws {
    try socket.connect(endpoint)
    let bytes = [UInt8](repeating: 1, count: size)
    switch style {
    case .reusing:
      try bytes.withUnsafeBytes { bytes in
        for _ in 0...count { try socket.send(bytes: bytes) }
      }
    case .messages:
      for _ in 0...count { try socket.send(Message(Frame(bytes))) }
    }
    socket.close()
  }

  private func receive<Kind: Receiving>(_ socket: Socket<Kind>) throws -> Measurement {
    let isRouted = scenario.pattern == .dealerRouter
    let peer = ReusableFrame()
    let frame = ReusableFrame()
    var checksum = 0
    var start = 0.0
    var cpu = 0.0
    for received in 0...count {
      switch style {
      case .reusing:
        if isRouted { try socket.receive(into: peer) }
        try socket.receive(into: frame)
        checksum += frame.withUnsafeBytes { Int($0[0]) }
      case .messages:
        let message = try socket.receive()
        checksum += message[isRouted ? 1 : 0].withUnsafeBytes { Int($0[0]) }
      }
      if received == 0 {
        start = throughput_now()
        cpu = throughput_cpu()
      }
    }
    let seconds = throughput_now() - start
    let cpuSeconds = throughput_cpu() - cpu
    guard checksum == count + 1 else {
      throw BenchmarkFailure(description: "the Swift loop received something else than was sent")
    }
    return Measurement(count: count, seconds: seconds, cpuSeconds: cpuSeconds)
  }

  /// How the sending thread ended.
  private final class Outcome: Sendable {
    private let error = Mutex<(any Error)?>(nil)

    func fail(_ error: any Error) {
      self.error.withLock { $0 = error }
    }

    func check() throws {
      if let error = error.withLock({ $0 }) { throw error }
    }
  }
}
