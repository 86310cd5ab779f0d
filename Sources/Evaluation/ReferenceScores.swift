import Coreference
import Corpora
import Extraction

/// How well the extractor tells what pronouns and descriptions stand for, against documents that people annotated.
///
/// Reads the documents from raw text. A decision is right when it names a mention of the same thing.
public struct ReferenceScores: Sendable {
  /// "the company" is counted where the document has named the thing before.
  public enum Sort: String, Sendable, CaseIterable {
    case person = "he, she"
    case it, they
    case description = "descriptions"
  }

  public private(set) var counts: [Sort: CoreferenceScores.Count] = [:]
  /// What was told wrongly or not at all, in the order of the text.
  public private(set) var errors: [String] = []

  private struct Gold {
    var sort: Sort?
    var entities: Set<String> = []
    var words = ""
  }

  public init(_ treebank: Treebank, extractor: EnglishExtractor) {
    var documents: [Treebank] = []
    for sentence in treebank.sentences {
      if sentence.startsDocument || documents.isEmpty {
        documents.append(treebank)
        documents[documents.count - 1].sentences = []
      }
      documents[documents.count - 1].sentences.append(sentence)
    }
    for document in documents { add(document, extractor) }
  }

  private mutating func add(_ document: Treebank, _ extractor: EnglishExtractor) {
    var bytes: [UInt8] = []
    var blocks: [Range<Int>] = []
    var gold: [ReferenceDecision.Place: Gold] = [:]
    var seen: Set<String> = []
    var named: Set<String> = []
    for paragraph in RawText(document).paragraphs {
      let start = bytes.count
      bytes += paragraph.bytes
      blocks.append(start..<bytes.count)
      bytes += [0x0A, 0x0A]
      for (range, index) in zip(paragraph.sentences, paragraph.indices) {
        let words = document.sentences[index].words
        var here: Set<String> = []
        var namedHere: Set<String> = []
        for mention in Treebank.mentions(words).sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
          let head = mention.range.first { !mention.range.contains(words[$0].head - 1) } ?? mention.range.lowerBound
          guard let place = paragraph.words[range.lowerBound + head] else { continue }
          let isList = mention.range.contains { child in
            child > head && words[child].head - 1 == head && words[child].relation.hasPrefix("conj")
              && ["NOUN", "PROPN", "PRON", "NUM", "X"].contains(words[child].upos)
          }
          let key = ReferenceDecision.Place(start: start + place.lowerBound, isList: isList)
          gold[key, default: Gold()].entities.insert(mention.entity)
          if seen.contains(mention.entity) || here.contains(mention.entity) {
            let isNamed = named.contains(mention.entity) || namedHere.contains(mention.entity)
            if let sort = Self.sort(words, mention.range, head), sort != .description || isNamed {
              gold[key]?.sort = sort
              gold[key]?.words = words[mention.range].map(\.form).joined(separator: " ")
            }
          }
          here.insert(mention.entity)
          if words[head].upos == "PROPN" { namedHere.insert(mention.entity) }
        }
        seen.formUnion(here)
        named.formUnion(namedHere)
      }
    }
    let decisions = extractor.decisions(bytes, paragraphs: blocks)
    count(decisions, gold)
  }

  private mutating func count(
    _ decisions: [ReferenceDecision],
    _ gold: [ReferenceDecision.Place: Gold]
  ) {
    for sort in gold.values.compactMap(\.sort) { counts[sort, default: CoreferenceScores.Count()].there += 1 }
    for decision in decisions {
      guard let sort = Self.sort(decision.sort) else { continue }
      let own = gold[ReferenceDecision.Place(start: decision.start, isList: false)]
      func isRight(_ place: ReferenceDecision.Place?) -> Bool? {
        guard let place else { return nil }
        guard let own else { return false }
        return !own.entities.isDisjoint(with: gold[place]?.entities ?? [])
      }
      guard let name = decision.name, sort != .description || decision.isNamed else { continue }
      counts[sort, default: CoreferenceScores.Count()].told += 1
      if isRight(decision.taken) ?? false {
        counts[sort, default: CoreferenceScores.Count()].right += 1
      } else {
        errors.append("\(sort.rawValue): \(own?.words ?? "(no mention)") told \(name)")
      }
    }
  }

  private static func sort(_ sort: MentionClass) -> Sort? {
    switch sort {
    case .person: .person
    case .it: .it
    case .they: .they
    case .definite: .description
    case .speaker, .demonstrative, .name, .other: nil
    }
  }

  private static func sort(_ words: [Treebank.Word], _ range: Range<Int>, _ head: Int) -> Sort? {
    let form = words[head].form.lowercased()
    if words[head].upos == "PRON" {
      switch EnglishCoreference().pronoun(form)?.base {
      case "he", "she": return .person
      case "it": return .it
      case "they": return .they
      default: return nil
      }
    }
    guard words[head].upos == "NOUN",
      ["the", "this", "that", "these", "those"].contains(words[range.lowerBound].form.lowercased())
    else { return nil }
    return .description
  }
}
