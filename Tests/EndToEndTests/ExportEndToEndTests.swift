import Foundation
import Glibc
import Model
import Testing

@Suite("Exports and examples, read by tools that others wrote", .serialized)
struct ExportEndToEndTests {
  private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  /// `make python` makes it, and `make test` calls that.
  private static let python = "\(project)/.build/python/bin/python"

  /// A daemon that knows the sample documents, and one with all that formats stumble over.
  private func bench() throws -> Workbench {
    #expect(FileManager.default.isExecutableFile(atPath: Self.python), "run: make python")
    let bench = try Workbench()
    try bench.start()
    let seeds = try FileManager.default.contentsOfDirectory(atPath: "\(Self.project)/seeds").filter {
      $0.hasSuffix(".txt")
    }
    try bench.write(
      "Oslo, \"the tiger\"\n\nShinzo Abe said that Oslo has a \"new\", blue\\green harbour. Oslo has about 5 to 7 schools.\n",
      to: "odd name, 1.txt"
    )
    let documents = seeds.map { "\(Self.project)/seeds/\($0)" } + ["odd name, 1.txt"]
    #expect(try bench.run("courant", ["submit"] + documents).code == 0)
    try bench.waitForDocuments(documents.count)
    return bench
  }

  @Test("every format has the same facts, and each is read by another's tool")
  func formats() throws {
    let bench = try bench()
    let count = try #require(try bench.status()["aggregator"]?.counts["facts"])
    for (format, name) in [
      ("jsonl", "facts.jsonl"), ("csv", "facts.csv"), ("parquet", "facts.parquet"), ("ntriples", "facts.nt"),
      ("sqlite", "facts.db"),
    ] {
      // As it is, to be compared with the others.
      let raw = format == "csv" ? ["--no-csv-safe"] : []
      let output = try bench.run("courant", ["export", "--format", format, "-o", name] + raw)
      #expect(output.code == 0, "\(output.errors)")
      #expect(output.errors.hasPrefix("\(count) facts as of event "), "\(output.errors)")
      #expect(output.text.isEmpty)
    }
    let checked = try bench.run(Self.python, ["\(Self.project)/Tests/EndToEndTests/Python/exports.py", bench.folder])
    #expect(checked.text == "\(count) facts, the same in every format\n", "\(checked.errors)")
    let rows = try bench.run(
      "/usr/bin/sqlite3",
      ["facts.db", "PRAGMA integrity_check", "SELECT count(*), count(DISTINCT fact), sum(approximate) > 0 FROM facts"]
    )
    #expect(rows.lines == ["ok", "\(count)|\(count)|1"])
    // Standard output has the same bytes.
    let piped = try bench.courant("export", "--format", "csv", "--no-csv-safe")
    #expect(piped.text == (try String(contentsOfFile: "\(bench.folder)/facts.csv", encoding: .utf8)))
    // Nothing is left beside the files.
    #expect(try !FileManager.default.contentsOfDirectory(atPath: bench.folder).contains { $0.hasSuffix(".tmp") })

    let parquet = try bench.run(Self.python, ["\(Self.project)/examples/query_with_duckdb.py", "facts.parquet"])
    let database = try bench.run(
      Self.python,
      ["\(Self.project)/examples/query_with_duckdb.py", "\(bench.state)/courant.db"]
    )
    #expect(parquet.code == 0, "\(parquet.errors)")
    #expect(database.code == 0, "\(database.errors)")
    #expect(parquet.lines.count == 11)
    #expect(parquet.text == database.text)
  }

  @Test("prefixes, filters and earlier moments choose what is exported")
  func filters() throws {
    let bench = try bench()
    func keys(_ arguments: String...) throws -> [String] {
      let output = try bench.run("courant", ["export", "--format", "jsonl"] + arguments)
      #expect(output.code == 0, "\(output.errors)")
      return try output.lines.map { try JSON.decode(StatedFact.self, from: Array($0.utf8)).fact.key.description }
    }
    #expect(Set(try keys("mount-everest/height")) == ["mount-everest/height"])
    #expect(Set(try keys("--status", "disputed")) == ["mount-everest/height"])
    let reykjavik = try keys("--entity", "Reykjavik")
    #expect(!reykjavik.isEmpty && reykjavik.allSatisfy { $0.hasPrefix("reykjavik/") })
    #expect(try keys("--kind", "money", "--min", "30e9", "--unit", "usd") == ["trade-volume/is"])
    let head = try bench.journal().count
    #expect(try keys("--since", "\(head)").isEmpty)
    #expect(try keys("--as-of", "1").isEmpty)
    #expect(try keys("--as-of", "20").count < 20)
    #expect(try keys("--at", "1786").contains("reykjavik/be-granted"))
  }

  @Test("what goes wrong is one line, and leaves the file that was there")
  func refused() throws {
    let bench = try bench()
    try bench.write("before", to: "facts.csv")
    for (arguments, code, message) in [
      (
        ["--format", "csv", "-o", "none/facts.csv"], 74,
        "courant: none/facts.csv: cannot be written: No such file or directory\n"
      ),
      (["--format", "csv", "-o", "state"], 74, "courant: state: is a folder; name a file\n"),
      (
        ["--format", "csv", "-o", "state/courant.db"], 74,
        "courant: state/courant.db: is a daemon's database, which nothing else may replace; name another file\n"
      ),
      (["--format", "sqlite"], 64, "Error: --format sqlite wants a file: -o FILE\n"),
      (["--format", "xml"], 64, "Error: --format is \"xml\", want jsonl, csv, parquet, ntriples, sqlite\n"),
      (["--format", "csv", "--effect", "new"], 64, "Error: --effect is of events, and an export has facts"),
      (["--format", "csv", "--as-of", "soon"], 64, "Error: --as-of is \"soon\", want a sequence"),
      (["--format", "csv", "--as-of", "99999", "-o", "facts.csv"], 1, "courant: event 99999 is not there yet"),
    ] as [([String], Int32, String)] {
      let output = try bench.run("courant", ["export"] + arguments)
      #expect(output.code == code, "\(arguments)")
      #expect(output.errors.hasPrefix(message), "\(output.errors)")
    }
    #expect(try String(contentsOfFile: "\(bench.folder)/facts.csv", encoding: .utf8) == "before")
    // A disk that is full.
    for format in ["csv", "parquet"] {
      let full = try bench.run(
        "/bin/sh",
        ["-c", "\(Workbench.program("courant")) export --format \(format) > /dev/full"]
      )
      #expect(full.code == 74)
      #expect(full.errors == "courant: standard output cannot be written: No space left on device\n")
    }
    let terminal = try bench.onTerminal("\(Workbench.program("courant")) export --format parquet")
    #expect(terminal.text.contains("--format parquet is nothing for a terminal; name a file with -o"))
    #expect(try !FileManager.default.contentsOfDirectory(atPath: bench.folder).contains { $0.hasSuffix(".tmp") })
  }

  @Test("the examples in Python run: the stream into pandas, and a key's history as a picture")
  func examples() throws {
    let bench = try bench()
    let stream = try bench.begin(
      "/usr/bin/python3",
      Workbench.unblocked([
        Self.python, "\(Self.project)/examples/stream_into_pandas.py", bench.runtime, "oslo/", "mount-everest/",
        "--seconds", "600",
      ]),
      output: "stream"
    )
    func told() -> [Int] {
      bench.lines(of: "stream.err").compactMap {
        $0.split(separator: " ").dropFirst(3).first.flatMap { Int($0.dropLast()) }
      }
    }
    try bench.wait("it has a snapshot") {
      !told().isEmpty
    } unless: {
      stream.isRunning ? nil : "\(bench.lines(of: "stream.err"))"
    }
    try bench.write("Oslo\n\nOslo has 15 districts.\n", to: "later.txt")
    #expect(try bench.courant("submit", "later.txt").code == 0)
    try bench.wait("it is known") { try bench.courant("search", "districts").code == 0 }
    let head = try bench.journal().count
    try bench.wait("the example has it") { told().last ?? 0 >= head }
    kill(stream.processIdentifier, SIGINT)
    try bench.wait("the example ends") { !stream.isRunning }
    let lines = bench.lines(of: "stream")
    #expect(stream.terminationStatus == 0, "\(bench.lines(of: "stream.err"))")
    #expect(lines.first?.contains(" facts as of event ") == true)
    #expect(lines.contains { $0.hasPrefix("mount-everest/height") && $0.contains("8,844.43 m high, 8,848.86 m") })
    #expect(lines.contains { $0.hasPrefix("oslo/") && $0.contains("15 districts") }, "\(lines)")

    let plot = ["\(Self.project)/examples/plot_history.py", "\(bench.state)/courant.db"]
    let drawn = try bench.run(Self.python, plot + ["mount-everest/height", "-o", "history.png"])
    #expect(drawn.text == "history.png: 2 numbers of 2 documents\n", "\(drawn.errors)")
    let picture = try Data(contentsOf: URL(fileURLWithPath: "\(bench.folder)/history.png"))
    #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(picture.count > 10_000)
    let none = try bench.run(Self.python, plot + ["nobody/nothing", "-o", "none.png"])
    #expect(none.code == 1)
    #expect(none.errors == "no number was ever stated of nobody/nothing\n")
  }
}
