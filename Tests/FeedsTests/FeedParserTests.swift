import Feeds
import Formats
import Model
import Testing

@Suite("Feeds")
struct FeedParserTests {
  private func parse(_ text: String, base: String? = nil) throws(ReadError) -> Feed {
    try FeedParser.parse(Array(text.utf8), base: base.map { WebAddress($0) })
  }

  @Test("RSS 2.0: title, link, language, and of entries guid, link, date, author, enclosures and both texts")
  func rss() throws {
    let feed = try parse(
      """
      <?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
      <channel><title>Port news</title><link>https://example.org/</link><language>en-GB</language><ttl>90</ttl>
      <image><title>not this</title></image>
      <item><title>Trade &amp;amp; ports</title><link>/a</link><guid isPermaLink="false">a-1</guid>
      <pubDate>Wed, 31 Dec 2003 10:14:55 +0100</pubDate><author>ida@example.org (Ida Holm)</author>
      <description>Short.</description><content:encoded><![CDATA[<p>The port grew.</p>]]></content:encoded>
      <enclosure url="x.mp3"/></item></channel></rss>
      """,
      base: "https://example.org/feeds/rss.xml"
    )
    #expect(feed.format == .rss20)
    #expect(feed.title?.value == "Port news")
    #expect(feed.language == "en-GB")
    #expect(feed.ttl == 90)
    let entry = try #require(feed.entries.first)
    #expect(entry.title?.words == "Trade & ports")
    #expect(entry.link == "https://example.org/a")
    #expect(entry.id == "a-1")
    #expect(!entry.isPermaLink)
    #expect(entry.published?.text == "2003-12-31T09:14:55Z")
    #expect(entry.authors == [FeedPerson(name: "Ida Holm", address: "ida@example.org")])
    #expect(entry.summary?.value == "Short.")
    #expect(entry.body?.value == "<p>The port grew.</p>")
    #expect(entry.enclosures == 1)
  }

  @Test("RSS 1.0 and 0.90 by RDF; JSON Feed")
  func others() throws {
    let rdf = try parse(
      """
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
       xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="c"><title>T</title></channel>
      <item rdf:about="http://a.example/1"><title>One</title><link>http://a.example/1</link>
      <dc:creator>Ida</dc:creator><dc:date>2003-12-31</dc:date></item></rdf:RDF>
      """
    )
    #expect(rdf.format == .rss10)
    #expect(rdf.entries.first?.id == "http://a.example/1")
    #expect(rdf.entries.first?.published?.text == "2003-12-31")
    #expect(rdf.entries.first?.authors.first?.name == "Ida")
    let json = try parse(
      """
      {"version": "https://jsonfeed.org/version/1.1", "title": "T", "authors": [{"name": "Ida"}],
       "items": [{"id": 7, "url": "/7", "content_html": "<p>Seven.</p>", "date_published": "2003-12-31T10:14:55Z"}]}
      """,
      base: "https://a.example/feed.json"
    )
    #expect(json.entries.first?.id == "7")
    #expect(json.entries.first?.link == "https://a.example/7")
    #expect(json.entries.first?.body?.words == "Seven.")
  }

  @Test(
    "what feeds get wrong is put right, and said",
    arguments: [
      (
        "\n\n<?xml version=\"1.0\"?><rss><channel><item><title>A &nbsp;B</title></item></channel></rss>",
        "A B"
      ),
      ("<rss><channel><item><title>Trade & ports</title></item></channel></rss>", "Trade & ports"),
      ("<rss><channel><item><title>Caf&eacute;</title></item></channel></rss>", "Café"),
      ("<rss><channel><item><title>A\u{1}B</title></item></channel></rss>", "AB"),
      ("<rss><channel><item><x:y/><title>A</title></item></channel></rss>", "A"),
      ("<rss><channel><item><title>A</title></item><item><title>B", "A"),
    ]
  )
  func repair(_ text: String, title: String) throws {
    let feed = try parse(text)
    #expect(feed.entries.first?.title?.words == title)
    #expect(feed.fault != nil)
  }

  @Test(
    "what is no feed is refused, in words",
    arguments: [
      ("<html><body/></html>", "no feed: the document is a <html>; want RSS, Atom or JSON Feed"),
      ("", "empty document"),
      ("hello", "the feed, line 1: no XML: syntax error"),
      ("{\"items\": []}", "no JSON Feed: version names no version of it"),
      ("<rss><channel><title>A</titel>", "the feed, line 1: no XML: mismatched tag"),
    ]
  )
  func refusals(_ text: String, reason: String) {
    #expect(throws: ReadError.self) { try parse(text) }
    do throws(ReadError) {
      _ = try parse(text)
    } catch {
      #expect(error.description == reason)
    }
  }

  @Test("relative URLs are resolved by the bases around them")
  func bases() throws {
    let feed = try parse(
      """
      <feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://a.example/x/"><entry xml:base="y/">
      <title>T</title><link href="z"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
      <a href="../q">q</a></div></content></entry></feed>
      """
    )
    #expect(feed.entries.first?.link == "http://a.example/x/y/z")
    #expect(feed.entries.first?.content?.value == "<a href=\"http://a.example/x/q\">q</a>")
  }

  @Test(
    "dates as feeds write them",
    arguments: [
      ("2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"), ("2003-12-31T10:14:55.5-08:00", "2003-12-31T18:14:55Z"),
      ("2003-12-31 10:14", "2003-12-31T10:14:00Z"), ("20031231", "2003-12-31"), ("2003-12", "2003-12-01"),
      ("Wed, 31 Dec 03 10:14:55 PST", "2003-12-31T18:14:55Z"), ("31 December 2003", "2003-12-31"),
      ("Wed Dec 31 10:14:55 GMT 2003", "2003-12-31T10:14:55Z"),
      ("Wed, 31-Dec-2003 10:14:55 +0530", "2003-12-31T04:44:55Z"),
      ("soon", nil), ("2003-13-01", nil), ("99:99", nil), ("", nil),
    ] as [(String, String?)]
  )
  func dates(_ text: String, expected: String?) {
    #expect(FeedDate(text)?.text == expected)
  }

  @Test("a feed file is a document: title, headings, blocks of HTML, places, metadata")
  func reader() throws {
    let text = """
      <rss version="2.0"><channel><title>Port news</title>
      <item><title>Ports</title>
      <description>&lt;p&gt;The port grew.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;By a third.&lt;/ul&gt;</description></item>
      </channel></rss>
      """
    let bytes = Array(text.utf8)
    let type = TypeDetection.type(of: bytes, name: "a.rss", declared: nil)
    #expect(type.essence == "application/rss+xml")
    let document = try DocumentReader().read(bytes, as: type)
    #expect(document.blocks.map(\.kind) == [.title, .heading, .paragraph, .item])
    #expect(
      document.blocks.map { document.text(in: $0.range) } == ["Port news", "Ports", "The port grew.", "By a third."]
    )
    let place = document.places.place(of: document.blocks[1].range)
    guard case .bytes(let range) = place else {
      Issue.record("no place")
      return
    }
    #expect(String(decoding: bytes[range], as: UTF8.self) == "Ports")
    #expect(document.metadata.title == "Port news")
  }

  @Test("a feed in another encoding is read by its XML declaration")
  func encodings() throws {
    let head = "<?xml version=\"1.0\" encoding=\"koi8-r\"?><rss><channel><item><title>"
    let bytes = Array(head.utf8) + [0xF0, 0xCF, 0xD2, 0xD4] + Array("</title></item></channel></rss>".utf8)
    let document = try DocumentReader().read(bytes, as: MediaType(essence: "application/rss+xml"))
    #expect(document.text == "Порт")
    #expect(document.metadata.encoding?.name == "koi8-r")
  }

  @Test("a sitemap and an index of such")
  func sitemaps() throws {
    let space = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
    let pages = "<url><loc>https://a.example/1</loc><lastmod>2003-12-31</lastmod></url><url><loc>ftp://no</loc></url>"
    let map = try Sitemap(Array("<urlset \(space)>\(pages)</urlset>".utf8))
    #expect(!map.isIndex)
    #expect(map.pages.map(\.address) == ["https://a.example/1"])
    #expect(map.pages.first?.modified?.text == "2003-12-31")
    #expect(
      try Sitemap(
        Array("<sitemapindex \(space)><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>".utf8)
      ).isIndex
    )
    #expect(throws: ReadError(.broken, "no sitemap: the document is a <rss>; want urlset or sitemapindex")) {
      try Sitemap(Array("<rss/>".utf8))
    }
  }

  @Test("a page of a sitemap is neither its image nor its video; news state when they were published")
  func sitemapOfNews() throws {
    let text = """
      <?xml version="1.0"?>
      <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
      <url><loc>https://a.example/old</loc><image:image><image:loc>https://a.example/i.png</image:loc></image:image></url>
      <url><loc>https://a.example/1</loc><news:news><news:publication_date>2024-02-01T10:00:00Z</news:publication_date></news:news></url>
      <url><loc>https://a.example/2</loc><lastmod>2024-03-01</lastmod></url>
      </urlset>
      """
    let map = try Sitemap(Array(text.utf8))
    #expect(map.pages.map(\.address) == ["https://a.example/old", "https://a.example/1", "https://a.example/2"])
    let feed = Sitemap.feed(of: map.pages)
    #expect(feed.entries.map(\.link) == ["https://a.example/2", "https://a.example/1", "https://a.example/old"])
    #expect(feed.entries.map(\.version) == ["2024-03-01", "2024-02-01T10:00:00Z", nil])
    #expect(Sitemap.isOne(Array(text.utf8)))
    #expect(!Sitemap.isOne(Array("<rss/>".utf8)))
  }
}
