import Client
import Foundation
import Glibc
import Keys
import Service
import Testing
import Wire
import ZeroMQ

/// Over TCP nobody without a known key reads or writes.
@Suite("Keys, over TCP", .serialized)
struct KeysEndToEndTests {
  @Test("without a key, a list or a right endpoint the daemon refuses to start, and says what to do")
  func refusesToStart() throws {
    let town = try Town()
    let bench = town.bench
    func refusal(_ yaml: String) throws -> String {
      let path = try bench.write(yaml, to: "d.yaml")
      let output = try bench.run("courantd", ["run", "--config", path, "--state", bench.state])
      #expect(output.code == 78)
      #expect(try bench.run("courantd", ["config", "check", "--config", path]).errors == output.errors)
      return output.errors.replacingOccurrences(of: bench.folder, with: "F")
    }
    let listen = "listen:\n  query: tcp://127.0.0.1:*\n"
    #expect(
      try refusal(listen)
        == "courantd: keys.secret is missing, and the query socket is a tcp:// endpoint; make a key with: courantd keys new FILE\n"
    )
    #expect(
      try refusal(listen + "keys:\n  secret: \(bench.folder)/none.key\n")
        == "courantd: keys.secret: F/none.key: No such file or directory\n"
    )
    _ = try town.key("server")
    let keys = listen + "keys:\n  secret: \(bench.folder)/server.key\n  allow: \(town.allowed)\n"
    #expect(
      try refusal(keys)
        == "courantd: keys.allow: F/allowed: No such file or directory; let a key in with: courantd keys allow NAME KEY --role ROLE\n"
    )
    try bench.write("what\n", to: "allowed")
    #expect(
      try refusal(keys) == "courantd: keys.allow: F/allowed: line 1: has 1 words, want a public key, roles and a name\n"
    )
    #expect(
      try refusal("listen:\n  query: tcp://127.0.0.1\n")
        == "courantd: endpoint \"tcp://127.0.0.1\": missing port; write tcp://host:port\n"
    )
    #expect(
      try refusal("listen:\n  query: ipc:///tmp/x\n")
        == "courantd: listen.query is \"ipc:///tmp/x\", want tcp:// and an address and port\n"
    )
    chmod("\(bench.folder)/server.key", 0o644)
    #expect(
      try refusal(keys)
        == "courantd: keys.secret: F/server.key: others may read or change this secret key; run: chmod 600 F/server.key\n"
    )
  }

  @Test(
    "each may do what its roles say and nothing else; strangers, wrong servers and the keyless are refused and counted"
  )
  func roles() throws {
    let town = try Town()
    let bench = town.bench
    let server = try town.key("server")
    _ = try town.key("reader", roles: ["read"])
    _ = try town.key("writer", roles: ["submit"])
    _ = try town.key("boss", roles: ["admin"])
    _ = try town.key("judge", roles: ["review"])
    let stranger = try town.key("stranger")
    try town.start()
    let (reader, writer, boss) = (
      try town.person("reader", server: server), try town.person("writer", server: server),
      try town.person("boss", server: server)
    )
    let document = try bench.write("Oslo has 700,000 inhabitants.\n", to: "a.txt")
    func courant(_ arguments: [String]) throws -> Workbench.Output { try bench.run("courant", arguments) }

    let submitted = try courant(["submit", document] + writer)
    #expect(submitted.code == 0, "\(submitted.errors)")
    try bench.waitForDocuments(1)
    #expect(try courant(["get", "oslo/population", "--json"] + reader).lines.count == 1)
    #expect(try courant(["watch", "--once", "--json"] + reader).lines.count == 1)
    #expect(try courant(["why", "oslo/population"] + reader).code == 0)
    let refused = try courant(["submit", document] + reader)
    #expect(refused.code == 1)
    #expect(refused.errors == "courant: reader may not do that: its key has the roles read, and it takes submit\n")
    #expect(
      try courant(["reprocess"] + reader).errors.contains("reader may not do that: its key has the roles read")
    )
    let query = try town.endpoint(.query)
    let cannotRead = try courant(["get", "oslo/population"] + writer)
    #expect(cannotRead.code == 77)
    #expect(cannotRead.errors.hasPrefix("courant: \(query) does not let this key in; have it allowed there: "))
    #expect(try courant(["get", "oslo/population", "--json"] + boss).lines.count == 1)
    #expect(try courant(["submit", document] + boss).code == 0)
    #expect(try courant(["reprocess"] + boss).code == 0)

    let judge = try town.person("judge", server: server)
    let judged = try courant(["weigh", document, "0"] + reader)
    #expect(judged.code == 1)
    #expect(judged.errors == "courant: reader may not do that: its key has the roles read, and it takes review\n")
    #expect(try courant(["weigh", document, "0"] + judge).code == 0)
    #expect(try courant(["reviews", "--json"] + judge).lines.first?.contains("\"by\":\"judge\"") == true)
    #expect(try courant(["submit", document] + judge).code == 77)

    let unknown = try courant(["get", "oslo/population"] + town.person("stranger", server: server))
    #expect(
      unknown.errors
        == "courant: \(query) does not let this key in; have it allowed there: courantd keys allow NAME '\(stranger)' --role ROLE\n"
    )
    let wrong = try courant(["get", "oslo/population"] + town.person("reader", server: stranger))
    #expect(
      wrong.errors
        == "courant: \(query) does not have the key of keys.server, or turns connections away; compare it with what this shows there: courantd keys show\n"
    )
    let keyless = try courant([
      "get", "oslo/population", "--config", try bench.write("endpoints:\n  query: \(query)\n", to: "no.yaml"),
    ])
    #expect(keyless.errors.hasPrefix("courant: keys.secret is missing, and the query socket is a tcp:// endpoint; "))
    // One who does not even try: plain ZeroMQ, on every socket.
    let context = try Context()
    for domain in AccessDomain.allCases {
      var options = SocketOptions()
      options.linger = .zero
      let plain = try Socket<Dealer>(context, options: options)
      defer { plain.close() }
      let monitor = try plain.monitor(events: .handshakes)
      try plain.connect(town.endpoint(domain))
      // Where the handshake has failed already, there is nobody to send to, and a send that waits would wait for ever.
      _ = try plain.sendIfPossible(Message(try Packet(StatusRequest(request: 1)).frames.map { Frame($0) }))
      #expect(try monitor.socket.waitUntilReadable(timeout: .seconds(20)))
      #expect(try monitor.receive().kind != .handshakeSucceeded)
      #expect(try plain.receiveIfReady() == nil)
    }
    let counts = try bench.status()
    for role in ["intake", "aggregator"] {
      #expect((counts[role]?.counts["refusedHandshakes"] ?? 0) > 0, "\(role)")
    }
    #expect((counts["aggregator"]?.counts["refusedKeys"] ?? 0) > 0)
    #expect((counts["aggregator"]?.counts["refusedRoles"] ?? 0) > 0)
    #expect((counts["intake"]?.counts["refusedRequests"] ?? 0) >= 2)
    // No secret is anywhere that others see.
    for name in ["server", "reader", "boss"] {
      let file = try String(contentsOfFile: "\(bench.folder)/\(name).key", encoding: .utf8)
      let secret = try #require(file.split(separator: "\n").last?.split(separator: " ").last)
      #expect(!bench.log.contains(secret))
      for pid in try bench.workers() + [try #require(bench.daemon).processIdentifier] {
        for place in ["cmdline", "environ"] {
          let bytes = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/\(place)"))
          #expect(!String(decoding: bytes, as: UTF8.self).contains(secret))
        }
      }
    }
  }

  @Test(
    "who is revoked is cut off while it is connected, the others lose nothing, and who is allowed again goes on where it was"
  )
  func revocation() throws {
    let town = try Town()
    let bench = town.bench
    let server = try town.key("server")
    let ann = try town.key("ann", roles: ["read"])
    _ = try town.key("bob", roles: ["read"])
    try town.start()
    let (annOptions, bobOptions) = (try town.person("ann", server: server), try town.person("bob", server: server))
    let first = try bench.begin("courant", ["watch", "--json", "--cursor", "ann.cursor"] + annOptions, output: "ann")
    let second = try bench.begin("courant", ["watch", "--json"] + bobOptions, output: "bob")
    func submit(_ number: Int) throws {
      let path = try bench.write("Oslo has \(700 + number),000 inhabitants.\n", to: "\(number).txt")
      #expect(try bench.courant("submit", path).code == 0)
    }
    try submit(1)
    try bench.wait("both hear of it") { bench.lines(of: "ann").count >= 1 && bench.lines(of: "bob").count >= 1 }
    try town.revoke("ann")
    try bench.wait("ann is told") { !first.isRunning }
    #expect(first.terminationStatus == 77)
    #expect(bench.lines(of: "ann.err").last?.contains("does not let this key in; have it allowed there") == true)
    let heard = bench.lines(of: "ann").count
    for number in 2...4 { try submit(number) }
    try bench.waitForDocuments(4)
    try bench.wait("bob has heard of all") {
      Set(bench.lines(of: "bob").compactMap { $0.firstMatch(of: /file:[^"]*\/\d\.txt/)?.output }).count == 4
    }
    #expect(second.isRunning)
    #expect(bench.lines(of: "ann").count == heard)
    #expect(try bench.run("courant", ["get", "oslo/population"] + annOptions).code == 77)

    try town.allow("ann", ann, ["read"])
    try bench.wait("ann is let in") {
      try bench.run("courant", ["watch", "--json", "--once", "--cursor", "ann.cursor"] + annOptions).code == 0
    }
    second.terminate()
  }

  @Test("the key may be a credential of systemd's, which says none where there is none")
  func credential() throws {
    let town = try Town()
    let bench = town.bench
    let server = try town.key("courant")
    _ = try town.key("ann", roles: ["read"])
    let path = try bench.write("listen:\n  query: tcp://127.0.0.1:*\nkeys:\n  allow: \(town.allowed)\n", to: "d.yaml")
    try bench.write("none", to: "none/courant.key")
    let without = try bench.run(
      "courantd",
      ["run", "--config", path],
      environment: ["CREDENTIALS_DIRECTORY": "\(bench.folder)/none"]
    )
    #expect(without.errors.hasPrefix("courantd: keys.secret is missing, and the query socket is a tcp:// endpoint"))
    try bench.start(["--config", path], environment: ["CREDENTIALS_DIRECTORY": bench.folder])
    let reader = try bench.write(
      "endpoints:\n  query: \(try town.endpoint(.query))\nkeys:\n  secret: \(bench.folder)/ann.key\n  server: '\(server)'\n",
      to: "ann.yaml"
    )
    // There is nothing yet, which is an answer too.
    let answer = try bench.run("courant", ["get", "oslo", "--json", "--config", reader])
    #expect(answer.code == 1 && answer.errors == "courant: nothing is known of oslo\n", "\(answer)")
  }

  @Test("intake, aggregator and a worker, each with its own key, work together over TCP")
  func apart() throws {
    let town = try Town()
    let bench = town.bench
    let aggregatorKey = try town.key("aggregator")
    let intakeKey = try town.key("intake", roles: ["work"])
    _ = try town.key("worker", roles: ["work"])
    _ = try town.key("reader", roles: ["read", "submit"])
    let jobs = try bench.run("courantd", ["keys", "jobs", "jobs.key"])
    #expect(jobs.text == "jobs.key: copy it to the other host, and name it in keys.jobs on both\n", "\(jobs.errors)")
    func secret(_ name: String) -> String {
      "  secret: \(bench.folder)/\(name).key\n  allow: \(town.allowed)\n  jobs: \(bench.folder)/jobs.key\n"
    }
    let aggregator = try bench.write(
      "state: \(bench.folder)/a\nendpoints:\n  batches: tcp://127.0.0.1:*\n  updates: tcp://127.0.0.1:*\n  query: tcp://127.0.0.1:*\nkeys:\n"
        + secret("aggregator"),
      to: "aggregator.yaml"
    )
    _ = try bench.begin("courantd", ["aggregator", "--config", aggregator], output: "aggregator")
    try bench.wait("the aggregator is ready") { bench.lines(of: "aggregator.err").contains { $0.contains("ready") } }
    let aggregatorLog = bench.lines(of: "aggregator.err").joined(separator: "\n")
    let intake = try bench.write(
      "state: \(bench.folder)/i\nendpoints:\n  submit: tcp://127.0.0.1:*\n  jobs: tcp://127.0.0.1:*\n  batches: \(try town.endpoint(.batches, log: aggregatorLog))\nkeys:\n"
        + secret("intake") + "  server: '\(aggregatorKey)'\n",
      to: "intake.yaml"
    )
    _ = try bench.begin("courantd", ["intake", "--config", intake], output: "intake")
    try bench.wait("intake is ready") { bench.lines(of: "intake.err").contains { $0.contains("ready") } }
    let intakeLog = bench.lines(of: "intake.err").joined(separator: "\n")
    // By a name, which a worker must be able to look up however confined it is.
    func name(_ endpoint: String) -> String { endpoint.replacingOccurrences(of: "127.0.0.1", with: "localhost") }
    let worker = try bench.write(
      "endpoints:\n  jobs: \(name(try town.endpoint(.jobs, log: intakeLog)))\n  batches: \(name(try town.endpoint(.batches, log: aggregatorLog)))\nkeys:\n  secret: \(bench.folder)/worker.key\n  server: '\(intakeKey)'\n  aggregator: '\(aggregatorKey)'\n",
      to: "worker.yaml"
    )
    _ = try bench.begin("courantd", ["worker", "--config", worker], output: "worker")
    let reader = try bench.write(
      "endpoints:\n  submit: \(try town.endpoint(.submit, log: intakeLog))\n  updates: \(try town.endpoint(.updates, log: aggregatorLog))\n  query: \(try town.endpoint(.query, log: aggregatorLog))\nkeys:\n  secret: \(bench.folder)/reader.key\n  server: '\(intakeKey)'\n  aggregator: '\(aggregatorKey)'\n",
      to: "reader.yaml"
    )
    let document = try bench.write("Oslo has 700,000 inhabitants.\n", to: "a.txt")
    let submitted = try bench.run("courant", ["submit", document, "--config", reader])
    #expect(submitted.code == 0, "\(submitted.errors)")
    try bench.wait("the fact is there") {
      try bench.run("courant", ["get", "oslo/population", "--json", "--config", reader]).lines.count == 1
    }
    // A worker whose key is taken back gets no more work, says why, and goes on when it is let in again.
    let key = try String(contentsOfFile: "\(bench.folder)/allowed", encoding: .utf8)
      .split(separator: "\n").first { $0.hasSuffix(" worker") }.map { String($0.split(separator: " ")[0]) }
    try town.revoke("worker")
    try bench.wait("the worker says so") {
      bench.lines(of: "worker.err").contains { $0.contains("does not let this key in; have it allowed there") }
    }
    try bench.write("Oslo has 710,000 inhabitants.\n", to: "a.txt")
    #expect(try bench.run("courant", ["submit", document, "--config", reader]).code == 0)
    try town.allow("worker", try #require(key), ["work"])
    try bench.wait("the new revision is there") {
      try bench.run("courant", ["get", "oslo/population", "--json", "--config", reader]).text.contains("710000")
    }
  }

  @Test("a thousand half-open handshakes and messages that are too long harm nobody")
  func harm() throws {
    let town = try Town()
    let bench = town.bench
    let server = try town.key("server")
    _ = try town.key("ann", roles: ["read", "submit"])
    try town.start("limits:\n  document_bytes: 64KiB\n")
    let options = try town.person("ann", server: server)
    let places = try [AccessDomain.submit, .query].map { try town.endpoint($0).replacing("tcp://", with: "") }
    let strangers = try Strangers(bench, 500, at: places, greet: true)
    // In the midst of it a known one works.
    let document = try bench.write("Oslo has 700,000 inhabitants.\n", to: "a.txt")
    let submitted = try bench.run("courant", ["submit", document] + options)
    #expect(submitted.code == 0, "\(submitted.errors)")
    try bench.waitForDocuments(1)
    #expect(try bench.run("courant", ["get", "oslo/population", "--json"] + options).lines.count == 1)
    try bench.wait("they are let go and counted") {
      let counts = try bench.status()
      return (counts["intake"]?.counts["refusedHandshakes"] ?? 0) >= 500
        && (counts["aggregator"]?.counts["refusedHandshakes"] ?? 0) >= 500
    }
    try strangers.leave()
    let ended = try #require(try bench.status()["intake"]?.counts["endedConnections"])
    // A message beyond the limit: the connection ends, and the service is as it was.
    let keys = CurveClient(own: try KeyFile.load("\(bench.folder)/ann.key"), server: try CurvePublicKey(z85: server))
    let context = try Context()
    var long = SocketOptions()
    long.linger = .zero
    long.use(keys)
    let dealer = try Socket<Dealer>(context, options: long)
    defer { dealer.close() }
    let monitor = try dealer.monitor(events: MonitorEvent.Kinds([.handshakeSucceeded, .disconnected]))
    try dealer.connect(town.endpoint(.submit))
    try dealer.send(Message([Frame([UInt8](repeating: 1, count: 4 << 20))]))
    for kind in [MonitorEvent.Kind.handshakeSucceeded, .disconnected] {
      #expect(try monitor.socket.waitUntilReadable(timeout: .seconds(20)))
      #expect(try monitor.receive().kind == kind)
    }
    try bench.wait("its end is counted") { (try bench.status()["intake"]?.counts["endedConnections"] ?? 0) > ended }
    let again = try bench.write("Bergen has 290,000 inhabitants.\n", to: "b.txt")
    #expect(try bench.run("courant", ["submit", again] + options).code == 0)
    try bench.waitForDocuments(2)
  }
}
