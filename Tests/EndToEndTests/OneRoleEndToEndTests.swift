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
}
