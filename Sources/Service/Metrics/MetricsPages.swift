/// What is told over HTTP: the metrics, whether the process works, and whether it is ready.
struct MetricsPages: Sendable {
  let registry: MetricsRegistry
  let vitals: Vitals
  /// What the process was started as, such as `run`.
  let role: String

  /// The answer to a request.
  /// - Parameter head: nil for what is no request.
  func answer(_ head: HTTPRequestHead?) -> HTTPAnswer {
    guard let head else { return HTTPAnswer(status: 400, text: "no request of HTTP/1.1 or 1.0\n") }
    guard head.method == "GET" || head.method == "HEAD" else {
      return HTTPAnswer(status: 405, text: "\(head.path): only GET and HEAD are answered\n")
    }
    var answer =
      switch head.path {
      case "/metrics": HTTPAnswer(status: 200, contentType: PrometheusText.contentType, text: metrics)
      case "/healthz": health
      case "/readyz": readiness
      case "/": HTTPAnswer(status: 200, text: "courantd \(role) \(Version.current)\n/metrics\n/healthz\n/readyz\n")
      default: HTTPAnswer(status: 404, text: "not here; there are /metrics, /healthz and /readyz\n")
      }
    answer.isHeadOnly = head.method == "HEAD"
    return answer
  }

  private var metrics: String {
    var samples = [
      MetricsRegistry.Sample(
        metric: .build,
        labels: [("version", Version.current), ("role", role)],
        value: 1
      ),
      MetricsRegistry.Sample(metric: .stopping, value: vitals.isStopping ? 1 : 0),
    ]
    for part in vitals.parts() {
      let labels = [(name: "role", value: part.name)]
      samples += [
        MetricsRegistry.Sample(metric: .ready, labels: labels, value: part.isReady ? 1 : 0),
        MetricsRegistry.Sample(metric: .fault, labels: labels, value: part.fault == nil ? 0 : 1),
      ]
      if let age = part.age {
        samples.append(MetricsRegistry.Sample(metric: .loopAge, labels: labels, value: age / .seconds(1)))
      }
    }
    samples += ProcessFigures()?.samples ?? []
    return registry.text(with: samples)
  }

  /// Whether the loops turn, as the watchdog asks.
  private var health: HTTPAnswer {
    let parts = vitals.parts()
    guard let part = parts.first(where: \.hangs), let age = part.age else {
      return HTTPAnswer(status: 200, text: page("healthy", parts))
    }
    let seconds = Int(age / .seconds(1))
    return HTTPAnswer(status: 503, text: "\(part.name) hangs: its loop has not turned for \(seconds) s\n")
  }

  /// Whether documents are taken and facts committed.
  private var readiness: HTTPAnswer {
    if vitals.isStopping { return HTTPAnswer(status: 503, text: "not ready: stopping\n") }
    let parts = vitals.parts()
    let reasons = parts.compactMap { part -> String? in
      if part.age == nil { return "\(part.name) has not started" }
      if part.hangs { return "\(part.name) hangs" }
      return part.fault.map { "\(part.name): \($0)" }
    }
    guard reasons.isEmpty else {
      return HTTPAnswer(status: 503, text: "not ready: \(reasons.joined(separator: "; "))\n")
    }
    return HTTPAnswer(status: 200, text: page("ready", parts))
  }

  private func page(_ word: String, _ parts: [Vitals.PartReport]) -> String {
    ([word] + parts.filter { !$0.status.isEmpty }.map { "\($0.name): \($0.status)" }).joined(separator: "\n") + "\n"
  }
}
