import Foundation
import Glibc
import Keys
import Model
import TestSupport
import Testing

/// Peers that mean ill can cost the daemon a bounded amount of memory, and never its life.
///
/// `make attacks SECONDS=60` gives each more time than there is here.
@Suite("Hostile peers", .serialized)
struct HostilePeersEndToEndTests {
  private static let seconds = ProcessInfo.processInfo.environment["COURANT_TEST_SECONDS"].flatMap(Double.init) ?? 1.5
  /// How much larger a daemon may become, in KiB.
  private static let growth = 64 << 10

  private static func script(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Python/\(name)"
  }

  /// Resident memory of a process, in KiB.
  private static func memory(_ pid: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.filter(\.isNumber)))
  }

  /// How long a document takes from its submission to its facts.
  ///
  /// The document and what a worker makes of it are beyond the 8 KiB that every connection may send.
  private static func latency(_ bench: Workbench, _ number: Int, _ options: [String] = []) throws -> Duration {
    let lines = (0..<400).map { "The city of Oslo has \(number + $0 + 2) districts and a harbour.\n" }
    let path = try bench.write(lines.joined(), to: "latency/\(number).txt")
    let begun = ContinuousClock.now
    let output = try bench.run("courant", ["submit", path] + options)
    #expect(output.code == 0, "\(output.errors)")
    try bench.wait("the facts are there") {
      try bench.run("courant", ["document", path, "--json"] + options).code == 0
    }
    return ContinuousClock.now - begun
  }

  /// Lets a program attack, and looks at the daemon meanwhile.
  private static func attack(
    _ bench: Workbench,
    _ arguments: [String],
    _ what: String,
    _ number: inout Int
  ) throws -> String {
    let pid = try #require(bench.daemon).processIdentifier
    var quiet: [Duration] = []
    for _ in 0..<3 {
      number += 1
      quiet.append(try latency(bench, number))
    }
    // With the caches that documents fill: what is held is what the attack takes.
    let before = try memory(pid)
    let attacker = try bench.begin("/usr/bin/python3", arguments, output: what)
    var most = before
    var busy: [Duration] = []
    repeat {
      most = max(most, try memory(pid))
      number += 1
      busy.append(try latency(bench, number))
      most = max(most, try memory(pid))
    } while attacker.isRunning
    #expect(bench.daemon?.isRunning == true, "\(what) has ended the daemon:\n\(bench.log.suffix(2000))")
    #expect(most - before < growth, "\(what): the daemon grew from \(before) to \(most) KiB")
    // On two cores that the attacker, the daemon, this test and others share, which may be busy in one of the moments and not in the other.
    let (usual, slowed) = (quiet.sorted()[1], busy.sorted()[busy.count / 2])
    #expect(slowed < max(usual * 4, .seconds(5)), "\(what): a document took \(slowed), without it \(usual)")
    let line =
      "\(bench.lines(of: what).joined()); memory \(before >> 10) to \(most >> 10) MiB, latency \(usual) to \(slowed)"
    print(line)
    return line
  }

  @Test(
    "messages without an end, of thousands of frames, heartbeats and subscriptions: memory stays, and documents are read",
    arguments: [
      ("frames", "query"), ("empty-frames", "query"), ("small-frames", "submit"), ("endless", "submit"),
      ("endless", "workers/batches"), ("slow", "query"), ("hold", "workers/jobs"), ("subscriptions", "updates"),
      ("heartbeats", "query"), ("heartbeats", "submit"), ("heartbeats", "updates"), ("rubbish", "query"),
      ("crowd", "updates"), ("crowd", "workers/jobs"), ("leave", "submit"),
      ("leave", "query"), ("again", "workers/jobs"), ("again", "workers/batches"), ("deaf", "query"),
      ("deaf", "submit"), ("all", ""),
    ]
  )
  func attacks(_ kind: String, _ socket: String) throws {
    let bench = try Workbench()
    try bench.start(["--workers", "1"])
    var number = 0
    let place = socket.isEmpty ? bench.runtime : "\(bench.runtime)/\(socket).sock"
    var arguments = [Self.script("attack.py"), kind, place, "\(Self.seconds)"]
    if kind == "deaf" {
      let text = String(repeating: "17 23 42 99\n", count: 100_000)
      let path = try bench.write(text, to: "large.txt")
      #expect(try bench.courant("submit", path).code == 0)
      try bench.waitForDocuments(1)
      arguments.append("\(Digest(of: text.utf8))")
    }
    _ = try Self.attack(bench, arguments, kind, &number)
    // Whoever is dropped is counted.
    let counts = try bench.status().values.map(\.counts)
    func sum(_ names: String...) -> Int {
      counts.reduce(0) { sum, counts in sum + names.reduce(0) { $0 + (counts[$1] ?? 0) } }
    }
    switch kind {
    case "frames", "empty-frames", "small-frames", "endless", "subscriptions":
      #expect(sum("refusedMessages") > 0)
    case "rubbish": #expect(sum("refusedProtocol") > 0)
    case "crowd": #expect(sum("refusedForConnections") > 0)
    default: break
    }
    // A flood of what is refused is some lines in the log.
    #expect(bench.log.utf8.count < 100_000)
    #expect(try bench.stop() == 0)
  }

  @Test("a key that may only read cannot take memory by one message of many frames, over CURVE")
  func manyFramesOverCurve() throws {
    let town = try Town()
    let server = try town.key("server")
    _ = try town.key("ann", roles: ["read"])
    try town.start()
    var number = 0
    for domain in [AccessDomain.query, .submit] {
      let arguments = [
        Self.script("curve_attack.py"), try town.endpoint(domain), "\(town.bench.folder)/ann.key", server,
        "\(Self.seconds)",
      ]
      _ = try Self.attack(town.bench, arguments, "curve-\(domain.rawValue)", &number)
    }
    #expect((try town.bench.status()["aggregator"]?.counts["refusedMessages"] ?? 0) > 0)
    #expect((try town.bench.status()["intake"]?.counts["refusedMessages"] ?? 0) > 0)
  }

  @Test(
    "connections beyond the limit of open files are turned away, and what is there goes on",
    arguments: [400, 20_000]
  )
  func openFiles(_ limit: Int) throws {
    let town = try Town()
    let bench = town.bench
    let server = try town.key("server")
    _ = try town.key("ann", roles: ["read", "submit"])
    try bench.write("ulimit -n \(limit) && exec \"$@\"\n", to: "limited.sh")
    try town.start(under: ["/bin/sh", "\(bench.folder)/limited.sh"])
    let options = try town.person("ann", server: server)
    let address = try town.endpoint(.query).replacing("tcp://", with: "")
    let path = "\(bench.endpoints.submit.dropFirst("ipc://".count))"
    // Of those that say nothing each has five seconds.
    let strangers = try Strangers(bench, min(limit + 100, 3000), at: [address, path])
    if limit < 3000 {
      try bench.wait("some are turned away") { bench.daemon?.isRunning == true && strangers.ended.all > 0 }
    }
    #expect(bench.daemon?.isRunning == true, "\(bench.log.suffix(2000))")
    try strangers.leave()
    // With the strangers gone there is room for those who are known.
    try bench.wait("documents are read") {
      let path = try bench.write("Oslo has 15 districts.\n", to: "a.txt")
      return try bench.run("courant", ["submit", path] + options).code == 0
    }
    try bench.waitForDocuments(1)
    if limit < 3000 {
      let counts = try bench.status().values.map(\.counts)
      #expect(counts.reduce(0) { $0 + ($1["refusedForFiles"] ?? 0) } > 0)
    }
    #expect(try bench.stop() == 0)
  }

  @Test("a crowd at one socket is held to the limit, and keeps nobody from the others, nor workers from theirs")
  func crowd() throws {
    let bench = try Workbench()
    try bench.start(["--workers", "2"], environment: ["COURANT_LIMITS_CONNECTIONS": "64"])
    let crowd = try Strangers(bench, 300, at: ["\(bench.endpoints.query.dropFirst("ipc://".count))"])
    try bench.wait("the newest are turned away") { crowd.ended.all > 200 }
    #expect(crowd.ended.first == 0, "those who came first stay")
    let first = try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    #expect(try bench.courant("submit", first).code == 0)
    try bench.wait("it is read") { bench.log.contains("/a.txt") }
    for worker in try bench.workers() { kill(worker, SIGKILL) }
    try bench.wait("there are workers again") { try bench.workers().count == 2 }
    let second = try bench.write("Oslo has 16 districts.\n", to: "b.txt")
    #expect(try bench.courant("submit", second).code == 0)
    try crowd.leave()
    try bench.waitForDocuments(2)
    let counts = try bench.status().values.map(\.counts)
    #expect(counts.reduce(0) { $0 + ($1["refusedForConnections"] ?? 0) } >= 200)
    #expect(try bench.stop() == 0)
  }

  @Test("a limit of open files that is too low for any connection is said at the start")
  func tooFewFiles() throws {
    let bench = try Workbench()
    try bench.write("ulimit -n 64 && exec \"$@\"\n", to: "limited.sh")
    let daemon = Workbench.program("courantd")
    for role in ["run", "intake", "aggregator"] {
      let output = try bench.run(
        "/bin/sh",
        ["\(bench.folder)/limited.sh", daemon, role],
        environment: ["COURANT_STATE": bench.state]
      )
      #expect(output.code == 78)
      #expect(
        output.errors
          == "courantd: the limit of open files is 64, want 128 at least; raise it with: ulimit -n 1024, or LimitNOFILE= in the unit\n"
      )
    }
  }

  @Test("a process that is stopped for longer than any patience goes on, though its clients came and went meanwhile")
  func pauses() throws {
    let environment = ProcessInfo.processInfo.environment
    let rounds = environment["COURANT_TEST_PAUSES"].flatMap(Int.init) ?? 1
    let town = try Town()
    let bench = town.bench
    let server = try town.key("server")
    _ = try town.key("ann", roles: ["read", "submit"])
    try town.start()
    let options = try town.person("ann", server: server)
    let outside = try bench.begin("courantd", ["worker"], output: "worker")
    try bench.wait("both workers wait") { try bench.status()["intake"]?.counts["idleWorkers"] == 2 }
    let first = try bench.write("Oslo has 15 districts.\n", to: "0.txt")
    #expect(try bench.run("courant", ["submit", first] + options).code == 0)
    try bench.waitForDocuments(1)
    let daemon = try #require(bench.daemon)
    var random = SeededGenerator(seed: 14)
    for round in 1...rounds {
      // 18 seconds and more ended it; shorter ones in between.
      let seconds = rounds == 1 ? 20 : Int.random(in: 5...60, using: &random)
      let clients = try (0..<6).map { number in
        let arguments = ["watch", "--since", "0", "--json"] + (number < 3 ? [] : options)
        return try bench.begin("courant", arguments, output: "watch.\(round).\(number)")
      }
      try bench.wait("the clients follow") {
        (0..<6).allSatisfy { bench.lines(of: "watch.\(round).\($0)").count >= round * 2 }
      }
      let victims = [daemon.processIdentifier, outside.processIdentifier]
      for pid in victims { kill(pid, SIGSTOP) }
      for (number, client) in clients.enumerated() where number % 2 == 0 { kill(client.processIdentifier, SIGKILL) }
      // Clients that come and give up.
      let late = try [[], options].map { try bench.run("courant", ["status"] + $0) }
      #expect(late.allSatisfy { $0.code != 0 })
      try bench.wait("the pause is over", seconds: Double(seconds) + 30) {
        [end = Date().addingTimeInterval(Double(seconds))] in
        Date() > end
      }
      for pid in victims { kill(pid, SIGCONT) }
      try bench.wait("the daemon answers again, over both transports") {
        try bench.status().count == 2 && bench.run("courant", ["status"] + options).code == 0
      } unless: {
        daemon.isRunning && outside.isRunning ? nil : "a process ended after a pause of \(seconds) s"
      }
      let path = try bench.write("Oslo has \(round + 10) districts.\n", to: "\(round).txt")
      #expect(try bench.run("courant", ["submit", path] + options).code == 0)
      try bench.waitForDocuments(round + 1)
      for (number, client) in clients.enumerated() where number % 2 == 1 {
        try bench.wait("client \(number) hears of it") {
          bench.lines(of: "watch.\(round).\(number)").contains { $0.contains("/\(round).txt") }
        }
        client.terminate()
      }
    }
    #expect(outside.isRunning)
    expectSound(try bench.journal())
  }
}
