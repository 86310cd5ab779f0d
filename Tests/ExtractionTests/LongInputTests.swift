import Extraction
import Language
import Model
import Testing
import Values

/// What a hostile document may be made of; each is read to its end, and no sentence comes out longer than the limit.
@Suite struct LongInputTests {
  @Test(arguments: ["word ", "a", "1,", "Japan is "]) func readsAQuarterMegabyteOf(_ piece: String) throws {
    try check(piece, size: 1 << 18)
  }

  @Test(arguments: [
    "word ", "a", "1", "1,", "1.", "1-", "12 ", "(", ")", "[1, ", "\"", "“", "$", "between ", "about ", "is ", "and ",
    ", ", "; ", "of ", "Japan ",
    "Japan's ", "the ", "which is ", "twenty ", "hundred ", "5 to ", "January ", "2012–", "- x\n", "x\n\n", "é",
    "\u{301}", "😀", "http://a",
    "A.B.", "said that ", "Japan is ", "from 2010 to ", "ISSN ", "Keywords: 5 ISSN ", "n't", "'s", "1 000 ", "10⁻",
    "× 10", "e.g. ", "Dr. ", ". ", "?",
    "X, a Y, ", "\n", "# a\n", "Vol. 5\n", "1/", "12:", "°", "−", "…", "ИФ РИНЦ = 0,839\n",
  ])
  func readsManyOf(_ piece: String) throws {
    try check(piece, size: 1 << 14)
  }

  private func check(_ piece: String, size: Int) throws {
    let text = "It is 5 km. " + String(repeating: piece, count: size / piece.utf8.count)
    let extraction = try English.extractor().extract(Array(text.utf8), uri: "file:long", mediaType: "text/plain")
    #expect(extraction.text.utf8.starts(with: "It is 5 km. ".utf8))
    #expect(extraction.facts.allSatisfy { $0.evidence.end - $0.evidence.start <= Segmenter.longestSentence * 256 })
    #expect(extraction.text.utf8.count == text.utf8.count)
  }

  @Test func cutsOneSentenceOfAHundredThousandTokens() throws {
    let bytes = Array(String(repeating: "Japan exports cars and ", count: 25_000).utf8)
    let segments = try bytes.withUnsafeBytes { try Segmenter(English.model()).segment($0, in: 0..<bytes.count) }
    #expect(segments.tokens.count == 100_000)
    #expect(segments.cuts >= 199)
    #expect(segments.sentences.count >= 200)
    #expect(segments.sentences.allSatisfy { $0.count <= Segmenter.longestSentence })
  }
}
