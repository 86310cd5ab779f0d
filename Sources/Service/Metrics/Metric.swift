import Metrics

/// One metric: its name, its type and what it means.
///
/// The list of them is the one definition: the endpoint, the page on operations and the tests go by it. Code counts through the handles
/// of swift-metrics that this gives, made once and kept.
public struct Metric: Sendable {
  /// What Prometheus calls the type.
  public enum Kind: Sendable, Equatable {
    /// Only grows, from 0 at the start of the process.
    case counter
    case gauge
    /// - Parameter buckets: their upper bounds, ascending, without the infinite one.
    case histogram(buckets: [Double])
  }

  /// Such as `courant_documents_accepted_total`.
  public let name: String
  /// What it means, in one line.
  public let help: String
  public let kind: Kind
  /// The name of its label; nil for one that has none.
  public let label: String?
  /// What the label may be, where that is known beforehand.
  public let values: [String]

  init(_ name: String, _ kind: Kind, _ help: String, label: String? = nil, values: [String] = []) {
    self.name = name
    self.help = help
    self.kind = kind
    self.label = label
    self.values = values
  }

  /// What counts it.
  /// - Parameter value: of its label, where it has one.
  public func counter(_ value: String? = nil) -> Counter {
    Counter(label: name, dimensions: dimensions(value))
  }

  /// What sets it.
  public func meter(_ value: String? = nil) -> Meter {
    Meter(label: name, dimensions: dimensions(value))
  }

  /// What puts a value into its histogram.
  public var recorder: Recorder { Recorder(label: name, dimensions: [], aggregate: true) }

  private func dimensions(_ value: String?) -> [(String, String)] {
    guard let label, let value else { return [] }
    return [(label, value)]
  }
}

extension Metric.Kind: CustomStringConvertible {
  public var description: String {
    switch self {
    case .counter: "counter"
    case .gauge: "gauge"
    case .histogram: "histogram"
    }
  }
}
