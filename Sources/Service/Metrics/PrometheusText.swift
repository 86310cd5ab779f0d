/// Prometheus's text format, version 0.0.4.
struct PrometheusText {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var text = ""

  /// What stands before the values of a metric.
  mutating func begin(_ metric: Metric) {
    text += "# HELP \(metric.name) \(Self.escaped(metric.help))\n# TYPE \(metric.name) \(metric.kind)\n"
  }

  /// - Parameter labels: as ``labels(_:)`` writes them.
  mutating func add(_ name: String, _ labels: String, _ value: Double) {
    text += "\(name)\(labels) \(Self.number(value))\n"
  }

  mutating func add(_ name: String, _ buckets: [Double], _ values: HistogramCell.Values) {
    var total: UInt64 = 0
    for (bound, count) in zip(buckets + [.infinity], values.counts) {
      total += count
      add(name + "_bucket", Self.labels([("le", Self.number(bound))]), Double(total))
    }
    add(name + "_sum", "", values.sum)
    add(name + "_count", "", Double(total))
  }

  /// `{role="intake"}`; nothing where there are none.
  static func labels(_ labels: [(name: String, value: String)]) -> String {
    guard !labels.isEmpty else { return "" }
    return "{" + labels.map { "\($0.name)=\"\(escaped($0.value, quote: true))\"" }.joined(separator: ",") + "}"
  }

  private static func escaped(_ text: String, quote: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"" where quote: result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  static func number(_ value: Double) -> String {
    if value == .infinity { return "+Inf" }
    if value == -.infinity { return "-Inf" }
    if value.isNaN { return "NaN" }
    // Whole as far as a double is.
    if value == value.rounded(), abs(value) < 0x1p53 { return "\(Int64(value))" }
    return "\(value)"
  }
}
