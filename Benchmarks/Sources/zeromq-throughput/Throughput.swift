import Foundation

@main
struct Throughput {
  static func main() {
    do {
      let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
      if arguments.help {
        print(Arguments.usage)
        return
      }
      try run(arguments)
    } catch {
      FileHandle.standardError.write(Data("zeromq-throughput: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ arguments: Arguments) throws {
    if !arguments.json {
      print("\(arguments.messages) messages of \(arguments.size) bytes, medians of \(arguments.rounds) rounds")
      print(Report.heading)
    }
    var reports: [Report] = []
    for scenario in Scenario.all {
      // What the first run pays for, memory and caches, is not for the comparison.
      _ = try round(scenario, arguments, number: 0)
      let rounds = try (0..<arguments.rounds).map { try round(scenario, arguments, number: $0) }
      let report = Report(scenario: scenario, rounds: rounds)
      reports.append(report)
      if !arguments.json { print(report.line) }
    }
    if arguments.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      print(String(decoding: try encoder.encode(reports), as: UTF8.self))
    }
  }

  /// Each loop once; which is first alternates, so that neither profits from its place.
  private static func round(_ scenario: Scenario, _ arguments: Arguments, number: Int) throws -> Report.Round {
    let count = arguments.messages
    let size = arguments.size
    let reusing = SwiftLoop(scenario: scenario, style: .reusing, count: count, size: size)
    let messages = SwiftLoop(scenario: scenario, style: .messages, count: count, size: size)
    if number.isMultiple(of: 2) {
      let c = try CLoop.run(scenario, count: count, size: size)
      let swift = try reusing.run()
      return Report.Round(c: c, swift: swift, swiftMessages: try messages.run())
    }
    let swiftMessages = try messages.run()
    let swift = try reusing.run()
    let c = try CLoop.run(scenario, count: count, size: size)
    return Report.Round(c: c, swift: swift, swiftMessages: swiftMessages)
  }
}
