import Foundation
import Glibc
import Model
import Testing

@Suite("Sinks", .serialized)
struct SinkEndToEndTests {
  /// The events in the files of a sink, in order, and the names of the files.
  private func files(_ folder: String) throws -> (names: [String], lines: [String]) {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    var lines: [(UInt64, String)] = []
    for name in names where name.hasSuffix(".jsonl") || name == "open.part" {
      for line in try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n") {
        let event = try JSON.decode(Event.self, from: Array(line.utf8))
        lines.append((event.sequence, "\(name.hasPrefix("snapshot") ? "snapshot" : "events") - \(line)"))
      }
    }
    return (names, lines.sorted { $0.0 < $1.0 }.map(\.1))
  }

  @Test("files have each event once, in order, whatever is killed; they are rotated, and never change after that")
  func files() throws {
    let sink = try SinkBench("kind: file\nfolder: FOLDER/out\nrotate_bytes: 16KiB")
    let (bench, out) = (sink.bench, "\(sink.bench.folder)/out")
    try sink.start()
    try sink.submit(1...10)
    try sink.expectEqual("at first") { try? SinkBench.fold(files(out).lines) }
    var rotated: [String: Data] = [:]
    for round in 0..<4 {
      try bench.stop(SIGKILL)
      // What was written beyond the cursor when it was killed is cut off.
      let part = try #require(FileHandle(forWritingAtPath: "\(out)/open.part"))
      try part.seekToEnd()
      try part.write(contentsOf: Data("{\"half\":".utf8))
      try part.close()
      try sink.start()
      try sink.submit(1...10, withdrawing: round + 1)
      try sink.expectEqual("round \(round)") { try? SinkBench.fold(files(out).lines) }
      for name in try files(out).names where name.hasPrefix("events-") {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(out)/\(name)"))
        #expect(rotated[name] ?? data == data)
        rotated[name] = data
      }
    }
    #expect(rotated.count > 1)
    // After the snapshot every event is there once.
    let events = try files(out).lines.filter { $0.hasPrefix("events") }.map { String($0.dropFirst("events - ".count)) }
    let journal = try bench.courant("watch", "--since", "0", "--once", "--json").lines
    #expect(events == Array(journal.suffix(events.count)))
    #expect(bench.log.contains("sink: snapshot"))

    // It is seen where it is.
    try bench.wait("it is listed") { try bench.courant("top", "--once").text.contains("sink far ") }
  }

  @Test("sinks begin, change and end on SIGHUP, and one that is wrong leaves all as they were")
  func live() throws {
    let bench = try Workbench()
    func configure(_ sinks: String) throws -> String { try bench.write("workers: 1\nsinks:\n\(sinks)", to: "d.yaml") }
    func sink(_ name: String, _ folder: String) -> String {
      "  \(name):\n    kind: file\n    folder: \(bench.folder)/\(folder)\n"
    }
    func reload() throws { kill(try #require(bench.daemon).processIdentifier, SIGHUP) }
    try bench.start(["--config", configure(sink("one", "one"))])
    func submit(_ number: Int) throws {
      let path = try bench.write("Oslo has \(700 + number),000 inhabitants.\n", to: "\(number).txt")
      #expect(try bench.courant("submit", path).code == 0)
    }
    /// The documents whose facts a folder has.
    func documents(_ folder: String) -> Set<String> {
      guard FileManager.default.fileExists(atPath: "\(bench.folder)/\(folder)"),
        let lines = try? files("\(bench.folder)/\(folder)").lines
      else { return [] }
      return Set(lines.compactMap { $0.firstMatch(of: /(\d)\.txt/).map { String($0.output.1) } })
    }
    try submit(1)
    try bench.wait("the first has it") { documents("one") == ["1"] }

    _ = try configure(sink("one", "one") + sink("two", "two"))
    try reload()
    try bench.wait("the second has it too") { documents("two") == ["1"] }
    #expect(bench.log.contains("read the configuration: sink two begun"))

    _ = try configure("  one:\n    kind: fil\n")
    try reload()
    try bench.wait("it is refused") { bench.log.contains("the configuration stays as it was") }
    try submit(2)
    try bench.wait("both go on") { documents("one").contains("2") && documents("two").contains("2") }

    // The second elsewhere, and the first no more.
    _ = try configure(sink("two", "three"))
    try reload()
    try bench.wait("it is taken") { bench.log.contains("sink one ended, sink two changed") }
    for name in ["one", "two"] {
      try bench.wait("\(name) has ended") { bench.log.contains("sinks: ended sink=\(name)") }
    }
    try submit(3)
    try bench.wait("the third folder has it") { documents("three").contains("3") }
    #expect(!documents("one").contains("3") && !documents("two").contains("3"))
    #expect(try bench.stop() == 0)
  }

  @Test("a journal that was trimmed meanwhile, or is another, is a new snapshot; alone it runs as a command")
  func snapshots() throws {
    let sink = try SinkBench("kind: file\nfolder: FOLDER/out")
    let (bench, out) = (sink.bench, "\(sink.bench.folder)/out")
    try sink.start()
    try sink.submit(1...3)
    try sink.expectEqual("at first") { try? SinkBench.fold(files(out).lines) }
    try bench.stop()
    try bench.start(environment: ["COURANT_JOURNAL_MAX_EVENTS": "3"])
    try sink.submit(1...5)
    try bench.wait("the journal is trimmed") { try bench.status()["aggregator"]?.counts["oldest"] ?? 0 > 20 }
    let alone = try bench.begin(
      "courantd",
      ["sink", "far", "--state", bench.state, "--set", "kind=file", "--set", "folder=\(out)"],
      output: "sink"
    )
    try bench.wait("there is a new snapshot") {
      guard let name = try files(out).names.last(where: { $0.hasPrefix("snapshot-") }) else { return false }
      let lines = try String(contentsOfFile: "\(out)/\(name)", encoding: .utf8).split(separator: "\n")
      let ids = try lines.map { try JSON.decode(Event.self, from: Array($0.utf8)).id }
      return try files(out).names.count { $0.hasPrefix("snapshot-") } == 2 && Set(ids) == sink.standing()
    } unless: {
      alone.isRunning ? nil : "\(bench.lines(of: "sink.err"))"
    }
    #expect(bench.lines(of: "sink.err").contains { $0.contains("the journal no longer has what comes after ") })
    // Two of one name would take the cursor from each other.
    let second = try bench.run(
      "courantd",
      ["sink", "far", "--state", bench.state, "--set", "kind=file", "--set", "folder=\(out)"]
    )
    #expect(second.code == 78)
    kill(alone.processIdentifier, SIGTERM)
    try bench.wait("it ends in order") { !alone.isRunning }
    #expect(alone.terminationStatus == 0)
  }

  @Test(
    "what is wrong with a sink is said before anything starts, with file, line and what is right",
    arguments: [
      ("  far:\n    kind: ftp\n", "line 2: sinks.far.kind is \"ftp\", want one of file, webhook, postgresql, nats"),
      ("  far:\n    kind: file\n", "line 2: sinks.far, a sink of kind file, wants folder"),
      ("  far:\n    kind: file\n    folder: out\n", "line 2: sinks.far.folder is \"out\", want a path from / on"),
      ("  far:\n    kind: file\n    foldr: /out\n", "line 2: unknown name sinks.far.foldr; did you mean folder?"),
      ("  far:\n    folder: /out\n", "line 2: sinks.far wants a kind"),
      (
        "  far:\n    kind: file\n    folder: /o\n    rotate_bytes: 1x\n",
        "line 2: sinks.far.rotate_bytes is \"1x\", want a size such as 64MiB"
      ),
      ("  a b:\n    kind: file\n", "line 2: sinks.a b: a sink's name has letters, digits, - and _, 64 at most"),
      ("  far: file\n", "line 2: sinks.far wants a kind and options"),
      (
        "  far:\n    kind: webhook\n    url: ftp://x\n",
        "line 2: sinks.far.url is \"ftp://x\", want http:// or https://"
      ),
      (
        "  far:\n    kind: webhook\n    url: http://x\n    secret_file: /none\n",
        "line 2: sinks.far.secret_file cannot be used: /none: no such file"
      ),
      (
        "  far:\n    kind: postgresql\n    url: x\n    schema: A;B\n",
        "line 2: sinks.far.schema is \"A;B\", want small letters, digits and _"
      ),
      (
        "  far:\n    kind: nats\n    stream: a.b\n",
        "line 2: sinks.far.stream is \"a.b\", want a name without spaces and . * > / \\"
      ),
    ]
  )
  func wrong(yaml: String, message: String) throws {
    let bench = try Workbench()
    try bench.write("sinks:\n\(yaml)", to: "c.yaml")
    let output = try bench.run("courantd", ["run", "--state", bench.state, "--config", "c.yaml"])
    #expect(output.code == 78)
    #expect(output.errors == "courantd: c.yaml: \(message)\n")
  }

  @Test("a sink that can never work takes nothing else with it")
  func hopeless() throws {
    let sink = try SinkBench("kind: file\nfolder: FOLDER/out")
    try sink.bench.write("no cursor", to: "out/cursor")
    try sink.start()
    try sink.bench.wait("it is said") { sink.bench.log.contains("the sink stands still until the next start") }
    #expect(sink.bench.log.contains("/out/cursor: damaged, no cursor can be read; remove it to begin with a snapshot"))
    try sink.submit(1...2)
    #expect(try sink.standing().count > 1)
    #expect(try sink.bench.stop() == 0)
    let alone = try sink.bench.run("courantd", ["sink", "none", "--config", "courantd.yaml"])
    #expect(alone.code == 78)
    #expect(alone.errors == "courantd: no sink none in the configuration, which has far; describe it with --set\n")
    #expect(try sink.bench.run("courantd", ["sink", "a/b"]).code == 64)
    #expect(try sink.bench.run("courantd", ["sink", "a", "--set", "x"]).code == 64)
  }
}
