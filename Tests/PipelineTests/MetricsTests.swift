import CoreMetrics
import Foundation
import Testing

@testable import Service

@Suite("Metrics")
struct MetricsTests {
  private let registry = MetricsRegistry()

  private var text: String { registry.text(with: []) }

  @Test("what is counted is told as Prometheus reads it, with its meaning and type")
  func told() {
    #expect(text == "")
    let counter = registry.makeCounter(label: "courant_events_total", dimensions: [])
    counter.increment(by: 40)
    // The same name is the same cell, whoever asks for it.
    registry.makeCounter(label: "courant_events_total", dimensions: []).increment(by: 2)
    // What falls would look as if it had begun anew.
    counter.increment(by: -5)
    registry.makeCounter(label: "courant_worker_restarts_total", dimensions: [("reason", "killed")]).increment(by: 1)
    _ = registry.makeCounter(label: "courant_worker_restarts_total", dimensions: [("reason", "crashed")])
    let gauge = registry.makeMeter(label: "courant_documents_waiting", dimensions: [])
    gauge.set(Int64(7))
    gauge.increment(by: 0.5)
    gauge.decrement(by: 1)
    #expect(
      text == """
        # HELP courant_documents_waiting Documents in the spool that no worker has in hand.
        # TYPE courant_documents_waiting gauge
        courant_documents_waiting 6.5
        # HELP courant_worker_restarts_total \(Metric.workerRestarts.help)
        # TYPE courant_worker_restarts_total counter
        courant_worker_restarts_total{reason="crashed"} 0
        courant_worker_restarts_total{reason="killed"} 1
        # HELP courant_events_total Events that were written to the journal.
        # TYPE courant_events_total counter
        courant_events_total 42

        """
    )
  }

  @Test("a histogram counts each value in its bucket and all above, bounds included")
  func histogram() {
    let recorder = registry.makeRecorder(label: "courant_commit_batches", dimensions: [], aggregate: true)
    for value in [1, 2, 3, 256, 257] { recorder.record(Int64(value)) }
    recorder.record(Double.nan)
    let lines = text.split(separator: "\n").dropFirst(2)
    #expect(
      lines == [
        "courant_commit_batches_bucket{le=\"1\"} 1", "courant_commit_batches_bucket{le=\"2\"} 2",
        "courant_commit_batches_bucket{le=\"4\"} 3", "courant_commit_batches_bucket{le=\"8\"} 3",
        "courant_commit_batches_bucket{le=\"16\"} 3", "courant_commit_batches_bucket{le=\"32\"} 3",
        "courant_commit_batches_bucket{le=\"64\"} 3", "courant_commit_batches_bucket{le=\"128\"} 3",
        "courant_commit_batches_bucket{le=\"256\"} 4", "courant_commit_batches_bucket{le=\"+Inf\"} 5",
        "courant_commit_batches_sum 519", "courant_commit_batches_count 5",
      ]
    )
  }

  @Test("what is no metric of ours, or has another type or label, is not kept; and a label has so many values")
  func bounds() {
    registry.makeCounter(label: "courant_nothing_total", dimensions: []).increment(by: 1)
    registry.makeCounter(label: "courant_documents_waiting", dimensions: []).increment(by: 1)
    registry.makeMeter(label: "courant_events_total", dimensions: []).set(Int64(1))
    registry.makeCounter(label: "courant_events_total", dimensions: [("document", "file:///a")]).increment(by: 1)
    registry.makeCounter(label: "courant_batches_total", dimensions: []).increment(by: 1)
    registry.makeRecorder(label: "courant_events_total", dimensions: [], aggregate: true).record(Int64(1))
    registry.makeRecorder(label: "courant_commit_seconds", dimensions: [], aggregate: false).record(Int64(1))
    registry.makeTimer(label: "courant_commit_seconds", dimensions: []).recordNanoseconds(1)
    #expect(text == "")
    for number in 0..<1000 {
      registry.makeCounter(label: "courant_sink_events_total", dimensions: [("sink", "\(number)")]).increment(by: 1)
    }
    #expect(text.split(separator: "\n").count == 2 + 200)
  }

  @Test("a label's value and a help text cannot end their line")
  func escapes() {
    #expect(PrometheusText.labels([("sink", "a\"b\\c\nd")]) == #"{sink="a\"b\\c\nd"}"#)
    #expect(PrometheusText.labels([("version", "0.1.0"), ("role", "run")]) == #"{version="0.1.0",role="run"}"#)
    let numbers = [0, 1e15, 0.25, .infinity, -.infinity, .nan, 1e300].map(PrometheusText.number)
    #expect(numbers == ["0", "1000000000000000", "0.25", "+Inf", "-Inf", "NaN", "1e+300"])
  }

  @Test("counters are counted from many threads without loss")
  func threads() {
    let counter = registry.makeCounter(label: "courant_events_total", dimensions: [])
    let gauge = registry.makeMeter(label: "courant_documents_waiting", dimensions: [])
    let recorder = registry.makeRecorder(label: "courant_batch_facts", dimensions: [], aggregate: true)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<1000 {
        counter.increment(by: 1)
        gauge.increment(by: 1)
        recorder.record(Int64(5))
      }
    }
    #expect(text.contains("\ncourant_events_total 8000\n"))
    #expect(text.contains("\ncourant_documents_waiting 8000\n"))
    #expect(text.contains("\ncourant_batch_facts_count 8000\n"))
    #expect(text.contains("\ncourant_batch_facts_sum 40000\n"))
  }

  @Test("the names keep Prometheus's rules, and none is there twice")
  func names() {
    #expect(Set(Metric.all.map(\.name)).count == Metric.all.count)
    for metric in Metric.all {
      #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter), "\(metric.name)")
      #expect(metric.name.hasPrefix("courant_") || metric.name.hasPrefix("process_"), "\(metric.name)")
      #expect(metric.help.hasSuffix("."), "\(metric.name)")
      if case .histogram(let buckets) = metric.kind { #expect(buckets == buckets.sorted(), "\(metric.name)") }
    }
  }

  @Test("the system's figures of this process are those of a process that runs")
  func process() throws {
    let before = try #require(ProcessFigures())
    // The clock of processor time counts hundredths, and to look at it takes some.
    while try #require(ProcessFigures()).processorSeconds == before.processorSeconds {}
    #expect(before.residentBytes > 1_048_576)
    #expect(before.virtualBytes > before.residentBytes)
    #expect(before.openFiles >= 3)
    #expect(before.maximumFiles >= before.openFiles)
    let age = Date().timeIntervalSince1970 - before.startTime
    #expect(age > 0 && age < 86_400)
  }

  @Test(
    "only loopback addresses are taken, and what is wrong is told in one line",
    arguments: [
      ("127.0.0.1:9464", nil), ("127.8.9.10:1", nil), ("[::1]:65535", nil), ("127.0.0.1:0", nil), ("", nil),
      ("9464", "want an address and a port, such as 127.0.0.1:9464 or [::1]:9464"),
      ("127.0.0.1", "want an address and a port, such as 127.0.0.1:9464 or [::1]:9464"),
      ("127.0.0.1:", "want an address and a port, such as 127.0.0.1:9464 or [::1]:9464"),
      ("127.0.0.1:65536", "want an address and a port, such as 127.0.0.1:9464 or [::1]:9464"),
      ("127.0.0.1:+80", "want an address and a port, such as 127.0.0.1:9464 or [::1]:9464"),
      (":9464", "want an address and a port, such as 127.0.0.1:9464 or [::1]:9464"),
      ("::1:9464", "want an address and a port, such as 127.0.0.1:9464 or [::1]:9464"),
      ("[127.0.0.1]:9464", "want an address and a port, such as 127.0.0.1:9464 or [::1]:9464"),
      ("localhost:9464", "want an address and a port, such as 127.0.0.1:9464 or [::1]:9464"),
      ("http://127.0.0.1:9464", "want an address and a port, such as 127.0.0.1:9464 or [::1]:9464"),
      (
        "0.0.0.0:9464",
        "only a loopback address is taken, such as 127.0.0.1:9464, for whoever connects is not asked for a key"
      ),
      (
        "[::]:9464",
        "only a loopback address is taken, such as 127.0.0.1:9464, for whoever connects is not asked for a key"
      ),
      (
        "192.168.1.2:80",
        "only a loopback address is taken, such as 127.0.0.1:9464, for whoever connects is not asked for a key"
      ),
      (
        "[fe80::1]:80",
        "only a loopback address is taken, such as 127.0.0.1:9464, for whoever connects is not asked for a key"
      ),
      (
        "[::ffff:127.0.0.1]:80",
        "only a loopback address is taken, such as 127.0.0.1:9464, for whoever connects is not asked for a key"
      ),
    ] as [(String, String?)]
  )
  func addresses(_ text: String, _ fault: String?) throws {
    do throws(ConfigurationError) {
      let configuration = try Configuration(file: nil, environment: ["COURANT_METRICS_LISTEN": text])
      #expect(fault == nil)
      #expect((configuration.metrics.listen?.description ?? "") == text)
    } catch {
      let advice = try #require(fault, "\(error)")
      #expect(error.description.hasPrefix("COURANT_METRICS_LISTEN is \"\(text)\""))
      #expect(error.description.hasSuffix(advice))
      #expect(!error.description.contains("\n"))
    }
  }

  @Test("of a request its method and path count, and what is none is told from one")
  func requests() {
    func head(_ text: String) -> HTTPRequestHead? { HTTPRequestHead(Array(text.utf8)) }
    #expect(head("GET /metrics?x=1 HTTP/1.1\r\nHost: a\r\n\r\n")?.path == "/metrics")
    #expect(head("HEAD / HTTP/1.0\n\n")?.method == "HEAD")
    for text in [
      "", "\r\n\r\n", "GET\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET metrics HTTP/1.1\r\n\r\n",
      " / HTTP/1.1\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "GET http://a/ HTTP/1.1\r\n\r\n",
    ] {
      #expect(head(text) == nil, "\(text)")
    }
    #expect(HTTPRequestHead([0x47, 0x45, 0x54, 0x20, 0x2F, 0xFF, 0x20] + Array("HTTP/1.1\r\n\r\n".utf8)) == nil)
    #expect(!HTTPRequestHead.isWhole(Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8)))
    #expect(HTTPRequestHead.isWhole(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)))
    #expect(HTTPRequestHead.isWhole(Array("GET / HTTP/1.1\n\nrest".utf8)))
    // Wherever a read has ended.
    for text in ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n"] {
      let bytes = Array(text.utf8)
      for seen in 0..<bytes.count {
        #expect(!HTTPRequestHead.isWhole(Array(bytes.dropLast()), seen: min(seen, bytes.count - 1)))
        #expect(HTTPRequestHead.isWhole(bytes, seen: seen), "\(seen)")
      }
    }
  }

  @Test("health and readiness say in one line what is missing")
  func pages() {
    let vitals = Vitals(["aggregator", "intake"], patience: .milliseconds(1))
    let pages = MetricsPages(registry: registry, vitals: vitals, role: "run")
    func answer(_ path: String) -> HTTPAnswer { pages.answer(HTTPRequestHead(Array("GET \(path) HTTP/1.1\r\n".utf8))) }
    // What has not started does not hang.
    #expect(answer("/healthz") == HTTPAnswer(status: 200, text: "healthy\n"))
    #expect(
      answer("/readyz")
        == HTTPAnswer(status: 503, text: "not ready: aggregator has not started; intake has not started\n")
    )
    let future = ContinuousClock.now + .seconds(60)
    vitals.beat("aggregator", status: "event 7", at: future)
    vitals.beat("intake", status: "not ready, full", fault: "the spool: full", at: future)
    #expect(answer("/healthz").text == "healthy\naggregator: event 7\nintake: not ready, full\n")
    #expect(answer("/readyz") == HTTPAnswer(status: 503, text: "not ready: intake: the spool: full\n"))
    #expect(answer("/metrics").text.contains("\ncourant_role_fault{role=\"intake\"} 1\n"))
    #expect(answer("/metrics").text.contains("\ncourant_role_ready{role=\"intake\"} 0\n"))
    #expect(answer("/metrics").text.contains("\ncourant_role_ready{role=\"aggregator\"} 1\n"))
    vitals.beat("intake", status: "0 documents wait", at: future)
    #expect(answer("/readyz").text == "ready\naggregator: event 7\nintake: 0 documents wait\n")
    vitals.beat("aggregator", status: "event 7", at: .now - .seconds(25))
    #expect(answer("/healthz") == HTTPAnswer(status: 503, text: "aggregator hangs: its loop has not turned for 25 s\n"))
    #expect(answer("/readyz") == HTTPAnswer(status: 503, text: "not ready: aggregator hangs\n"))
    vitals.stop()
    #expect(answer("/readyz") == HTTPAnswer(status: 503, text: "not ready: stopping\n"))
    #expect(answer("/metrics").text.contains("\ncourant_stopping 1\n"))
    #expect(answer("/nowhere").status == 404)
    #expect(answer("/").text == "courantd run \(Version.current)\n/metrics\n/healthz\n/readyz\n")
    #expect(pages.answer(nil).status == 400)
  }

  @Test(
    "the page on operations has the tables of metrics and messages that the program has, and a section for each alert"
  )
  func page() throws {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: repository.appendingPathComponent("docs/operations.md"), encoding: .utf8)
    #expect(page.contains("\n\(Metric.table)\n\n"), "make docs writes it anew")
    #expect(page.contains("\n\(MessageID.table)\n\n"), "make docs writes it anew")
    let rules = try String(
      contentsOf: repository.appendingPathComponent("config/prometheus/alerts.yaml"),
      encoding: .utf8
    )
    let alerts = rules.matches(of: /- alert: (\w+)/).map { String($0.1) }
    let runbooks = rules.matches(of: /runbook: docs\/operations\.md#(\w+)/).map { String($0.1) }
    #expect(alerts.count > 10)
    #expect(runbooks == alerts.map { $0.lowercased() })
    for alert in alerts { #expect(page.contains("\n#### \(alert)\n"), "docs/operations.md has no section \(alert)") }
  }
}
