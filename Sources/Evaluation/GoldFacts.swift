import Corpora
import Foundation
import Model

/// A fact that a person found in a document.
struct GoldFact: Decodable {
  struct GoldValue: Decodable {
    var kind: String
    var number: Double?
    var unit: String?
    var low: Double?
    var high: Double?
    var start: String?
    var end: String?
    var approximate: Bool?
    var bound: String?
  }

  struct Days: Decodable {
    var start: String?
    var end: String?
  }

  var sentence: String
  var subject: [String]
  var relation: [String]
  var object: [String]
  var value: GoldValue?
  var time: Days?
  var place: String?
  var attribution: String?
  var polarity: String
  var modality: String
  var core: Bool

  /// Reads one a line.
  static func read(_ text: String, file: String) throws(CorpusError) -> [GoldFact] {
    let decoder = JSONDecoder()
    var facts: [GoldFact] = []
    for (index, line) in text.split(separator: "\n").enumerated() {
      guard let fact = try? decoder.decode(GoldFact.self, from: Data(line.utf8)), !fact.subject.isEmpty,
        !fact.relation.isEmpty, !fact.object.isEmpty
      else { throw CorpusError("\(file): line \(index + 1) is no fact") }
      facts.append(fact)
    }
    return facts
  }
}

/// How well facts were found in documents that people annotated; what counts is said in `docs/extraction.md`.
public struct GoldScores: Codable, Sendable, Hashable {
  /// Facts that were predicted, and those of them that match one that is there.
  public var predicted = 0
  public var right = 0
  /// Facts that are there and have to be found, and those of them that were.
  public var core = 0
  public var found = 0
  /// Among matched facts with a typed value, those whose value is right.
  public var typed = 0
  public var typedRight = 0
  /// Among matched facts for which the annotation marks one: times, attributions, polarity and modality, and the right ones.
  public var times = Count()
  public var attributions = Count()
  public var polarities = Count()
  public var modalities = Count()

  public struct Count: Codable, Sendable, Hashable {
    public var all = 0
    public var right = 0

    public var percent: Double { all == 0 ? 100 : 100 * Double(right) / Double(all) }
  }

  public init() {}

  public var precision: Double { predicted == 0 ? 0 : Double(right) / Double(predicted) }
  public var recall: Double { core == 0 ? 0 : Double(found) / Double(core) }
  public var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }
}

/// Compares predicted facts with annotated ones.
public struct GoldEvaluation {
  public private(set) var scores = GoldScores()
  /// What went wrong, with its sentence: `missed`, `wrong`, and for matched facts the field.
  public private(set) var errors: [(kind: String, sentence: String, detail: String)] = []

  public init() {}

  /// Adds a document.
  /// - Parameters:
  ///   - gold: the annotation, one JSON object a line.
  ///   - file: the annotation's name, for messages.
  ///   - text: the document as read, into which the predictions point.
  public mutating func add(_ predictions: [Fact], gold: String, file: String, text: String) throws(CorpusError) {
    let facts = try GoldFact.read(gold, file: file)
    var taken = Set<Int>()
    var pairs: [(score: Double, prediction: Int, gold: Int)] = []
    for (index, matches) in Self.matches(predictions, facts, text: text).enumerated() {
      scores.predicted += 1
      if matches.isEmpty {
        errors.append(("wrong", predictions[index].evidence.text, Self.describe(predictions[index])))
      } else {
        scores.right += 1
      }
      pairs += matches.map { ($0.score, index, $0.gold) }
    }
    pairs.sort { ($1.score, $0.prediction, $0.gold) < ($0.score, $1.prediction, $1.gold) }
    var matched: [Int: Int] = [:]
    for pair in pairs where matched[pair.gold] == nil && !taken.contains(pair.prediction) {
      matched[pair.gold] = pair.prediction
      taken.insert(pair.prediction)
    }
    for (number, fact) in facts.enumerated() {
      if fact.core { scores.core += 1 }
      guard let prediction = matched[number] else {
        if fact.core {
          errors.append(("missed", fact.sentence, "\(fact.subject[0]) | \(fact.relation[0]) | \(fact.object[0])"))
        }
        continue
      }
      if fact.core { scores.found += 1 }
      compare(predictions[prediction], fact)
    }
  }

  /// Which predictions match a fact that is there.
  public static func right(_ predictions: [Fact], gold: String, file: String, text: String) throws(CorpusError)
    -> [Bool]
  {
    matches(predictions, try GoldFact.read(gold, file: file), text: text).map { !$0.isEmpty }
  }

  /// For each prediction the facts of its sentence that it matches, and how well.
  private static func matches(_ predictions: [Fact], _ facts: [GoldFact], text: String) -> [[(
    score: Double, gold: Int
  )]] {
    let bytes = Array(text.utf8)
    var places: [String: Range<Int>] = [:]
    for fact in facts where places[fact.sentence] == nil { places[fact.sentence] = find(fact.sentence, in: bytes) }
    return predictions.map { prediction in
      let range = prediction.evidence.start..<prediction.evidence.end
      return facts.enumerated().compactMap { number, fact in
        guard let place = places[fact.sentence], place.overlaps(range) else { return nil }
        return match(prediction, fact).map { ($0, number) }
      }
    }
  }

  private mutating func compare(_ prediction: Fact, _ gold: GoldFact) {
    func note(_ kind: String, _ wanted: String, _ got: String) {
      errors.append((kind, gold.sentence, "\(Self.describe(prediction)): wanted \(wanted), got \(got)"))
    }
    if let value = gold.value {
      scores.typed += 1
      if Self.equals(prediction.object, value) {
        scores.typedRight += 1
      } else {
        note(
          "value",
          "\(value.kind) \(value.number.map { "\($0)" } ?? "\(value.low.map { "\($0)" } ?? value.start ?? "")–\(value.high.map { "\($0)" } ?? value.end ?? "")") \(value.unit ?? "") \(value.bound ?? "") \(value.approximate ?? false)",
          "\(prediction.object.kind) \(prediction.object.number.map { "\($0)" } ?? "-") \(prediction.object.unit ?? "") \(prediction.object.bound.map { "\($0)" } ?? "") \(prediction.object.approximate)"
        )
      }
    }
    if let time = gold.time {
      scores.times.all += 1
      if prediction.time?.start?.description == time.start, prediction.time?.end?.description == time.end {
        scores.times.right += 1
      } else {
        note(
          "time",
          "\(time.start ?? "")..\(time.end ?? "")",
          "\(prediction.time?.start?.description ?? "")..\(prediction.time?.end?.description ?? "")"
        )
      }
    }
    if let attribution = gold.attribution {
      scores.attributions.all += 1
      if let source = prediction.attribution?.source,
        Wording.f1(Wording.stems(source), Wording.stems(attribution)) >= 0.5
      {
        scores.attributions.right += 1
      } else {
        note("attribution", attribution, prediction.attribution?.source ?? "none")
      }
    }
    if gold.polarity != "positive" {
      scores.polarities.all += 1
      if prediction.polarity.rawValue == gold.polarity {
        scores.polarities.right += 1
      } else {
        note("polarity", gold.polarity, prediction.polarity.rawValue)
      }
    }
    if gold.modality != "asserted" {
      scores.modalities.all += 1
      if prediction.modality.rawValue == gold.modality {
        scores.modalities.right += 1
      } else {
        note("modality", gold.modality, prediction.modality.rawValue)
      }
    }
  }

  static func describe(_ fact: Fact) -> String {
    "\(fact.subject.text) [\(fact.subject.name ?? "")] | \(fact.relation.text) | \(fact.object.text)"
  }

  private static func find(_ sentence: String, in bytes: [UInt8]) -> Range<Int>? {
    let needle = Array(sentence.utf8)
    guard !needle.isEmpty, bytes.count >= needle.count else { return nil }
    for start in 0...(bytes.count - needle.count) where bytes[start] == needle[0] {
      if bytes[start..<(start + needle.count)].elementsEqual(needle) { return start..<(start + needle.count) }
    }
    return nil
  }

  /// How well a prediction matches; nil where it does not.
  private static func match(_ prediction: Fact, _ gold: GoldFact) -> Double? {
    func best(_ mine: [String?], _ theirs: [String]) -> Double {
      var best = 0.0
      for text in mine {
        guard let text else { continue }
        let stems = Wording.stems(text)
        for other in theirs { best = max(best, Wording.f1(stems, Wording.stems(other))) }
      }
      return best
    }
    let subject = best([prediction.subject.text, prediction.subject.name], gold.subject)
    let relation = best([prediction.relation.text], gold.relation)
    var object = best([prediction.object.text, prediction.object.name], gold.object)
    if let value = gold.value, equals(prediction.object, value) { object = max(object, 1) }
    guard subject >= 0.5, relation >= 0.3, object >= 0.5 else { return nil }
    return subject + relation + object
  }

  private static func equals(_ value: Value, _ gold: GoldFact.GoldValue) -> Bool {
    func near(_ first: Double?, _ second: Double?) -> Bool {
      guard let first, let second else { return first == nil && second == nil }
      return abs(first - second) <= 0.001 * max(abs(first), abs(second))
    }
    if gold.kind == "date" {
      return value.kind == .date && value.start?.description == gold.start && value.end?.description == gold.end
    }
    let mayDiffer: Set<String> = ["quantity", "number", "duration"]
    guard value.kind.rawValue == gold.kind || (mayDiffer.contains(gold.kind) && mayDiffer.contains(value.kind.rawValue))
    else { return false }
    // The gold standard writes falls without a sign.
    var value = value
    if let number = value.number ?? value.high, number < 0, (gold.number ?? gold.low ?? -1) > 0 { value.negate() }
    guard near(value.number, gold.number), near(value.low, gold.low), near(value.high, gold.high) else { return false }
    return gold.kind != "money" || value.unit == gold.unit
  }
}
