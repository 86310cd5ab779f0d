import ArgumentParser
import Corpora
import Evaluation
import Foundation

struct ValuesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "values",
    abstract: "Score values against cases of Recognizers-Text's specifications.",
    discussion: """
      Each line of the file is a case: {"model", "input", "context", "results"}. A name that ends in .xz is decompressed. With
      --errors it shows so many of each model; --json prints one object with them; --compare tells by how much the share differs.

      Examples:
        courant-eval values values-en.jsonl.xz
        courant-eval values values-en.jsonl --errors 20
        courant-eval values values-en.jsonl --json | jq -r '.scores[] | [.model, .right, .expected] | @tsv'
      """
  )

  @Argument(help: ArgumentHelp("The cases.", valueName: "file.jsonl"))
  var file: String

  @Option(name: .long, help: ArgumentHelp("Only models whose name has this in it.", valueName: "text"))
  var model: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let evaluation = try ValueEvaluation(XZ.read(file), name: file)
    let scores = evaluation.scores.filter { score in model.map { score.model.contains($0) } ?? true }
    var totals: [ValueEvaluation.Score] = []
    for group in ["Number/", "NumberWithUnit/", "DateTime/", "Sequence/", ""] {
      var total = ValueEvaluation.Score(model: group.isEmpty ? "all" : group + "*")
      for score in scores where score.model.hasPrefix(group) { total.add(score) }
      if total.expected > 0 { totals.append(total) }
    }
    let reports = (scores + totals).map(Self.report)
    let before = try output.comparison()
    try output.store(reports)
    if output.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let misses = scores.flatMap { score in evaluation.misses.filter { $0.model == score.model }.prefix(output.errors)
      }
      let all = Measured(scores: scores, misses: misses, leftOut: evaluation.leftOut)
      print(String(decoding: try encoder.encode(all), as: UTF8.self))
      return
    }
    print(Self.line("MODEL", "EXPECTED", "FOUND", "RIGHT", "SHARE", "SPURIOUS", "IN PROSE", "SHARE"))
    for (score, report) in zip(scores + totals, reports) {
      let change = report.figures.first { $0.name == "share" }.flatMap { before.change(report.title, $0) }
      print(Self.line(score) + (change.map { "  " + $0 } ?? ""))
    }
    if !evaluation.leftOut.isEmpty { print("left out: " + evaluation.leftOut.joined(separator: ", ")) }
    for score in scores where output.errors > 0 {
      for miss in evaluation.misses.filter({ $0.model == score.model }).prefix(output.errors) {
        print(
          "\n\(miss.model): \(miss.input)\n  expected \(miss.expected)\n  found    \(miss.found.joined(separator: "; "))"
        )
      }
    }
  }

  /// What is printed as JSON.
  private struct Measured: Encodable {
    var scores: [ValueEvaluation.Score]
    var misses: [ValueEvaluation.Miss]
    var leftOut: [String]
  }

  private static func report(_ score: ValueEvaluation.Score) -> Report {
    var report = Report(score.model)
    report.add("expected", count: score.expected)
    report.add("found", count: score.found)
    report.add("right", count: score.right)
    report.add("share", score.share)
    report.add("spurious", count: score.spurious)
    report.add("expected in prose", count: score.expectedInProse)
    report.add("share in prose", score.shareInProse)
    return report
  }

  private static func line(_ score: ValueEvaluation.Score) -> String {
    line(
      score.model,
      "\(score.expected)",
      "\(score.found)",
      "\(score.right)",
      String(format: "%.3f", score.share),
      "\(score.spurious)",
      "\(score.expectedInProse)",
      String(format: "%.3f", score.shareInProse)
    )
  }

  private static func line(_ cells: String...) -> String {
    var line = cells[0].padding(toLength: 48, withPad: " ", startingAt: 0)
    for cell in cells.dropFirst() { line += String(repeating: " ", count: max(1, 10 - cell.count)) + cell }
    return line
  }
}

extension ValueEvaluation.Score {
  fileprivate mutating func add(_ other: Self) {
    expected += other.expected
    found += other.found
    right += other.right
    spurious += other.spurious
    expectedInProse += other.expectedInProse
    rightInProse += other.rightInProse
  }
}
