import Coreference
import Corpora
import Language

/// A document whose coreference people have annotated.
public struct CoreferenceDocument: Sendable {
  /// A mention that people annotated.
  package struct Gold: Sendable, Hashable {
    package var sentence: Int
    package var tokens: Range<Int>
    package var entity: String
    /// By the tree that people drew.
    package var head: Int
    package var isCoordination: Bool
  }

  /// With the trees and names that a model reads in the words.
  package var read: [CoreferenceSentence] = []
  /// With the trees that people drew; the names are the model's.
  package var drawn: [CoreferenceSentence] = []
  package var gold: [Gold] = []
  /// How many mentions each thing has.
  package var counts: [String: Int] = [:]

  /// Whether nobody annotated any mention in it.
  public var hasNoMentions: Bool { gold.isEmpty }

  /// The documents of a treebank.
  public static func all(of bank: Treebank, readBy model: LanguageModel) -> [CoreferenceDocument] {
    let readings = bank.read(by: model, as: 1)
    var documents: [CoreferenceDocument] = []
    for (sentence, reading) in zip(bank.sentences, readings) {
      if sentence.startsDocument || documents.isEmpty { documents.append(CoreferenceDocument()) }
      documents[documents.count - 1].add(sentence, reading)
    }
    return documents
  }

  private mutating func add(_ sentence: Treebank.Sentence, _ reading: [TokenReader.Reading]) {
    let names = TreebankScores.names(reading.map(\.name)).compactMap { name -> CoreferenceName? in
      let kind: CoreferenceName.Kind? =
        switch NameKind(rawValue: String(name.kind)) {
        case .person?: .person
        case .place?: .place
        case .organisation?: .organisation
        case nil: nil
        }
      return kind.map { CoreferenceName(kind: $0, tokens: name.range) }
    }
    .sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
    read.append(
      CoreferenceSentence(
        tokens: zip(sentence.words, reading).map { word, told in
          CoreferenceToken(
            form: word.form,
            lemma: told.lemma,
            upos: told.upos,
            xpos: told.xpos,
            head: told.head == 0 ? nil : told.head - 1,
            relation: told.relation
          )
        },
        names: names,
        startsParagraph: sentence.startsParagraph
      )
    )
    drawn.append(
      CoreferenceSentence(
        tokens: sentence.words.map { word in
          CoreferenceToken(
            form: word.form,
            lemma: word.lemma,
            upos: word.upos,
            xpos: word.xpos,
            head: word.head == 0 ? nil : word.head - 1,
            relation: word.relation
          )
        },
        names: names,
        startsParagraph: sentence.startsParagraph
      )
    )
    for mention in Treebank.mentions(sentence.words) {
      let head = mention.range.first { !mention.range.contains(sentence.words[$0].head - 1) }
      gold.append(
        Gold(
          sentence: read.count - 1,
          tokens: mention.range,
          entity: mention.entity,
          head: head ?? mention.range.lowerBound,
          isCoordination: mention.range.contains { Self.joins(sentence.words, $0, head) }
        )
      )
      counts[mention.entity, default: 0] += 1
    }
  }

  private static func joins(_ words: [Treebank.Word], _ word: Int, _ head: Int?) -> Bool {
    guard let head, word > head, words[word].head - 1 == head, words[word].relation.hasPrefix("conj") else {
      return false
    }
    return ["NOUN", "PROPN", "PRON", "NUM", "X"].contains(words[word].upos)
  }

  private struct Place: Hashable {
    var sentence: Int
    var first: Int
    var second: Int
  }

  /// For each mention that was found the one that people annotated; nil for none. None is in it twice.
  /// - Parameter exact: whether all words have to be the same, or the heads.
  package func alignment(_ mentions: [Mention], exact: Bool) -> [Int?] {
    var bySpan: [Place: Int] = [:]
    var byHead: [Place: Int] = [:]
    for (index, mention) in gold.enumerated() {
      bySpan[
        Place(sentence: mention.sentence, first: mention.tokens.lowerBound, second: mention.tokens.upperBound)
      ] = index
      let head = Place(sentence: mention.sentence, first: mention.head, second: mention.isCoordination ? 1 : 0)
      if byHead[head].map({ gold[$0].tokens.count < mention.tokens.count }) ?? true { byHead[head] = index }
    }
    var used: Set<Int> = []
    func take(_ index: Int?) -> Int? { index.flatMap { used.insert($0).inserted ? $0 : nil } }
    var result = mentions.map { mention in
      take(
        bySpan[
          Place(sentence: mention.sentence, first: mention.tokens.lowerBound, second: mention.tokens.upperBound)
        ]
      )
    }
    guard !exact else { return result }
    for (index, mention) in mentions.enumerated() where result[index] == nil {
      result[index] = take(
        byHead[Place(sentence: mention.sentence, first: mention.head, second: mention.isCoordination ? 1 : 0)]
      )
    }
    return result
  }

  /// For each mention that was found the thing that it is of; nil for one that no other mention is of.
  package func entities(_ mentions: [Mention]) -> [String?] {
    alignment(mentions, exact: false).map { index in
      index.flatMap { (counts[gold[$0].entity] ?? 0) > 1 ? gold[$0].entity : nil }
    }
  }

  /// The words of the annotated mentions, by sentences.
  package var goldSpans: [[Range<Int>]] {
    var spans = [[Range<Int>]](repeating: [], count: read.count)
    for mention in gold { spans[mention.sentence].append(mention.tokens) }
    return spans
  }
}
