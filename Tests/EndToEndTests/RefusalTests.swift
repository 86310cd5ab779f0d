import Foundation
import GRDB
import Glibc
import Model
import TestSupport
import Testing
import Wire
import ZeroMQ

@testable import Transport

@Suite("What the daemon refuses", .serialized)
struct RefusalTests {
  /// Sends frames to a socket of the daemon's and reads the answer.
  private func answer(_ endpoint: String, _ frames: [[UInt8]]) throws -> Packet {
    let context = try Context()
    let socket = try Socket<Dealer>(context)
    defer { socket.close() }
    try socket.connect(endpoint)
    try socket.send(Message(frames.map { Frame($0) }))
    #expect(try socket.waitUntilReadable(timeout: .seconds(120)))
    let message = try #require(try socket.receiveIfReady())
    return try Packet(message)
  }

  private func refusal(_ endpoint: String, _ frames: [[UInt8]]) throws -> String {
    let refused: Refused = try answer(endpoint, frames).decode()
    return refused.reason
  }

  @Test("a message of a kind that does not belong on a socket is refused with the reason, whatever its body")
  func foreignKinds() throws {
    let bench = try Workbench()
    try bench.start()
    let sockets: [(MessageKind.Socket, String)] = [
      (.submit, bench.endpoints.submit), (.jobs, bench.endpoints.jobs), (.batches, bench.endpoints.batches),
      (.query, bench.endpoints.query),
    ]
    // Whole messages, so that nothing but their kind can be what is wrong.
    let packets = Dictionary(try SamplePackets.packets().map { ($0.header.kind, $0) }) { first, _ in first }
    let context = try Context()
    for (name, endpoint) in sockets {
      let socket = try Socket<Dealer>(context)
      defer { socket.close() }
      try socket.connect(endpoint)
      let foreign = MessageKind.allCases.filter { !$0.socketsThatTakeIt.contains(name) }
      #expect(foreign.count > 30)
      for kind in foreign {
        let frames = packets[kind]?.frames ?? [Header(kind).bytes, Array(#"{"request":7}"#.utf8)]
        try socket.send(Message(frames.map { Frame($0) }))
        try #require(try socket.waitUntilReadable(timeout: .seconds(120)), "\(kind) on \(name)")
        let answer = try Packet(try #require(try socket.receiveIfReady()))
        let refused: Refused = try answer.decode()
        #expect(refused.reason == "\(kind) does not belong on the \(name.rawValue) socket")
        #expect(refused.code == .malformed)
        #expect(refused.request == Packet(header: Header(kind), body: frames[1]).requestNumber, "\(kind) on \(name)")
      }
    }
    // Subscribers send subscriptions and nothing else; a publisher can answer nobody, and counts. What has more than one frame ends the
    // connection besides.
    func count(_ name: String) throws -> Int { try bench.status()["aggregator"]?.counts[name] ?? -1 }
    let before = try count("malformed")
    for (kind, packet) in packets where kind != .event {
      let subscriber = try Socket<XSub>(context)
      defer { subscriber.close() }
      try subscriber.connect(bench.endpoints.updates)
      try subscriber.send(Message([Frame(packet.header.bytes)]))
      try bench.wait("\(kind) is counted") { try count("malformed") > before }
      try subscriber.send(Message(packet.frames.map { Frame($0) }))
    }
    try bench.wait("all are counted") {
      try count("malformed") >= before + packets.count - 1 && count("refusedMessages") >= packets.count - 1
    }
    #expect(try bench.courant("status").code == 0)
  }

  @Test("a malformed message on every socket is answered with what is wrong, and the daemon goes on")
  func malformed() throws {
    let bench = try Workbench()
    try bench.start()
    let endpoints = bench.endpoints
    for endpoint in [endpoints.submit, endpoints.jobs, endpoints.batches, endpoints.query] {
      #expect(try refusal(endpoint, [[1, 2, 3]]) == "the message has 1 frames, want a header and a body at least")
      #expect(try refusal(endpoint, [[1, 2, 3], []]) == "the header has 3 bytes, want 32")
      #expect(
        try refusal(endpoint, [[UInt8](repeating: 7, count: 32), []])
          == "the header does not begin with CRNT: not a message of Courant"
      )
      var header = Header(.status).bytes
      header[4] = 2
      #expect(try refusal(endpoint, [header, Array("{}".utf8)]) == "protocol version 2, want 1")
    }
    let none: [UInt8] = Array("{}".utf8)
    #expect(try refusal(endpoints.submit, [Header(.submit).bytes, none]) == "submit: request is missing")
    #expect(try refusal(endpoints.jobs, [Header(.done).bytes, none]) == "done: job is missing")
    let foreign = Array(#"{"job":"x-1","facts":1}"#.utf8)
    #expect(try refusal(endpoints.jobs, [Header(.done).bytes, foreign]) == "\"x-1\" is no job of this intake")
    #expect(try refusal(endpoints.batches, [Header(.batch).bytes, none, none]) == "batch: job is missing")
    #expect(try refusal(endpoints.batches, [Header(.offer).bytes, none]) == "offer: job is missing")
    #expect(try refusal(endpoints.query, [Header(.snapshot).bytes, Array("[".utf8)]) == "snapshot: not JSON")
    let numbered: Refused = try answer(
      endpoints.query,
      [Header(.catchUp).bytes, Array(#"{"request":77,"prefixes":[],"after":"x"}"#.utf8)]
    )
    .decode()
    #expect(numbered.request == 77)

    // A batch whose facts are not what it says, and one that writes under another document's name.
    let document = Document(uri: "a:", digest: Digest(of: [1]))
    let key = try bench.jobKey()
    let packet = try key.packet(
      Batch(job: "s-1", document: document, extractor: "x", facts: 2),
      attachments: [Array("{}".utf8)]
    )
    let reject: Reject = try answer(endpoints.batches, packet.frames).decode()
    #expect(reject.reason == "fact 1: subject is missing")
    for count in [Int.min, -1, Int.max] {
      let body = Batch(job: "s-1", document: document, extractor: "x", facts: count)
      let reject: Reject = try answer(endpoints.batches, try key.packet(body, attachments: [[]]).frames).decode()
      #expect(reject.reason == "the batch has 0 facts and says \(count)")
    }

    // A fact in another encoding is kept in ours, so that nobody stumbles over it later.
    var fact = Fact(
      subject: Fact.Subject(text: "x", name: nil, entity: nil),
      relation: Fact.Relation(text: "is", lemma: "be"),
      object: Value(text: "y"),
      key: Key(entity: "utf", attribute: "sixteen"),
      evidence: Evidence(text: "x is y", start: 0, end: 6),
      confidence: 1,
      document: document,
      extractor: "x"
    )
    fact.place = "Ål"
    let wide = try #require(try JSON.text(fact).data(using: .utf16LittleEndian))
    let batch = Batch(job: "s-2", document: document, extractor: "x", facts: 1)
    let reply = try answer(endpoints.batches, try key.packet(batch, attachments: [Array(wide)]).frames)
    #expect(reply.header.kind == .ack || reply.header.kind == .reject)
    #expect(try bench.courant("watch", "--once", "--json").code == 0)
    #expect(try bench.courant("watch", "--since", "0", "--once").code == 0)

    // Bytes that are not even ZMTP, and subscriptions that are none.
    for endpoint in [endpoints.submit, endpoints.jobs, endpoints.batches, endpoints.query, endpoints.updates] {
      try Self.throwRubbish(at: endpoint)
    }
    let context = try Context()
    let subscriber = try Socket<XSub>(context)
    defer { subscriber.close() }
    try subscriber.connect(endpoints.updates)
    try subscriber.send(Message([Frame([9, 9, 9]), Frame("more")]))

    try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.waitForDocuments(reply.header.kind == .ack ? 2 : 1)
    #expect((try bench.status()["intake"]?.counts["malformed"] ?? 0) >= 10)
  }

  /// Writes bytes to a Unix socket as a stranger would.
  private static func throwRubbish(at endpoint: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array(endpoint.dropFirst("ipc://".count).utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(connected == 0)
    var random = SystemRandomNumberGenerator()
    let rubbish = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &random) }
    _ = rubbish.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  @Test("a message over the limit ends its connection alone")
  func oversized() throws {
    let bench = try Workbench()
    try bench.start(environment: ["COURANT_LIMITS_DOCUMENT_BYTES": "64KiB"])
    let context = try Context()
    let socket = try Socket<Dealer>(context)
    defer { socket.close() }
    try socket.connect(bench.endpoints.submit)
    let large = [UInt8](repeating: 0x41, count: 1 << 20)
    let packet = try Packet(Submit(request: 1, uri: "a:", mediaType: "text/plain"), attachments: [large])
    try socket.send(packet.message)
    // Within the bound of a message, over that of a document: refused with the figures.
    let request = Submit(request: 2, uri: "b:", mediaType: "text/plain")
    let slightly = try Packet(request, attachments: [Array(large.prefix((64 << 10) + 1))])
    #expect(
      try refusal(bench.endpoints.submit, slightly.frames) == "b:: 65537 bytes, larger than the limit of 64KiB"
    )
    #expect(try bench.status()["intake"]?.counts["accepted"] == 0)
    #expect(try !socket.waitUntilReadable(timeout: .milliseconds(10)))
  }

  @Test("questions on the batches socket are small, so that those that wait are within bounds")
  func largeOffer() throws {
    let bench = try Workbench()
    try bench.start()
    let digest = "sha256:" + String(repeating: "0", count: 64)
    let offer = #"{"job":"x-1","uri":"u:","digest":"\#(digest)","extractor":"x/1"}"#
    let large = [UInt8](repeating: 0, count: 70_000)
    let reason = try refusal(bench.endpoints.batches, [Header(.offer).bytes, Array(offer.utf8), large])
    #expect(
      reason == "an offer of 70150 bytes, want 65536 at most".replacing("70150", with: "\(70_000 + offer.utf8.count)")
    )
    for action in ["show", "retry", "drop"] {
      let request = Array(#"{"request":1,"uri":"no uri","action":"\#(action)"}"#.utf8)
      #expect(
        try refusal(bench.endpoints.submit, [Header(.failedDocument).bytes, request])
          == "the document's URI has spaces or control characters; escape them as %20"
      )
    }
    let again = Array(#"{"request":1,"uri":"no uri","digest":"\#(digest)"}"#.utf8)
    #expect(
      try refusal(bench.endpoints.submit, [Header(.reprocess).bytes, again])
        == "the document's URI has spaces or control characters; escape them as %20"
    )
  }

  @Test("a URI that is none is refused")
  func badURIs() throws {
    let bench = try Workbench()
    try bench.start()
    for (uri, reason) in [
      ("", "the document's URI is empty"),
      ("a b", "the document's URI has spaces or control characters; escape them as %20"),
      ("a\nb", "the document's URI has spaces or control characters; escape them as %20"),
      ("nouri", "\"nouri\" is no URI; begin it with a scheme, such as doc: or https:"),
      ("/tmp/a.txt", "\"/tmp/a.txt\" is no URI; begin it with a scheme, such as doc: or https:"),
      (String(repeating: "u", count: 5000), "the document's URI has 5000 bytes, want 4096 at most"),
    ] {
      let packet = try Packet(
        Submit(request: 1, uri: uri, mediaType: "text/plain"),
        attachments: [Array("Oslo has 15 districts.".utf8)]
      )
      let refused: Refused = try answer(bench.endpoints.submit, packet.frames).decode()
      #expect(refused.code == .malformed)
      #expect(refused.request == 1)
      #expect(refused.reason == reason)
    }
    let pages = try Packet(
      Submit(request: 2, uri: "a:", mediaType: "text/plain"),
      attachments: [Array("{\\rtf1 a}\n".utf8)]
    )
    let refused: Refused = try answer(bench.endpoints.submit, pages.frames).decode()
    #expect(refused.code == .unsupported)
    #expect(refused.reason == "a:: RTF, which cannot be read: save it as plain text")
  }

  @Test("a folder or endpoint in use is named, and the code is 78")
  func inUse() throws {
    let bench = try Workbench()
    try bench.start()
    let same = try bench.run("courantd", ["run", "--state", bench.state, "--runtime", bench.folder + "/r2"])
    #expect(same.code == 78)
    #expect(
      same.errors.contains("courantd: \(bench.state) is in use by another courantd; stop it, or name another folder\n")
    )
    let other = try bench.run("courantd", ["aggregator", "--state", bench.folder + "/s2"])
    #expect(other.code == 78)
    #expect(
      other.errors.contains(
        "courantd: \(bench.endpoints.batches) is in use by another process; stop it, or name another endpoint\n"
      )
    )
    #expect(try bench.courant("status").code == 0)
  }

  @Test("a disk that takes nothing at the start is no wrong configuration: the code is 1, so that it is tried again")
  func faultyDisk() throws {
    let bench = try Workbench()
    let environment = try bench.faultyDisk(root: bench.state)
    let reasons: [Workbench.DiskFault: String] = [
      .full: "No space left on device", .readOnly: "Read-only file system", .error: "Input/output error",
    ]
    for (fault, reason) in reasons {
      try bench.fail(fault)
      let output = try bench.run("courantd", ["aggregator", "--state", bench.state], environment: environment)
      #expect(output.code == 1)
      #expect(output.errors == "courantd: \(bench.state): \(reason)\n")
    }
    try bench.start()
    #expect(try bench.courant("status").code == 0)
  }

  @Test("sockets do not go where everybody may write")
  func sharedFolders() throws {
    let bench = try Workbench()
    try bench.write("", to: "open/x")
    #expect(chmod(bench.folder + "/open", 0o777) == 0)
    let open = try bench.run("courantd", ["aggregator", "--state", bench.state, "--runtime", bench.folder + "/open"])
    #expect(open.code == 78)
    let message =
      "may be written by everybody; name another folder for the sockets, or: chmod o-w \(bench.folder)/open\n"
    #expect(open.errors.contains("courantd: \(bench.folder)/open \(message)"))
  }

  @Test("sockets do not go where another user's are", .enabled(if: geteuid() == 0, "only root can give a folder away"))
  func othersFolder() throws {
    let bench = try Workbench()
    try bench.write("", to: "open/x")
    #expect(chown(bench.folder + "/open", 1, 1) == 0)
    let other = try bench.run("courantd", ["aggregator", "--state", bench.state, "--runtime", bench.folder + "/open"])
    #expect(other.code == 78)
    #expect(other.errors.contains("/open belongs to another user; name another folder for the sockets\n"))
  }

  @Test("what a killed daemon has left of its sockets is in nobody's way")
  func staleSockets() throws {
    let bench = try Workbench()
    try bench.start()
    try bench.stop(SIGKILL)
    #expect(FileManager.default.fileExists(atPath: bench.runtime + "/query.sock"))
    try bench.start()
    #expect(try bench.courant("status").code == 0)
  }

  @Test("a wrong configuration is named, and the code is 78")
  func configuration() throws {
    let bench = try Workbench()
    let file = try bench.write("limits:\n  atempts: 3\n", to: "c.yaml")
    for (arguments, environment, message) in [
      (
        ["run", "--config", file], [:],
        "courantd: \(file): line 2: unknown name limits.atempts; did you mean limits.attempts?\n"
      ),
      (["run", "--watch", "/nowhere"], [:], "courantd: watch: /nowhere: no such folder\n"),
      (
        ["aggregator"], ["COURANT_ENDPOINTS_QUERY": "tcp://*:7000"],
        "courantd: keys.secret is missing, and the query socket is a tcp:// endpoint; make a key with: courantd keys new FILE\n"
      ),
      (
        ["aggregator"], ["COURANT_ENDPOINTS_QUERY": "ipc:///tmp/" + String(repeating: "x", count: 120)],
        "courantd: endpoint \"ipc:///tmp/"
      ),
    ] as [([String], [String: String], String)] {
      let output = try bench.run("courantd", arguments + ["--state", bench.state], environment: environment)
      #expect(output.code == 78, "\(arguments) \(output.errors)")
      #expect(output.errors.contains(message), "\(output.errors)")
    }
    let usage = try bench.run("courantd", ["run", "--workers", "many"])
    #expect(usage.code == 64)
    #expect(usage.errors.hasPrefix("Error: The value 'many' is invalid for '--workers <count>'"))
  }

  @Test("a database that is not ours, newer or locked is named, and left as it is")
  func databases() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.state, withIntermediateDirectories: true)
    let path = bench.state + "/courant.db"
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE t (x)") }
    let foreign = try bench.run("courantd", ["run", "--state", bench.state])
    #expect(foreign.code == 1)
    #expect(
      foreign.errors.contains(
        "courantd: \(path) is a database of another program; name another state folder or move the file away\n"
      )
    )
    try Data("rubbish".utf8).write(to: URL(fileURLWithPath: path))
    let rubbish = try bench.run("courantd", ["aggregator", "--state", bench.state])
    #expect(rubbish.code == 1)
    #expect(rubbish.errors.contains("courantd: \(path) is not a Courant database"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "rubbish")
  }
}
