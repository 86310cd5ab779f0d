import Foundation
import Testing

@Suite("SQL", .serialized)
struct SQLEndToEndTests {
  private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The queries of the page, in order.
  private func queries() throws -> [String] {
    let page = try String(contentsOfFile: "\(Self.project)/docs/sql.md", encoding: .utf8)
    return page.components(separatedBy: "```sql\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
  }

  @Test("every query of the page answers, by SQLite's own shell, while the daemon runs and writes")
  func page() throws {
    let bench = try Workbench()
    try bench.start()
    let seeds = try FileManager.default.contentsOfDirectory(atPath: "\(Self.project)/seeds").filter {
      $0.hasSuffix(".txt")
    }
    #expect(try bench.run("courant", ["submit"] + seeds.map { "\(Self.project)/seeds/\($0)" }).code == 0)
    try bench.waitForDocuments(seeds.count)
    let queries = try queries()
    #expect(queries.count == 11)
    // The page's reader is in the folder of the database.
    func ask(_ sql: String) throws -> Workbench.Output {
      let sql = sql.replacing("'courant.db-search'", with: "'\(bench.state)/courant.db-search'")
      return try bench.run("/usr/bin/sqlite3", ["-readonly", "-bail", "\(bench.state)/courant.db", sql])
    }
    #expect(queries.count { $0.contains("ATTACH 'courant.db-search' AS search;") } == 2)
    try bench.wait("the search index has the documents") {
      try bench.status()["aggregator"]?.counts["searchLag"] == 0
    }
    for (index, query) in queries.enumerated() {
      // A writer beside it keeps nobody waiting.
      try bench.write("Town \(index) has \(index + 3) schools.\n", to: "t\(index).txt")
      #expect(try bench.courant("submit", "t\(index).txt").code == 0)
      let answer = try ask(query)
      #expect(answer.code == 0 && answer.errors.isEmpty, "query \(index + 1): \(answer.errors)")
      #expect(!answer.lines.isEmpty, "query \(index + 1)")
    }
    try bench.waitForDocuments(seeds.count + queries.count)

    // The views have every fact once, and say the same as the program.
    let facts = try #require(try bench.status()["aggregator"]?.counts["facts"])
    for view in ["current_facts", "facts_by_document"] {
      #expect(try ask("SELECT count(*), count(DISTINCT fact) FROM \(view)").lines == ["\(facts)|\(facts)"])
    }
    let events = try bench.journal().count { ($0["type"] as? String)?.hasPrefix("fact.") == true }
    #expect(try ask("SELECT count(*) FROM fact_history").lines == ["\(events)"])
    let disputed = try bench.courant("get", "--status", "disputed").lines.count
    #expect(try ask("SELECT count(*) FROM disputed_facts").lines == ["\(disputed)"])
    #expect(
      try ask("SELECT DISTINCT recorded LIKE '____-__-__T__:__:__.___Z' FROM current_facts").lines == ["1"]
    )
  }
}
