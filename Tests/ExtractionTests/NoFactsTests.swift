import Interpretation
import Testing

@testable import Extraction
import Readers

@Suite("Why a document states nothing")
struct NoFactsTests {
  private func reason(_ text: String, sentences: Int = 3, unsure: Int = 0) throws -> String {
    let languages = try LanguageMarks.installed()
    return NoFacts(sentences: sentences, unsure: unsure).reason(
      languages.mark(try PlainTextReader().read(Array(text.utf8)))
    )
  }

  @Test(
    "another language is named",
    arguments: [
      ("Москва стоит на реке. Она очень большая и старая.", "ru"),
      ("Η πόλη έχει πολλά μουσεία. Το λιμάνι είναι παλιό.", "el"),
      ("東京は日本の首都です。人口は多いです。 Tokyo.", "ja"),
      (
        "Die Stadt liegt am Fluss und hat viele alte Häuser. Sie wurde im Jahr 1200 gegründet und ist heute der Sitz einer großen Universität, die weit über die Grenzen des Landes bekannt ist.",
        "de"
      ),
      (
        "Il était une fois un roi. Il vivait loin dans un pays derrière les montagnes, et ses filles chantaient chaque soir devant la porte du château.",
        "fr"
      ),
      (
        "La ciudad se encuentra junto al río y tiene muchas casas antiguas. Hoy es la sede de una gran universidad, conocida más allá de las fronteras del país.",
        "es"
      ),
    ]
  )
  func otherLanguages(text: String, language: String) throws {
    #expect(try reason(text) == "it is in another language than English, the only one that is read: \(language)")
  }

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
