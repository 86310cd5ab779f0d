import Foundation

/// All rounds of one scenario.
struct Report: Codable {
  struct Round: Codable {
    let c: Measurement
    let swift: Measurement
    let swiftMessages: Measurement
  }

  /// The medians over the rounds; a ratio's is that of the rounds' own ratios, each of two runs next to each other.
  struct Summary: Codable {
    let c: Double
    let swift: Double
    let swiftMessages: Double
    let ratio: Double
    let messagesRatio: Double
    let cpuRatio: Double
  }

  let scenario: Scenario
  let summary: Summary
  let rounds: [Round]

  init(scenario: Scenario, rounds: [Round]) {
    self.scenario = scenario
    self.rounds = rounds
    summary = Summary(
      c: median(rounds.map(\.c.messagesPerSecond)),
      swift: median(rounds.map(\.swift.messagesPerSecond)),
      swiftMessages: median(rounds.map(\.swiftMessages.messagesPerSecond)),
      ratio: median(rounds.map { $0.swift.messagesPerSecond / $0.c.messagesPerSecond }),
      messagesRatio: median(rounds.map { $0.swiftMessages.messagesPerSecond / $0.c.messagesPerSecond }),
      cpuRatio: median(rounds.map { $0.c.cpuNanosecondsPerMessage / $0.swift.cpuNanosecondsPerMessage })
    )
  }

  static let heading = line("pattern", "over", "C msg/s", "Swift msg/s", "ratio", "by CPU", "Message msg/s", "ratio")

  var line: String {
    Self.line(
      scenario.pattern.rawValue,
      scenario.transport.rawValue,
      Self.whole(summary.c),
      Self.whole(summary.swift),
      String(format: "%.3f", summary.ratio),
      String(format: "%.3f", summary.cpuRatio),
      Self.whole(summary.swiftMessages),
      String(format: "%.3f", summary.messagesRatio)
    )
  }

  private static func whole(_ value: Double) -> String {
    String(format: "%.0f", value)
  }

  private static func line(_ columns: String...) -> String {
    let widths = [-14, -5, 11, 13, 7, 8, 15, 7]
    return zip(columns, widths).map { column, width in
      let padding = String(repeating: " ", count: max(0, abs(width) - column.count))
      return width < 0 ? column + padding : padding + column
    }.joined()
  }
}
