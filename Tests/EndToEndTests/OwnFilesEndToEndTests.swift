import Foundation
import Glibc
import Testing

/// Commands that write files never destroy what the daemon lives of, and end with the code that operations.md has for it.
@Suite("Own files, and other people's", .serialized)
struct OwnFilesEndToEndTests {
  /// Root without the right to use files of others.
  private static let plain = ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]

  private static func filled(_ count: Int = 2) throws -> Workbench {
    let bench = try Workbench()
    try bench.start(["--workers", "1"])
    for number in 1...count {
      try bench.write("The population of Town \(number) was 100\(number) in 2020.\n", to: "t\(number).txt")
      #expect(try bench.courant("submit", "t\(number).txt").code == 0)
    }
    try bench.waitForDocuments(count)
    return bench
  }

  private static func run(_ bench: Workbench, _ program: String, _ arguments: [String]) throws -> Workbench.Output {
    try bench.run(plain[0], [plain[1], Workbench.program(program)] + arguments)
  }

  @Test("a backup never goes into the state folder, nor onto a file of it by whatever name")
  func backupOntoItself() throws {
    let bench = try Self.filled()
    let state = bench.state
    let files = FileManager.default
    try files.createSymbolicLink(atPath: "\(bench.folder)/link.db", withDestinationPath: "\(state)/courant.db")
    try files.linkItem(atPath: "\(state)/courant.db", toPath: "\(bench.folder)/hard.db")
    try files.createSymbolicLink(atPath: "\(bench.folder)/folder", withDestinationPath: state)
    let original = try #require(
      files.enumerator(atPath: state + "/originals")?.compactMap { $0 as? String }
        .first { $0.hasSuffix(".xz") }
    )
    try files.linkItem(atPath: "\(state)/originals/\(original)", toPath: "\(bench.folder)/original.xz")
    let before = try bench.journal().count
    let names = [
      "courant.db", "courant.db-wal", "courant.db-shm", "courant.db-head", "courant.db-sums", "courant.db-search",
      "courant.db-search-wal", "courant.db-search-shm", "job.key", "new",
    ]
    let inside = names.map { "\(state)/\($0)" } + ["state/x.db", "link.db", "folder/y.db", "\(state)/spool/z.db"]
    for file in inside {
      for force in [["--force"], []] {
        let output = try bench.run("courantd", ["backup", "--state", state, file] + force)
        #expect(output.code == 64, "\(file): \(output)")
        #expect(
          output.errors
            == "courantd: \(file) is in the state folder \(state), whose files no copy may replace; name a file elsewhere\n"
        )
      }
    }
    for file in ["hard.db", "original.xz"] {
      let output = try bench.run("courantd", ["backup", "--force", "--state", state, file])
      #expect(output.code == 64)
      #expect(output.errors.hasPrefix("courantd: \(file) is the same file as \(state)/"), "\(output.errors)")
    }
    // The database may be elsewhere, with a link to it.
    #expect(try bench.stop() == 0)
    try files.createDirectory(atPath: "\(bench.folder)/disk", withIntermediateDirectories: false)
    try files.removeItem(atPath: "\(bench.folder)/hard.db")
    try files.moveItem(atPath: "\(state)/courant.db", toPath: "\(bench.folder)/disk/courant.db")
    try files.moveItem(atPath: "\(state)/courant.db-head", toPath: "\(bench.folder)/disk/courant.db-head")
    try files.createSymbolicLink(atPath: "\(state)/courant.db", withDestinationPath: "\(bench.folder)/disk/courant.db")
    for file in ["disk/courant.db", "disk/courant.db-wal"] {
      #expect(try bench.run("courantd", ["backup", "--force", "--state", state, file]).code == 64)
    }
    try bench.start(["--workers", "1"])
    #expect(try bench.journal().count == before)
    let stream = try bench.run("courantd", ["backup", "--state", state, "-"])
    #expect(stream.code == 64)
    #expect(
      stream.errors.hasPrefix(
        "courantd: a backup is a file, and is not written to standard output; a file of that name is ./-"
      )
    )
    let good = try bench.run("courantd", ["backup", "--state", state, "disk/copy.db"])
    #expect(good.code == 0, "\(good.errors)")
    #expect(try bench.run("courantd", ["backup", "--state", state, "disk/copy.db"]).code == 64)
    #expect(try bench.run("courantd", ["backup", "--force", "--state", state, "disk/copy.db"]).code == 0)
    #expect(try bench.stop() == 0)
    for file in ["disk/courant.db", "\(state)/courant.db", "link.db"] {
      let output = try bench.run("courantd", ["restore", "--force", "--state", state, file])
      #expect(output.code == 64)
      #expect(output.errors.contains("\(file) is the same file as \(state)/courant.db, and no copy of it"))
    }
    try bench.start(["--workers", "1"])
    #expect(try bench.journal().count == before)
    #expect(try bench.stop() == 0)
  }

  @Test("a restore that is refused leaves no state folder behind")
  func refusedRestore() throws {
    let bench = try Workbench()
    try bench.write("no database at all, but as long as one may be\n", to: "text.bak")
    let refused = try bench.run("courantd", ["restore", "text.bak", "--state", "\(bench.folder)/a/b"])
    #expect(refused.code == 1)
    #expect(!FileManager.default.fileExists(atPath: "\(bench.folder)/a"))
  }

  @Test("check says what the next start says of a database that nothing tells of")
  func checkWithoutHead() throws {
    let bench = try Self.filled()
    #expect(try bench.stop() == 0)
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
    let head = bench.state + "/courant.db-head"
    for isGone in [false, true] {
      if isGone { unlink(head) } else { truncate(head, 0) }
      let output = try bench.run("courantd", ["check", "--state", bench.state])
      #expect(output.code == 1)
      #expect(
        output.errors.hasPrefix(
          "courantd: \(bench.state)/courant.db is not the database that was left: it ends with event "
        ),
        "\(output)"
      )
    }
    let line = "is not the database that was left: it ends with event "
    try bench.start()
    #expect(bench.log.contains(line))
    #expect(try bench.stop() == 0)
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
  }

  @Test("what may not be read or written ends with 77, what is not taken with 74, what is wrongly asked for with 64")
  func exitCodes() throws {
    let bench = try Self.filled()
    let state = ["--state", bench.state]
    for name in ["secret.txt", "cursor", "copy.db", "other/file"] {
      let path = try bench.write("Oslo has 12 districts.\n", to: name)
      chmod(path, 0o600)
      #expect(chown(path, 65_534, 65_534) == 0, "to be run as root")
    }
    chown("\(bench.folder)/other", 65_534, 65_534)
    chmod("\(bench.folder)/other", 0o755)
    for arguments in [
      ["submit", "secret.txt"], ["extract", "secret.txt"], ["values", "secret.txt"],
      ["watch", "--once", "--cursor", "cursor"], ["watch", "--once", "--cursor", "other/new"],
      ["export", "--format", "csv", "-o", "other/new"],
    ] {
      let output = try Self.run(bench, "courant", arguments)
      #expect(output.code == 77, "\(arguments): \(output)")
      #expect(output.errors.split(separator: "\n").count == 1)
    }
    // With one that is refused for another reason it is a failure like any other.
    #expect(try Self.run(bench, "courant", ["values", "secret.txt", "none.txt"]).code == 1)
    let denied = try Self.run(bench, "courantd", ["backup", "other/copy.db"] + state)
    #expect(denied.code == 77, "\(denied)")

    let full = try bench.run("courantd", ["backup", "--force", "/dev/full"] + state)
    #expect(full.code == 74)
    #expect(full.errors == "courantd: /dev/full: cannot be written: No space left on device\n")
    for file in ["/dev/full", "none/facts.csv", "other"] {
      #expect(try bench.courant("export", "--format", "csv", "-o", file).code == 74, "\(file)")
    }
    #expect(try bench.run("courantd", ["backup", "none/copy.db"] + state).code == 74)
    let closed = try bench.run("/bin/sh", ["-c", "exec \(Workbench.program("courant")) export --format csv >&-"])
    #expect(closed.code == 74)
    #expect(closed.errors == "courant: standard output is closed\n")

    for (program, arguments, line) in [
      ("courantd", ["run", "--state", ""], "Error: --state is empty; name a folder"),
      ("courant", ["submit", "t1.txt", "--uri", ""], "Error: --uri: the document's URI is empty"),
      ("courant", ["submit", "t1.txt", "--uri", "nouri"], "Error: --uri: \"nouri\" is no URI; begin it with a scheme"),
      ("courant", ["submit", "t1.txt", "--uri", "1:x"], "Error: --uri: \"1:x\" is no URI; begin it with a scheme"),
      ("courant", ["submit", "t1.txt", "--uri", "a b"], "Error: --uri: the document's URI has spaces"),
      ("courant", ["export", "--format", "csv", "-o", ""], "courant: -o: name a file\n"),
      ("courant", ["extract", "--html", "t1.txt", "-o", ""], "courant: -o: name a file\n"),
    ] {
      let output = try bench.run(program, arguments)
      #expect(output.code == 64, "\(arguments): \(output)")
      #expect(output.errors.hasPrefix(line), "\(output.errors)")
    }
    #expect(try bench.stop() == 0)
  }

  @Test("by the name that a document was submitted under every command finds it, and another is refused")
  func names() throws {
    let bench = try Workbench()
    try bench.start()
    try bench.write("The population of Oslo was 700,000 in 2021.\n", to: "t1.txt")
    #expect(try bench.courant("submit", "t1.txt", "--uri", "x:mine").code == 0)
    try bench.waitForDocuments(1)
    #expect(try bench.courant("document", "x:mine").text.contains("700"))
    #expect(try bench.courant("diff", "--list", "x:mine").code == 0)
    #expect(try bench.courant("weigh", "x:mine", "0.5").text.contains(": 1 document"))
    #expect(try bench.courant("get", "oslo/", "--source", "x:mine").code == 0)
    #expect(try bench.courant("withdraw", "x:mine").text == "withdrawn x:mine\n")
    try bench.waitForDocuments(0)
  }
}
