import Corpora
import Model

/// A fact that was found in a document, and what an editor thought of it: a line of NAME.jsonl beside NAME.txt.
///
/// It is no annotation: what was not found, and what is found now and was not then, has no judgement.
public struct JudgedFact: Sendable, Hashable, Decodable {
  public enum Judgement: String, Sendable, Hashable, Decodable {
    /// Right, and worth noting.
    case useful
    /// Right, and worth nothing.
    case useless
    /// Not what the document says.
    case wrong
  }

  public var sentence: String
  /// The subject's name, as far as it is known.
  public var subject: String
  public var relation: String
  public var object: String
  public var speaker: String?
  public var polarity: Fact.Polarity
  public var modality: Fact.Modality
  public var start: Day?
  public var end: Day?
  public var judgement: Judgement

  /// Whether a fact says the same, word for word and with the same qualifiers.
  public func isOf(_ fact: Fact) -> Bool {
    sentence.isExactly(fact.evidence.text) && subject.isExactly(fact.subject.name ?? fact.subject.text)
      && relation.isExactly(fact.relation.text) && object.isExactly(fact.object.text) && polarity == fact.polarity
      && modality == fact.modality && (speaker ?? "").isExactly(fact.attribution?.source ?? "")
      && start == fact.time?.start && end == fact.time?.end
  }

  /// Reads the lines of a file.
  /// - Parameter file: its name, for messages.
  /// - Throws: ``CorpusError`` with the line that is no judgement.
  public static func read(_ text: String, file: String) throws -> [JudgedFact] {
    try text.split(separator: "\n").enumerated().map { number, line in
      do {
        return try JSON.decode(JudgedFact.self, from: line.utf8)
      } catch {
        throw CorpusError("\(file): line \(number + 1) is no judgement of a fact: \(error)")
      }
    }
  }
}
