import Coreference
import TestSupport
import Testing

/// Whatever trees come, the coreference step ends, and what it tells is sound.
@Suite struct CoreferencePropertyTests {
  private static let words = [
    "it", "they", "the", "ship", "ships", "She", "his", "Anna", "Berg", "of", "and", "sold", "company", "this", "\"",
    "(",
    ")", "[", "NATO", "2012", "himself", "é", "", "“", "I", "'s", ",",
  ]
  private static let tags = ["NOUN", "PROPN", "PRON", "DET", "VERB", "NUM", "ADP", "PUNCT", "CCONJ", "ADJ", "X", "?"]
  private static let relations = [
    "nsubj", "obj", "obl", "nmod", "nmod:poss", "conj", "cc", "cop", "case", "det", "appos", "punct", "root",
    "compound",
    "acl:relcl", "flat", "expl", "dep", "",
  ]

  private static func sentence(_ random: inout SeededGenerator) -> CoreferenceSentence {
    let count = Int.random(in: 0...25, using: &random)
    let tokens = (0..<count).map { _ in
      let word = words.randomElement(using: &random) ?? "it"
      return CoreferenceToken(
        form: word,
        lemma: word,
        upos: tags.randomElement(using: &random) ?? "X",
        xpos: ["NN", "NNS", "PRP", "POS", "NNP"].randomElement(using: &random) ?? "NN",
        head: Int.random(in: 0...9, using: &random) == 0 ? nil : Int.random(in: -2...(count + 2), using: &random),
        relation: relations.randomElement(using: &random) ?? "dep"
      )
    }
    let names = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      let start = Int.random(in: 0...(count + 2), using: &random)
      return CoreferenceName(
        kind: CoreferenceName.Kind.allCases.randomElement(using: &random) ?? .person,
        tokens: start..<(start + Int.random(in: 0...4, using: &random))
      )
    }
    return CoreferenceSentence(tokens: tokens, names: names, startsParagraph: Bool.random(using: &random))
  }

  private static func model(_ random: inout SeededGenerator) -> CoreferenceModel {
    var weights = FeatureWeights()
    for index in weights.values.indices { weights.values[index] = Float.random(in: -1...1, using: &random) }
    let thresholds = MentionClass.allCases.map { _ in Float(0.1) }
    return CoreferenceModel(weights: weights, thresholds: [.balanced: thresholds, .precise: thresholds.map { $0 * 3 }])
  }

  private func check(_ resolution: CoreferenceResolution, _ sentences: [CoreferenceSentence]) {
    #expect(resolution.links.count == resolution.mentions.count)
    #expect(resolution.sorts.count == resolution.mentions.count)
    for (number, mention) in resolution.mentions.enumerated() {
      #expect(sentences.indices.contains(mention.sentence))
      #expect(mention.tokens.contains(mention.head))
      #expect(mention.tokens.upperBound <= sentences[mention.sentence].tokens.count)
      if let link = resolution.links[number] {
        #expect((0..<number).contains(link.antecedent))
        #expect((0...1.0001).contains(link.probability))
      }
    }
    #expect(resolution.clusters.flatMap { $0 }.sorted() == Array(resolution.mentions.indices))
    #expect(resolution.clusters.allSatisfy { $0 == $0.sorted() })
    let order = resolution.mentions.map { ($0.sentence, $0.tokens.lowerBound) }
    #expect(zip(order, order.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func anyTreesAreResolved() {
    var random = SeededGenerator(seed: 5)
    let resolver = CoreferenceResolver(model: Self.model(&random)) { $0 == "Anna" ? .female : .unknown }
    for _ in 0..<150 {
      let sentences = (0..<Int.random(in: 0...12, using: &random)).map { _ in Self.sentence(&random) }
      let resolution = resolver.resolve(sentences)
      check(resolution, sentences)
      #expect(resolver.resolve(sentences) == resolution)
      check(resolver.resolve(sentences, policy: .precise), sentences)
    }
  }

  @Test func anyGivenMentionsAreResolved() {
    var random = SeededGenerator(seed: 6)
    let resolver = CoreferenceResolver(model: Self.model(&random))
    for _ in 0..<50 {
      let sentences = (0..<6).map { _ in Self.sentence(&random) }
      let mentions = (0..<Int.random(in: 0...8, using: &random)).map { _ in
        (0..<Int.random(in: 0...5, using: &random)).map { _ in
          let start = Int.random(in: 0...20, using: &random)
          return start..<(start + Int.random(in: 0...6, using: &random))
        }
      }
      check(resolver.resolve(sentences, mentions: mentions), sentences)
    }
  }

  /// A document of one word over and over costs twice as much when it is twice as long.
  @Test func candidatesAreBounded() {
    let token = CoreferenceToken(form: "ship", lemma: "ship", upos: "NOUN", xpos: "NN", head: nil, relation: "root")
    let sentences = (0..<2000).map { _ in CoreferenceSentence(tokens: [token, token, token], names: []) }
    let document = DocumentMentions(sentences, language: EnglishCoreference(), gender: { _ in .unknown })
    #expect(document.mentions.count == 6000)
    #expect(document.mentions.indices.allSatisfy { document.candidates(of: $0).count <= 31 })
  }
}
