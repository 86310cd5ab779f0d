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
    "Is it so?| Yes!| Well…| Perhaps.", "Vol. 3, No. 2 was late.| It came.", "He said no.| She said yes.",
    "In 2012.| 5 ships came.",
    "Öl ist teuer.| Ärger droht.", "It is a co.| The firm left.", "No end here", "A heading\n\n|Then a sentence.",
    "He lives in St. Gallen.| It rains.",
    "At 5 p.m. the train left.| It was full.",
  ])
  func splits(_ marked: String) {
    let expected = marked.split(separator: "|").map { $0.trimmingPrefix { $0 == " " || $0 == "\n" } }.map {
      trimmed(String($0))
    }
    let bytes = Array(marked.replacing("|", with: "").utf8)
    let found = Sentences.split(bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    #expect(found == expected)
  }

  private func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last == "\n" || text.last == " " { text = text.dropLast() }
    return String(text)
  }

  @Test func cutsSentencesThatAreTooLong() {
    let words = Array(String(repeating: "word ", count: 1800).utf8)
    let sentences = Sentences.split(words)
    #expect(sentences.count >= 4)
    for sentence in sentences { #expect(Tokenizer.tokens(in: words, range: sentence).count <= Sentences.mostTokens) }
    let marks = Array(String(repeating: ",", count: 2000).utf8)
    for sentence in Sentences.split(marks) { #expect(sentence.count <= Sentences.mostTokens) }
    let letters = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
    for sentence in Sentences.split(letters) { #expect(sentence.count <= Sentences.mostBytes) }
  }

  @Test func leavesNothingOut() {
    let bytes = Array("  One. Two!   Three \n\n Four ".utf8)
    let ink = Sentences.split(bytes).reduce(0) { $0 + bytes[$1].filter { $0 > 32 }.count }
    #expect(ink == bytes.filter { $0 > 32 }.count)
  }
}

@Suite struct TokenTests {
  @Test(arguments: [
    ("Japan's share", ["Japan", "'s", "share"]), ("Japan’s share", ["Japan", "’s", "share"]),
    ("don't go", ["do", "n't", "go"]),
    ("the U.S. economy", ["the", "U.S.", "economy"]), ("well-known, indeed.", ["well-known", ",", "indeed", "."]),
    ("(LIGO)", ["(", "LIGO", ")"]), ("Dr. Smith left.", ["Dr.", "Smith", "left", "."]),
    ("O'Brien's house", ["O'Brien", "'s", "house"]),
    ("the states' rights", ["the", "states", "'", "rights"]), ("R&D", ["R&D"]),
    ("Þingvellir – Reykjavík", ["Þingvellir", "–", "Reykjavík"]),
    ("“Yes,” she said", ["“", "Yes", ",", "”", "she", "said"]), ("can't", ["ca", "n't"]), ("", []), ("  ", []),
  ])
  func cuts(_ text: String, _ expected: [String]) {
    let bytes = Array(text.utf8)
    #expect(Tokenizer.tokens(in: bytes).map { String(decoding: bytes[$0.range], as: UTF8.self) } == expected)
  }

  @Test func takesAValueAsOneToken() {
    let bytes = Array("about 33.5 billion U.S. dollars a year".utf8)
    let tokens = Tokenizer.tokens(in: bytes, values: [0..<31])
    #expect(tokens.map(\.kind) == [.value, .word, .word])
    #expect(tokens.first?.value == 0)
  }

  @Test(arguments: [
    ("reached", "reach"), ("rose", "rise"), ("is", "be"), ("had", "have"), ("carries", "carry"), ("stopped", "stop"),
    ("built", "build"),
    ("founded", "found"), ("depleted", "deplete"), ("grown", "grow"), ("lying", "lie"), ("exports", "export"),
  ])
  func findsTheVerb(_ form: String, _ lemma: String) {
    #expect(Lemmas.verb(form) == lemma)
  }

  @Test(arguments: [
    ("countries", "country"), ("people", "person"), ("boxes", "box"), ("gas", "gas"), ("glass", "glass"),
    ("exports", "export"),
  ])
  func findsTheSingular(_ plural: String, _ singular: String) {
    #expect(Lemmas.noun(plural) == singular)
  }
}
