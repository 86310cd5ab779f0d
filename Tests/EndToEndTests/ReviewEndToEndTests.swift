import Foundation
import Glibc
import Model
import Testing

/// What people decide, by the command line, on a real daemon.
@Suite("Reviews, on the command line")
struct ReviewEndToEndTests {
  private let bench: Workbench

  init() throws {
    bench = try Workbench()
    try bench.write("Hans Meier is 41 years old. HCV affects 58 million people.\n", to: "a.txt")
    try bench.write("Hepatitis is known. Hans Meier is 41 years old. Oslo has 15 districts.\n", to: "b.txt")
    try bench.write("Oslo has 17 districts.\n", to: "c.txt")
    try bench.start(["--workers", "1"])
    #expect(try bench.courant("submit", "a.txt", "b.txt", "c.txt").code == 0)
    try bench.waitForDocuments(3)
  }

  /// The statuses and keys of what is known, and how many documents state each.
  private func known(_ prefix: String) throws -> [String] {
    let output = try bench.courant("get", prefix, "--json")
    return try output.lines.map { try JSON.decode(Entry.self, from: Array($0.utf8)) }.filter { $0.status != .withdrawn }
      .map { entry in "\(entry.status) \(entry.key) \(entry.values.map { "\($0.sourceCount)" }.joined(separator: ","))"
      }
      .sorted()
  }

  @Test("a source that no longer counts, and an undo that survives a daemon that is killed")
  func weigh() throws {
    #expect(try known("oslo/") == ["disputed oslo/have 1,1"])
    let weighed = try bench.courant("weigh", "c.txt", "0", "--reason", "a rumour")
    #expect(weighed.code == 0, "\(weighed.errors)")
    let sequence = try #require(weighed.text.split(whereSeparator: { !$0.isNumber }).first.map(String.init))
    #expect(
      weighed.text
        == "review \(sequence): file://\(bench.folder)/c.txt weighs 0 now: 1 document. To take it back: courant undo \(sequence)\n"
    )
    #expect(try known("oslo/") == ["single oslo/have 1,1"])
    #expect(try bench.courant("weigh", "c.txt", "0").text == "no change: it holds already\n")
    try bench.stop(SIGKILL)
    try bench.start(["--workers", "1"])
    #expect(try known("oslo/") == ["single oslo/have 1,1"])
    #expect(try bench.courant("undo", sequence).code == 0)
    #expect(try known("oslo/") == ["disputed oslo/have 1,1"])
    let reviews = try bench.courant("reviews", "--json").lines.map {
      try JSON.decode(KnownReview.self, from: Array($0.utf8))
    }
    #expect(reviews.map(\.holds) == [false, true])
    #expect(reviews.first?.review.reason == "a rumour")
    #expect(try bench.stop() == 0)
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
  }

  @Test("one name in two documents is set apart and joined again, and a watch sees each step")
  func apart() throws {
    #expect(try known("hans-meier/") == ["corroborated hans-meier/age 2"])
    #expect(try bench.courant("apart", "Hans Meier").code == 0)
    #expect(try known("hans-meier/") == ["single hans-meier/age 1", "single hans-meier/age 1"])
    let offered = try bench.courant("get", "hans-meier").errors
    #expect(
      offered.replacing(bench.folder, with: "F")
        == "courant: hans-meier is somebody in each of 2 documents; where that is one person: courant same 'hans-meier@file://F/b.txt' 'hans-meier@file://F/a.txt'\n"
    )
    let joined = try bench.courant("same", "Hans Meier@a.txt", "Hans Meier@b.txt")
    #expect(joined.code == 0, "\(joined.errors)")
    #expect(joined.text.contains(": 2 facts moved; all stand under hans-meier-2. To take it back: courant undo "))
    #expect(try known("hans-meier-2/") == ["corroborated hans-meier-2/age 2"])
    let watched = try bench.courant("watch", "--once", "--since", "0", "--json").lines.map {
      try JSON.decode(Event.self, from: Array($0.utf8))
    }
    #expect(watched.filter(\.kind.isReview).map(\.kind) == [.entitySplit, .entityJoined])
    // Folded by what they name, the events are what stands.
    var stands: Set<FactID> = []
    for event in watched {
      guard let fact = event.fact else { continue }
      if event.kind == .factAsserted { stands.insert(fact) } else { stands.remove(fact) }
    }
    let exported = try bench.courant("export", "--format", "jsonl").lines.map {
      try JSON.decode(StatedFact.self, from: Array($0.utf8)).id
    }
    #expect(stands == Set(exported))
    #expect(try bench.stop() == 0)
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
  }

  @Test("what cannot be decided is refused in one line, and exits as it should")
  func faults() throws {
    let cases: [([String], Int32, String)] = [
      (["same", "hcv"], 64, "one name alone is always the same; want two or more"),
      (["same", "hcv", "!!"], 64, "\"!!\" has no letter or digit before the @: want a name such as \"John Smith\""),
      (["same", "hcv", "oslo@"], 64, "\"oslo@\" has no document after the @"),
      (["apart", "oslo@a.txt"], 64, "\"oslo@a.txt\" names a document; a name is set apart in all of them"),
      (["weigh", "c.txt", "2"], 64, "the weight is 2.0, want 0 to 1"),
      (["same", "oslo", "olso"], 1, "nothing is known of olso; did you mean: oslo/"),
      (["undo", "1"], 1, "event 1 is no review; see: courant reviews"),
      (["reviews"], 1, "nobody has decided anything yet; see: courant help same"),
    ]
    for (arguments, code, message) in cases {
      let output = try bench.run("courant", arguments)
      #expect(output.code == code, "\(arguments)")
      #expect(
        output.errors.split(separator: "\n").first.map(String.init)
          == "\(code == 64 ? "Error" : "courant"): \(message)",
        "\(arguments)"
      )
      #expect(output.text.isEmpty, "\(arguments)")
    }
  }
}
