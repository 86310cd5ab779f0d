import CoreMetrics
import Synchronization

/// A number that only grows.
final class CounterCell: CounterHandler {
  private let number = Atomic<Int64>(0)

  var value: Int64 { number.load(ordering: .relaxed) }

  func increment(by amount: Int64) {
    // A counter that falls is one that has begun anew, to whoever looks at it.
    guard amount > 0 else { return }
    number.wrappingAdd(amount, ordering: .relaxed)
  }

  func reset() { number.store(0, ordering: .relaxed) }
}

/// A number that is what it was last set to.
final class GaugeCell: MeterHandler {
  private let bits = Atomic<UInt64>(0)

  var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

  func set(_ value: Int64) { set(Double(value)) }

  func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

  func increment(by amount: Double) {
    var old = bits.load(ordering: .relaxed)
    while true {
      let new = (Double(bitPattern: old) + amount).bitPattern
      let (exchanged, original) = bits.compareExchange(expected: old, desired: new, ordering: .relaxed)
      if exchanged { return }
      old = original
    }
  }

  func decrement(by amount: Double) { increment(by: -amount) }
}

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
