import Foundation
import Testing

/// What people are told where less is there than they ask for: one role of two, no more of the journal, no room for a question.
@Suite("Questions that cannot be answered in full")
struct OneRoleEndToEndTests {
  private func begin(_ bench: Workbench, _ role: String) throws -> Process {
    try bench.begin("courantd", [role, "--state", bench.state], output: role)
  }

  @Test("where one role runs, status and top show it, and say which does not answer")
  func oneRole() throws {
    let bench = try Workbench()
    #expect(try bench.courant("status").code == 3)
    #expect(try bench.courant("top", "--once").code == 3)
    let aggregator = try begin(bench, "aggregator")
    func output(_ arguments: String...) throws -> Workbench.Output {
      var output: Workbench.Output?
      try bench.wait("one role answers") {
        output = try bench.run("courant", arguments)
        return output?.code != 3
      }
      return try #require(output)
    }
    let noIntake = "intake does not answer at \(bench.endpoints.submit); start it with: courantd intake"
    let first = try output("status")
    #expect(first.code == 1)
    #expect(first.text.hasPrefix("aggregator  version "))
    #expect(first.errors == "courant: \(noIntake)\n")
    let json = try output("status", "--json")
    #expect(json.code == 1)
    #expect(json.lines.count == 1 && json.text.contains("\"role\":\"aggregator\""))
    let top = try output("top", "--once")
    #expect(top.code == 0)
    #expect(top.lines.contains(noIntake))
    #expect(top.lines.contains("workers      – busy, – idle"))
    #expect(top.text.contains("state        0 documents "))

    aggregator.terminate()
    try bench.wait("the aggregator ends") { !aggregator.isRunning }
    _ = try begin(bench, "intake")
    let noAggregator = "aggregator does not answer at \(bench.endpoints.query); start it with: courantd aggregator"
    let second = try output("status")
    #expect(second.code == 1)
    #expect(second.text.hasPrefix("intake  version "))
    #expect(second.errors == "courant: \(noAggregator)\n")
    let page = try output("top", "--once")
    #expect(page.lines.contains(noAggregator))
    #expect(page.lines.contains("workers      0 busy, 0 idle"))
    #expect(page.text.contains("state        – documents "))
    #expect(!page.text.contains("subscribers"))

    _ = try begin(bench, "aggregator")
    try bench.wait("both answer") { try bench.courant("status").code == 0 }
  }

  @Test("a question or a prefix that is too long is refused at once, with its length and the limit")
  func tooLong() throws {
    let bench = try Workbench()
    try bench.start()
    let long = String(repeating: "x", count: 66_000)
    for command in [["get", long + "/"], ["get", long], ["search", long], ["documents", "x:" + long]] {
      let output = try bench.run("courant", command)
      #expect(output.code == 1, "\(command[0])")
      #expect(
        output.errors.contains(try Regex("courant: the question has 66[0-9]{3} bytes, want 65536 at most\n")),
        "\(command[0]): \(output.errors)"
      )
    }
    let output = try bench.courant("watch", "--once", String(repeating: "x", count: 5000))
    #expect(output.code == 1)
    #expect(output.errors == "courant: a prefix has 5000 bytes, want 4086 at most\n")
    // The longest that there may be is answered.
    #expect(try bench.courant("watch", "--once", String(repeating: "x", count: 4086)).code == 0)
    let many = (1...20).map { "\($0)" + String(repeating: "x", count: 4000) }
    let all = try bench.run("courant", ["watch", "--once"] + many)
    #expect(all.errors.contains(" bytes, want 65536 at most\n"))
    #expect(try bench.courant("get", String(repeating: "x", count: 60_000) + "/").errors.contains("nothing is known"))
  }

  @Test("to watch from an event that is not there yet is an error, as to ask of it is")
  func beyondTheEnd() throws {
    let bench = try Workbench()
    try bench.start()
    try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    let end = try bench.journal().count
    let line = "courant: event \(end + 1) is not there yet: the journal ends at \(end)\n"
    for arguments in [
      ["watch", "--since", "\(end + 1)", "--once"], ["watch", "--cursor", "c", "--start", "\(end + 1)", "--once"],
      ["get", "--as-of", "\(end + 1)"], ["get", "--since", "\(end + 1)"],
    ] {
      let output = try bench.run("courant", arguments)
      #expect(output.code == 1)
      #expect(output.text.isEmpty)
      #expect(output.errors == line)
    }
    let last = try bench.courant("watch", "--since", "\(end)", "--once")
    #expect(last.code == 0 && last.text.isEmpty)
    #expect(try bench.courant("watch", "--since", "\(end - 1)", "--once", "--json").lines.count == 1)
    let absurd = try bench.courant("get", "--as-of", "99999999w")
    #expect(absurd.code == 64)
    #expect(absurd.errors.hasPrefix("Error: --as-of is \"99999999w\", want a sequence, a time "))
  }
}
