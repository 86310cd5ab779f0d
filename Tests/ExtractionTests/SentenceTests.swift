import Language
import Testing

@Suite struct SentenceTests {
  /// Each text is written with a `|` where a sentence ends and the next begins.
  @Test(arguments: [
    "It rose.| It fell.", "Dr. Smith met Mr. Jones.| They spoke.", "The U.S. President spoke.| He left.",
    "He went to the U.S.| It was cold.",
    "J. Koch and A. B. Wegener wintered there.| Both came back.", "It grew 3.5 percent.| Exports fell.",
    "It costs $4.2bn.| That is much.",
    "See e.g. Table 3 of the report.| It has more.", "\"We won.\"| The crowd cheered.",
    "\"Why?\" he asked.| Nobody knew.",
    "It was found [3].| The signal was weak.", "It was found.[3]| The signal was weak.", "One (of two.)| The next.",
    "First line\nsecond line.| Third.",
    "Is it so?| Yes!| Well…| Perhaps.", "It rose in 2023…| “We will go on,” she said.",
    "Vol. 3, No. 2 was late.| It came.", "He said no.| She said yes.",
    "In 2012.| 5 ships came.",
    "Öl ist teuer.| Ärger droht.", "No end here", "A heading\n\n|Then a sentence.",
    "He lives in St. Gallen.| It rains.",
    "At 5 p.m. the train left.| It was full.",
    "President Franklin D. Roosevelt's talks were aired.| Many heard them.", "They chose Plan B.| The plan failed.",
    "She left at 5 p.m. Tuesday.| He stayed.", "It saw the planet WASP-96 b.| The planet is hot.",
  ])
  func splits(_ marked: String) throws {
    let expected = marked.split(separator: "|").map { $0.trimmingPrefix { $0 == " " || $0 == "\n" } }.map {
      trimmed(String($0))
    }
    let bytes = Array(marked.replacing("|", with: "").utf8)
    let segments = try bytes.withUnsafeBytes { try Segmenter(English.model()).segment($0, in: 0..<bytes.count) }
    let found = segments.sentences.map { sentence in
      let range = segments.tokens[sentence.lowerBound].lowerBound..<segments.tokens[sentence.upperBound - 1].upperBound
      return String(decoding: bytes[range], as: UTF8.self)
    }
    #expect(found == expected)
  }

  private func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last == "\n" || text.last == " " { text = text.dropLast() }
    return String(text)
  }
}

@Suite struct TokenTests {
  @Test(arguments: [
    ("Japan's share", ["Japan", "'s", "share"]), ("Japan’s share", ["Japan", "’s", "share"]),
    ("don't go", ["do", "n't", "go"]), ("the U.S. economy", ["the", "U.S.", "economy"]),
    ("(LIGO)", ["(", "LIGO", ")"]), ("Dr. Smith left.", ["Dr.", "Smith", "left", "."]),
    ("the states' rights", ["the", "states", "'", "rights"]),
    ("Þingvellir – Reykjavík", ["Þingvellir", "–", "Reykjavík"]),
    ("“Yes,” she said", ["“", "Yes", ",", "”", "she", "said"]), ("can't", ["ca", "n't"]), ("cannot", ["can", "not"]),
    ("", []), ("  ", []),
  ])
  func cuts(_ text: String, _ expected: [String]) throws {
    let bytes = Array(text.utf8)
    let segments = try bytes.withUnsafeBytes { try Segmenter(English.model()).segment($0, in: 0..<bytes.count) }
    #expect(segments.tokens.map { String(decoding: bytes[$0], as: UTF8.self) } == expected)
  }
}

@Suite struct AnalysisTests {
  private func analyse(_ text: String) throws -> AnalysedSentence {
    let bytes = Array(text.utf8)
    let analyser = Analyser(try English.model())
    let blocks = bytes.withUnsafeBytes { analyser.analyse($0, blocks: [0..<bytes.count]) }
    return try #require(blocks.first?.first)
  }

  @Test(arguments: [
    ("It reached the top.", "reached", "reach"), ("Exports rose.", "rose", "rise"), ("It is late.", "is", "be"),
    ("She carries water.", "carries", "carry"), ("The train stopped.", "stopped", "stop"),
    ("They built a house.", "built", "build"), ("It has grown.", "grown", "grow"),
    ("Three countries joined.", "countries", "country"), ("The children left.", "children", "child"),
  ])
  func findsTheDictionaryForm(_ text: String, _ form: String, _ lemma: String) throws {
    #expect(try analyse(text).tokens.first { $0.form == form }?.lemma == lemma)
  }

  @Test func drawsTheTree() throws {
    let tokens = try analyse("Japan exported cars to Russia in 2012.").tokens
    let verb = try #require(tokens.firstIndex { $0.form == "exported" })
    #expect(tokens[verb].head == nil)
    #expect(tokens.first { $0.form == "Japan" }?.relation == "nsubj")
    #expect(tokens.first { $0.form == "cars" }?.relation == "obj")
    #expect(tokens.first { $0.form == "Russia" }?.head == verb)
    #expect(tokens.allSatisfy { $0.head != nil || $0.relation == "root" })
  }

  @Test func findsNames() throws {
    let sentence = try analyse("Prime Minister Shinzo Abe of Japan met managers of Toyota in Tokyo.")
    let names = sentence.names.map { name in
      "\(name.kind.rawValue) " + sentence.tokens[name.tokens].map(\.form).joined(separator: " ")
    }
    #expect(names.contains("PER Shinzo Abe"))
    #expect(names.contains("LOC Japan"))
    #expect(names.contains("LOC Tokyo"))
  }

  @Test func readsTheSameAlone() throws {
    // A sentence among others gives what it gives alone: nothing leaks from one to the next.
    let one = "Exports rose by 5 percent."
    let many = Array("\(one) The mayor of Graz opened a bridge. \(one)".utf8)
    let analyser = Analyser(try English.model())
    let sentences = many.withUnsafeBytes { analyser.analyse($0, blocks: [0..<many.count]) }[0]
    #expect(sentences.count == 3)
    let alone = try analyse(one).tokens
    for sentence in [sentences[0], sentences[2]] {
      #expect(sentence.tokens.map(\.head) == alone.map(\.head))
      #expect(sentence.tokens.map(\.relation) == alone.map(\.relation))
      #expect(sentence.tokens.map(\.margin) == alone.map(\.margin))
    }
  }
}
