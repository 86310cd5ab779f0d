import Corpora
import Language

/// How well words that are given are read.
public struct TreebankScores: Sendable, Codable, Hashable {
  public var words = 0
  public var upos = 0
  public var xpos = 0
  /// For each relation, how many are there, were told and are right with their head.
  public var byRelation: [String: RelationCount] = [:]

  public struct RelationCount: Sendable, Codable, Hashable {
    public var there = 0
    public var told = 0
    public var right = 0

    public var f1: Double { there + told == 0 ? 0 : 200 * Double(right) / Double(there + told) }
  }

  /// Words whose head is right, and those whose relation is right too, its subtype aside.
  public var heads = 0
  public var relations = 0
  /// Names that were found, that are there, and that are both.
  public var namesFound = 0
  public var namesThere = 0
  public var namesRight = 0
  /// The same by the kind of name.
  public var byKind: [String: RelationCount] = [:]

  public init() {}

  public var unlabelledAttachment: Double { percent(heads, words) }
  public var labelledAttachment: Double { percent(relations, words) }
  public var uposAccuracy: Double { percent(upos, words) }
  public var xposAccuracy: Double { percent(xpos, words) }
  public var namePrecision: Double { percent(namesRight, namesFound) }
  public var nameRecall: Double { percent(namesRight, namesThere) }
  public var nameF1: Double { percent(2 * namesRight, namesFound + namesThere) }

  private func percent(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : 100 * Double(part) / Double(whole) }

  /// Compares what a model reads with what people annotated.
  public init(_ model: LanguageModel, on treebank: Treebank, source: Int) {
    self.init(treebank.read(by: model, as: source), on: treebank)
  }

  /// Compares what was read, sentence by sentence, with what people annotated.
  public init(_ readings: [[TokenReader.Reading]], on treebank: Treebank) {
    for (sentence, reading) in zip(treebank.sentences, readings) {
      for (word, read) in zip(sentence.words, reading) {
        words += 1
        if word.upos == read.upos { upos += 1 }
        if word.xpos == read.xpos { xpos += 1 }
        let relation = String(word.relation.prefix { $0 != ":" })
        let told = String(read.relation.prefix { $0 != ":" })
        byRelation[relation, default: RelationCount()].there += 1
        byRelation[told, default: RelationCount()].told += 1
        guard word.head == read.head else { continue }
        heads += 1
        if Self.sameRelation(relation, told) {
          relations += 1
          byRelation[relation, default: RelationCount()].right += 1
        }
      }
      guard sentence.hasNames else { continue }
      let there = Self.names(sentence.words.map(\.name))
      let found = Self.names(reading.map(\.name))
      namesThere += there.count
      namesFound += found.count
      namesRight += there.intersection(found).count
      for name in there { byKind[String(name.kind), default: RelationCount()].there += 1 }
      for name in found { byKind[String(name.kind), default: RelationCount()].told += 1 }
      for name in there.intersection(found) { byKind[String(name.kind), default: RelationCount()].right += 1 }
    }
  }

  /// Whether two relations are one but for their subtypes.
  static func sameRelation(_ first: String, _ second: String) -> Bool {
    first.prefix { $0 != ":" } == second.prefix { $0 != ":" }
  }

  struct Name: Hashable {
    var range: Range<Int>
    var kind: Substring
  }

  /// The names that labels in IOB2 mark; an `I-` without its `B-` begins one too.
  static func names(_ labels: [String]) -> Set<Name> {
    var names: Set<Name> = []
    var at = 0
    while at < labels.count {
      guard labels[at] != "O" else {
        at += 1
        continue
      }
      let kind = labels[at].dropFirst(2)
      var end = at + 1
      while end < labels.count, labels[end] == "I-" + kind { end += 1 }
      names.insert(Name(range: at..<end, kind: kind))
      at = end
    }
    return names
  }
}
