import ArgumentParser
import Evaluation
import Extraction
import Foundation
import Language

struct ConfidenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confidence",
    abstract: "Train the confidence of facts on annotated documents, and show what each threshold would keep.",
    discussion: """
      The table is measured on each document by weights that the other documents gave. With --weights it prints the weights as
      Sources/Extraction/ConfidenceWeights.swift has them.

        courant-eval confidence ../shared/gold/dev
        courant-eval confidence ../shared/gold/dev --weights > Sources/Extraction/ConfidenceWeights.swift
      """
  )

  @Argument(help: "A folder of documents and their facts.")
  var folder: String

  @Option(help: "How much a weight has to earn to leave zero.")
  var ridge: Double = 12

  @Option(help: "Models to take the facts from, folders that hold en.model; by default the installed one.")
  var models: [String] = []

  @Flag(help: "Print the weights as source code.")
  var weights = false

  func run() throws {
    let documents = try AnnotatedDocument.read(folder)
    var examples: [ConfidenceTrainer.Example] = []
    let paths = models.map { $0 + "/en.model" }
    for model in try paths.isEmpty ? [LanguageModel.installed("en")] : paths.map({ try LanguageModel(path: $0) }) {
      examples += try read(EnglishExtractor(model: model, minimumConfidence: 0), documents)
    }
    if weights { return printWeights(ConfidenceTrainer(examples, ridge: ridge).weights) }
    let held = ConfidenceTrainer.held(examples, ridge: ridge)
    print("kept from   kept   precision   of the right ones")
    let right = examples.count { $0.isRight }
    for threshold in stride(from: 0.0, to: 0.96, by: 0.1) {
      let kept = zip(examples, held).filter { $0.1 >= threshold }
      let good = kept.count { $0.0.isRight }
      print(
        [
          format(threshold), "\(kept.count)", format(Double(good) / Double(max(kept.count, 1))),
          format(Double(good) / Double(max(right, 1))),
        ]
        .map { $0.padding(toLength: 11, withPad: " ", startingAt: 0) }.joined()
      )
    }
  }

  private func format(_ number: Double) -> String { String(format: "%.3f", number) }

  private func read(
    _ extractor: EnglishExtractor,
    _ documents: [AnnotatedDocument]
  ) throws -> [ConfidenceTrainer.Example] {
    var examples: [ConfidenceTrainer.Example] = []
    for (number, document) in documents.enumerated() {
      let facts = try extractor.markedFacts(document.content, mediaType: "text/plain")
      let isRight = try GoldEvaluation.right(
        facts.map(\.fact),
        gold: document.gold,
        file: document.file,
        text: String(decoding: document.content, as: UTF8.self)
      )
      for (fact, isRight) in zip(facts, isRight) {
        examples.append(ConfidenceTrainer.Example(marks: fact.marks, isRight: isRight, document: number))
      }
    }
    return examples
  }

  private func printWeights(_ weights: [String: Double]) {
    print("extension Confidence {")
    print(
      "  /// The weights, trained by `courant-eval confidence` on the development documents; the one without a name is every fact's."
    )
    print("  static let weights: [String: Double] = [")
    for (name, weight) in weights.sorted(by: { $0.key < $1.key }) { print("    \"\(name)\": \(format(weight)),") }
    print("  ]\n}")
  }
}
