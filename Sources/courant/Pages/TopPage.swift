import Model
import Wire

/// What `top` shows at one moment; told from two samples.
struct TopPage {
  /// What the daemon said at one moment.
  struct Sample {
    var time: ContinuousClock.Instant
    /// Nil where the role does not answer.
    var intake: StatusReport?
    var aggregator: StatusReport?
    var subscribers: [KnownSubscriber]
  }

  var now: Sample
  var before: Sample?
  /// The newest first.
  var newest: [Event]
  /// The newest first.
  var disputes: [Event]
  /// What there is to say of a role that does not answer.
  var silent: [String] = []

  /// The lines of the page, no more than fit.
  func lines(columns: Int, rows: Int) -> [String] {
    var lines = counts
    let rest = max(0, rows - lines.count)
    let people = subscriberLines(min(now.subscribers.count, max(1, rest / 4)))
    lines += people
    let left = max(0, rest - people.count)
    let disputeCount = min(disputes.count, max(0, left / 3 - 1))
    let disputeLines =
      disputeCount > 0 ? [Self.heading("Newest disputes")] + disputes.prefix(disputeCount).map(Self.line) : []
    let factCount = max(0, left - disputeLines.count - 1)
    if factCount > 0, !newest.isEmpty {
      lines += [Self.heading("Newest facts")] + newest.prefix(factCount).map(Self.line)
    }
    lines += disputeLines
    return lines.prefix(rows).map { Width.fit($0.text, columns, styled: $0.styled) }
  }

  /// A line with and without its colours: it is cut by the one and shown by the other.
  struct Line {
    var text: String
    var styled: (String) -> String = { $0 }
  }

  private var counts: [Line] {
    let (intake, aggregator) = (now.intake?.counts, now.aggregator?.counts)
    func count(_ counts: [String: UInt64]?, _ name: String) -> String { counts.map { "\($0[name] ?? 0)" } ?? "–" }
    func size(_ counts: [String: UInt64]?, _ name: String) -> String { counts.map { Self.size($0[name] ?? 0) } ?? "–" }
    let version = now.aggregator?.version ?? now.intake?.version ?? ""
    var lines = [
      Line(
        text: "courant \(version)   journal at event \(count(aggregator, "sequence"))",
        styled: Style.bold.callAsFunction
      )
    ]
    for role in silent { lines.append(Line(text: Terminal.clean(role), styled: Style.red.callAsFunction)) }
    for report in [now.intake, now.aggregator] {
      if let report, let fault = report.fault {
        lines.append(
          Line(text: "\(report.role) is not ready: \(Terminal.clean(fault))", styled: Style.red.callAsFunction)
        )
      }
    }
    lines += [
      Line(
        text:
          "rates        \(rate("done", \.intake)) documents/s   \(rate("sequence", \.aggregator)) events/s   \(rate("batches", \.aggregator)) batches/s"
      ),
      Line(
        text:
          "queue        \(count(intake, "waiting")) documents, \(size(intake, "spoolBytes"))   \(size(aggregator, "pendingBytes")) of batches"
      ),
      Line(text: "workers      \(count(intake, "working")) busy, \(count(intake, "idleWorkers")) idle"),
      Line(
        text:
          "state        \(count(aggregator, "documents")) documents   \(count(aggregator, "facts")) facts   \(count(aggregator, "keys")) keys   \(count(aggregator, "disputed")) disputed   \(count(aggregator, "failed")) set aside"
      ),
    ]
    return lines
  }

  private func subscriberLines(_ limit: Int) -> [Line] {
    guard now.aggregator != nil else { return [] }
    guard !now.subscribers.isEmpty else { return [Line(text: "subscribers  none that tells where it is")] }
    var lines = [Self.heading("Subscribers")]
    // Who is farthest behind is of most interest.
    for subscriber in now.subscribers.sorted(by: { ($1.lag, $0.name) < ($0.lag, $1.name) }).prefix(limit) {
      let lag = subscriber.lag == 0 ? "has everything" : "\(subscriber.lag) events behind"
      lines.append(Line(text: "  \(Width.pad(Terminal.clean(subscriber.name), 32))  \(lag)"))
    }
    if now.subscribers.count > limit { lines.append(Line(text: "  and \(now.subscribers.count - limit) more")) }
    return lines
  }

  private func rate(_ name: String, _ role: KeyPath<Sample, StatusReport?>) -> String {
    guard let before, let now = now[keyPath: role], let earlier = before[keyPath: role], earlier.pid == now.pid else {
      return "–"
    }
    let seconds = (self.now.time - before.time) / .seconds(1)
    let (new, old) = (now.counts[name] ?? 0, earlier.counts[name] ?? 0)
    guard seconds > 0, new >= old else { return "–" }
    let rate = Double(new - old) / seconds
    return rate == 0 || rate >= 10 ? "\(Int(rate.rounded()))" : "\((rate * 10).rounded() / 10)"
  }

  private static func size(_ bytes: UInt64) -> String {
    switch bytes {
    case ..<(1 << 10): "\(bytes) B"
    case ..<(1 << 20): "\(bytes >> 10) KiB"
    case ..<(1 << 30): "\(bytes >> 20) MiB"
    default: "\(bytes >> 30) GiB"
    }
  }

  private static func heading(_ text: String) -> Line { Line(text: text, styled: Style.dim.callAsFunction) }

  private static func line(_ event: Event) -> Line {
    guard case .fact(let fact) = event.data else { return Line(text: "") }
    let effect = event.kind == .factRetracted ? "retracted" : event.effect.rawValue
    let value = Rendering.value(of: fact)
    let parts = [
      Width.pad(effect, 12), Width.pad(fact.key.description, 36), Width.pad(Width.fit(Terminal.clean(value), 36), 36),
      Rendering.time(fact.time), Terminal.clean(Rendering.name(fact.document.uri)),
    ]
    let style = event.kind == .factRetracted ? Style.dim : Rendering.style(event.effect)
    return Line(text: "  " + parts.filter { !$0.isEmpty }.joined(separator: "  ")) { text in
      style?(text) ?? text
    }
  }
}

extension Width {
  /// A line cut to fit, and then coloured.
  fileprivate static func fit(_ text: String, _ columns: Int, styled: (String) -> String) -> String {
    styled(fit(text, columns))
  }
}
