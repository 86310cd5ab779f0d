import Testing

@testable import Extraction
@testable import Readers

@Suite("Why a document states nothing")
struct NoFactsTests {
  private func reason(_ text: String, sentences: Int = 3, unsure: Int = 0) throws -> String {
    NoFacts(sentences: sentences, unsure: unsure).reason(try PlainTextReader().read(Array(text.utf8)))
  }

  private let foreign = "it seems not to be in English, the only language that is read"

  @Test(
    "another language is told by its script, or by the small words that it has not",
    arguments: [
      "Москва стоит на реке. Она очень большая и старая.", "Η πόλη έχει πολλά μουσεία. Το λιμάνι είναι παλιό.",
      "東京は日本の首都です。人口は多いです。 Tokyo.",
      "Die Stadt liegt am Fluss und hat viele alte Häuser. Sie wurde im Jahr 1200 gegründet und ist heute der Sitz einer großen Universität, die weit über die Grenzen des Landes bekannt ist.",
      "Il était une fois un roi. Il vivait loin dans un pays derrière les montagnes, et ses filles chantaient chaque soir devant la porte du château.",
      "La ciudad se encuentra junto al río y tiene muchas casas antiguas. Hoy es la sede de una gran universidad, conocida más allá de las fronteras del país.",
    ]
  )
  func otherLanguages(text: String) throws { #expect(try reason(text) == foreign) }

  @Test("English is not taken for another language, however short or odd")
  func english() throws {
    #expect(try reason("Well, yes and no, of course.", sentences: 1) == "no facts in 1 sentence")
    #expect(
      try reason(
        "Who would have thought that it could be so? Nobody, of course, would ever have said that in front of the others, and yet it was what everybody had in mind."
      ) == "no facts in 3 sentences"
    )
    #expect(try reason("Ølberg, Ærø, Åland, naïve café.", sentences: 1) == "no facts in 1 sentence")
    #expect(try reason("Yes and no.", unsure: 2) == "no facts in 3 sentences but 2 below the least confidence")
  }

  @Test("a text without a sentence says so")
  func noSentence() throws {
    #expect(
      try reason("Annual report\n\nContents\n\nTables\n", sentences: 0)
        == "it has only headings and short lines, and no sentence"
    )
    #expect(try reason("Yes and no.", sentences: 0) == "it has no sentence")
  }
}
