import Extraction
import Formats
import Interpretation
import Model
import TestSupport
import Testing

/// What documents say of themselves outside their text.
@Suite struct MetadataFactsTests {
  private func extraction(_ page: String) throws -> Extraction {
    try English.extractor().extract(Array(page.utf8), uri: "doc:a", mediaType: "text/html")
  }

  private static let page = """
    <html lang="en"><head><title>Ferry grounds</title><meta name="author" content="Ida Holm">
    <meta property="article:published_time" content="2021-03-04T08:00:00Z"><meta property="og:site_name" content="Coast News"></head>
    <body><article><h1>Ferry grounds</h1><p class="byline">By Ida Holm</p>
    <p>The document has a title. The ferry Sorrel ran aground near Tarvik on Monday. It carried 112 passengers and 31 cars.</p>
    <p>Tarvik has 4,200 inhabitants, and the harbour has 3 cranes for its 12 ferries and boats.</p></article></body></html>
    """

  @Test func areOfTheDocumentAlone() throws {
    let extraction = try extraction(Self.page)
    let own = extraction.facts.filter { $0.key.entity == "document" }
    #expect(
      own.map { "\($0.key.attribute) \($0.object.text) \($0.object.kind.rawValue)" } == [
        "title Ferry grounds text", "author Ida Holm entity", "publisher Coast News entity",
        "published 2021-03-04T08:00:00Z date", "language en text",
      ]
    )
    #expect(own.allSatisfy { $0.subject.scope == .local && $0.subject.entity == nil })
    #expect(own[3].object.start == Day("2021-03-04"))
    // Each is quoted where the text has it, and never from elsewhere.
    let text = Array(extraction.text.utf8)
    for fact in extraction.facts {
      #expect(text[fact.evidence.start..<fact.evidence.end].elementsEqual(fact.evidence.text.utf8))
    }
    #expect(own[0].evidence.text == "Ferry grounds" && own[2].evidence.text.isEmpty)
    #expect(extraction.facts.contains { $0.key.entity == "tarvik" })
    #expect(extraction.reason == nil)
  }

  @Test func sayWhyThereIsNothingElse() throws {
    let russian = """
      <html lang="ru"><head><title>Порт</title></head><body><article><h1>Порт</h1>
      <p>Население города составляет десять тысяч человек, и он был основан у реки. Порт построен на берегу большого залива.</p>
      <p>Население города составляет десять тысяч человек, и он был основан у реки много лет назад.</p></article></body></html>
      """
    let interpreter = Interpreter(
      ExtractorRegistry(try English.extractor()),
      languages: try LanguageMarks.installed()
    )
    let extraction = try interpreter.interpret(Array(russian.utf8), uri: "doc:a", mediaType: "text/html")
    #expect(extraction.facts.map(\.key.description) == ["document/title", "document/language"])
    #expect(extraction.document.language == "ru")
    #expect(extraction.reason == "it is in another language than English, the only one that is read: ru")
  }

  @Test func areNotThereWhereATextSaysNothingOfItself() throws {
    let facts = try English.extractor().extract(
      Array("Tarvik has 4,200 inhabitants.\n".utf8),
      uri: "doc:a",
      mediaType: "text/plain"
    ).facts
    #expect(facts.map(\.key.entity) == ["tarvik"])
  }

  @Test("a changed title leaves the other facts about the document as they were")
  func keepsOtherClaims() throws {
    func claims(_ title: String) throws -> Set<String> {
      let page = """
        <html lang="en"><head><title>\(title)</title><meta name="author" content="Ida Holm"></head>
        <body><article><h1>\(title)</h1><p>The ferry Sorrel ran aground near Tarvik. It carried 112 passengers.</p></article></body></html>
        """
      return Set(
        try extraction(page).facts.filter { $0.key.entity == "document" && $0.key.attribute != "title" }
          .map(\.claim.description)
      )
    }
    let before = try claims("Ferry grounds")
    #expect(!before.isEmpty)
    #expect(try claims("Ferry aground") == before)
  }
}
