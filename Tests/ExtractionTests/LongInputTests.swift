import Extraction
import Interpretation
import Language
import Model
import TestSupport
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

  /// One sentence of what makes deep trees, heads in circles, long chains of names, or clauses in clauses.
  @Test(arguments: [
    "and ", "of the ", "Nokia's ", "NATO ", "He said; ", "he said that she said that ", "in 2012 ",
  ])
  func takesAFewTimesAsLongAsProseFor(_ piece: String) throws {
    let size = 2000
    let prose = try seconds(
      (0..<40).map { "The population of Oslo was 7\($0),000 in 2020 and Bergen had 28\($0),000 people." }
        .joined(separator: " "),
      size
    )
    let time = try seconds(String(repeating: piece, count: size / piece.utf8.count), size)
    // The rules are not optimised in a debug build, and the network is: prose is mostly network.
    #expect(time < prose * 4, "\(time) s, and \(prose) s for prose")
  }

  /// What reading a text costs.
  private func seconds(_ text: String, _ size: Int) throws -> Double {
    let bytes = Array(text.utf8.prefix(size))
    let extractor = try English.extractor()
    return try (0..<5).map { _ in
      try threadSeconds { _ = try extractor.extract(bytes, uri: "file:long", mediaType: "text/plain") }
    }.min() ?? 0
  }

  @Test func readsASentenceThatComesAgainAsItReadsItAlone() throws {
    let (first, second) = ("Reykjavík is the capital of Iceland.", "Joan Smith of Bergen left Acme in 2012.")
    let alone = try [first, second].map { try analysed([$0])[0] }
    let together = try analysed([first, second, first, first, second])
    #expect(together.count == 5)
    for (found, expected) in zip(together, [alone[0], alone[1], alone[0], alone[0], alone[1]]) {
      #expect(found.tokens.map(\.form) == expected.tokens.map(\.form))
      #expect(found.tokens.map(\.head) == expected.tokens.map(\.head))
      #expect(found.tokens.map(\.relation) == expected.tokens.map(\.relation))
      #expect(found.tokens.map(\.tag) == expected.tokens.map(\.tag))
      #expect(found.names == expected.names)
    }
  }

  @Test func readsWhatComesAgainOnlyOnce() throws {
    let same = (0..<100).map { _ in "The council of Oslo met on Monday and approved the plan for a tunnel." }
    let other = (0..<100).map { "The council of Oslo met on Monday and approved the plan for tunnel B\($0)." }
    let seconds = try [same, other].map { text in
      try (0..<3).map { _ in try threadSeconds { _ = try analysed(text) } }.min() ?? 0
    }
    #expect(seconds[0] < seconds[1] / 2, "\(seconds[0]) s, and \(seconds[1]) s where no sentence comes again")
  }

  /// Texts as the network reads them, each a block and a sentence of its own.
  private func analysed(_ texts: [String]) throws -> [AnalysedSentence] {
    var bytes: [UInt8] = []
    var blocks: [Range<Int>] = []
    for text in texts {
      blocks.append(bytes.count..<(bytes.count + text.utf8.count))
      bytes += Array(text.utf8) + [0x0A, 0x0A]
    }
    let analyser = Analyser(try English.model())
    return bytes.withUnsafeBytes { analyser.analyse($0, blocks: blocks) }.flatMap { $0 }
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
