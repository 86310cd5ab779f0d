import Foundation
import Glibc
import TestSupport
import Testing

/// Clients over HTTP that mean ill, against a real daemon.
@Suite("Metrics over HTTP", .serialized)
struct MetricsClientsEndToEndTests {
  /// Runs a daemon while `body` does; then it must end within its time, and nobody listens any more.
  private func withServer(_ address: String = "127.0.0.1:0", _ body: (String) throws -> Void) throws {
    let bench = try Workbench()
    try bench.start(["--workers", "1"], environment: ["COURANT_METRICS_LISTEN": address])
    let found = try #require(bench.log.firstMatch(of: /metrics: serving url=http:\/\/(\S+)\/metrics/))
    let address = String(found.output.1)
    try body(address)
    let begun = Date()
    #expect(try bench.stop() == 0)
    #expect(Date().timeIntervalSince(begun) < 10)
    #expect(throws: LoopbackConnection.Failed.self) { _ = try LoopbackConnection(address) }
  }

  @Test("the pages are told, over IPv4 and IPv6", arguments: ["127.0.0.1:0", "[::1]:0"])
  func pages(_ address: String) throws {
    // A machine may have no IPv6.
    if address.hasPrefix("["), access("/proc/net/if_inet6", F_OK) != 0 { return }
    try withServer(address) { address in
      let healthy = LoopbackConnection.get("/healthz", of: address)
      #expect(healthy.status == 200 && healthy.text.hasPrefix("healthy\naggregator: "))
      let metrics = LoopbackConnection.get("/metrics", of: address)
      #expect(metrics.status == 200)
      #expect(metrics.text.contains("\ncourant_build_info{version=\"0.1.0\",role=\"run\"} 1\n"))
      #expect(LoopbackConnection.get("/nothing", of: address).status == 404)
      let connection = try LoopbackConnection(address)
      connection.send("HEAD /healthz HTTP/1.1\r\n\r\n")
      let head = try #require(connection.receiveAll())
      #expect(
        head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.contains("Content-Length: ") && head.hasSuffix("\r\n\r\n")
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
  func endless() throws {
    try withServer { address in
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
  func slow() throws {
    try withServer { address in
      let silent = try (0..<40).map { _ in try LoopbackConnection(address) }
      let dripping = try (0..<40).map { _ in try LoopbackConnection(address) }
      for connection in dripping { connection.send("GET /healthz HTTP/1.1\r\n") }
      // Behind them all in the queue.
      let healthy = try LoopbackConnection(address)
      healthy.send("GET /healthz HTTP/1.1\r\n\r\n")
      for _ in 0..<4 {
        for connection in dripping { connection.send("x") }
        usleep(50_000)
      }
      #expect(LoopbackConnection.parts(try #require(healthy.receiveAll(seconds: 60))).status == 200)
      for connection in silent + dripping { #expect(connection.receiveAll(seconds: 60) == "") }
    }
  }

  @Test("one that goes away, or closes its side, or takes nothing of the answer, is nobody's loss")
  func gone() throws {
    try withServer { address in
      for _ in 0..<100 {
        let connection = try LoopbackConnection(address)
        connection.send("GET /metrics HTTP/1.1\r\n\r\n")
      }
      for _ in 0..<30 { _ = try LoopbackConnection(address) }
      #expect(LoopbackConnection.get("/healthz", of: address).status == 200)
    }
  }

  @Test("a connection that waits does not keep the daemon from ending")
  func stops() throws {
    var kept: [LoopbackConnection] = []
    try withServer { address in
      for _ in 0..<30 { kept.append(try LoopbackConnection(address)) }
    }
    #expect(kept.count == 30)
  }
}
