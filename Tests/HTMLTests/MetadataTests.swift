import Model
import Testing

@testable import HTML

struct MetadataTests {
  private func metadata(_ head: String, _ body: String = prose) throws -> DocumentMetadata {
    try read("<html lang=\"pt_br\"><head><title>Pier | Lindholm News</title>\(head)</head><body>\(body)</body></html>")
      .metadata
  }

  @Test func theHeadIsRead() throws {
    let found = try metadata(
      """
      <meta name="author" content="Anna Berg"><meta property="article:published_time" content="2025-03-04T10:00:00+01:00">
      <meta property="article:modified_time" content="2025/3/5"><meta property="og:site_name" content="Lindholm News">
      <meta property="og:title" content="Pier to be &quot;repaired&quot;"><link rel="canonical" href="https://lindholm.example/pier?a=1&amp;b=2">
      """
    )
    #expect(found.title == "Pier to be \"repaired\"")
    #expect(found.authors == ["Anna Berg"])
    #expect(found.publisher == "Lindholm News")
    #expect(found.published == "2025-03-04T10:00:00+01:00")
    #expect(found.modified == "2025-03-05")
    #expect(found.language == "pt-BR")
    #expect(found.identifiers[.canonicalURL] == "https://lindholm.example/pier?a=1&b=2")
  }

  @Test func citationsAreRead() throws {
    let found = try metadata(
      """
      <meta name="citation_author" content="Berg, Anna"><meta name="citation_author" content="Holm, Per">
      <meta name="citation_journal_title" content="Journal of Piers"><meta name="citation_doi" content="10.1000/pier.7">
      <meta name="citation_issn" content="1234-5678"><meta name="citation_publication_date" content="2024/11/02">
      <meta name="citation_pmid" content="12345">
      """
    )
    #expect(found.authors == ["Berg, Anna", "Holm, Per"])
    #expect(found.publisher == "Journal of Piers")
    #expect(found.identifiers == [.doi: "10.1000/pier.7", .issn: "1234-5678", .pmid: "12345"])
    #expect(found.published == "2024-11-02")
  }

  @Test func dublinCoreIsRead() throws {
    let found = try metadata(
      """
      <meta name="DC.creator" content="Anna Berg"><meta name="DC.date" content="2024-01-02"><meta name="DC.publisher" \
      content="Town archive">
      """
    )
    #expect(found.authors == ["Anna Berg"])
    #expect(found.published == "2024-01-02")
    #expect(found.publisher == "Town archive")
  }

  @Test func dataForSearchEnginesIsRead() throws {
    let found = try metadata(
      """
      <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},
      {"@type":["NewsArticle"],"headline":"Pier\\u0020to be \\"repaired\\"","author":[{"@type":"Person","name":"Anna Berg"},
      {"name":"Per Holm"}],"publisher":{"name":"Lindholm News"},"datePublished":"2025-03-04","dateModified":"2025-03-06"}]}
      </script>
      """
    )
    #expect(found.authors == ["Anna Berg", "Per Holm"])
    #expect(found.publisher == "Lindholm News")
    #expect(found.published == "2025-03-04")
    #expect(found.modified == "2025-03-06")
  }

  @Test func dataThatRefersToItselfIsRead() throws {
    let found = try metadata(
      """
      <script type="application/ld+json">{"@graph":[{"@type":"Article","author":{"@id":"#a"},"publisher":{"@id":"#p"}},
      {"@type":"Person","@id":"#a","name":"Anna Berg"},{"@type":"Organization","@id":"#p","name":"Lindholm News"}]}</script>
      """
    )
    #expect(found.authors == ["Anna Berg"])
    #expect(found.publisher == "Lindholm News")
  }

  @Test(arguments: [
    "{", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"@type\":\"Article\",\"author\":", "\"\\u12", "{\"a\" 1}", "nul",
    "{\"@type\":\"Article\",}",
    "{\"author\": {\"name\": [[[[[[[[[[[[[[[[[[[[\"x\"]]]]]]]]]]]]]]]]]]]]}}",
  ])
  func brokenDataIsNoHarm(data: String) throws {
    #expect(try metadata("<script type=\"application/ld+json\">\(data)</script>").title != nil)
  }

  @Test func theDayNearTheTitleCounts() throws {
    let found = try metadata("", "<h1>Pier</h1><time datetime=\"2025-03-04\">4 March</time>\(prose)")
    #expect(found.published == "2025-03-04")
  }

  @Test(arguments: [
    ("<meta charset=\"Windows-1251\">", "windows-1251"),
    ("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=ISO-8859-1\">", "iso-8859-1"),
    ("<META CONTENT='text/html;charset = \"koi8-r\"' HTTP-EQUIV=content-type>", "koi8-r"),
    ("<!-- <meta charset=a> --><meta charset=b>", "b"),
    ("<a title='<meta charset=a>'><meta charset=b>", "b"),
    ("<meta charset=utf-16le>", "utf-8"),
    ("<meta content=\"text/html; charset=a\">", nil),
    ("<meta name=x content=y><p charset=z>", nil),
    ("<meta charset=\"a", nil),
    ("<meta charset=", nil),
    ("", nil),
  ])
  func theCharsetIsFound(page: String, charset: String?) {
    #expect(HTMLReader.declaredCharset(Array(page.utf8)) == charset)
  }

  @Test func theCharsetIsLookedForAtTheBeginningAlone() {
    let page = String(repeating: " ", count: 1020) + "<meta charset=utf-8>"
    #expect(HTMLReader.declaredCharset(Array(page.utf8)) == nil)
  }
}
