import Foundation
import Model
import Testing

@Suite("The command line", .serialized)
struct CommandLineTests {
  @Test("extract needs no daemon, and prints facts in the shape of the model")
  func extract() throws {
    let bench = try Workbench()
    let sentence = "In 2012 the trade volume reached 33.5 billion U.S. dollars."
    let output = try bench.courant("extract", "--json", "-", input: sentence)
    #expect(output.code == 0)
    #expect(output.lines.count == 1)
    let fact = try JSON.decode(Fact.self, from: Array(output.text.utf8))
    #expect(fact.key.description == "trade-volume/is")
    #expect(fact.object.number == 33_500_000_000)
    #expect(fact.object.unit == "USD")
    #expect(fact.time == Interval(text: "In 2012", start: Day("2012-01-01"), end: Day("2012-12-31")))
    let all = 0..<sentence.utf8.count
    #expect(fact.evidence == Evidence(text: sentence, start: 0, end: all.upperBound, source: .bytes(all)))
    #expect(fact.document.uri == "stdin:" + Digest(of: Array(sentence.utf8)).description.dropFirst(7).prefix(16))
    #expect(try JSON.text(fact) + "\n" == output.text)
    let table = try bench.courant("extract", "-", input: sentence)
    #expect(table.text == "trade-volume/is  trade volume  reached  33.5 billion U.S. dollars  33500000000 USD  2012\n")
  }

  @Test("values needs no daemon, and resolves what is told from a day")
  func values() throws {
    let bench = try Workbench()
    let sentence = "It fell last year by 3.5% to $4.2bn [3]."
    let table = try bench.courant("values", "-", "--date", "2024-05-01", input: sentence)
    #expect(table.code == 0)
    #expect(
      table.lines == [
        "8–17   date        last year  2023", "21–25  percent     3.5%       3.5 %",
        "29–35  money       $4.2bn     4200000000 USD",
        "36–39  identifier  [3]        citation",
      ]
    )
    let json = try bench.courant("values", "-", "--json", input: "at least 5 km")
    #expect(
      json.text
        == #"{"start":0,"end":13,"text":"at least 5 km","kind":"quantity","number":5,"unit":"km","bound":"min"}"# + "\n"
    )
    #expect(try bench.courant("values", "-", "--date", "2024-13-01", input: "").code == 64)
    #expect(try bench.courant("values", "missing.txt").code == 1)
  }

  @Test("extract says why a document gives no facts, in each form, and ends well")
  func silence() throws {
    let bench = try Workbench()
    try bench.write("Население города составляет десять тысяч человек, и он был основан у реки.\n", to: "ru.txt")
    let line =
      "courant: file://\(bench.folder)/ru.txt: 0 facts: it is in another language than English, the only one that is read: ru\n"
    for form in ["--table", "--json"] {
      let output = try bench.courant("extract", "ru.txt", form)
      #expect(output.code == 0)
      #expect(output.text == "")
      #expect(output.errors == line)
    }
  }

  @Test("values reads what courant read does, in any encoding")
  func valuesOfOthers() throws {
    let bench = try Workbench()
    let text =
      Array("It fell by 3.5%. ".utf8) + [
        0x93, 0x8C, 0x8B, 0x9E, 0x82, 0xCC, 0x90, 0x6C, 0x8C, 0xFB, 0x82, 0xCD, 0x91, 0xBD, 0x82, 0xA2, 0x81, 0x42,
      ]
    try Data(text).write(to: URL(fileURLWithPath: "\(bench.folder)/sjis.txt"))
    let read = try bench.courant("read", "sjis.txt")
    #expect(read.code == 0)
    #expect(try bench.courant("values", "sjis.txt").text.contains("percent  3.5%  3.5 %"))
    try bench.write("Rain,Share\nOslo,3.5%\n", to: "a.csv")
    #expect(try bench.courant("values", "a.csv").text.contains("3.5 %"))
  }

  @Test("files that cannot be read are named one a line, the others are read, and the code is 1")
  func badInput() throws {
    let bench = try Workbench()
    try bench.write("", to: "empty.txt")
    try bench.write("Oslo has 15 districts.\n", to: "good.txt")
    try Data([0xC3, 0x00, 0x28]).write(to: URL(fileURLWithPath: "\(bench.folder)/bytes.txt"))
    try bench.write("\(String(repeating: "x", count: (16 << 20) + 1))", to: "large.txt")
    let files = ["empty.txt", "bytes.txt", "nowhere.txt", ".", "large.txt", "good.txt"]
    let extracted = try bench.run("courant", ["extract"] + files)
    #expect(extracted.code == 1)
    #expect(
      extracted.errors == """
        courant: empty.txt: empty document
        courant: bytes.txt: no text, and of no format that is known; send text, Markdown or HTML
        courant: nowhere.txt: no such file
        courant: .: is a folder; name its files, or watch it with: courantd run --watch
        courant: large.txt: larger than the limit of 16MiB

        """
    )
    try bench.start()
    let submitted = try bench.run("courant", ["submit"] + files)
    #expect(submitted.code == 1)
    let base = "file://\(bench.folder)"
    #expect(
      Set(submitted.errors.split(separator: "\n").map(String.init)) == [
        "courant: \(base)/empty.txt: empty document",
        "courant: \(base)/bytes.txt: no text, and of no format that is known; send text, Markdown or HTML",
        "courant: nowhere.txt: no such file",
        "courant: .: is a folder; name its files, or watch it with: courantd run --watch",
        "courant: large.txt: larger than the limit of 16MiB",
      ]
    )
    #expect(submitted.text == "accepted \(base)/good.txt\n")
  }

  @Test("without a daemon every command that needs one says so, and the code is 3")
  func noDaemon() throws {
    let bench = try Workbench()
    try bench.write("x y.\n", to: "a.txt")
    for (arguments, socket) in [
      (["submit", "a.txt"], "submit"), (["watch"], "updates"), (["watch", "--since", "now"], "query"),
      (["get", "a/b"], "query"),
      (["history", "a/b"], "query"), (["failed"], "query"), (["status"], "submit"), (["why", "a/b"], "query"),
      (["search", "a"], "query"), (["entities"], "query"), (["documents"], "query"), (["document", "a"], "query"),
      (["diff", "a"], "query"), (["top"], "submit"),
    ] {
      let output = try bench.run("courant", arguments)
      #expect(output.code == 3)
      #expect(
        output.errors
          == "courant: no daemon answers at ipc://\(bench.runtime)/\(socket).sock; start one with: courantd run\n"
      )
    }
  }

  @Test("wrong usage is named with what is right, and the code is 64")
  func usage() throws {
    let bench = try Workbench()
    try bench.start()
    for (arguments, message) in [
      (["history"], "Error: Missing expected argument '<key>'"),
      (["nonsense"], "Error: courant has no command \"nonsense\"; want submit, "),
      (["watch", "--sinse", "0"], "Error: Unknown option '--sinse'. Did you mean '--since'?"),
      (
        ["watch", "--since", "soon"],
        "Error: --since is \"soon\", want a sequence, a cursor, now, a time such as 2026-11-24T02:00:00Z or "
      ),
      (["history", "japan"], "Error: \"japan\" is not a key: want entity/attribute, such as japan/population"),
      (["submit", "a", "b", "--uri", "x:"], "Error: --uri names one document, and there are 2"),
      (["weigh", "https://a.example/", "-1"], "Error: the weight is -1.0, want 0 to 1"),
      (["undo", "-5"], "Error: The value '-5' is invalid for '<sequence>'"),
      (["watch"] + (0...1000).map { "e\($0)/" }, "Error: 1001 prefixes, want 1000 at most"),
      (["export", "--format", "csv"] + (0...1000).map { "e\($0)/" }, "Error: 1001 prefixes, want 1000 at most"),
    ] {
      let output = try bench.run("courant", arguments)
      #expect(output.code == 64, "\(arguments)")
      #expect(output.errors.hasPrefix(message), "\(output.errors)")
    }
    let unknown = try bench.courant("get", "nobody/nothing")
    #expect(unknown.code == 1)
    #expect(unknown.errors == "courant: nothing is known of nobody/nothing\n")
  }

  @Test("help has examples, and the version is one line")
  func help() throws {
    let bench = try Workbench()
    for command in [
      "submit", "watch", "get", "history", "why", "search", "entities", "documents", "document", "diff", "top",
      "extract",
      "values", "failed", "status",
    ] {
      let output = try bench.courant(command, "--help")
      #expect(output.code == 0)
      #expect(output.text.contains("Examples:\n"), "\(command)")
      #expect(output.text.contains("courant \(command)"), "\(command)")
    }
    #expect(try bench.courant("--version").text == "0.1.0\n")
    #expect(try bench.run("courantd", ["--version"]).text == "0.1.0\n")
  }

  /// Runs a command of courant's on a terminal of so many columns, and returns what it shows.
  private func onTerminal(_ bench: Workbench, columns: Int, _ command: String, environment: String = "") throws
    -> [String]
  {
    let settings = "unset NO_COLOR; export TERM=xterm PAGER=cat \(environment)"
    let output = try bench.onTerminal("stty cols \(columns); \(settings); \(Workbench.program("courant")) \(command)")
    return output.text.split(whereSeparator: \.isNewline).map(String.init)
  }

  @Test("on a terminal tables have headings and colours, and fit; NO_COLOR holds", arguments: [60, 80, 200])
  func terminal(columns: Int) throws {
    let bench = try Workbench()
    try bench.start()
    let long = String(repeating: "very ", count: 30)
    try bench.write(
      "Oslo\n\nThe population of Oslo was 700,000 in 2021. Oslo has a \(long)long harbour.\n",
      to: "a.txt"
    )
    try bench.write("Oslo\n\nThe population of Oslo was 650,000 in 2021.\n", to: "b.txt")
    #expect(try bench.courant("submit", "a.txt", "b.txt").code == 0)
    try bench.waitForDocuments(2)
    for command in ["get oslo/", "history oslo/population", "extract a.txt", "watch --once", "watch --since 0 --once"] {
      let plain = try onTerminal(bench, columns: columns, command, environment: "NO_COLOR=1")
      #expect(!plain.isEmpty)
      #expect(plain.allSatisfy { !$0.contains("\u{1B}") && $0.count <= columns }, "\(command): \(plain)")
    }
    let coloured = try onTerminal(bench, columns: columns, "get oslo/population")
    #expect(coloured.first?.contains("STATUS") == true)
    #expect(coloured.contains { $0.contains("\u{1B}[31mdisputed\u{1B}[0m") }, "\(coloured)")
  }

  @Test("keys and URIs are whole on a terminal of any width, and nothing is cut with --wide", arguments: [40, 60, 100])
  func wholeKeys(columns: Int) throws {
    let bench = try Workbench()
    try bench.start()
    let ministry = "the Royal Norwegian Ministry of Fisheries and Coastal Affairs"
    let name = "a/quite/deep/folder/of/reports/\(String(repeating: "long", count: 10)).txt"
    try bench.write(
      "Norway\n\nThe budget of \(ministry) was 700 million euros in 2021. Oslo has 15 districts.\n",
      to: name
    )
    #expect(try bench.courant("submit", name).code == 0)
    try bench.waitForDocuments(1)
    let entries = try bench.courant("get", "--json").lines.map { try JSON.decode(Entry.self, from: Array($0.utf8)) }
    let keys = Set(entries.map(\.key.description))
    #expect(keys.contains { $0.count > 40 }, "\(keys)")
    for command in ["get", "watch --once", "watch --since 0 --once", "document \(name)"] {
      let shown = try onTerminal(bench, columns: columns, command, environment: "NO_COLOR=1").joined(separator: "\n")
      for key in keys { #expect(shown.contains(key), "\(command): \(shown)") }
    }
    let uri = "file://\(bench.folder)/\(name)"
    let documents = try onTerminal(bench, columns: columns, "documents", environment: "NO_COLOR=1")
    #expect(documents.contains { $0.contains(uri) }, "\(documents)")
    let revisions = try onTerminal(bench, columns: columns, "diff \(name) --list", environment: "NO_COLOR=1")
    let digest = try Digest(of: Data(contentsOf: URL(fileURLWithPath: "\(bench.folder)/\(name)")))
    #expect(revisions.contains { $0.contains(digest.description) }, "\(revisions)")
    for command in ["get --wide", "watch --once --wide", "history --wide \(keys.sorted()[0])"] {
      let shown = try onTerminal(bench, columns: columns, command, environment: "NO_COLOR=1")
      #expect(shown.contains { $0.contains(uri) }, "\(command): \(shown)")
      #expect(!shown.contains { $0.contains("…") }, "\(command): \(shown)")
    }
  }

  @Test("help fits the terminal, whichever way it is told its width", arguments: [60, 80, 120])
  func helpWidths(columns: Int) throws {
    let bench = try Workbench()
    for command in [
      "courant --help", "courant help watch", "courant get --help", "courantd --help", "courantd help run",
    ] {
      let words = command.split(separator: " ")
      let line = "\(Workbench.program(String(words[0]))) \(words.dropFirst().joined(separator: " "))"
      let told = try bench.onTerminal("stty cols \(columns); \(line)")
      let set = try bench.onTerminal("stty cols 77; COLUMNS=\(columns) \(line)")
      #expect(told.text == set.text, "\(command)")
      var isExample = false
      for line in told.text.split(whereSeparator: \.isNewline) {
        if !line.hasPrefix(" ") { isExample = line == "Examples:" }
        if !isExample { #expect(line.count <= columns, "\(command): \(line)") }
      }
      #expect(told.text.contains("USAGE: \(words[0])"))
    }
  }

  @Test("what a document says cannot move the cursor")
  func escapes() throws {
    let bench = try Workbench()
    try bench.write(
      "Oslo\n\nOslo has a \u{1B}[2Jharbour\u{7}.\nThe population of Oslo\u{1B}]0;x\u{7} was 700,000 in 2021.\n",
      to: "a.txt"
    )
    for line in try onTerminal(bench, columns: 100, "extract a.txt", environment: "NO_COLOR=1") {
      #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
    }
    #expect(try !bench.courant("extract", "a.txt").text.contains("\u{1B}"))
  }

  @Test("a reader that has seen enough ends the program quietly")
  func pipe() throws {
    let bench = try Workbench()
    try bench.start()
    for number in 0..<5 { try bench.write("Town \(number) has \(number + 2) schools.\n", to: "t\(number).txt") }
    #expect(try bench.run("courant", ["submit"] + (0..<5).map { "t\($0).txt" }).code == 0)
    try bench.waitForDocuments(5)
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    let errors = Pipe()
    shell.standardError = errors
    shell.standardOutput = FileHandle.nullDevice
    shell.arguments = [
      "-c", "\(Workbench.program("courant")) watch --runtime \(bench.runtime) --since 0 --json | head -n 1",
    ]
    try shell.run()
    // The next event after the reader has gone is what ends the program.
    try bench.wait("it ends") {
      try bench.write("Town 5 has \(Int.random(in: 2...1_000_000)) schools.\n", to: "t5.txt")
      _ = try bench.courant("submit", "t5.txt")
      return !shell.isRunning
    }
    #expect(errors.fileHandleForReading.availableData.isEmpty)
  }
}
