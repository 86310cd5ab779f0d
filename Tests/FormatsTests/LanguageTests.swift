import Interpretation
import Languages
import Model
import TestSupport
import Testing

/// Which language a text is in, and which of its blocks are in another.
@Suite struct LanguageTests {
  @Test(arguments: [
    ("The ferry sank off the coast, and all who were on board were saved by the lifeboat.", "en"),
    ("Die Brücke über den Fluss wurde im März gebaut und ist dreißig Meter lang.", "de"),
    ("Le port a été agrandi en deux mille dix, et les navires y viennent plus souvent.", "fr"),
    ("Население города составляет десять тысяч человек, и он был основан у реки.", "ru"),
    ("Населення міста становить десять тисяч осіб, і воно було засноване біля річки.", "uk"),
    ("El puerto fue ampliado hace diez años y los barcos llegan ahora con más frecuencia.", "es"),
    ("この町には一万人の住民がいて、川のそばに建てられました。", "ja"), ("城市有一万居民，建于一七零三年，在河边。", "zh"),
    ("Η πόλη έχει δέκα χιλιάδες κατοίκους και ιδρύθηκε κοντά στο ποτάμι.", "el"),
    ("يبلغ عدد سكان المدينة عشرة آلاف نسمة وقد تأسست بالقرب من النهر.", "ar"),
  ])
  func tellsSentences(_ text: String, _ language: String) throws {
    let guess = try #require(try LanguageIdentifier.installed().guess(Array(text.utf8)[...]))
    #expect(guess.language == language)
    #expect(guess.margin >= LanguageIdentifier.sureMargin)
  }

  @Test(arguments: ["", "12 % 4.5", "—", "OK", "x"])
  func isNotSureOfWhatSaysNothing(_ text: String) throws {
    let guess = try LanguageIdentifier.installed().guess(Array(text.utf8)[...])
    #expect(guess.map(\.margin) ?? 0 < LanguageIdentifier.sureMargin)
  }

  private func marked(_ paragraphs: [String]) throws -> TextDocument {
    var bytes: [UInt8] = []
    var blocks: [TextDocument.Block] = []
    for paragraph in paragraphs {
      blocks.append(TextDocument.Block(kind: .paragraph, range: bytes.count..<(bytes.count + paragraph.utf8.count)))
      bytes += Array(paragraph.utf8) + [0x0A, 0x0A]
    }
    return try LanguageMarks.installed().mark(TextDocument(bytes: bytes, blocks: blocks))
  }

  @Test func keepsForeignBlocksOutOfADocument() throws {
    let document = try marked([
      "The harbour of Tarvik handled 1.2 million tonnes in 2020, which is more than ever before.",
      "Население города составляет десять тысяч человек.", "Kari Nordmann, Per Hansen, Ole Lund.",
      "Oslo has 15 districts.",
      "GDP, US$ bn: 4.2.", "The committee met on Tuesday and agreed to buy two new ferries for the line to Molde.",
    ])
    #expect(document.language == "en")
    let read = document.prose(in: "en").map { document.text(in: $0.range) }
    #expect(read.count == 5)
    #expect(!read.contains { $0.hasPrefix("Нас") })
    let reason = "text in another language or in none"
    #expect(document.skipped(reading: "en") == [SkippedLines(reason: reason, lines: 1)])
  }

  @Test(arguments: [
    // Names of the North do not make English Norwegian.
    ("Karl Holm slept in a siding near Kessin.", nil),
    ("Erik Berg bought a boat in Bergen.", nil),
    // Which of three languages this is cannot be told; that it is not English can.
    ("Karl Holm sov i et hus ved Kessin, og Anna kom dit senere.", TextDocument.undetermined),
    ("Han bor i Oslo og arbeider ved universitetet.", TextDocument.undetermined),
  ])
  func readsShortDocumentsAsEnglishUnlessTheyAreNot(_ text: String, _ language: String?) throws {
    let document = try marked([text])
    #expect(document.language == nil)
    #expect(document.blocks.map(\.language) == [language])
  }

  @Test(arguments: ["\"", "* ", "=-", "a.,"]) func readsNoSigns(_ signs: String) throws {
    let sentence = "The harbour of Tarvik handled 1.2 million tonnes in 2020, which is more than ever before."
    let document = try marked([sentence, String(repeating: signs, count: 300)])
    #expect(document.prose(in: "en").map { document.text(in: $0.range) }.count == (signs.first == "a" ? 2 : 1))
  }

  @Test func readsNoLettersThatFormNoWords() throws {
    let sentence = "The harbour of Tarvik handled 1.2 million tonnes in 2020, which is more than ever before."
    let spelled = sentence.filter { $0 != " " }.map(String.init).joined(separator: " ")
    let document = try marked([sentence, spelled, "Grades in order: A B B C A A C B."])
    let read = document.prose(in: "en").map { document.text(in: $0.range) }
    #expect(read == [sentence, "Grades in order: A B B C A A C B."])
  }

  @Test func readsNothingOfADocumentInAnotherLanguage() throws {
    let document = try marked([
      "Die Brücke über den Fluss wurde im März gebaut und ist dreißig Meter lang.", "Harald Vogt, 41.",
      "Der Hafen wurde erweitert, weil mehr Schiffe kommen als je zuvor.",
    ])
    #expect(document.language == "de")
    #expect(document.prose(in: "en").isEmpty)
  }

  @Test func refusesADamagedTable() throws {
    #expect(throws: LanguageTableError.self) { try LanguageIdentifier([]) }
    #expect(throws: LanguageTableError.self) { try LanguageIdentifier(Array("CLID0001".utf8)) }
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let bytes =
        Array("CLID0001".utf8)
        + (0..<Int.random(in: 0...80, using: &generator)).map { _ in UInt8.random(in: 0...3, using: &generator) }
      _ = try? LanguageIdentifier(bytes)
    }
  }
}
