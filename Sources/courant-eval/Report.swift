import ArgumentParser
import Corpora
import Foundation

/// What one measurement found.
struct Report: Codable {
  /// One figure.
  struct Figure: Codable {
    var name: String
    var value: Double
  }

  var title: String
  var figures: [Figure] = []
  /// The worst with their context; not saved.
  var errors: [String] = []

  private enum CodingKeys: String, CodingKey { case title, figures }

  init(_ title: String) { self.title = title }

  mutating func add(_ name: String, _ value: Double) { figures.append(Figure(name: name, value: value)) }
}

/// How reports are shown, saved and compared.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: ArgumentHelp("Show so many errors with their context.", valueName: "n"))
  var errors = 0

  @Option(help: ArgumentHelp("Save the figures to this file.", valueName: "file.json"))
  var save: String?

  @Option(help: ArgumentHelp("Compare with figures that were saved before.", valueName: "file.json"))
  var compare: String?

  func show(_ reports: [Report]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    if let save { try encoder.encode(reports).write(to: URL(fileURLWithPath: save), options: .atomic) }
    if json {
      print(String(decoding: try encoder.encode(reports), as: UTF8.self))
      return
    }
    var before: [String: Double] = [:]
    if let compare {
      guard let data = FileManager.default.contents(atPath: compare),
        let saved = try? JSONDecoder().decode([Report].self, from: data)
      else { throw CorpusError("\(compare): is not a file of saved figures") }
      for report in saved {
        for figure in report.figures { before[report.title + "/" + figure.name] = figure.value }
      }
    }
    for report in reports {
      print(report.title)
      for figure in report.figures {
        var line = "  " + figure.name.padding(toLength: 24, withPad: " ", startingAt: 0) + Self.number(figure.value)
        if let old = before[report.title + "/" + figure.name] { line += String(format: "  %+.3f", figure.value - old) }
        print(line)
      }
      for error in report.errors.prefix(errors) { print("\n" + error) }
    }
  }

  static func number(_ value: Double) -> String {
    if value == value.rounded(), abs(value) >= 100 { return String(format: "%10.0f", value) }
    return String(format: abs(value) <= 1 ? "%10.3f" : "%10.2f", value)
  }
}
