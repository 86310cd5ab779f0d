import FlyingSocks
import Foundation
import Glibc
import Logging
import ServiceLifecycle
import Synchronization

/// Tells Prometheus, and whoever asks how the process is, over HTTP on a loopback address.
///
/// Anybody on the machine may connect, and may mean ill: so many connections are served at once, each for so long and so many bytes, and
/// the rest wait in the system's queue. To be the first of the services, so that it is the last that is told to stop.
public struct MetricsServer: ServiceLifecycle.Service {
  /// How many connections are served at once.
  private static let connections = 32
  /// How long a connection may take from the first byte to the last.
  private static let patience = Duration.seconds(2)
  /// How much of what nobody asked for is read, so that the answer arrives before the connection ends.
  private static let maximumRest = 64 << 10

  private let listener: Socket
  private let pages: MetricsPages
  private let logger = Logger(label: "metrics")
  /// Where it listens, with the port that the system has chosen.
  public let address: String

  /// Listens from here on; answers from ``run()`` on.
  /// - Parameter role: what the process was started as, such as `run`.
  /// - Throws: ``ConfigurationError`` when the address cannot be had.
  public init(
    _ address: LoopbackAddress,
    registry: MetricsRegistry,
    vitals: Vitals,
    role: String
  ) throws(ConfigurationError) {
    listener = try address.listen()
    pages = MetricsPages(registry: registry, vitals: vitals, role: role)
    switch try? listener.sockname() {
    case .ip4(let host, let port): self.address = "\(host):\(port)"
    case .ip6(let host, let port): self.address = "[\(host)]:\(port)"
    default: self.address = address.description
    }
  }

  /// Answers until graceful shutdown.
  public func run() async throws {
    logger.info("serving", metadata: ["url": "http://\(address)/metrics"])
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await serve()
        } catch {
          if Task.isCancelled { break }
          // Nobody else is to suffer for it.
          logger.error("the metrics are not served for a second: \(error)")
          try? await Task.sleep(for: .seconds(1))
        }
      }
    }
    try? listener.close()
  }

  private func serve() async throws {
    // It waits in a thread of its own, not in one of Swift's pool.
    let pool = SocketPool.ePoll()
    try await pool.prepare()
    let socket = try AsyncSocket(socket: listener, pool: pool)
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { try await pool.run() }
      let complaints = Complaints()
      for _ in 0..<Self.connections { group.addTask { try await answerEach(of: socket, pool, complaints) } }
    }
  }

  /// Serves one connection after the other.
  private func answerEach(of socket: AsyncSocket, _ pool: any Actor, _ complaints: Complaints) async throws {
    while !Task.isCancelled {
      let connection: AsyncSocket
      do {
        connection = try await socket.accept()
      } catch SocketError.failed(_, let code, let message) where [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) {
        if complaints.isDue { logger.warning("cannot take a connection: \(message)") }
        try await Task.sleep(for: .seconds(1))
        continue
      } catch SocketError.failed(_, ECONNABORTED, _), SocketError.failed(_, EINTR, _) {
        continue
      }
      // Not for the workers that are started meanwhile.
      _ = fcntl(connection.socket.file.rawValue, F_SETFD, FD_CLOEXEC)
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await answer(connection) }
        group.addTask { try? await Task.sleep(for: Self.patience) }
        await group.next()
        group.cancelAll()
      }
      // The pool wakes whoever waits and forgets the descriptor in one step of its own. That step is to be over before the number may be
      // another connection's, or the pool would take that one for this.
      await Self.pass(through: pool)
      try? connection.close()
    }
  }

  /// Comes back after what the actor is doing now.
  private static func pass(through actor: isolated any Actor) {}

  /// What is wrong for all connections is said once a minute.
  private final class Complaints: Sendable {
    private let next = Mutex(ContinuousClock.now)

    var isDue: Bool {
      next.withLock { next in
        let now = ContinuousClock.now
        guard now >= next else { return false }
        next = now + .seconds(60)
        return true
      }
    }
  }

  /// Answers one request. Whoever goes away or says nothing is nobody's loss.
  private func answer(_ connection: AsyncSocket) async {
    do {
      var bytes: [UInt8] = []
      var seen = 0
      while !HTTPRequestHead.isWhole(bytes, seen: seen) {
        seen = bytes.count
        guard bytes.count < HTTPRequestHead.maximumBytes else {
          let limit = HTTPRequestHead.maximumBytes
          return try await send(HTTPAnswer(status: 431, text: "a request may have \(limit) bytes\n"), to: connection)
        }
        bytes += try await connection.read(atMost: HTTPRequestHead.maximumBytes - bytes.count)
      }
      try await send(pages.answer(HTTPRequestHead(bytes)), to: connection)
    } catch {
      logger.debug("a connection ended early: \(error)")
    }
  }

  /// Sends an answer, and waits until the peer has it: the system throws away what is under way when bytes are left unread.
  private func send(_ answer: HTTPAnswer, to connection: AsyncSocket) async throws {
    try await connection.write(answer.bytes)
    shutdown(connection.socket.file.rawValue, Int32(SHUT_WR))
    var rest = 0
    do {
      while rest < Self.maximumRest { rest += try await connection.read(atMost: 4096).count }
    } catch SocketError.disconnected {
      return
    }
  }
}
