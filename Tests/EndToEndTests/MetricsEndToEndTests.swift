import Foundation
import GRDB
import Glibc
import Service
import TestSupport
import Testing

@Suite("Metrics", .serialized)
struct MetricsEndToEndTests {
  private let bench: Workbench

  init() throws {
    bench = try Workbench()
  }

  /// Starts a daemon that tells its metrics at a port that is free.
  /// - Returns: where it does.
  private func start(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> String {
    try bench.start(arguments, environment: environment.merging(["COURANT_METRICS_LISTEN": "127.0.0.1:0"]) { $1 })
    return try address(in: bench.log)
  }

  private func address(in log: String) throws -> String {
    let found = try #require(log.matches(of: /metrics: serving url=http:\/\/([0-9.:]+)\/metrics/).last)
    return String(found.1)
  }

  /// The value of each series, by its name and labels as they are told.
  private func scrape(_ address: String) throws -> [String: Double] {
    let page = LoopbackConnection.get("/metrics", of: address)
    try #require(page.status == 200, "\(page)")
    var values: [String: Double] = [:]
    for line in page.text.split(separator: "\n") where !line.hasPrefix("#") {
      let space = try #require(line.lastIndex(of: " "))
      let name = String(line[..<space])
      #expect(values[name] == nil, "\(name) is told twice")
      let value = try #require(Double(line[line.index(after: space)...]), "\(line)")
      values[name] = value
    }
    return values
  }

  /// Waits until metrics have these values, and compares them then.
  private func expect(_ wanted: [String: Double], at address: String, line: Int = #line) throws {
    var found: [String: Double] = [:]
    do {
      try bench.wait("the metrics are as they should be") {
        found = try scrape(address)
        return wanted.allSatisfy { found[$0] == $1 }
      }
    } catch {
      for (name, value) in wanted.sorted(by: { $0.key < $1.key }) where found[name] != value {
        Issue.record("line \(line): \(name) is \(found[name].map { "\($0)" } ?? "not there"), want \(value)")
      }
    }
  }

  @Test("what comes in, is done, fails and is refused is counted exactly, and as courant status has it")
  func counts() throws {
    let crash = ["COURANT_FAILPOINT_CRASH": "CRASHME"]
    let address = try start(["--workers", "1"], environment: crash)
    try expect(
      [
        "courant_documents_accepted_total": 0, "courant_events_total": 0, "courant_workers": 1,
        "courant_workers_idle": 1, "courant_role_ready{role=\"intake\"}": 1, "courant_stopping": 0,
        "courant_build_info{version=\"\(Version.current)\",role=\"run\"}": 1,
      ],
      at: address
    )
    let first = "The population of Reykjavík was 139,875 in 2020.\n"
    let second = "The population of Reykjavík was 150,000 in 2020.\n"
    try bench.write(first, to: "a.txt")
    try bench.write(second, to: "b.txt")
    try bench.write("", to: "empty.txt")
    try bench.write("CRASHME\n", to: "c.txt")
    #expect(try bench.courant("submit", "a.txt", "--uri", "doc:a").code == 0)
    try bench.waitForDocuments(1)
    #expect(try bench.courant("submit", "b.txt", "--uri", "doc:b").code == 0)
    try bench.waitForDocuments(2)
    #expect(try bench.courant("submit", "empty.txt").code == 1)
    // The same again is a duplicate, and costs no batch.
    #expect(try bench.courant("submit", "a.txt", "--uri", "doc:a").code == 0)
    try expect(["courant_duplicates_total": 1, "courant_documents_done_total": 3], at: address)
    #expect(try bench.courant("withdraw", "doc:b").code == 0)
    try expect(["courant_facts_retracted_total": 1], at: address)
    #expect(try bench.courant("submit", "c.txt", "--uri", "doc:c").code == 0)
    try expect(["courant_documents_set_aside": 1], at: address)
    let bytes = Double(first.utf8.count * 2 + second.utf8.count + "CRASHME\n".utf8.count)
    try expect(
      [
        "courant_documents_accepted_total": 5, "courant_document_bytes_total": bytes,
        "courant_documents_refused_total": 1, "courant_documents_done_total": 4, "courant_document_retries_total": 2,
        "courant_documents_failed_total": 1, "courant_documents_waiting": 0, "courant_documents_in_hand": 0,
        "courant_spool_bytes": 0, "courant_worker_restarts_total{reason=\"killed\"}": 3,
        "courant_worker_restarts_total{reason=\"crashed\"}": 0, "courant_batches_total{outcome=\"applied\"}": 3,
        "courant_batches_total{outcome=\"duplicate\"}": 0, "courant_batches_total{outcome=\"rejected\"}": 0,
        "courant_batch_facts_count": 3, "courant_batch_facts_sum": 2, "courant_facts_asserted_total": 2,
        "courant_disputes_total": 1, "courant_facts": 1, "courant_documents": 1, "courant_entries_disputed": 0,
        "courant_commit_seconds_count": 4, "courant_commit_batches_sum": 4, "courant_commit_failures_total": 0,
        "courant_pending_bytes": 0,
      ],
      at: address
    )
    let found = try scrape(address)
    let journal = try bench.journal().count
    #expect(found["courant_events_total"] == Double(journal))
    #expect(found["courant_journal_sequence"] == Double(journal))
    #expect(found["courant_events_published_total"] == Double(journal))
    #expect(found["courant_published_bytes_total"] == found["courant_journal_bytes"])
    #expect((found["courant_commit_seconds_sum"] ?? 0) > 0)
    let status = try bench.status()
    #expect(status["intake"]?.counts["accepted"] == 5)
    #expect(status["intake"]?.counts["done"] == 4)
    #expect(status["aggregator"]?.counts["duplicates"] == 1)
    // What the journal's readers do is counted, too: the journal was just read from its beginning.
    try expect(["courant_gaps_healed_total": (found["courant_gaps_healed_total"] ?? 0) + 1], at: address)
    // Nothing of this is a worker's, or the port would be taken when the daemon is started again.
    #expect(try bench.stop() == 0)
    #expect(throws: LoopbackConnection.Failed.self) { _ = try LoopbackConnection(address) }
    try bench.start(environment: ["COURANT_METRICS_LISTEN": address])
    #expect(try scrape(address)["courant_documents_accepted_total"] == 0)
    #expect(try bench.stop(SIGKILL) == SIGKILL)
    try bench.start(environment: ["COURANT_METRICS_LISTEN": address])
    #expect(try bench.stop() == 0)
  }

  @Test("while the disk takes nothing it is healthy and not ready, and then ready again")
  func fault() throws {
    let address = try start(environment: try bench.faultyDisk(root: bench.state + "/courant.db"))
    #expect(LoopbackConnection.get("/readyz", of: address).status == 200)
    try bench.fail(.full)
    try bench.write("The population of Reykjavík was 139,875 in 2020.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("it is not ready") { LoopbackConnection.get("/readyz", of: address).status == 503 }
    let reason = "cannot commit: \(bench.state)/courant.db: the disk is full; make room"
    #expect(LoopbackConnection.get("/readyz", of: address).text == "not ready: aggregator: \(reason)\n")
    #expect(LoopbackConnection.get("/healthz", of: address).status == 200)
    let found = try scrape(address)
    #expect(found["courant_role_fault{role=\"aggregator\"}"] == 1)
    #expect(found["courant_role_ready{role=\"aggregator\"}"] == 0)
    #expect(found["courant_role_ready{role=\"intake\"}"] == 1)
    #expect((found["courant_commit_failures_total"] ?? 0) >= 1)
    try bench.fail(nil)
    try bench.wait("it is ready again") { LoopbackConnection.get("/readyz", of: address).status == 200 }
    #expect(bench.log.contains("aggregator: the database takes batches again\n"))
    try expect(["courant_documents": 1, "courant_role_fault{role=\"aggregator\"}": 0], at: address)
    #expect(try bench.stop() == 0)
  }

  @Test("until a role has started it is not ready, and healthy")
  func starting() throws {
    try bench.start()
    #expect(try bench.stop() == 0)
    let database = try DatabaseQueue(path: bench.state + "/courant.db")
    let free = ["COURANT_METRICS_LISTEN": "127.0.0.1:0"]
    // Whoever opens the database waits for 5 seconds for one that holds it.
    let (aggregator, address) = try database.inDatabase { (held: Database) -> (Process, String) in
      try held.execute(sql: "BEGIN IMMEDIATE")
      let aggregator = try bench.begin(
        "courantd",
        ["aggregator", "--state", bench.state],
        output: "a",
        environment: free
      )
      try bench.wait("it tells its metrics") { bench.lines(of: "a.err").contains { $0.contains("serving") } }
      let address = try self.address(in: bench.lines(of: "a.err").joined(separator: "\n") + "\n")
      try bench.wait("the page is told") { LoopbackConnection.get("/healthz", of: address) == (200, "healthy\n") }
      #expect(LoopbackConnection.get("/readyz", of: address) == (503, "not ready: aggregator has not started\n"))
      let found = try scrape(address)
      #expect(found["courant_role_ready{role=\"aggregator\"}"] == 0)
      #expect(found["courant_loop_age_seconds{role=\"aggregator\"}"] == nil)
      try held.execute(sql: "ROLLBACK")
      return (aggregator, address)
    }
    try bench.wait("it is ready") { LoopbackConnection.get("/readyz", of: address).status == 200 }
    kill(aggregator.processIdentifier, SIGTERM)
    try bench.wait("the aggregator ends") { !aggregator.isRunning }
    #expect(aggregator.terminationStatus == 0)
  }

  @Test("while it ends it is not ready, until it has ended")
  func stopping() throws {
    let address = try start(environment: ["COURANT_FAILPOINTS": "after-commit=pause:2000@1"])
    try bench.write("The population of Reykjavík was 139,875 in 2020.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("a commit is under way") { (try scrape(address)["courant_batch_bytes_total"] ?? 0) > 0 }
    let daemon = try #require(bench.daemon)
    kill(daemon.processIdentifier, SIGTERM)
    try bench.wait("it says that it stops") {
      LoopbackConnection.get("/readyz", of: address) == (503, "not ready: stopping\n")
    } unless: {
      daemon.isRunning ? nil : "it ended"
    }
    #expect(try scrape(address)["courant_stopping"] == 1)
    try bench.wait("the daemon ends") { !daemon.isRunning }
    #expect(daemon.terminationStatus == 0)
  }

  @Test("a role by itself tells its own, a port that is taken is named, and so is an address of others")
  func roles() throws {
    let free = ["COURANT_METRICS_LISTEN": "127.0.0.1:0"]
    let aggregator = try bench.begin(
      "courantd",
      ["aggregator", "--state", bench.state],
      output: "a",
      environment: free
    )
    try bench.wait("the aggregator is ready") { bench.lines(of: "a.err").contains { $0.contains("aggregator: ready") } }
    let address = try self.address(in: bench.lines(of: "a.err").joined(separator: "\n") + "\n")
    try bench.wait("the page says so") { LoopbackConnection.get("/readyz", of: address).status == 200 }
    let found = try scrape(address)
    #expect(found["courant_build_info{version=\"\(Version.current)\",role=\"aggregator\"}"] == 1)
    #expect(found["courant_role_ready{role=\"aggregator\"}"] == 1)
    #expect(found.keys.allSatisfy { !$0.contains("intake") && !$0.contains("courant_documents_accepted") })

    let taken = try bench.run(
      "courantd",
      ["intake", "--state", bench.state],
      environment: ["COURANT_METRICS_LISTEN": address]
    )
    #expect(taken.code == 78)
    #expect(
      taken.errors
        == "courantd: metrics.listen: \(address) is in use by another process; stop it, or name another port\n"
    )
    let file = try bench.write("metrics:\n  listen: 0.0.0.0:9464\n", to: "c.yaml")
    for arguments in [["intake", "--config", file], ["config", "check", "--config", file]] {
      let open = try bench.run("courantd", arguments)
      #expect(open.code == 78)
      #expect(
        open.errors == """
          courantd: \(file): line 2: metrics.listen is "0.0.0.0:9464": only a loopback address is taken, such as \
          127.0.0.1:9464, for whoever connects is not asked for a key

          """
      )
    }
    kill(aggregator.processIdentifier, SIGTERM)
    try bench.wait("the aggregator ends") { !aggregator.isRunning }
    #expect(aggregator.terminationStatus == 0)
  }

  @Test("the dashboard and the alerts use metrics that are there, and no others")
  func used() throws {
    let file = try bench.write("sinks:\n  archive:\n    kind: file\n    folder: \(bench.folder)/facts\n", to: "c.yaml")
    let address = try start(["--config", file])
    try expect(["courant_sink_snapshots_total{sink=\"archive\"}": 1], at: address)
    // Feeds are counted by the role that fetches them.
    let feeds = try bench.begin(
      "courantd",
      ["feeds", "--state", bench.state],
      output: "feeds",
      environment: ["COURANT_METRICS_LISTEN": "127.0.0.1:0"]
    )
    try bench.wait("it has looked at its configuration") {
      bench.lines(of: "feeds.err").contains { $0.contains("feeds: feeds count=0") }
    }
    let ofFeeds = try scrape(self.address(in: bench.lines(of: "feeds.err").joined(separator: "\n") + "\n"))
    feeds.terminate()
    let all = try scrape(address).merging(ofFeeds) { first, _ in first }
    let there = Set(all.keys.map { String($0.prefix { $0 != "{" }) })
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let board = try JSONSerialization.jsonObject(
      with: Data(contentsOf: repository.appendingPathComponent("config/grafana/courant.json"))
    )
    var panels = try #require((board as? [String: Any])?["panels"] as? [[String: Any]])
    panels.removeAll { $0["type"] as? String == "row" }
    #expect(panels.count > 20)
    var expressions: [String] = []
    for panel in panels {
      let targets = try #require(panel["targets"] as? [[String: Any]])
      expressions += try targets.map { try #require($0["expr"] as? String) }
      #expect(panel["title"] as? String != nil)
    }
    let alerts = try String(
      contentsOf: repository.appendingPathComponent("config/prometheus/alerts.yaml"),
      encoding: .utf8
    )
    expressions += alerts.split(separator: "\n").filter { $0.contains("  expr: ") }.map(String.init)
    let used = Set(expressions.flatMap { $0.matches(of: /\b(courant|process)_[a-z_]+/).map { String($0.0) } })
    #expect(used.subtracting(there).isEmpty, "not there: \(used.subtracting(there).sorted())")
    // Whatever is told can be seen.
    let names = Set(Metric.all.map(\.name))
    let bases = Set(used.map { $0.replacing(/_(bucket|sum|count)$/, with: "") })
    let unseen = names.subtracting(bases).subtracting(["courant_stopping"])
    #expect(unseen.isEmpty, "in no panel: \(unseen.sorted())")
    #expect(try bench.stop() == 0)
  }
}
