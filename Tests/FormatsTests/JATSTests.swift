import Formats
import Model
import Testing

/// Journal articles in XML.
@Suite struct JATSTests {
  private static let article = """
    <!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) v1.0//EN" "JATS-archivearticle1.dtd">
    <article article-type="research-article"><front><journal-meta><journal-title>Journal of Ports</journal-title><issn>1234-5678</issn></journal-meta>
    <article-meta><article-id pub-id-type="doi">10.1/ab</article-id><title-group><article-title>Cargo of
    <italic>northern</italic> ports</article-title></title-group>
    <contrib-group><contrib><name><surname>Holm</surname><given-names>Ida</given-names></name><xref ref-type="aff">1</xref></contrib></contrib-group>
    <aff><label>1</label>Harbour Office</aff><pub-date pub-type="epub"><day>4</day><month>3</month><year>2021</year></pub-date>
    <abstract><p>Cargo rose by 4% in 2020<xref ref-type="bibr" rid="b1">1</xref>.</p></abstract></article-meta></front>
    <body><sec><title>Results</title><p>Tarvik has 3 cranes (<xref ref-type="fig">Figure 1</xref>).</p>
    <sec><title>Ferries</title><p>The line has 2 ships.</p></sec>
    <table-wrap><label>Table 1</label><caption><p>Cargo, tonnes</p></caption><table><thead><tr><th>Port</th><th>2019</th></tr></thead>
    <tbody><tr><td>Tarvik</td><td>1,100</td></tr></tbody></table></table-wrap></sec></body>
    <back><ref-list><title>References</title><ref><p>Moe 2001</p></ref></ref-list><fn-group><fn><p>No conflict.</p></fn></fn-group></back></article>
    """

  private func read(_ text: String) throws -> TextDocument {
    let bytes = Array(text.utf8)
    let type = TypeDetection.type(of: bytes, name: "a.xml", declared: nil)
    #expect(type.essence == "application/jats+xml")
    return try DocumentReader().read(bytes, as: type)
  }

  @Test func readsAnArticle() throws {
    let document = try read(Self.article)
    #expect(
      document.blocks.map { "\($0.kind.rawValue): \(document.text(in: $0.range))" } == [
        "title: Cargo of northern ports", "paragraph: Cargo rose by 4% in 2020.", "heading: Results",
        "paragraph: Tarvik has 3 cranes (Figure 1).", "heading: Ferries", "paragraph: The line has 2 ships.",
        "caption: Cargo, tonnes",
        "cell: Port", "cell: 2019", "cell: Tarvik", "cell: 1,100", "footnote: No conflict.",
      ]
    )
    #expect(document.metadata.title == "Cargo of northern ports")
    #expect(document.metadata.authors == ["Ida Holm"])
    #expect(document.metadata.publisher == "Journal of Ports")
    #expect(document.metadata.published == "2021-03-04")
    #expect(document.metadata.identifiers == [.doi: "10.1/ab", .issn: "1234-5678"])
    #expect(document.omissions == [Omission(.references, lines: 1)])
  }

  @Test func readsWhatStandsBeforeAFault() throws {
    let cut = try read(String(Self.article.prefix(1100)))
    #expect(cut.blocks.first?.kind == .title)
    #expect(throws: ReadError.self) {
      try DocumentReader().read(Array("<article".utf8), as: MediaType(essence: "application/jats+xml"))
    }
  }
}
