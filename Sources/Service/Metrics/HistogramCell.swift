import CoreMetrics
import Synchronization

/// How many values there were up to each bound, and their sum.
final class HistogramCell: RecorderHandler {
  struct Values: Sendable {
    /// As many as there are bounds, and one for what is beyond the last; each counts its own alone.
    var counts: [UInt64]
    var sum = 0.0
  }

  let buckets: [Double]
  private let state: Mutex<Values>

  init(buckets: [Double]) {
    self.buckets = buckets
    state = Mutex(Values(counts: [UInt64](repeating: 0, count: buckets.count + 1)))
  }

  var values: Values { state.withLock { $0 } }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard !value.isNaN else { return }
    let place = buckets.firstIndex { value <= $0 } ?? buckets.count
    state.withLock { values in
      values.counts[place] += 1
      values.sum += value
    }
  }
}
