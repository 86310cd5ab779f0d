/// One run of one loop.
struct Measurement: Sendable, Codable {
  let messagesPerSecond: Double
  /// Of the whole process, libzmq's threads included; other programs on the machine don't count.
  let cpuNanosecondsPerMessage: Double

  init(count: Int, seconds: Double, cpuSeconds: Double) {
    messagesPerSecond = Double(count) / seconds
    cpuNanosecondsPerMessage = cpuSeconds * 1e9 / Double(count)
  }
}

struct BenchmarkFailure: Error, CustomStringConvertible {
  let description: String
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return .nan }
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
