import Foundation
import Glibc
import Model
import Testing

/// Sinks against the servers that they are for, which `make test-sinks` installs.
@Suite(
  "Sinks and their servers",
  .serialized,
  .enabled(if: ProcessInfo.processInfo.environment["COURANT_TEST_SINKS"] == "1", "run: make test-sinks")
)
struct SinkServerEndToEndTests {
  /// A port of the loopback that nobody listens on now.
  private func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
      }
    }
    #expect(bound)
    return Int(UInt16(bigEndian: address.sin_port))
  }

  @Test("a webhook has every event, signed, though it fails, is away, and loses answers")
  func webhook() throws {
    let port = try freePort()
    let sink = try SinkBench(
      "kind: webhook\nurl: http://127.0.0.1:\(port)/facts\nsecret_file: FOLDER/secret\nbatch: 7\ntimeout: 5s"
    )
    let bench = sink.bench
    try bench.write("a secret of some length\n", to: "secret")
    let receiver = [
      "/usr/bin/python3", "\(SinkBench.project)/Tests/EndToEndTests/Python/webhook.py", "\(port)",
      "\(bench.folder)/got",
    ]
    try sink.start()
    try sink.submit(1...5)
    // Nobody is there yet, and then it fails three times.
    var server = try bench.begin(
      "/usr/bin/python3",
      Workbench.unblocked(receiver + ["a secret of some length", "3"]),
      output: "server"
    )
    try sink.expectEqual("at first") { try SinkBench.fold(bench.lines(of: "got")) }
    server.terminate()
    try bench.wait("it is away") { !server.isRunning }
    try sink.submit(1...8, withdrawing: 3)
    try bench.stop(SIGKILL)
    try sink.start()
    server = try bench.begin(
      "/usr/bin/python3",
      Workbench.unblocked(receiver + ["a secret of some length"]),
      output: "server"
    )
    try sink.expectEqual("after it was away") { try SinkBench.fold(bench.lines(of: "got")) }
    // What was not answered came again; nothing came before what was before it.
    let sequences = bench.lines(of: "got").filter { $0.hasPrefix("events ") }.compactMap { line in
      (try? JSON.decode(Event.self, from: Array(line.split(separator: " ", maxSplits: 2)[2].utf8)))?.sequence
    }
    var highest = sequences.first ?? 0
    for sequence in sequences {
      #expect(sequence <= highest + 1)
      highest = max(highest, sequence)
    }
    server.terminate()
    try bench.wait("it is away") { !server.isRunning }
    // One with another secret gets nothing.
    let got = bench.lines(of: "got").count
    server = try bench.begin(
      "/usr/bin/python3",
      Workbench.unblocked(receiver + ["another secret"]),
      output: "server"
    )
    try sink.submit(1...2)
    try bench.wait("it is refused", seconds: 180) { bench.log.contains("answered with status 401") }
    #expect(bench.lines(of: "got").count == got)
    server.terminate()
  }

  @Test("what is logged of a far side that is away has no password")
  func secrets() throws {
    let sink = try SinkBench("kind: webhook\nurl: http://me:sesame@127.0.0.1:1/facts?token=sesame")
    try sink.start()
    try sink.bench.wait("it is away") { sink.bench.log.contains("sink: http://127.0.0.1:1/facts: ") }
    #expect(sink.bench.log.contains("; trying again"))
    #expect(!sink.bench.log.contains("sesame"))
    #expect(try sink.bench.stop() == 0)
  }

  @Test("PostgreSQL has what stands and the cursor in one transaction, whatever is killed")
  func postgresql() throws {
    let sink = try SinkBench(
      "kind: postgresql\nurl: postgresql:///postgres?host=FOLDER/pg&user=courant\nschema: facts_of_courant"
    )
    let bench = sink.bench
    // The server's user must get through.
    chmod(bench.folder, 0o755)
    let folder = "\(bench.folder)/pg"
    let script = "\(SinkBench.project)/Tests/EndToEndTests/Sinks/postgresql.sh"
    func server(_ action: String) throws {
      let output = try bench.run("/usr/bin/python3", Workbench.unblocked([script, action, folder]))
      #expect(output.code == 0, "\(output.errors)")
    }
    // Where the test has not come to its end, the server is still there.
    defer { _ = try? bench.run("/usr/bin/python3", Workbench.unblocked([script, "kill", folder])) }
    func ask(_ sql: String) throws -> [String]? {
      let output = try bench.run(
        "/usr/bin/psql",
        ["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql, "postgresql:///postgres?host=\(folder)&user=courant"]
      )
      return output.code == 0 ? output.lines : nil
    }
    let facts = { try ask("SELECT fact FROM facts_of_courant.facts").map { Set($0) } }
    try sink.start()
    try sink.submit(1...6)
    try server("start")
    try sink.expectEqual("at first", facts)
    for round in 0..<3 {
      try server("kill")
      try sink.submit(1...6, withdrawing: round + 1)
      try bench.stop(SIGKILL)
      try sink.start()
      try sink.submit(4...8)
      try server("start")
      try sink.expectEqual("round \(round)", facts)
    }
    // Events while all is well, and the cursor with them.
    try sink.submit(1...8)
    try sink.expectEqual("live", facts)
    // The harbour of each town is stated in the same words, further down: it has moved, and no event of its own says so.
    let places =
      "SELECT concat_ws(' ', fact, data #>> '{evidence,start}', data #>> '{evidence,end}', data #>> '{document,digest}')"
    #expect(try ask("\(places) FROM facts_of_courant.facts").map { Set($0) } == sink.places())
    let head = try sink.head()
    try bench.wait("the cursor is there") {
      try ask("SELECT split_part(cursor, ':', 2) FROM facts_of_courant.cursors WHERE sink = 'far'") == [head]
    }
    #expect(
      try ask(
        "SELECT number, valid_start, data->'time'->>'end' FROM facts_of_courant.facts WHERE key = 'town-7/population'"
      )
        == ["7008|2020-01-01|2020-12-31"]
    )
    #expect(try ask("SELECT count(*) FROM facts_of_courant.facts WHERE evidence LIKE '%\"new\"\\\\old%'")?.first != "0")
    // A view that people have made stays, also through a new snapshot.
    #expect(try ask("CREATE VIEW public.towns AS SELECT key, number FROM facts_of_courant.facts") != nil)
    #expect(try ask("UPDATE facts_of_courant.cursors SET cursor = '\(String(repeating: "0", count: 32)):1'") != nil)
    try bench.stop()
    try sink.start()
    try bench.wait("there is a new snapshot") {
      try ask("SELECT split_part(cursor, ':', 2) FROM facts_of_courant.cursors") == [head]
    }
    try sink.expectEqual("the new snapshot", facts)
    #expect(try ask("SELECT count(*) > 0 FROM public.towns") == ["t"])
    // A schema of a later version is not touched.
    #expect(try ask("INSERT INTO facts_of_courant.version VALUES (99)") != nil)
    try bench.stop()
    try sink.start()
    try bench.wait("it is refused") {
      bench.log.contains("the schema facts_of_courant is of a newer version of Courant")
    }
    try server("stop")
  }

  @Test("NATS JetStream has every event in order, each once, whatever is killed")
  func nats() throws {
    let port = try freePort()
    let sink = try SinkBench("kind: nats\nurl: nats://127.0.0.1:\(port)\nstream: FACTS")
    let bench = sink.bench
    func server() throws -> Process {
      let process = try bench.begin(
        "/usr/bin/python3",
        Workbench.unblocked([
          "/usr/sbin/nats-server", "-a", "127.0.0.1", "-p", "\(port)", "-js", "-sd", "\(bench.folder)/js",
        ]),
        output: "server"
      )
      return process
    }
    func messages() throws -> [String]? {
      let output = try bench.run(
        SinkBench.python,
        ["\(SinkBench.project)/Tests/EndToEndTests/Python/jetstream.py", "nats://127.0.0.1:\(port)", "FACTS"]
      )
      return output.code == 0 ? output.lines : nil
    }
    try sink.start()
    try sink.submit(1...4)
    var process = try server()
    try sink.expectEqual("at first") { try messages().map { try SinkBench.fold($0) } }
    for round in 0..<2 {
      kill(process.processIdentifier, SIGKILL)
      try bench.wait("it is away") { !process.isRunning }
      try sink.submit(1...4, withdrawing: round + 1)
      try bench.stop(SIGKILL)
      try sink.start()
      process = try server()
      try sink.expectEqual("round \(round)") { try messages().map { try SinkBench.fold($0) } }
    }
    let events = try #require(try messages()).filter { $0.hasPrefix("events ") }.map {
      String($0.split(separator: " ", maxSplits: 2)[2])
    }
    let journal = try bench.courant("watch", "--since", "0", "--once", "--json").lines
    #expect(events == Array(journal.suffix(events.count)))
    process.terminate()
  }
}
