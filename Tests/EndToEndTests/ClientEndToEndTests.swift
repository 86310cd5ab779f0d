import Client
import Foundation
import Model
import TestSupport
import Testing
import Transport
import Wire
import ZeroMQ

/// What a program has of the library: no type of ZeroMQ's, errors with codes, and the answer to what it asked.
@Suite("The client library")
struct ClientEndToEndTests {
  @Test("a program submits, asks and follows, and is told by codes what went wrong")
  func daemon() throws {
    let bench = try Workbench()
    func code(_ body: () throws -> Void) -> ClientError.Code? {
      do {
        try body()
        return nil
      } catch {
        return (error as? ClientError)?.code
      }
    }
    let daemon = try Daemon(runtime: bench.runtime)
    #expect(code { _ = try daemon.query() } == .noDaemon)
    let nowhere = Daemon.Endpoints(submit: "zmq://x", updates: "", query: "tcp://127.0.0.1:1")
    #expect(code { _ = try Daemon(nowhere).submitter() } == .badSetting)
    #expect(code { _ = try Daemon(nowhere).query() } == .noKey)
    #expect(code { _ = try Daemon.Keys(secret: "short", server: "shorter") } == .badSetting)

    try bench.start()
    let submitter = try daemon.submitter()
    var accepted = 0
    try submitter.submit(uri: "a:", content: Array("Oslo has 15 districts.".utf8)) { _ in accepted += 1 }
    try submitter.submit(uri: "b:", content: Array(" \n\t ".utf8)) { _ in accepted += 1 }
    var refusals: [String] = []
    try submitter.finish { outcome in
      switch outcome {
      case .accepted: accepted += 1
      case .refused(let uri, let reason): refusals.append("\(uri) \(reason)")
      case .waiting: break
      }
    }
    #expect(accepted == 1)
    #expect(refusals == ["b: b:: empty document"])
    try bench.waitForDocuments(1)
    var keys: [String] = []
    let query = try daemon.query()
    try query.get("oslo/") { keys.append("\($0.key)") }
    #expect(!keys.isEmpty)
    do {
      _ = try submitter.showFailed(uri: "nobody:")
      Issue.record("it is shown")
    } catch let error as ClientError {
      #expect(error.code == .refused)
      guard case .refused(_, .unknown) = error else {
        Issue.record("\(error)")
        return
      }
    }
    var events = 0
    try daemon.subscriber(start: .beginning).follow { news in
      if case .event = news { events += 1 }
      return events < 2
    }
    #expect(events == 2)
  }

  @Test("white space is an empty document to programs as well, and bytes that are no text are of no format")
  func codes() throws {
    let bench = try Workbench()
    try bench.start()
    let context = try Context()
    defer { context.terminate() }
    let socket = try Socket<Dealer>(context, options: .courant(maxMessageSize: 1 << 20))
    defer { socket.close() }
    try socket.connect(bench.endpoints.submit)
    for (content, code) in [
      (Array("".utf8), Refused.Code.empty), (Array(" \n\u{A0}".utf8), .empty), ([0x41, 0x00, 0xFF], .unsupported),
    ] {
      try socket.send(
        try Packet(Submit(request: 1, uri: "a:", mediaType: "text/plain"), attachments: [content]).message
      )
      try #require(try socket.waitUntilReadable(timeout: .seconds(20)))
      let refused: Refused = try Packet(try #require(try socket.receiveIfReady())).decode()
      #expect(refused.code == code, "\(content)")
    }
  }

  @Test("an answer that comes late is not taken for that to the next question")
  func lateAnswer() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.runtime, withIntermediateDirectories: false)
    // It answers the first question only when the second has come, and then both, the first one first.
    let endpoint = bench.endpoints.query
    let thread = try DedicatedThread(name: "slow") {
      do {
        let server = try Socket<Router>(try Context())
        defer { server.close() }
        try server.bind(endpoint)
        var questions: [(Frame, UInt64)] = []
        while questions.count < 2 {
          let message = try server.receive()
          questions.append((message[0], try Packet(message, dropping: 1).requestNumber ?? 0))
        }
        for (peer, number) in questions {
          let failures = FailureList(request: number, failures: [], total: Int(number))
          _ = try server.sendIfPossible(try Packet(failures).message, to: peer)
        }
      } catch {
        Issue.record("\(error)")
      }
    }
    try bench.wait("it listens") { FileManager.default.fileExists(atPath: "\(bench.runtime)/query.sock") }
    let query = try Daemon(runtime: bench.runtime).query(patience: .milliseconds(300))
    #expect(throws: ClientError.self) { try query.failures() }
    #expect(try query.failures().total == 2)
    thread.join()
  }

  @Test(
    "a SUB of 1,500 prefixes, set before it connects, hears of the last with a raised mark, as the protocol's page says"
  )
  func manyPrefixes() throws {
    let bench = try Workbench()
    try bench.start()
    let context = try Context()
    defer { context.terminate() }
    var options = SocketOptions.courant(maxMessageSize: 1 << 20)
    options.sendHighWaterMark = 0
    let socket = try Socket<Sub>(context, options: options)
    defer { socket.close() }
    for number in 0..<1499 { try socket.subscribe("nothing-\(number)/") }
    try socket.subscribe("@progress")
    try socket.connect(bench.endpoints.updates)
    try #require(try socket.waitUntilReadable(timeout: .seconds(20)))
    #expect(try socket.receive()[0].string == "@progress")
    // Live events as well, and nobody was turned away for it.
    try socket.subscribe("oslo/")
    try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    var topic: String?
    while topic?.hasPrefix("oslo/") != true {
      try #require(try socket.waitUntilReadable(timeout: .seconds(20)))
      topic = try socket.receive()[0].string
    }
    #expect(try bench.status()["aggregator"]?.counts["refusedMessages"] == 0)
    // The library's own subscriber has as many as one question takes, and says so.
    let tooMany = (0..<1500).map { "nothing-\($0)/" }
    #expect(throws: ClientError.refused("1500 prefixes, want 1000 at most", .tooLarge)) {
      try Daemon(runtime: bench.runtime).subscriber(prefixes: tooMany).follow { _ in true }
    }
  }
}
