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
