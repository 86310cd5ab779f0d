import Foundation
import Model
import Testing

/// What is known of an entity, and sentences of all documents, as commands show them.
@Suite("Asking, as commands", .serialized)
struct AskingEndToEndTests {
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.start()
    try bench.write(
      "Oslo\n\nThe population of Oslo was 700,000 in 2021. Oslo is the capital of Norway. Good morning from the harbour.\n",
      to: "a.txt"
    )
    // One after the other, for the newest comes first.
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    try bench.write(
      "Norway\n\nShinzo Abe visited Oslo on 3 May 2014. Shinzo Abe said that Norway exported crude oil. Holland exported cheese.\n",
      to: "b.txt"
    )
    #expect(try bench.courant("submit", "b.txt").code == 0)
    try bench.waitForDocuments(2)
    return bench
  }

  private func rows(_ output: Workbench.Output) -> [[String]] {
    output.lines.map { line in
      line.split(separator: #/ {2,}/#).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
  }

  @Test("get shows an entity in every role, by its slug or a name; a key and a prefix go on as they did")
  func entity() throws {
    let bench = try bench()
    let oslo = try bench.courant("get", "oslo")
    #expect(oslo.code == 0 && oslo.errors.isEmpty, "\(oslo)")
    #expect(
      rows(oslo) == [
        ["oslo · Oslo · GN:3143244 · 1 fact, 2 as object"],
        ["part", "single", "oslo/population", "was", "2021", "700,000", "700000 person", "a.txt"],
        ["object", "single", "shinzo-abe/visit", "visited", "2014-05-03", "Oslo", "b.txt"],
        ["object", "single", "norway/capital", "is", "Oslo", "a.txt"],
        ["mention", "Norway", "1 sentence: b.txt"], ["mention", "Oslo", "2 sentences: a.txt"],
      ],
      "\(oslo.text)"
    )
    let abe = try bench.courant("get", "Shinzo Abe", "--as", "speaker")
    #expect(abe.lines.count == 2)
    #expect(abe.lines[0] == "shinzo-abe · Shinzo Abe · 2 facts, 1 as speaker", "\(abe.text)")
    #expect(Array(rows(abe)[1].prefix(3)) == ["speaker", "single", "norway/export"])
    // By a name that everybody knows.
    #expect(try bench.courant("get", "The Netherlands").lines.first == "netherlands · Holland · ISO:NL · 1 fact")
    #expect(try bench.courant("get", "oslo/population").lines.count == 1)
    #expect(try bench.courant("get", "osl").lines == (try bench.courant("get", "oslo/").lines))
    #expect(try bench.courant("get", "oslo*").lines == (try bench.courant("get", "oslo/").lines))
    #expect(
      try bench.courant("get", "oslo", "--as", "object", "--columns", "verb,key", "--sort", "key").lines
        == [oslo.lines[0], "is       norway/capital", "visited  shinzo-abe/visit"]
    )
    let one = try bench.courant("get", "oslo", "--as", "object", "--limit", "1")
    #expect(one.lines.count == 2)
    #expect(one.errors == "courant: the first 1 of 2 are shown; --limit shows more\n")
    // A line is an object with its role.
    let json = try bench.courant("get", "oslo", "--json").lines.map {
      try JSON.decode(EntityLine.self, from: Array($0.utf8))
    }
    #expect(json.map(\.role) == [.part, .object, .object, .mention, .mention])
    #expect(try bench.courant("get", "oslo", "--json", "--min-confidence", "1").code == 1)
    // A word that is only mentioned.
    #expect(rows(try bench.courant("get", "harbour")) == [["mention", "Oslo", "1 sentence: a.txt"]])
    #expect(try bench.courant("get", "Qx").errors == "courant: nothing is known of Qx\n")
    #expect(try bench.courant("get", "Qx", "--as", "object").errors == "courant: nothing is known of Qx\n")
    // As it was before the second document.
    let early = try bench.courant("get", "oslo", "--as-of", "1")
    #expect(early.errors == "courant: nothing is known of oslo as of 1\n", "\(early)")
  }

  @Test("entities lists objects and speakers, with the ids that everybody knows")
  func entities() throws {
    let bench = try bench()
    let lines = try bench.courant("entities", "--json").lines.map {
      try JSON.decode(KnownEntity.self, from: Array($0.utf8))
    }
    let oslo = try #require(lines.first { $0.entity == "oslo" })
    #expect(oslo.facts == 1 && oslo.asObject == 2 && oslo.asSpeaker == 0)
    #expect(oslo.id == "GN:3143244")
    #expect(lines.first { $0.entity == "shinzo-abe" }?.asSpeaker == 1)
    let row = try bench.courant("entities", "nor").lines.first ?? ""
    #expect(row.split(separator: " ").map(String.init) == ["norway", "2", "0", "0", "Norway", "ISO:NO"], "\(row)")
  }

  @Test("what was withdrawn is shown only where it is asked for, in every form")
  func withdrawn() throws {
    let bench = try bench()
    #expect(try bench.courant("withdraw", "a.txt", "b.txt").code == 0)
    try bench.wait("nothing stands") { try bench.courant("documents").code == 1 }
    for words in [["oslo"], ["oslo/"], ["oslo/population"], ["oslo", "--json"], ["oslo/", "--json"]] {
      let output = try bench.run("courant", ["get"] + words)
      #expect(output.code == 1 && output.text.isEmpty, "\(words)")
      #expect(
        output.errors == "courant: all that is known of \(words[0]) was withdrawn; --withdrawn shows it\n",
        "\(words)"
      )
      for option in [["--withdrawn"], ["--status", "withdrawn"]] {
        let shown = try bench.run("courant", ["get"] + words + option)
        #expect(shown.code == 0 && shown.errors.isEmpty && shown.text.contains("withdrawn"), "\(words) \(option)")
      }
    }
    #expect(
      try bench.courant("get").errors == "courant: all that is known was withdrawn; --withdrawn shows it\n"
    )
    // As it was stated last.
    #expect(rows(try bench.courant("get", "oslo/population", "--withdrawn")).first?.contains("700,000") == true)
    let gone = rows(try bench.courant("get", "oslo", "--withdrawn")).dropFirst().map { Array($0.prefix(2)) }
    #expect(gone == [["part", "withdrawn"], ["object", "withdrawn"], ["object", "withdrawn"]])
    #expect(try bench.courant("entities").errors == "courant: no entity is known\n")
    let check = try bench.run("courantd", ["check", "--state", bench.state])
    #expect(check.code == 0, "\(check)")
  }

  @Test("search finds a sentence without facts, until a revision or a withdrawal takes it away")
  func search() throws {
    let bench = try bench()
    let output = try bench.courant("search", "good", "harbours")
    #expect(output.code == 0)
    #expect(output.lines == ["a.txt  [Good] morning from the [harbour]."])
    #expect(output.errors == "0 facts, 1 sentence\n")
    let both = try bench.courant("search", "the")
    #expect(both.lines.last == "a.txt  Good morning from [the] harbour.")
    #expect(both.errors.hasSuffix(", 1 sentence\n"), "\(both)")
    let json = try #require(try bench.courant("search", "harbour", "--json").lines.first)
    let found = try JSON.decode(FoundSentence.self, from: Array(json.utf8))
    #expect(found.document.uri == "file://\(bench.folder)/a.txt")
    #expect(found.document.title == "Oslo")
    #expect(found.sentence == Evidence(text: "Good morning from the harbour.", start: 81, end: 111))
    #expect(found.marks == [[22, 29]])

    try bench.write("Oslo\n\nThe population of Oslo was 705,000 in 2021. Good evening from the quay.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("the revision is there") { try bench.courant("search", "quay").code == 0 }
    #expect(try bench.courant("search", "harbour").errors == "courant: no sentence has these words\n")
    // What was there before a restart is there after it.
    try bench.stop()
    try bench.start()
    #expect(try bench.courant("search", "quay").lines == ["a.txt  Good evening from the [quay]."])
    #expect(try bench.courant("withdraw", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    #expect(try bench.courant("search", "quay").code == 1)
  }

  @Test("--strict leaves out what is stated without a time")
  func strict() throws {
    let bench = try bench()
    #expect(try bench.courant("get", "norway/", "--at", "2012").code == 0)
    #expect(
      try bench.courant("get", "norway/", "--at", "2012", "--strict").errors
        == "courant: nothing is known of norway/ in 2012\n"
    )
    #expect(try bench.courant("get", "oslo/", "--at", "2021", "--strict").lines.count == 1)
    #expect(try bench.courant("get", "oslo", "--at", "2014-05", "--strict").lines.count == 2)
    #expect(try bench.courant("watch", "--once", "--at", "2021", "--strict").lines.count == 1)
    let wrong = try bench.courant("watch", "--strict")
    #expect(wrong.code == 64)
    #expect(wrong.errors.hasPrefix("Error: --strict goes with --at; name a date, such as --at 2012\n"))
  }
}
