import Extraction
import Model
import Testing

@Suite struct ShallowExtractorTests {
  @Test func readsTheTradeVolume() throws {
    let text = "In 2012 the trade volume reached 33.5 billion U.S. dollars."
    let result = try ShallowExtractor().extract(Array(text.utf8), uri: "file:a.txt", mediaType: "text/plain")
    let fact = try #require(result.facts.first)
    #expect(result.facts.count == 1)
    #expect(fact.key.description == "trade-volume/is")
    #expect(fact.object.number == 33_500_000_000)
  }
}
