import ArgumentParser
import Corpora
import Foundation

/// What one measurement found.
struct Report: Codable {
  /// One figure.
  struct Figure: Codable {
    var name: String
    var value: Double
    /// Whether it is a count, which is shown without decimals.
    var isCount = false

    private enum CodingKeys: String, CodingKey { case name, value }

    /// The figure as it is shown.
    var text: String {
      isCount ? String(format: "%10.0f", value) : String(format: abs(value) <= 1 ? "%10.3f" : "%10.2f", value)
    }
  }

  var title: String
  var figures: [Figure] = []
  /// The worst with their context; not saved.
  var errors: [String] = []

  private enum CodingKeys: String, CodingKey { case title, figures }

  init(_ title: String) { self.title = title }

  mutating func add(_ name: String, _ value: Double) { figures.append(Figure(name: name, value: value)) }

  mutating func add(_ name: String, count: Int) {
    figures.append(Figure(name: name, value: Double(count), isCount: true))
  }
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

  func validate() throws {
    guard errors >= 0 else { throw ValidationError("--errors: no fewer than 0 can be shown") }
  }

  /// Saves what is to be saved, and prints the figures.
  func show(_ reports: [Report]) throws {
    let before = try comparison()
    try store(reports)
    if json {
      print(String(decoding: try Self.encoder.encode(reports), as: UTF8.self))
      return
    }
    for report in reports {
      print(report.title)
      for figure in report.figures {
        let line = "  " + figure.name.padding(toLength: 24, withPad: " ", startingAt: 0) + figure.text
        print(line + (before.change(report.title, figure).map { "  " + $0 } ?? ""))
      }
      for error in report.errors.prefix(errors) { print("\n" + error) }
    }
  }

  /// Writes the figures to the file that is named for them.
  func store(_ reports: [Report]) throws {
    guard let save else { return }
    let data = try Self.encoder.encode(reports)
    do {
      try data.write(to: URL(fileURLWithPath: save), options: .atomic)
    } catch {
      throw CorpusError("\(save): cannot be written: \(error.localizedDescription)")
    }
  }

  /// What was saved before; read before anything is saved, for both may be one file.
  func comparison() throws -> Comparison {
    guard let compare else { return Comparison([]) }
    guard let data = FileManager.default.contents(atPath: compare),
      let saved = try? JSONDecoder().decode([Report].self, from: data)
    else { throw CorpusError("\(compare): is not a file of saved figures") }
    return Comparison(saved)
  }

  /// Figures of an earlier measurement.
  struct Comparison {
    private var before: [String: Double] = [:]

    init(_ reports: [Report]) {
      for report in reports {
        for figure in report.figures { before[report.title + "/" + figure.name] = figure.value }
      }
    }

    /// How a figure differs from what it was; nil where it was not measured.
    func change(_ title: String, _ figure: Report.Figure) -> String? {
      before[title + "/" + figure.name].map { String(format: "%+.3f", figure.value - $0) }
    }
  }

  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return encoder
  }()
}
