import Coreference
import Foundation
import Language
import Testing

@testable import Extraction

/// Which phrases of a text are of one thing.
@Suite struct CoreferenceTests {
  static func read(_ text: String) throws -> [CoreferenceSentence] {
    let analyser = Analyser(try English.model())
    let bytes = Array(text.utf8)
    let sentences = bytes.withUnsafeBytes { analyser.analyse($0, blocks: [0..<bytes.count]) }[0]
    return sentences.map { MentionRanking.sentence($0, startsParagraph: false) }
  }

  static func resolver() throws -> CoreferenceResolver {
    let language = try English.model()
    return CoreferenceResolver(model: try CoreferenceModel.installed("en"), gender: language.firstNameGender)
  }

  private static let text = """
    Anna Berg founded Nordhaven Shipping in 1998. She led the company for ten years. Her brother Karl Holm joined her in \
    2003, and he sold the old harbour to the city. The company bought two ships in 2005. They carried grain to Iceland. \
    Berg left Nordhaven Shipping when it was sold. Holm said that he would not leave the company.
    """

  /// Of these pairs, a phrase with its sentence each, so many at least are to be found.
  private static let pairs: [(String, Int, String, Int)] = [
    ("She", 1, "Anna Berg", 0), ("Her", 2, "Anna Berg", 0), ("her", 2, "Anna Berg", 0), ("he", 2, "Her brother", 2),
    ("The company", 3, "the company", 1), ("They", 4, "two ships", 3), ("Berg", 5, "Anna Berg", 0),
    ("Nordhaven Shipping", 5, "Nordhaven Shipping", 0), ("he", 6, "Holm", 6), ("the company", 6, "The company", 3),
  ]

  @Test func findsWhatPhrasesGoBackTo() throws {
    let sentences = try Self.read(Self.text)
    let resolution = try Self.resolver().resolve(sentences)
    let words = resolution.mentions.map { mention in
      sentences[mention.sentence].tokens[mention.tokens].map(\.form).joined(separator: " ")
    }
    var clusterOf: [Int: Int] = [:]
    for (number, cluster) in resolution.clusters.enumerated() { for mention in cluster { clusterOf[mention] = number } }
    func place(_ phrase: String, _ sentence: Int) -> Int? {
      resolution.mentions.indices.first {
        resolution.mentions[$0].sentence == sentence && words[$0].utf8.starts(with: phrase.utf8)
          && (words[$0].utf8.count == phrase.utf8.count || phrase == "Her brother")
      }
    }
    var missed: [String] = []
    for (phrase, sentence, other, otherSentence) in Self.pairs {
      guard let one = place(phrase, sentence), let two = place(other, otherSentence), clusterOf[one] == clusterOf[two]
      else {
        missed.append("\(phrase) (\(sentence)) with \(other) (\(otherSentence))")
        continue
      }
    }
    let told = resolution.links.enumerated().compactMap { number, link in
      link.map { "\(words[number]) <- \(words[$0.antecedent]) \($0.probability)" }
    }
    #expect(missed.count <= 2, "missed \(missed), told \(told)")
    // Man and woman are two.
    let anna = place("Anna Berg", 0).flatMap { clusterOf[$0] }
    let holm = place("he", 6).flatMap { clusterOf[$0] }
    #expect(anna != nil && anna != holm)
  }

  @Test func whatIsSureIsAmongWhatIsProbable() throws {
    let sentences = try Self.read(Self.text)
    let resolver = try Self.resolver()
    let all = resolver.resolve(sentences)
    let sure = resolver.resolve(sentences, policy: .precise)
    #expect(sure.mentions == all.mentions)
    #expect(zip(sure.links, all.links).allSatisfy { $0 == nil || $0 == $1 })
    #expect(sure.links.compactMap { $0 }.count <= all.links.compactMap { $0 }.count)
    #expect(resolver.resolve(sentences) == all)
    #expect(resolver.resolve([]).mentions.isEmpty)
  }

  @Test func damagedModelsAreToldInOneLine() throws {
    let model = try CoreferenceModel.installed("en")
    let bytes = model.bytes()
    #expect(bytes.count < 400_000)
    #expect(try CoreferenceModel(bytes: bytes).bytes() == bytes)
    func message(_ bytes: [UInt8]) -> String? {
      do {
        _ = try CoreferenceModel(bytes: bytes)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(message([]) == "(memory) is not a Courant model of coreference")
    #expect(message(Array("CRNTCREF".utf8)) == "(memory) is not a Courant model of coreference")
    #expect(message(Array(repeating: 0, count: 300)) == "(memory) is not a Courant model of coreference")
    #expect(
      message(bytes.dropLast(1))
        == "(memory) has \(bytes.count - 1) bytes where it should have \(bytes.count): copy it again"
    )
    for (place, words) in [
      (8, "is of format"), (12, "weights where"), (20, "its checksum"), (50, "its checksum"), (60, "its checksum"),
      (bytes.count - 1, "its checksum"),
    ] {
      var damaged = bytes
      damaged[place] ^= 0x40
      let told = message(damaged)
      #expect(told?.contains(words) ?? false, "\(place): \(told ?? "nothing")")
      #expect(!(told?.contains("\n") ?? true))
    }
    #expect(throws: CoreferenceModelError.self) { try CoreferenceModel(path: "/nowhere/a.model") }
    let nothing = CoreferenceModel(weights: FeatureWeights(), thresholds: [:])
    #expect(try CoreferenceModel(bytes: nothing.bytes()).thresholds[.precise] == Array(repeating: 1, count: 8))
  }
}
