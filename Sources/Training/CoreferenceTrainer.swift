import Coreference
import Corpora
import Evaluation
import Extraction
import Foundation
import Language

/// Learns which mentions are of one thing from a treebank with GUM's annotation of coreference.
public struct CoreferenceTrainer {
  private struct Lesson {
    var document: CoreferenceDocument
    var mentions: DocumentMentions
    var gold: [Int?]
  }

  /// One mention as it was told by weights that had not seen its document.
  private struct Outcome {
    var sort: MentionClass
    var probability: Float
    var isRight: Bool
  }

  /// How often of a hundred a link is to be right where only sure ones are wanted.
  private static let goals: [MentionClass: Double] = [.definite: 0.92]
  private static let goal = 0.9
  /// In so many parts the documents are told by weights that learnt from the others.
  private static let folds = 3
  private static let fewest = 10

  private let language: LanguageModel
  private let report: (String) -> Void

  /// - Parameter report: is given a line of progress now and then.
  public init(language: LanguageModel, report: @escaping (String) -> Void = { _ in }) {
    self.language = language
    self.report = report
  }

  /// Learns from a treebank. The same treebank gives the same model.
  /// - Throws: ``CorpusError`` where it has no mentions.
  public func train(_ bank: Treebank) throws(CorpusError) -> CoreferenceModel {
    let lessons = CoreferenceDocument.all(of: bank, readBy: language).map(lesson)
    guard lessons.contains(where: { $0.gold.contains { $0 != nil } }) else {
      throw CorpusError("has no mentions that are of one thing")
    }
    var parts: [(lessons: [Lesson], weights: FeatureWeights)] = []
    for part in 0..<Self.folds {
      let held = lessons.indices.filter { $0 % Self.folds == part }.map { lessons[$0] }
      let rest = lessons.indices.filter { $0 % Self.folds != part }.map { lessons[$0] }
      parts.append((held, Self.learn(rest)))
      report("learnt part \(part + 1) of \(Self.folds)")
    }
    let balanced = balancedThreshold(parts)
    let sorts = MentionClass.allCases
    let even = sorts.map { _ in balanced }
    let outcomes = parts.flatMap { part in part.lessons.flatMap { Self.outcomes($0, part.weights, even) } }
    let precise = sorts.map { sort in
      Self.preciseThreshold(outcomes.filter { $0.sort == sort }, goal: Self.goals[sort] ?? Self.goal)
    }
    for (sort, threshold) in zip(sorts, precise) { report(String(format: "\(sort): %.2f where sure", threshold)) }
    return CoreferenceModel(weights: Self.learn(lessons), thresholds: [.balanced: even, .precise: precise])
  }

  /// Learns from a treebank, and gives the model as a file's content.
  public func trainedBytes(_ bank: Treebank) throws(CorpusError) -> [UInt8] { try train(bank).bytes() }

  private func lesson(_ document: CoreferenceDocument) -> Lesson {
    let mentions = DocumentMentions(
      document.read,
      language: EnglishCoreference(),
      gender: language.firstNameGender
    )
    var numbers: [String: Int] = [:]
    let gold = document.entities(mentions.mentions.map(\.mention)).map { entity -> Int? in
      guard let entity else { return nil }
      let number = numbers[entity] ?? numbers.count
      numbers[entity] = number
      return number
    }
    return Lesson(document: document, mentions: mentions, gold: gold)
  }

  private static func learn(_ lessons: [Lesson]) -> FeatureWeights {
    let settings = CoreferenceLearner.Settings()
    let learner = CoreferenceLearner(settings)
    var random = SeededRandom(seed: 7)
    var order = Array(lessons.indices)
    for epoch in 0..<settings.epochs {
      order.shuffle(using: &random)
      for index in order {
        learner.learn(lessons[index].mentions, gold: lessons[index].gold, guided: epoch < settings.guidedEpochs)
      }
      learner.endEpoch()
    }
    return learner.averaged
  }

  /// The threshold, one for all sorts, by which the mean of the three F1 is highest on documents that were not learnt from.
  private func balancedThreshold(_ parts: [(lessons: [Lesson], weights: FeatureWeights)]) -> Float {
    var best: (threshold: Float, score: Double) = (0.5, -1)
    for step in 4...12 {
      let threshold = Float(step) * 0.05
      let thresholds = MentionClass.allCases.map { _ in threshold }
      var documents: [(CoreferenceDocument, CoreferenceModel)] = []
      for part in parts {
        let model = CoreferenceModel(weights: part.weights, thresholds: [.balanced: thresholds, .precise: thresholds])
        documents += part.lessons.map { ($0.document, model) }
      }
      let score = CoreferenceScores(documents, language: language).exact.conll
      report(String(format: "threshold %.2f: CoNLL %.2f", threshold, score))
      if score > best.score { best = (threshold, score) }
    }
    return best.threshold
  }

  private static func outcomes(_ lesson: Lesson, _ weights: FeatureWeights, _ thresholds: [Float]) -> [Outcome] {
    var ranker = Ranker(lesson.mentions)
    var outcomes: [Outcome] = []
    for number in lesson.mentions.mentions.indices {
      ranker.score(number, by: weights)
      let sort = lesson.mentions.mentions[number].mentionClass
      let best = ranker.best().flatMap { $0.probability > thresholds[sort.rawValue] ? $0 : nil }
      ranker.link(number, to: best?.antecedent)
      guard let best else { continue }
      let isRight = lesson.gold[number] != nil && lesson.gold[number] == lesson.gold[best.antecedent]
      outcomes.append(Outcome(sort: sort, probability: best.probability, isRight: isRight))
    }
    return outcomes
  }

  /// The lowest threshold above which links are right as often as wanted; 1 where there is none.
  private static func preciseThreshold(_ outcomes: [Outcome], goal: Double) -> Float {
    var threshold: Float = 1
    var right = 0
    for (index, outcome) in outcomes.sorted(by: { $0.probability > $1.probability }).enumerated() {
      right += outcome.isRight ? 1 : 0
      if index + 1 >= fewest, Double(right) >= goal * Double(index + 1) { threshold = outcome.probability.nextDown }
    }
    return threshold
  }
}
