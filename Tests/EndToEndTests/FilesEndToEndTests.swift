import Foundation
import Glibc
import Model
import Testing

@Suite("Files and names, as commands and the daemon take them", .serialized)
struct FilesEndToEndTests {
  private func mode(_ path: String) throws -> mode_t {
    var status = stat()
    try #require(lstat(path, &status) == 0, "\(path)")
    return status.st_mode
  }

  @Test("two names that differ only in their normal form are two documents, to every command")
  func normalForms() throws {
    let bench = try Workbench()
    try bench.start()
    // "über.txt" with one letter, and with a letter and a mark.
    let names = ["\u{FC}ber.txt", "u\u{308}ber.txt"]
    for (number, name) in names.enumerated() {
      try bench.write("The population of Town \(number) was 1,00\(number) in 2020.\n", to: name)
    }
    #expect(try bench.run("courant", ["submit"] + names).code == 0)
    try bench.waitForDocuments(2)
    let raw = ["note:\u{FC}ber", "note:u\u{308}ber"]
    for (uri, name) in zip(raw, names) { #expect(try bench.courant("submit", "--uri", uri, name).code == 0) }
    try bench.waitForDocuments(4)
    let uris = try bench.courant("documents", "--json").lines.map {
      Array(try JSON.decode(KnownDocument.self, from: $0.utf8).uri.utf8)
    }
    let files = ["%C3%BCber.txt", "u%CC%88ber.txt"].map { "file://\(bench.folder)/\($0)" }
    #expect(Set(uris) == Set((files + raw).map { Array($0.utf8) }))
    for (number, document) in (names + raw).enumerated() {
      let shown = try bench.courant("document", document, "--json")
      #expect(shown.lines.count == 1 && shown.text.contains("Town \(number % 2)"), "\(document): \(shown)")
      let found = try bench.run("courant", ["export", "--format", "jsonl", "--source", document])
      #expect(found.lines.count == 1 && found.text.contains("Town \(number % 2)"), "\(document): \(found)")
    }
    let seen = try bench.courant("get", "town-0/", "--json", "--source", raw[0])
    #expect(seen.lines.count == 1)
    #expect(try bench.courant("get", "town-0/", "--json", "--source", raw[1]).lines.isEmpty)
    // What is taken back of one stays of the other.
    #expect(try bench.courant("withdraw", raw[1]).errors.isEmpty)
    #expect(try bench.courant("withdraw", names[0]).errors.isEmpty)
    try bench.waitForDocuments(2)
    let left = try bench.courant("documents", "--json").lines.map {
      Array(try JSON.decode(KnownDocument.self, from: $0.utf8).uri.utf8)
    }
    #expect(Set(left) == Set([files[1], raw[0]].map { Array($0.utf8) }))
    try bench.stop()
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
  }

  @Test("-o writes into pipes and devices, through links, and to standard output")
  func outputs() throws {
    let bench = try Workbench()
    try bench.start()
    try bench.write("The population of Oslo was 1,000 in 2020.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    let facts = try bench.courant("export", "--format", "jsonl").text
    #expect(facts.contains("Oslo"))
    let page = try bench.courant("document", "a.txt", "--html").text
    #expect(try bench.courant("extract", "a.txt", "--html", "-o", "-").text.contains("<html"))
    #expect(try bench.courant("document", "a.txt", "--html", "-o", "-").text == page)
    let dash = try bench.courant("export", "--format", "jsonl", "-o", "-")
    #expect(dash.text == facts && dash.errors.hasPrefix("1 facts as of event 2\n"), "\(dash.errors)")
    let database = try bench.courant("export", "--format", "sqlite", "-o", "-")
    #expect(database.code == 64)

    let commands = [
      ["export", "--format", "jsonl", "-o"], ["document", "a.txt", "--html", "-o"],
      ["extract", "a.txt", "--html", "-o"],
      ["export", "--format", "sqlite", "-o"], ["export", "--format", "parquet", "-o"],
    ]
    for (number, command) in commands.enumerated() {
      let pipe = "\(bench.folder)/pipe\(number)"
      #expect(mkfifo(pipe, 0o600) == 0)
      let reader = try bench.begin("/bin/cat", [pipe], output: "piped\(number)")
      #expect(try bench.run("courant", command + [pipe]).code == 0, "\(command)")
      try bench.wait("the reader ends") { !reader.isRunning }
      let whole = try bench.run("courant", command + ["whole\(number)"])
      #expect(whole.code == 0)
      let (piped, written) = ("\(bench.folder)/piped\(number)", "\(bench.folder)/whole\(number)")
      #expect(FileManager.default.contentsEqual(atPath: piped, andPath: written), "\(command)")
      #expect(try mode(pipe) & S_IFMT == S_IFIFO)

      // A link stays, and what it leads to keeps its mode.
      try bench.write("old", to: "target\(number)")
      #expect(chmod("\(bench.folder)/target\(number)", 0o604) == 0)
      #expect(symlink("target\(number)", "\(bench.folder)/link\(number)") == 0)
      #expect(try bench.run("courant", command + ["link\(number)"]).code == 0)
      #expect(try mode("\(bench.folder)/link\(number)") & S_IFMT == S_IFLNK)
      #expect(try mode("\(bench.folder)/target\(number)") == S_IFREG | 0o604)
      #expect(FileManager.default.contentsEqual(atPath: "\(bench.folder)/target\(number)", andPath: written))
    }

    // A device that is always full, as /dev/full; only root can make one.
    let full = "\(bench.folder)/full"
    if mknod(full, S_IFCHR | 0o666, dev_t(1 << 8 | 7)) == 0, access(full, W_OK) == 0 {
      for command in commands {
        let output = try bench.run("courant", command + [full])
        #expect(
          output.code == 74 && output.errors.contains("\(full): cannot be written: No space left on device"),
          "\(output)"
        )
        #expect(try mode(full) & S_IFMT == S_IFCHR, "\(command)")
      }
      let backup = try bench.run("courantd", ["backup", "--force", full, "--state", bench.state])
      #expect(backup.code == 74)
      #expect(backup.errors == "courantd: \(full): cannot be written: No space left on device\n")
      #expect(try mode(full) & S_IFMT == S_IFCHR)
    }
    // Nothing is left beside any of them.
    #expect(try !FileManager.default.contentsOfDirectory(atPath: bench.folder).contains { $0.hasSuffix(".tmp") })
    #expect(try !FileManager.default.contentsOfDirectory(atPath: bench.state).contains { $0.hasPrefix("courant-") })

    // The cursor of a watch: a link stays, and what is no file is refused.
    #expect(symlink("cursor-there", "\(bench.folder)/cursor") == 0)
    #expect(try bench.courant("watch", "--once", "--cursor", "cursor").code == 0)
    #expect(try mode("\(bench.folder)/cursor") & S_IFMT == S_IFLNK)
    #expect(try mode("\(bench.folder)/cursor-there") & S_IFMT == S_IFREG)
    let stream = try bench.courant("watch", "--once", "--cursor", "pipe0")
    #expect(stream.code == 1)
    #expect(stream.errors == "courant: pipe0: is no file; name a file for the cursor\n")
  }

  @Test("everything in the state folder is for its owner alone, whatever the umask", arguments: ["000", "022", "007"])
  func modes(umask: String) throws {
    let bench = try Workbench()
    try bench.write("Berlin has 3 airports.\n", to: "inbox/a.txt")
    let script = "umask \(umask); exec \(Workbench.program("courantd")) run --state state --watch inbox"
    let daemon = try bench.begin("/bin/sh", ["-c", script], output: "daemon")
    try bench.waitForDocuments(1)
    let backup = try bench.run(
      "/bin/sh",
      ["-c", "umask \(umask); exec \(Workbench.program("courantd")) backup --state state copy.db"]
    )
    #expect(backup.code == 0, "\(backup.errors)")
    #expect(try mode(bench.folder + "/copy.db") & 0o7777 == 0o600)
    var names: [String] = []
    for case let name as String in try #require(FileManager.default.enumerator(atPath: bench.state)) {
      names.append(name)
      let mode = try mode("\(bench.state)/\(name)")
      #expect(mode & 0o077 == 0, "\(name) has mode \(String(mode, radix: 8))")
    }
    #expect(try mode(bench.state) & 0o7777 == 0o700)
    for name in ["courant.db", "courant.db-wal", "courant.db-shm", "spool/new", "originals"] {
      #expect(names.contains(name), "\(name) of \(names)")
    }
    #expect(!bench.lines(of: "daemon.err").contains { $0.contains("is open to others") })
    kill(daemon.processIdentifier, SIGTERM)
    try bench.wait("the daemon ends") { !daemon.isRunning }
  }

  @Test("a state folder that others can look into is told of, once")
  func openState() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.state, withIntermediateDirectories: false)
    #expect(chmod(bench.state, 0o755) == 0)
    try bench.start()
    let told = bench.log.split(separator: "\n").filter { $0.contains("is open to others") }
    #expect(told.count == 1)
    let text = "\(bench.state) is open to others (mode 755): they can see what is in it; run: chmod go= \(bench.state)"
    #expect(told.first?.contains(text) == true, "\(told)")
    #expect(chmod(bench.state, 0o700) == 0)
    try bench.stop()
    try bench.start()
    #expect(bench.log.components(separatedBy: "is open to others").count == 2)
  }
}
