import ArgumentParser
import Corpora
import Evaluation
import Extraction
import Foundation

struct CarbCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "carb",
    abstract: "Compare facts with the extractions of CaRB."
  )

  @Argument(help: "The sentences with their extractions, parted by tabs; .xz too.")
  var file: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    // Sentences that stand alone: what a pronoun in them stands for, nobody can know.
    let extractor = try EnglishExtractor.installed(minimumConfidence: 0)
    let text = String(decoding: try XZ.read(file), as: UTF8.self)
    let evaluation = try CarbEvaluation(text, file: file, extractor: extractor)
    let scores = evaluation.scores
    var report = Report("CaRB")
    report.add("precision", scores.precision)
    report.add("recall", scores.recall)
    report.add("F1", scores.f1)
    report.add("predictions", count: scores.predictions)
    report.errors = evaluation.errors.map { error in
      ([error.sentence] + error.missed.map { "  missed: " + $0 } + error.predicted.map { "  found:  " + $0 }).joined(
        separator: "\n"
      )
    }
    try output.show([report])
  }
}
