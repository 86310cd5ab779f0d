import Language
import TestSupport
import Testing

@Suite struct DocumentNamesTests {
  /// Sentences in which names stand as `[Anna Berg/PER]`.
  private func sentences(_ texts: [String]) -> [DocumentNames.Sentence] {
    texts.map { text in
      var words: [String] = []
      var names: [AnalysedName] = []
      for part in text.split(separator: "[", omittingEmptySubsequences: false).enumerated() {
        guard part.offset > 0, let close = part.element.firstIndex(of: "]") else {
          words += part.element.split(separator: " ").map(String.init)
          continue
        }
        let name = part.element[..<close].split(separator: "/")
        let own = name[0].split(separator: " ").map(String.init)
        if let kind = NameKind(rawValue: String(name[1])) {
          names.append(AnalysedName(kind: kind, tokens: words.count..<(words.count + own.count)))
        }
        words += own
        words += part.element[part.element.index(after: close)...].split(separator: " ").map(String.init)
      }
      return DocumentNames.Sentence(words: words, names: names)
    }
  }

  /// The other way round.
  private func texts(_ sentences: [DocumentNames.Sentence]) -> [String] {
    sentences.map { sentence in
      var words = sentence.words
      for name in sentence.names {
        words[name.tokens.lowerBound] = "[" + words[name.tokens.lowerBound]
        words[name.tokens.upperBound - 1] += "/\(name.kind.rawValue)]"
      }
      return words.joined(separator: " ")
    }
  }

  @Test(arguments: [
    // A full name teaches its parts.
    (
      ["[Anna Berg/PER] spoke .", "Berg left , said [Anna/LOC] ."],
      ["[Anna Berg/PER] spoke .", "[Berg/PER] left , said [Anna/PER] ."]
    ),
    // What is a place in most places is one everywhere; of as many, each stays what it is.
    (
      ["[Linz/LOC] lies here .", "[Linz/LOC] grew .", "[Linz/PER] fell ."],
      ["[Linz/LOC] lies here .", "[Linz/LOC] grew .", "[Linz/LOC] fell ."]
    ),
    (["[Linz/LOC] lies here .", "[Linz/PER] fell ."], ["[Linz/LOC] lies here .", "[Linz/PER] fell ."]),
    // What is a name in most places is one everywhere, the longest first; in half of them or fewer it is not.
    (
      ["[Acme Mills/ORG] grew .", "[Acme Mills/ORG] sold it .", "It is Acme Mills .", "[Acme/ORG] fell ."],
      ["[Acme Mills/ORG] grew .", "[Acme Mills/ORG] sold it .", "It is [Acme Mills/ORG] .", "[Acme/ORG] fell ."]
    ),
    (["[May/PER] spoke .", "In May it rained ."], ["[May/PER] spoke .", "In May it rained ."]),
    // Small words are no names, and no name is put into another.
    (
      ["[the Hague/LOC] .", "[the Hague/LOC] .", "the Hague ."],
      ["[the Hague/LOC] .", "[the Hague/LOC] .", "the Hague ."]
    ),
    (["[Anna Berg/PER] .", "[Berg Holding/ORG] ."], ["[Anna Berg/PER] .", "[Berg Holding/ORG] ."]),
    ([], []),
  ])
  func makesNamesAgree(_ given: [String], _ expected: [String]) {
    var found = sentences(given)
    var names = DocumentNames()
    names.settle(&found)
    #expect(texts(found) == expected)
  }

  @Test func remembersWhatCameBefore() {
    var names = DocumentNames()
    var first = sentences(["[Anna Berg/PER] spoke ."])
    names.settle(&first)
    var second = sentences(["Berg left ."])
    names.settle(&second)
    #expect(texts(second) == ["[Berg/PER] left ."])
  }

  @Test func keepsNamesApartAndInOrderWhateverIsFound() {
    for seed in UInt64(0)..<300 {
      var random = SeededGenerator(seed: seed)
      let vocabulary = ["Anna", "Berg", "Acme", "Mills", "the", "of", "Linz", "fell"]
      var found = (0..<6).map { _ -> DocumentNames.Sentence in
        let words = (0..<Int.random(in: 0...9, using: &random)).map { _ in
          vocabulary.randomElement(using: &random) ?? "a"
        }
        var names: [AnalysedName] = []
        var at = 0
        while at < words.count {
          let end = min(words.count, at + Int.random(in: 1...3, using: &random))
          if Bool.random(using: &random), let kind = NameKind.allCases.randomElement(using: &random) {
            names.append(AnalysedName(kind: kind, tokens: at..<end))
          }
          at = end
        }
        return DocumentNames.Sentence(words: words, names: names)
      }
      let before = found
      var names = DocumentNames()
      names.settle(&found)
      for (sentence, old) in zip(found, before) {
        #expect(sentence.words == old.words)
        var last = 0
        for name in sentence.names {
          #expect(name.tokens.lowerBound >= last && name.tokens.upperBound <= sentence.words.count, "seed \(seed)")
          last = name.tokens.upperBound
        }
        #expect(
          Set(sentence.names.map(\.tokens)).isSuperset(of: old.names.map(\.tokens)),
          "seed \(seed): a name is lost"
        )
      }
    }
  }
}
