import CThroughput

/// The loop in C.
enum CLoop {
  static func run(_ scenario: Scenario, count: Int, size: Int) throws -> Measurement {
    let routed: Int32 = scenario.pattern == .dealerRouter ? 1 : 0
    let result = throughput_run(scenario.endpoint, routed, UInt64(count), size)
    guard result.error == 0 else { throw BenchmarkFailure(description: "the C loop failed with errno \(result.error)") }
    guard result.checksum == UInt64(count + 1) else {
      throw BenchmarkFailure(description: "the C loop received something else than was sent")
    }
    return Measurement(count: count, seconds: result.seconds, cpuSeconds: result.cpu_seconds)
  }
}
