import Foundation
import Glibc
import Model
import Testing

@Suite("Questions, as commands", .serialized)
struct QuestionEndToEndTests {
  /// A daemon with three documents, one of them revised.
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.start()
    try bench.write(
      "Oslo\n\nThe population of Oslo was 700,000 in 2021. Oslo is the capital of Norway. Oslo has a harbour.\n",
      to: "a.txt"
    )
    try bench.write("Oslo again\n\nThe population of Oslo was 640,000 in 2021.\n", to: "b.txt")
    try bench.write(
      "Norway\n\nShinzo Abe visited Oslo on 3 May 2014. Norway exported crude oil and machines.\n",
      to: "c.txt"
    )
    #expect(try bench.run("courant", ["submit", "a.txt", "b.txt", "c.txt"]).code == 0)
    try bench.waitForDocuments(3)
    try bench.write(
      "Oslo\n\nGood morning. The population of Oslo was 705,000 in 2021. Oslo is the capital of Norway.\n",
      to: "a.txt"
    )
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("the revision is there") { try bench.courant("get", "oslo/population").text.contains("705,000") }
    return bench
  }

  private func facts(_ output: Workbench.Output) throws -> [StatedFact] {
    try output.lines.map { try JSON.decode(StatedFact.self, from: Array($0.utf8)) }
  }

  @Test("why shows each sentence that says it, with the words marked, and who said it where")
  func why() throws {
    let bench = try bench()
    let output = try bench.courant("why", "oslo/population")
    #expect(output.code == 0)
    #expect(output.lines.contains("oslo/population  640,000  640000 person  2021  disputed"))
    #expect(output.lines.contains("  [The population of Oslo] [was] [640,000] in 2021."))
    #expect(output.lines.contains("  b.txt · Oslo again · bytes 12–55"))
    let json = try facts(try bench.courant("why", "oslo/population", "--json"))
    #expect(json.count == 2)
    // One fact by its id, and by an event's; also one that was retracted.
    let first = try #require(json.first)
    #expect(try bench.courant("why", "\(first.id)").lines.count == 4)
    let retracted = try #require(try bench.journal().last { $0["type"] as? String == "fact.retracted" })
    let event = try #require(retracted["id"] as? String)
    let gone = try bench.courant("why", event)
    #expect(gone.lines.last?.contains("retracted by event \(event.split(separator: ".")[1])") == true, "\(gone)")
    #expect(gone.lines.first?.hasSuffix("retracted") == true)

    let unknown = try bench.courant("why", "oslo/populaton")
    #expect(unknown.code == 1)
    #expect(unknown.errors == "courant: nothing is known of oslo/populaton; did you mean: oslo/population\n")
    let id = String(repeating: "0", count: 32)
    #expect(
      try bench.courant("why", id).errors
        == "courant: no fact \(id) is known; one that was retracted goes when the journal is trimmed\n"
    )
    let wrong = try bench.courant("why", "oslo")
    #expect(wrong.code == 64)
    #expect(wrong.errors.hasPrefix("Error: \"oslo\" is no key such as japan/population, and no fact's id"))
    #expect(wrong.errors.contains("; courant get oslo shows the keys of an entity"))
    let unknownFile = try bench.courant("get", "--source", "nowhere.txt")
    #expect(unknownFile.code == 1)
    #expect(
      unknownFile.errors == "courant: no document nowhere.txt is known; courant documents lists those that are\n"
    )
  }

  @Test("search marks what it found, the best first, and says what it leaves out")
  func search() throws {
    let bench = try bench()
    let output = try bench.courant("search", "populations", "oslo")
    #expect(output.code == 0)
    #expect(output.lines.contains("b.txt  The [population] of [Oslo] was 640,000 in 2021."))
    #expect(output.lines.contains("  oslo/population  640,000  2021  disputed"))
    let one = try bench.courant("search", "oslo", "--limit", "1", "--json")
    #expect(one.lines.count == 1)
    #expect(one.errors == "1 of 4 facts, 0 sentences; --limit shows more\n")
    let none = try bench.courant("search", "copper")
    #expect(none.code == 1)
    #expect(none.errors == "courant: no sentence has these words\n")
    let empty = try bench.courant("search", "--", "--")
    #expect(empty.code == 1)
    #expect(empty.errors == "courant: \"--\" has no word to search for\n")
    #expect(try bench.courant("search", "x", "--limit", "0").code == 64)
  }

  @Test("entities by slug and by other names; near keys are suggested, known ones are not")
  func names() throws {
    let bench = try bench()
    let all = try bench.courant("entities").lines.map { $0.split(separator: " ").first.map(String.init) ?? "" }
    #expect(all.contains("oslo") && all.contains("norway") && all.contains("shinzo-abe"), "\(all)")
    #expect(all == all.sorted())
    #expect(try bench.courant("entities", "Abe").lines.map { $0.prefix(10) } == ["shinzo-abe"])
    #expect(try bench.courant("entities", "Qx").errors == "courant: no entity begins with Qx\n")
    #expect(
      try bench.courant("get", "olso/population").errors
        == "courant: nothing is known of olso/population; did you mean: oslo/population\n"
    )
    #expect(try bench.courant("history", "norwy/x").errors.contains("; did you mean: norway/"))
    #expect(
      try bench.courant("get", "oslo/population", "--at", "1950").errors
        == "courant: nothing is known of oslo/population in 1950\n"
    )
    #expect(try bench.courant("get", "oslo/population", "--at", "2021").code == 0)
    #expect(try bench.courant("get", "oslo/population", "--at", "2021-13").code == 64)
  }

  @Test("documents, and one with its facts marked where they stand now, though they were first stated elsewhere")
  func documents() throws {
    let bench = try bench()
    let list = try bench.courant("documents")
    #expect(list.lines.count == 3)
    #expect(list.lines.first?.hasSuffix("Oslo") == true, "\(list.text)")
    let uri = "file://\(bench.folder)/a.txt"
    #expect(list.lines.first?.contains(uri) == true)
    #expect(try bench.courant("documents", "nowhere:").code == 1)
    let shown = try bench.courant("document", "a.txt")
    #expect(shown.code == 0)
    // The capital was stated by the first revision, at another place.
    #expect(
      shown.lines.contains {
        $0.hasSuffix(
          "[The population of Oslo] [was] [705,000] in 2021. {1} [Oslo] [is] [the capital of Norway]. {2}"
        )
      },
      "\(shown.text)"
    )
    #expect(shown.lines.contains { $0.hasPrefix("1  oslo/population") })
    let json = try facts(try bench.courant("document", uri, "--json"))
    #expect(json.count == 2)
    let old = try bench.courant("document", "a.txt", "--revision", "1")
    #expect(old.text.contains("[700,000]") && !old.text.contains("705,000"))
    let page = try bench.courant("document", "a.txt", "--html", "-o", "a.html")
    #expect(page.code == 0)
    let html = try String(contentsOfFile: "\(bench.folder)/a.html", encoding: .utf8)
    #expect(html.contains("<mark class=\"o\" data-f=\"0\">705,000</mark>"))
    #expect(
      try bench.courant("document", "none.txt").errors
        == "courant: file://\(bench.folder)/none.txt: no document of this name is known; courant documents shows those that are\n"
    )
    #expect(
      try bench.courant("document", "a.txt", "--revision", "7").errors
        == "courant: \(uri): has no revision 7: want 1 to 2, or -1 for the last\n"
    )
    // A text that is kept no longer, and a document that was withdrawn.
    try FileManager.default.removeItem(atPath: "\(bench.state)/originals")
    let lost = try bench.courant("document", "a.txt")
    #expect(lost.code == 1)
    #expect(lost.errors == "courant: \(uri): its original is not kept; submit it again\n")
    #expect(try bench.courant("withdraw", "b.txt").code == 0)
    try bench.waitForDocuments(2)
    #expect(
      try bench.courant("document", "b.txt").errors
        == "courant: file://\(bench.folder)/b.txt: was withdrawn, and states nothing; --revision -1 shows what it stated last\n"
    )
  }

  @Test("diff shows what a revision took back and added, and nothing of what it only moved")
  func diff() throws {
    let bench = try bench()
    let output = try bench.courant("diff", "a.txt")
    #expect(output.code == 1)
    #expect(output.lines.contains("- oslo/population  700,000  2021"))
    #expect(output.lines.contains("+ oslo/population  705,000  2021"))
    #expect(!output.text.contains("capital"))
    #expect(output.errors.hasPrefix("revision 1 to 2: "))
    let back = try bench.courant("diff", "a.txt", "-1", "1", "--json")
    #expect(back.lines.contains { $0.hasPrefix(#"{"change":"added","fact":{"#) && $0.contains("700,000") })
    let same = try bench.courant("diff", "a.txt", "2", "-1")
    #expect(same.code == 0)
    #expect(same.text.isEmpty)
    let list = try bench.courant("diff", "a.txt", "--list")
    #expect(list.lines.count == 2)
    let digest = try #require(list.lines.first?.split(separator: " ").first { $0.hasPrefix("sha256:") })
    #expect(try bench.courant("diff", "a.txt", String(digest.prefix(20)), "2").code == 1)
    #expect(
      try bench.courant("diff", "b.txt").errors
        == "courant: file://\(bench.folder)/b.txt: has one revision, and nothing to compare it with\n"
    )
    #expect(try bench.courant("diff", "a.txt", "1").code == 64)
    #expect(try bench.courant("diff", "a.txt", "--lits").code == 64)
  }

  @Test("top shows rates, queue, workers, subscribers, newest facts and disputes; in a pipe one page")
  func top() throws {
    let bench = try bench()
    let watch = try bench.begin("courant", ["watch", "--json"], output: "watch")
    defer { watch.terminate() }
    try bench.wait("the subscriber is seen") {
      try bench.courant("top", "--once").text.contains("courant watch \(watch.processIdentifier)")
    }
    let page = try bench.courant("top")
    #expect(page.code == 0)
    for beginning in [
      "courant 0.1.0   journal at event ", "rates        ", "queue        0 documents", "workers      ",
    ] {
      #expect(page.lines.contains { $0.hasPrefix(beginning) }, "\(beginning): \(page.text)")
    }
    #expect(
      page.lines.contains { $0.contains("courant watch \(watch.processIdentifier)") && $0.hasSuffix("has everything") }
    )
    #expect(page.text.contains("Newest facts\n  disputes      oslo/population"))
    #expect(page.text.contains("Newest disputes\n  disputes      oslo/population"))
    // On a terminal it goes on until it is told to end, and leaves the terminal as it was.
    let program = Workbench.program("courant")
    let terminal = try bench.onTerminal(
      "stty cols 100 rows 30; export TERM=xterm; timeout --foreground -s INT 3 \(program) top --interval 0.2"
    )
    #expect(terminal.text.hasPrefix("\u{1B}[?1049h"))
    #expect(terminal.text.components(separatedBy: "\u{1B}[H").count > 3)
    #expect(terminal.text.contains("\u{1B}[?1049l"))
  }

  @Test("Tab completes keys and entities by asking the daemon, and is quiet without one")
  func completions() throws {
    let bench = try bench()
    func complete(_ command: String, _ argument: String, _ word: String) throws -> [String] {
      try bench.run(
        "courant",
        ["---completion", command, "--", argument, "2", "\(word.count)", "courant", command, word],
        environment: ["SAP_SHELL": "bash"]
      ).lines.filter { !$0.isEmpty }
    }
    // A busy machine may answer later than Tab waits. Users then press it again.
    for (command, argument, word, wanted) in [
      ("get", "positional@0", "oslo/pop", "oslo/population"), ("history", "positional@0", "osl", "oslo/population"),
      ("get", "--entity", "nor", "norway"), ("entities", "positional@0", "abe", "shinzo-abe"),
    ] {
      try bench.wait("\(word) is completed") {
        let words = try complete(command, argument, word)
        #expect(words.isEmpty || words.contains(wanted) && (words.count == 1 || word == "osl"), "\(words)")
        return !words.isEmpty
      }
    }
    for shell in ["bash", "zsh", "fish"] {
      let script = try bench.courant("--generate-completion-script", shell)
      #expect(script.code == 0)
      #expect(script.text.contains("---completion"), "\(shell)")
    }
    // The real thing, in a real shell.
    try bench.write(try bench.courant("--generate-completion-script", "bash").text, to: "courant.bash")
    let bash = [
      "-O", "extglob", "-c",
      """
      PATH="\(URL(fileURLWithPath: Workbench.program("courant")).deletingLastPathComponent().path):$PATH"
      source courant.bash
      COMP_WORDS=(courant get oslo/pop) COMP_CWORD=2 COMP_LINE="courant get oslo/pop" COMP_POINT=20
      _courant courant oslo/pop get
      printf '%s\\n' "${COMPREPLY[@]}"
      """,
    ]
    try bench.wait("the shell completes") {
      try bench.run("/bin/bash", bash).lines.contains { $0.trimmingCharacters(in: .whitespaces) == "oslo/population" }
    }
    try bench.stop()
    let quiet = try bench.run(
      "courant",
      ["---completion", "get", "--", "positional@0", "2", "3", "courant", "get", "osl"]
    )
    #expect(quiet.errors.isEmpty)
    #expect(quiet.text.trimmingCharacters(in: .newlines).isEmpty)
  }

  @Test("long output pages on a terminal, by the pager that is named, and never in a pipe")
  func pager() throws {
    let bench = try bench()
    try bench.write("#!/bin/sh\necho \"LESS=$LESS\"\nexec sed 's/^/paged: /'\n", to: "pager.sh")
    chmod("\(bench.folder)/pager.sh", 0o755)
    func terminal(_ command: String, _ pager: String) throws -> [String] {
      try bench.onTerminal(
        "unset LESS; export NO_COLOR=1 TERM=xterm PAGER=\(pager); \(Workbench.program("courant")) \(command)"
      ).text.split(whereSeparator: \.isNewline).map(String.init)
    }
    let paged = try terminal("get oslo/population", "\(bench.folder)/pager.sh")
    #expect(paged.first == "LESS=FRX")
    #expect(paged.dropFirst().count == 3)
    #expect(paged.dropFirst().allSatisfy { $0.hasPrefix("paged: ") }, "\(paged)")
    #expect(try terminal("get oslo/population", "cat").first?.hasPrefix("STATUS") == true)
    #expect(try terminal("get oslo/population", "''").first?.hasPrefix("STATUS") == true)
    // It ends at once, for all fits, though nobody is there to press a key.
    #expect(try terminal("get oslo/population", "less").contains { $0.contains("STATUS") })
    let piped = try bench.run(
      "courant",
      ["get", "oslo/population"],
      environment: ["PAGER": "\(bench.folder)/pager.sh"]
    )
    #expect(!piped.text.contains("paged"))
  }
}
