import Interpretation
import Model
import Testing

/// The quarter that the title names, where nothing says when the release came out.
@Suite struct UndatedReportTests {
  private func time(_ title: String) throws -> String {
    let page = """
      <html><head><title>\(title)</title></head><body><h1>\(title)</h1>
      <p>EBITDA was NOK 611 million. The order backlog stood at NOK 9.8 billion.</p></body></html>
      """
    let facts = try English.extractor().extract(Array(page.utf8), uri: "file:a", mediaType: "text/html").facts
    let fact = try #require(facts.first { $0.key.entity == "ebitda" || $0.key.attribute.contains("ebitda") })
    return fact.time.map { "\($0.start?.description ?? "")..\($0.end?.description ?? "")" } ?? "none"
  }

  @Test(arguments: [
    ("Nordvik Marine ASA: Third-quarter results 2024", "2024-07-01..2024-09-30"),
    ("Nordvik Marine ASA: Results 2024", "2024-01-01..2024-12-31"),
    ("Nordvik Marine ASA: Interim results 2024", "none"),
  ])
  func isOfItsPart(_ title: String, _ expected: String) throws { #expect(try time(title) == expected) }
}
