import CoreMetrics
import Synchronization

/// Keeps what swift-metrics counts, and tells it as Prometheus reads it.
///
/// Only metrics of ``Metric/all`` are kept, and of each only so many values of its label: whatever others count is dropped, so the memory is
/// bounded. Who asks for the same name and label twice gets the same cell.
public final class MetricsRegistry: MetricsFactory {
  private enum Cell {
    case counter(CounterCell)
    case gauge(GaugeCell)
    case histogram(HistogramCell)
  }

  /// A value that is found when somebody asks.
  struct Sample: Sendable {
    var metric: Metric
    var labels: [(name: String, value: String)] = []
    var value: Double
  }

  /// The most values that the label of one metric may have.
  private static let maximumSeries = 200

  private let known = Dictionary(uniqueKeysWithValues: Metric.all.map { ($0.name, $0) })
  /// By the metric's name, then by its label as it is told.
  private let cells = Mutex<[String: [String: Cell]]>([:])

  public init() {}

  // MARK: What swift-metrics asks for

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    if case .counter(let cell)? = cell(label, dimensions, .counter) { return cell }
    return NOOPMetricsHandler.instance
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    if case .gauge(let cell)? = cell(label, dimensions, .gauge) { return cell }
    return NOOPMetricsHandler.instance
  }

  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    if aggregate, case .histogram(let buckets)? = known[label]?.kind,
      case .histogram(let cell)? = cell(label, dimensions, .histogram(buckets: buckets))
    {
      return cell
    }
    return NOOPMetricsHandler.instance
  }

  /// No metric of ours is told in nanoseconds.
  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    NOOPMetricsHandler.instance
  }

  // What was counted once is told as long as the process runs, or it would look as if it had begun anew.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}

  private func cell(_ name: String, _ dimensions: [(String, String)], _ kind: Metric.Kind) -> Cell? {
    guard let metric = known[name], metric.kind == kind, dimensions.map(\.0) == (metric.label.map { [$0] } ?? []) else {
      return nil
    }
    let labels = PrometheusText.labels(dimensions.map { (name: $0.0, value: $0.1) })
    return cells.withLock { cells in
      if let cell = cells[name]?[labels] { return cell }
      guard (cells[name]?.count ?? 0) < Self.maximumSeries else { return nil }
      let cell: Cell =
        switch kind {
        case .counter: .counter(CounterCell())
        case .gauge: .gauge(GaugeCell())
        case .histogram(let buckets): .histogram(HistogramCell(buckets: buckets))
        }
      cells[name, default: [:]][labels] = cell
      return cell
    }
  }

  // MARK: What is told

  /// All that is counted and all of `samples`, as Prometheus's text format 0.0.4.
  func text(with samples: [Sample]) -> String {
    let cells = cells.withLock { $0 }
    let samples = Dictionary(grouping: samples, by: \.metric.name)
    var text = PrometheusText()
    for metric in Metric.all {
      let counted = (cells[metric.name] ?? [:]).sorted { $0.key < $1.key }
      let found = samples[metric.name] ?? []
      if counted.isEmpty, found.isEmpty { continue }
      text.begin(metric)
      for (labels, cell) in counted {
        switch cell {
        case .counter(let cell): text.add(metric.name, labels, Double(cell.value))
        case .gauge(let cell): text.add(metric.name, labels, cell.value)
        case .histogram(let cell): text.add(metric.name, cell.buckets, cell.values)
        }
      }
      for sample in found { text.add(metric.name, PrometheusText.labels(sample.labels), sample.value) }
    }
    return text.text
  }
}
