import ArgumentParser
import Corpora
import Evaluation
import Foundation

struct ValuesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "values",
    abstract: "Score values against cases of Recognizers-Text's specifications.",
    discussion: """
      Each line of the file is a case: {"model", "input", "context", "results"}. A name that ends in .xz is decompressed.

      Examples:
        courant-eval values values-en.jsonl.xz
        courant-eval values values-en.jsonl --errors 20
        courant-eval values values-en.jsonl --json | jq -r '.scores[] | [.model, .right, .expected] | @tsv'
      """
  )

  @Argument(help: ArgumentHelp("The cases.", valueName: "file.jsonl"))
  var file: String

  @Option(name: .long, help: ArgumentHelp("Show so many errors of each model.", valueName: "n"))
  var errors = 0

  @Option(name: .long, help: ArgumentHelp("Only models whose name has this in it.", valueName: "text"))
  var model: String?

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  func run() throws {
    let evaluation = try ValueEvaluation(XZ.read(file), name: file)
    let scores = evaluation.scores.filter { score in model.map { score.model.contains($0) } ?? true }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let misses = scores.flatMap { score in evaluation.misses.filter { $0.model == score.model }.prefix(errors) }
      let report = Report(scores: scores, misses: misses, leftOut: evaluation.leftOut)
      print(String(decoding: try encoder.encode(report), as: UTF8.self))
      return
    }
    print(Self.line("MODEL", "EXPECTED", "FOUND", "RIGHT", "SHARE", "SPURIOUS", "IN PROSE", "SHARE"))
    for score in scores { print(Self.line(score)) }
    for group in ["Number/", "NumberWithUnit/", "DateTime/", "Sequence/", ""] {
      var total = ValueEvaluation.Score(model: group.isEmpty ? "all" : group + "*")
      for score in scores where score.model.hasPrefix(group) {
        total.expected += score.expected
        total.found += score.found
        total.right += score.right
        total.spurious += score.spurious
        total.expectedInProse += score.expectedInProse
        total.rightInProse += score.rightInProse
      }
      if total.expected > 0 { print(Self.line(total)) }
    }
    if !evaluation.leftOut.isEmpty { print("left out: " + evaluation.leftOut.joined(separator: ", ")) }
    for score in scores where errors > 0 {
      for miss in evaluation.misses.filter({ $0.model == score.model }).prefix(errors) {
        print(
          "\n\(miss.model): \(miss.input)\n  expected \(miss.expected)\n  found    \(miss.found.joined(separator: "; "))"
        )
      }
    }
  }

  private struct Report: Encodable {
    var scores: [ValueEvaluation.Score]
    var misses: [ValueEvaluation.Miss]
    var leftOut: [String]
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
