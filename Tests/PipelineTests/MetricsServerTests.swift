import Foundation
import Glibc
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import Service

/// Clients that mean ill, against the server itself.
@Suite("Metrics over HTTP", .serialized)
struct MetricsServerTests {
  /// Runs a server while `body` does; then it must end within its time.
  private func withServer(
    _ address: String = "127.0.0.1:0",
    patience: Duration = .seconds(10),
    _ body: @escaping @Sendable (String) throws -> Void
  ) async throws {
    // A peer that goes away ends no process: the daemon says the same at its start.
    signal(SIGPIPE, SIG_IGN)
    let vitals = Vitals(["aggregator"])
    vitals.beat("aggregator", status: "event 1")
    let server = try MetricsServer(
      try LoopbackAddress(address),
      registry: MetricsRegistry(),
      vitals: vitals,
      role: "test",
      patience: patience
    )
    let group = ServiceGroup(services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    async let running: Void = group.run()
    // Calls that block, on a thread of their own.
    let thread = Task.detached {
      try await ServiceThread.run("clients", stop: {}) { try body(server.address) }
    }
    let result = await thread.result
    let begun = ContinuousClock.now
    await group.triggerGracefulShutdown()
    try await running
    #expect(ContinuousClock.now - begun < .seconds(5))
    try result.get()
    #expect(throws: LoopbackConnection.Failed.self) { _ = try LoopbackConnection(server.address) }
  }

  @Test("the pages are told, over IPv4 and IPv6", arguments: ["127.0.0.1:0", "[::1]:0"])
  func pages(_ address: String) async throws {
    // A machine may have no IPv6.
    if address.hasPrefix("["), access("/proc/net/if_inet6", F_OK) != 0 { return }
    try await withServer(address) { address in
      #expect(LoopbackConnection.get("/healthz", of: address) == (200, "healthy\naggregator: event 1\n"))
      let metrics = LoopbackConnection.get("/metrics", of: address)
      #expect(metrics.status == 200)
      #expect(metrics.text.contains("\ncourant_build_info{version=\"\(Version.current)\",role=\"test\"} 1\n"))
      let connection = try LoopbackConnection(address)
      connection.send("HEAD /healthz HTTP/1.1\r\n\r\n")
      let head = try #require(connection.receiveAll())
      #expect(
        head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.contains("Content-Length: 28\r\n") && head.hasSuffix("\r\n\r\n")
      )
      let post = try LoopbackConnection(address)
      post.send("POST /metrics HTTP/1.1\r\nContent-Length: 1000\r\n\r\n" + String(repeating: "x", count: 1000))
      let refusal = try #require(post.receiveAll())
      #expect(LoopbackConnection.parts(refusal) == (405, "/metrics: only GET and HEAD are answered\n"))
      #expect(refusal.contains("\r\nAllow: GET, HEAD\r\n"))
      let rubbish = try LoopbackConnection(address)
      rubbish.send("\u{1}\u{2}\u{3}\r\n\r\n")
      #expect(LoopbackConnection.parts(try #require(rubbish.receiveAll())).status == 400)
    }
  }

  @Test("a request without an end is refused at its bound, and takes no memory beyond")
  func endless() async throws {
    try await withServer { address in
      let connection = try LoopbackConnection(address)
      connection.send("GET /metrics HTTP/1.1\r\nX: ")
      var isOpen = true
      for _ in 0..<1000 where isOpen { isOpen = connection.send(String(repeating: "x", count: 65_536)) }
      #expect(!isOpen)
      // One that sends just too much is told.
      let long = try LoopbackConnection(address)
      long.send("GET /metrics HTTP/1.1\r\nX: " + String(repeating: "x", count: 9000))
      #expect(
        LoopbackConnection.parts(try #require(long.receiveAll())) == (431, "a request may have 8192 bytes\n")
      )
    }
  }

  @Test("clients that say nothing, or a byte now and then, are cut off, and all others are answered")
  func slow() async throws {
    try await withServer(patience: .seconds(1)) { address in
      let silent = try (0..<40).map { _ in try LoopbackConnection(address) }
      let dripping = try (0..<40).map { _ in try LoopbackConnection(address) }
      for connection in dripping { connection.send("GET /healthz HTTP/1.1\r\n") }
      // Behind them all in the queue.
      let begun = ContinuousClock.now
      let healthy = try LoopbackConnection(address)
      healthy.send("GET /healthz HTTP/1.1\r\n\r\n")
      for _ in 0..<4 {
        for connection in dripping { connection.send("x") }
        usleep(50_000)
      }
      #expect(LoopbackConnection.parts(try #require(healthy.receiveAll())).status == 200)
      #expect(ContinuousClock.now - begun < .seconds(10))
      for connection in silent + dripping { #expect(connection.receiveAll() == "") }
    }
  }

  @Test("one that goes away, or closes its side, or takes nothing of the answer, is nobody's loss")
  func gone() async throws {
    try await withServer { address in
      for _ in 0..<100 {
        let connection = try LoopbackConnection(address)
        connection.send("GET /metrics HTTP/1.1\r\n\r\n")
      }
      for _ in 0..<30 { _ = try LoopbackConnection(address) }
      #expect(LoopbackConnection.get("/healthz", of: address).status == 200)
    }
  }

  @Test("a connection that waits does not keep the process from ending")
  func stops() async throws {
    let kept = Kept()
    try await withServer(patience: .seconds(60)) { address in
      for _ in 0..<30 { kept.connections.append(try LoopbackConnection(address)) }
      usleep(100_000)
    }
    #expect(kept.connections.count == 30)
  }

  /// Filled on the thread of the clients, which has ended before anybody else looks: so it is `Sendable` without a lock.
  private final class Kept: @unchecked Sendable {
    var connections: [LoopbackConnection] = []
  }

  @Test("an address that is taken is named in one line")
  func taken() throws {
    let first = try LoopbackAddress("127.0.0.1:0").listen()
    defer { try? first.close() }
    guard case .ip4(_, let port) = try first.sockname() else { return #expect(Bool(false)) }
    #expect(
      throws: ConfigurationError(
        "metrics.listen: 127.0.0.1:\(port) is in use by another process; stop it, or name another port"
      )
    ) {
      _ = try LoopbackAddress("127.0.0.1:\(port)").listen()
    }
  }
}
