import ArgumentParser
import Coreference
import Corpora
import Evaluation
import Extraction
import Foundation
import Language
import Readers

struct ConfidenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confidence",
    abstract: "Train the confidence of facts on annotated documents, and show what each threshold would keep.",
    discussion: """
      The table is measured on each document by weights that the other documents gave. With --weights it prints the weights as
      Sources/Extraction/English/ConfidenceWeights.swift has them.

        courant-eval confidence ../shared/gold/dev
        courant-eval confidence ../shared/gold/dev --judged Tests/Judged
        courant-eval confidence ../shared/gold/dev --judged Tests/Judged --weights > Sources/Extraction/English/ConfidenceWeights.swift
      """
  )

  @Argument(help: "A folder of documents and their facts.")
  var folder: String

  @Option(help: "How much a weight has to earn to leave zero.")
  var ridge: Double = 12

  @Option(help: "Models to take the facts from, folders that hold en.model; by default the installed one.")
  var models: [String] = []

  @Option(
    help:
      "A treebank that the model has not learnt from, whose trees tell of further facts whether they hang together; .xz too."
  )
  var treebanks: [String] = []

  @Option(
    help:
      "A folder of documents with NAME.jsonl of facts that an editor has judged; only facts that were judged count."
  )
  var judged: [String] = []

  @Flag(help: "Print the weights as source code.")
  var weights = false

  @Flag(help: "Measure the weights as they are installed, and train none: for documents that they have not seen.")
  var installed = false

  func run() throws {
    let documents = try AnnotatedDocument.read(folder)
    var examples: [ConfidenceTrainer.Example] = []
    let paths = models.map { $0 + "/en.model" }
    let coreference = try CoreferenceModel.installed("en")
    let models = try paths.isEmpty ? [LanguageModel.installed("en")] : paths.map { try LanguageModel(path: $0) }
    let extractors = models.map { EnglishExtractor(model: $0, coreference: coreference, minimumConfidence: 0) }
    for extractor in extractors { examples += try read(extractor, documents) }
    for folder in judged {
      let first = (examples.map(\.document).max() ?? -1) + 1
      let documents = try AnnotatedDocument.read(folder)
      for extractor in extractors { examples += try judge(extractor, documents, first) }
    }
    let annotated = examples
    for path in treebanks {
      let treebank = try Treebank(conllu: String(decoding: XZ.read(path), as: UTF8.self), file: path)
      for extractor in extractors { examples += SilverExamples.read(treebank, by: extractor) }
    }
    if installed {
      return report(examples, examples.map { Confidence(marks: $0.marks).value })
    }
    if weights { return printWeights(ConfidenceTrainer(examples, ridge: ridge).weights) }
    let all = ConfidenceTrainer.held(examples, ridge: ridge)
    let held = Array(all.prefix(annotated.count))
    if examples.count > annotated.count {
      let (others, probabilities) = (Array(examples.dropFirst(annotated.count)), Array(all.dropFirst(annotated.count)))
      let area = ConfidenceTrainer.area(others, probabilities)
      print(
        "facts of treebanks \(others.count), right \(others.count(where: \.isRight)), area under the curve \(format(area))"
      )
    }
    report(annotated, held)
  }

  private func report(_ examples: [ConfidenceTrainer.Example], _ held: [Double]) {
    print(
      "facts \(examples.count), area under the curve \(format(ConfidenceTrainer.area(examples, held))), expected calibration error \(format(ConfidenceTrainer.calibrationError(examples, held)))"
    )
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
      let facts = extractor.markedFacts(try PlainTextReader().read(document.content))
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

  /// Facts of documents that an editor has judged.
  /// - Parameter first: the number of the first of the documents.
  private func judge(
    _ extractor: EnglishExtractor,
    _ documents: [AnnotatedDocument],
    _ first: Int
  ) throws -> [ConfidenceTrainer.Example] {
    var examples: [ConfidenceTrainer.Example] = []
    for (number, document) in documents.enumerated() {
      let judged = try JudgedFact.read(document.gold, file: document.file)
      for fact in extractor.markedFacts(try PlainTextReader().read(document.content)) {
        guard let judgement = judged.first(where: { $0.isOf(fact.fact) })?.judgement else { continue }
        examples.append(
          ConfidenceTrainer.Example(marks: fact.marks, isRight: judgement != .wrong, document: first + number)
        )
      }
    }
    return examples
  }

  private func printWeights(_ weights: [String: Double]) {
    print("extension Confidence {")
    print(
      "  /// The weights, trained by `courant-eval confidence` on annotated, judged and parsed documents. The unnamed one applies to every fact."
    )
    print("  static let weights: [String: Double] = [")
    // What tells the facts of treebanks apart is true of no other.
    for (name, weight) in weights.sorted(by: { $0.key < $1.key }) where name != "silver" {
      print("    \"\(name)\": \(format(weight)),")
    }
    print("  ]\n}")
  }
}
