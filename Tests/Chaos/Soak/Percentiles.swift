/// How long some things took.
struct Percentiles: CustomStringConvertible {
  private let sorted: [Duration]

  init(_ durations: [Duration]) {
    sorted = durations.sorted()
  }

  var count: Int { sorted.count }

  /// The least duration that so many of a hundred do not exceed; zero of none.
  func value(_ percent: Double) -> Duration {
    guard let last = sorted.last else { return .zero }
    let place = Int((Double(sorted.count) * percent / 100).rounded(.up)) - 1
    return sorted.indices.contains(place) ? sorted[max(0, place)] : last
  }

  /// In milliseconds.
  func milliseconds(_ percent: Double) -> Double { value(percent) / .milliseconds(1) }

  var description: String {
    "p50 \(tenths(50)) ms, p99 \(tenths(99)) ms, most \(tenths(100)) ms of \(count)"
  }

  private func tenths(_ percent: Double) -> Double { (milliseconds(percent) * 10).rounded() / 10 }
}
