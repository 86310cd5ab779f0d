import Foundation
import Glibc
import Model
import Testing

@Suite("What people see when something is wrong", .serialized)
struct PeopleEndToEndTests {
  private static let setpriv = "/usr/bin/setpriv"

  /// Runs a program as a user who owns nothing.
  private func asNobody(_ bench: Workbench, _ program: String, _ arguments: String...) throws -> Workbench.Output {
    let user = ["--reuid=65534", "--regid=65534", "--clear-groups", Workbench.program(program)]
    return try bench.run(Self.setpriv, user + arguments)
  }

  @Test(
    "a socket, its folder or a key file that a user may not use is no missing daemon: it says which, who and what to do",
    .enabled(if: geteuid() == 0, "only root can become another user")
  )
  func denied() throws {
    let bench = try Workbench()
    try bench.start()
    let nobody = "the user nobody (uid 65534)"
    for command in [["get", "a/b"], ["status"], ["watch"], ["failed"], ["documents"], ["search", "x"], ["top"]] {
      let output = try bench.run(
        Self.setpriv,
        ["--reuid=65534", "--regid=65534", "--clear-groups", Workbench.program("courant")] + command
      )
      #expect(output.code == 77, "\(command)")
      #expect(
        output.errors.hasSuffix(
          ".sock: permission denied: \(nobody) may not enter the folder \(bench.runtime); it belongs to root:root, mode 0700; run this as root, or have root change the mode\n"
        ),
        "\(output.errors)"
      )
    }
    // As the package has it: the folder is open to a group.
    #expect(chown(bench.runtime, 0, 1) == 0 && chmod(bench.runtime, 0o750) == 0)
    #expect(
      try asNobody(bench, "courant", "get", "a/b").errors
        == "courant: \(bench.runtime)/query.sock: permission denied: \(nobody) may not enter the folder \(bench.runtime); it belongs to root:daemon, mode 0750; join the group daemon and log in again, or run this as root\n"
    )
    #expect(chmod(bench.runtime, 0o755) == 0)
    #expect(chmod(bench.runtime + "/query.sock", 0o755) == 0)
    let socket = try asNobody(bench, "courant", "get", "a/b")
    #expect(socket.code == 77)
    #expect(
      socket.errors
        == "courant: \(bench.runtime)/query.sock: permission denied: \(nobody) may not connect to it; it belongs to root:root, mode 0755; run this as root, or have root change the mode\n"
    )
    // Nobody is there: that is something else.
    #expect(try bench.stop() == 0)
    #expect(unlink(bench.runtime + "/query.sock") == 0 || errno == ENOENT)
    let none = try asNobody(bench, "courant", "get", "a/b")
    #expect(none.code == 3)
    #expect(none.errors.hasPrefix("courant: no daemon answers at "))

    let key = bench.folder + "/secret"
    #expect(try bench.run("courantd", ["keys", "new", key]).code == 0)
    let file = try asNobody(bench, "courantd", "keys", "show", key)
    #expect(file.code == 77)
    #expect(
      file.errors
        == "courantd: \(key): permission denied: \(nobody) may not read it; it belongs to root:root, mode 0600; run this as root, or have root change the mode\n"
    )
    try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    #expect(chmod(bench.folder + "/a.txt", 0o600) == 0)
    let document = try asNobody(bench, "courant", "extract", "a.txt")
    #expect(document.code == 77)
    #expect(document.errors.hasPrefix("courant: a.txt: permission denied: \(nobody) may not read it; "))
    #expect(mkdir(bench.folder + "/in", 0o700) == 0)
    let watch = try asNobody(bench, "courantd", "run", "--state", bench.folder + "/x", "--watch", bench.folder + "/in")
    #expect(watch.code == 77)
    #expect(watch.errors.hasPrefix("courantd: watch: \(bench.folder)/in: permission denied: \(nobody) may not "))
    let check = try asNobody(bench, "courantd", "check", "--state", bench.state)
    #expect(check.code == 77)
    #expect(check.errors.contains("permission denied: \(nobody) may not enter the folder \(bench.state)"))
  }

  @Test(
    "a folder that its owner has closed to himself is named with the command that opens it",
    .enabled(if: geteuid() != 0, "root may enter every folder")
  )
  func ownFolder() throws {
    let bench = try Workbench()
    try bench.start()
    #expect(chmod(bench.runtime, 0o600) == 0)
    let output = try bench.courant("get", "a/b")
    #expect(chmod(bench.runtime, 0o700) == 0)
    #expect(output.code == 77)
    #expect(output.errors.hasSuffix("; run: chmod u+x \(bench.runtime)\n"))
  }

  @Test("every command that prints says so when its output cannot be written, and fails")
  func fullOutput() throws {
    let bench = try Workbench()
    try bench.start()
    try bench.write("Oslo\n\nThe population of Oslo was 700,000 in 2021. Oslo has 15 districts.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    let key = bench.folder + "/key"
    let allowed = bench.folder + "/allowed"
    try bench.write("keys: {allow: \(allowed)}\n", to: "c.yaml")
    #expect(try bench.run("courantd", ["keys", "new", key]).code == 0)
    let publicKey = try #require(bench.run("courantd", ["keys", "show", key]).lines.first)
    #expect(
      try bench.run("courantd", ["keys", "allow", "ann", publicKey, "--role", "read", "--config", "c.yaml"]).code == 0
    )
    let commands = [
      "courant --help", "courant --version", "courant help get", "courant get --help",
      "courant --generate-completion-script bash", "courant get oslo/population", "courant get oslo/ --json",
      "courant history oslo/population", "courant why oslo/population", "courant search population",
      "courant entities", "courant documents", "courant document a.txt", "courant document a.txt --html",
      "courant document a.txt --json", "courant diff a.txt --list", "courant export --format jsonl",
      "courant export --format csv", "courant export --format parquet", "courant status", "courant status --json",
      "courant top --once", "courant watch --once", "courant watch --since 0 --once --json", "courant extract a.txt",
      "courant extract a.txt --json", "courant extract a.txt --html", "courant extract a.txt --explain",
      "courant values a.txt", "courant submit a.txt", "courant reprocess", "courant withdraw a.txt",
      "courantd --help", "courantd --version", "courantd help run", "courantd config show", "courantd config table",
      "courantd config explain state", "courantd config check", "courantd keys list --config c.yaml",
      "courantd keys show \(key)", "courantd keys new \(key).2", "courantd check --state \(bench.state)",
      "courantd backup --state \(bench.state) \(bench.folder)/b.db",
    ]
    for command in commands {
      let words = command.split(separator: " ").map(String.init)
      let line = ([Workbench.program(words[0])] + words.dropFirst()).joined(separator: " ")
      let output = try bench.run("/bin/sh", ["-c", "PAGER=cat exec \(line) > /dev/full"])
      #expect(output.code == 74, "\(command): \(output.errors)")
      #expect(
        output.errors.hasSuffix("\(words[0]): standard output cannot be written: No space left on device\n"),
        "\(command): \(output.errors)"
      )
    }
    // A reader that has gone is no error to talk about.
    for command in ["courant --help", "courantd config table", "courantd --help", "courant get --help"] {
      let words = command.split(separator: " ").map(String.init)
      let line = ([Workbench.program(words[0])] + words.dropFirst()).joined(separator: " ")
      let output = try bench.run("/bin/bash", ["-c", "\(line) | true; exit ${PIPESTATUS[0]}"])
      #expect(output.errors.isEmpty, "\(command): \(output.errors)")
    }
  }

  @Test("files of watched folders that are refused are shown with the reason, until they are mended or removed")
  func refusedFiles() throws {
    let bench = try Workbench()
    try bench.write("Oslo has 15 districts.\n", to: "in/good.txt")
    try Data([0x41, 0x00, 0x28]).write(to: URL(fileURLWithPath: "\(bench.folder)/in/bytes.txt"))
    try bench.write("", to: "in/empty.txt")
    try bench.write(String(repeating: "x", count: 2000), to: "in/large.txt")
    #expect(symlink("/nowhere/at/all", bench.folder + "/in/dangling.txt") == 0)
    try bench.start(
      ["--watch", "\(bench.folder)/in"],
      environment: ["COURANT_LIMITS_DOCUMENT_BYTES": "1KiB"]
    )
    let base = "file://\(bench.folder)/in"
    func refused() throws -> [String: String] {
      let lines = try bench.courant("failed", "--json").lines
      var reasons: [String: String] = [:]
      for line in lines {
        let json = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let uri = try #require(json["uri"] as? String)
        reasons[String(uri.dropFirst(base.count + 1))] = json["refused"] as? String
        #expect(json["time"] is String)
      }
      return reasons
    }
    try bench.wait("all are refused") { try refused().count == 4 }
    let reasons = try refused()
    #expect(reasons["bytes.txt"] == "no text, and of no format that is known; send text, Markdown or HTML")
    #expect(reasons["empty.txt"] == "empty document")
    #expect(reasons["large.txt"] == "larger than 1KiB")
    #expect(reasons["dangling.txt"] != nil)
    let table = try bench.courant("failed").lines
    #expect(table.count == 4)
    #expect(
      table.contains { $0.contains("refused") && $0.contains("\(base)/empty.txt") && $0.contains("empty document") }
    )
    try bench.waitForDocuments(1)
    let documents = try bench.courant("documents")
    #expect(documents.code == 0)
    #expect(documents.lines.count == 5)
    #expect(documents.lines.contains { $0.hasPrefix("refused") && $0.contains("\(base)/large.txt") })
    #expect(try bench.courant("documents", "\(base)/good").lines.count == 1)
    let show = try bench.courant("failed", "retry", "in/empty.txt")
    #expect(show.code == 1)
    #expect(
      show.errors == "courant: \(base)/empty.txt: a file that is refused, and taken once it is mended: empty document\n"
    )
    // Mended, removed, and there after a new start.
    try bench.write("Bergen has 8 districts.\n", to: "in/bytes.txt")
    #expect(unlink(bench.folder + "/in/empty.txt") == 0)
    #expect(unlink(bench.folder + "/in/dangling.txt") == 0)
    try bench.wait("one is left") { try refused().keys.sorted() == ["large.txt"] }
    try bench.stop()
    try bench.start(
      ["--watch", "\(bench.folder)/in"],
      environment: ["COURANT_LIMITS_DOCUMENT_BYTES": "1KiB"]
    )
    try bench.wait("it is refused again") { try refused().keys.sorted() == ["large.txt"] }
    // Where intake does not answer, what the aggregator knows is shown, and that something is missing is said.
    #expect(unlink(bench.runtime + "/submit.sock") == 0)
    let without = try bench.courant("documents")
    #expect(without.code == 0 && without.lines.count == 2)
    #expect(
      without.errors.hasPrefix("courant: the refused files of watched folders are not shown: no daemon answers at ")
    )
  }

  @Test("a document that states nothing says why, where documents are shown")
  func silentDocuments() throws {
    let bench = try Workbench()
    try bench.start()
    let texts = [
      "headings.txt": "Annual report\n\nContents\n\nTables\n",
      "russian.txt": "Москва стоит на реке. Она очень большая и старая. В ней много домов.\n",
      "vague.txt": "Perhaps so. Well, yes and no, of course.\n",
      "good.txt": "Oslo has 15 districts.\n",
    ]
    for (name, text) in texts { try bench.write(text, to: name) }
    #expect(try bench.run("courant", ["submit"] + texts.keys.sorted()).code == 0)
    try bench.waitForDocuments(4)
    var reasons: [String: String] = [:]
    for line in try bench.courant("documents", "--json").lines {
      let document = try JSON.decode(KnownDocument.self, from: Array(line.utf8))
      let name = try #require(document.uri.split(separator: "/").last.map(String.init))
      #expect((document.facts == 0) == (document.reason != nil), "\(line)")
      reasons[name] = document.reason
    }
    #expect(reasons["headings.txt"] == "it has only headings and short lines, and no sentence")
    #expect(
      reasons["russian.txt"] == "it is in another language than English, the only one that is read: ru"
    )
    #expect(reasons["vague.txt"]?.hasPrefix("no facts in 2 sentences") == true, "\(reasons)")
    #expect(reasons["good.txt"] == nil)
    let shown = try bench.courant("document", "headings.txt")
    #expect(shown.code == 0)
    #expect(
      shown.errors
        == "courant: file://\(bench.folder)/headings.txt: states nothing: it has only headings and short lines, and no sentence\n"
    )
    #expect(try bench.courant("document", "good.txt").errors.isEmpty)
    // The event says it too, so the watch does.
    let watched = try bench.courant("watch", "--since", "0", "--once", "--json").lines
    #expect(watched.contains { $0.contains("headings.txt") && $0.contains(#""reason":"it has only headings and "#) })
    #expect(watched.contains { $0.contains("good.txt") && $0.contains(#""reason":null"#) })
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
  }

  @Test("to withdraw what nobody knows fails; what waits, and what was set aside, is withdrawn")
  func unknownWithdrawal() throws {
    let bench = try Workbench()
    try bench.start(
      ["--workers", "1"],
      environment: ["COURANT_FAILPOINT_CRASH": "CRASHME", "COURANT_LIMITS_ATTEMPTS": "1"]
    )
    let base = "file://\(bench.folder)"
    for _ in 0..<2 {
      let unknown = try bench.courant("withdraw", "nobody.txt")
      #expect(unknown.code == 1)
      #expect(unknown.text.isEmpty)
      #expect(
        unknown.errors
          == "courant: \(base)/nobody.txt: no document of this name states anything, and none waits; see: courant documents\n"
      )
    }
    try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    let both = try bench.courant("withdraw", "nobody.txt", "a.txt")
    #expect(both.code == 1)
    #expect(both.text == "withdrawn \(base)/a.txt\n")
    try bench.waitForDocuments(0)
    // Once more there is nothing to take back.
    #expect(try bench.courant("withdraw", "a.txt").code == 1)
    try bench.write("Oslo. CRASHME.\n", to: "b.txt")
    #expect(try bench.courant("submit", "b.txt").code == 0)
    try bench.wait("it is set aside") { try bench.courant("failed").lines.count == 1 }
    #expect(try bench.courant("withdraw", "b.txt").code == 0)
    try bench.wait("it is gone") { try bench.courant("failed").lines.isEmpty }
    // With no worker at all a document waits, and can be withdrawn.
    try bench.stop()
    try bench.start(
      ["--workers", "1"],
      environment: ["COURANT_FAILPOINT_CRASH": "CRASHME", "COURANT_LIMITS_ATTEMPTS": "1"]
    )
    for worker in try bench.workers() { kill(worker, SIGSTOP) }
    try bench.write("Bergen has 8 districts.\n", to: "c.txt")
    #expect(try bench.courant("submit", "c.txt").code == 0)
    let waiting = try bench.courant("withdraw", "c.txt")
    #expect(waiting.code == 0, "\(waiting.errors)")
    for worker in try bench.workers() { kill(worker, SIGCONT) }
    try bench.wait("nothing waits") {
      let intake = try bench.status()["intake"]?.counts
      return intake?["waiting"] == 0 && intake?["working"] == 0
    }
    #expect(try bench.courant("documents").code == 1)
  }

  @Test("a mistyped command or value, and help for what there is not, are wrong usage in both programs")
  func usage() throws {
    let bench = try Workbench()
    for (program, arguments, line) in [
      ("courant", ["help", "nonsense"], "Error: courant has no command \"nonsense\"; want submit, "),
      ("courant", ["wathc"], "Error: courant has no command \"wathc\"; did you mean watch?"),
      ("courantd", ["help", "runn"], "Error: courantd has no command \"runn\"; did you mean run?"),
      ("courantd", ["keys", "alow"], "Error: courantd keys has no command \"alow\"; did you mean allow?"),
      (
        "courantd", ["run", "--log-format", "jsn"],
        "Error: --log-format is \"jsn\", want auto, text, json, journal; did you mean json?"
      ),
      ("courantd", ["run", "--bogus"], "Error: Unknown option '--bogus'"),
      ("courant", ["get", "--kind", "mony"], "Error: --kind is \"mony\", want entity, "),
    ] as [(String, [String], String)] {
      let output = try bench.run(program, arguments)
      #expect(output.code == 64, "\(arguments)")
      #expect(output.text.isEmpty)
      #expect(output.errors.hasPrefix(line), "\(output.errors)")
    }
    #expect(try bench.run("courant", ["help", "get"]).code == 0)
    #expect(try bench.run("courant", ["help"]).text == (try bench.run("courant", ["--help"]).text))
  }

  @Test("a key that stands twice in a configuration is named with its line")
  func doubledKey() throws {
    let bench = try Workbench()
    for (text, line) in [
      ("workers: 1\nstate: /tmp\nworkers: 2\n", "line 3: workers is there twice, first in line 1; keep one"),
      (
        "limits:\n  attempts: 1\n  job_time: 5s\n  attempts: 2\n",
        "line 4: attempts is there twice, first in line 2; keep one"
      ),
      ("a: {x: 1, x: 2}\n", "line 1: x is there twice; keep one"),
      ("workers: 1\nworkers : 2\n", "line 2: workers is there twice, first in line 1; keep one"),
      (
        "limits.job_time: 5s\nlimits:\n  attempts: 1\n  job_time: 6s\n",
        "line 4: limits.job_time is there twice, first in line 1; keep one"
      ),
      (
        "log:\n  level: info\nlog.level: debug\n",
        "line 3: log.level is there twice, first in line 2; keep one"
      ),
    ] {
      try bench.write(text, to: "c.yaml")
      let output = try bench.run("courantd", ["config", "check", "--config", "c.yaml"])
      #expect(output.code == 78)
      #expect(output.errors == "courantd: c.yaml: \(line)\n")
    }
  }

  @Test("feeds count for something where nothing else is set")
  func feedsAlone() throws {
    let bench = try Workbench()
    try bench.write(
      "feeds:\n  - {url: \"http://localhost/a.xml\"}\n  - {url: \"http://localhost/b.xml\"}\n",
      to: "c.yaml"
    )
    let output = try bench.run("courantd", ["config", "check", "--config", "c.yaml"])
    #expect(output.text == "c.yaml: sound, 0 options set, all others at their defaults; 2 feeds\n")
  }

  @Test("an empty path among the watched folders is refused, and is not the folder that the daemon is started in")
  func emptyWatch() throws {
    let bench = try Workbench()
    let fault = "has an empty path; name a folder, or leave it out"
    for (text, line) in [("watch: [\"\"]\n", "line 1: watch"), ("links:\n  - /tmp\n  - ''\n", "line 1: links")] {
      try bench.write(text, to: "c.yaml")
      let output = try bench.run("courantd", ["config", "check", "--config", "c.yaml"])
      #expect(output.code == 78)
      #expect(output.errors == "courantd: c.yaml: \(line) \(fault)\n")
    }
    for list in ["\(bench.folder)::/tmp", ":\(bench.folder)"] {
      let output = try bench.run("courantd", ["config", "check"], environment: ["COURANT_WATCH": list])
      #expect(output.code == 78)
      #expect(output.errors == "courantd: COURANT_WATCH \(fault)\n")
    }
    for role in ["run", "intake"] {
      let output = try bench.run("courantd", [role, "--state", bench.state, "--watch", ""])
      #expect(output.code == 64)
      #expect(output.errors.hasPrefix("Error: --watch is empty; name a folder\n"))
    }
    // Nothing at all is no folder.
    try bench.write("watch:\n# - /srv/wire\n", to: "c.yaml")
    let shown = try bench.run("courantd", ["config", "show", "--config", "c.yaml"])
    #expect(shown.text.contains("watch: [] "))
  }

  @Test("what turns text around or cannot be seen is shown as such by every command, and in pages")
  func invisible() throws {
    let bench = try Workbench()
    try bench.start()
    let evil =
      "Os\u{202E}lo\u{2066} has\u{200B} a \u{1B}[2J\"new\u{FEFF}\" harbour\u{9B}1m. The population of Oslo was 700,000\u{061C} in 2021.\n"
    try bench.write("Oslo \u{202E}title\n\n\(evil)", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt", "--uri", "doc:\u{202E}oslo").code == 0)
    try bench.waitForDocuments(1)
    let commands = [
      "get", "get --wide", "watch --once", "watch --since 0 --once", "search harbour", "why oslo/population",
      "documents",
      "entities --all", "history oslo/population", "document doc:\u{202E}oslo", "document doc:\u{202E}oslo --html",
      "status", "failed", "top --once", "extract a.txt", "extract a.txt --explain", "extract a.txt --html",
      "values a.txt", "diff doc:\u{202E}oslo", "withdraw doc:\u{202E}nobody", "get x\u{202E}/y",
      "submit no\u{202E}where.txt",
    ]
    let hidden: Set<Unicode.Scalar> = ["\u{202E}", "\u{2066}", "\u{200B}", "\u{FEFF}", "\u{9B}", "\u{061C}", "\u{1B}"]
    var escapes = 0
    for command in commands {
      let output = try bench.run("courant", command.split(separator: " ").map(String.init))
      let shown = output.text + output.errors
      #expect(!shown.unicodeScalars.contains(where: hidden.contains), "\(command): \(shown.debugDescription)")
      if shown.contains("\\u{202E}") { escapes += 1 }
      // And where somebody looks at a terminal.
      let quoted = command.split(separator: " ").map { "'\($0)'" }.joined(separator: " ")
      let terminal = try bench.onTerminal(
        "stty cols 100; export NO_COLOR=1 TERM=xterm PAGER=cat; \(Workbench.program("courant")) \(quoted)"
      )
      #expect(!terminal.text.unicodeScalars.contains(where: hidden.contains), "\(command)")
    }
    #expect(escapes > 8)
    // JSON has the same value, for people by its own escapes.
    let json = try bench.onTerminal(
      "export PAGER=cat; \(Workbench.program("courant")) documents --json"
    )
    #expect(json.text.contains("\\u202e") && !json.text.unicodeScalars.contains(where: hidden.contains))
    #expect(try bench.courant("documents", "--json").text.contains("\u{202E}"))
    let log = bench.log
    #expect(!log.unicodeScalars.contains(where: hidden.contains), "\(log.debugDescription)")
  }
}
