import Feeds
import Formats
import Model
import TestSupport
import Testing

@Suite("Hostile feeds")
struct HostileFeedTests {
  private static let samples = [
    """
    <?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
    <title>Port &amp; news</title><link>https://a.example/</link><item><title>A &lt;b&gt;b&lt;/b&gt;</title>
    <link>/a</link><guid>g</guid><pubDate>Wed, 31 Dec 2003 10:14:55 GMT</pubDate><author>i@a.example (I)</author>
    <content:encoded><![CDATA[<p>Text <a href="x">y</a></p>]]></content:encoded></item></channel></rss>
    """,
    """
    <feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://a.example/" xml:lang="en"><title type="html">T</title>
    <author><name>I</name><uri>/i</uri></author><entry><id>urn:1</id><title>E</title><link rel="alternate" href="e"/>
    <updated>2003-12-31T10:14:55Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>P</p>
    </div></content></entry></feed>
    """,
    #"{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "url": "/a", "content_text": "x"}]}"#,
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://a.example/</loc></url></urlset>",
    "User-agent: *\nDisallow: /*a$\nAllow: /b\n",
  ]

  @Test("whatever bytes come, they are read or refused")
  func mutations() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<3000 {
      var bytes = Array((Self.samples.randomElement(using: &generator) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, at + Int.random(in: 0...40, using: &generator))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(at..<end)
        case 2: bytes.insert(contentsOf: Array(bytes[at..<end]), at: Int.random(in: 0...bytes.count, using: &generator))
        default: bytes.insert(contentsOf: "<>&;\"'/:[]{}?!-#".utf8.shuffled(using: &generator).prefix(3), at: at)
        }
      }
      if let decoded = try? TextDecoder.decode(bytes, declared: nil), let feed = try? FeedParser.parse(decoded.bytes) {
        var state = FeedState(url: "https://a.example/feed")
        for item in state.plan(feed).items { _ = ArticlePage.html(item.entry, feed: feed) }
        #expect(state.records.allSatisfy { DocumentURI.faultOfNew($0.uri) == nil }, "seed \(seed)")
      }
      _ = try? FeedReader().read(bytes)
      _ = try? Sitemap(bytes)
      _ = RobotsRules(bytes, agent: "courant").allows("/a/b?c")
    }
  }

  /// 64 KiB of each: what takes quadratic time takes many seconds then.
  @Test(
    "shapes that could take long do not",
    arguments: [
      ("tags that do not end", "<rss><channel><item><title><![CDATA[", "<a", "]]></title></item></channel></rss>"),
      ("references", "<rss><channel><item><title>", "&NUMBER;", "</title></item></channel></rss>"),
      ("ampersands", "<rss><channel><item><title>", "&", "</title></item></channel></rss>"),
      ("entries", "<rss><channel>", "<item><title>a &amp;amp; b</title><link>/a</link></item>", "</channel></rss>"),
      ("depth", "<rss><channel><item>", "<x>", ""),
      (
        "bases", "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"http://a/LONG\"><entry>", "<link href=\"a\"/>",
        "</entry></feed>"
      ),
      (
        "markup",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"http://a/LONG\"><entry><content type=\"xhtml\">",
        "<a href=\"b\"/>", "</content></entry></feed>"
      ),
      ("comments", "<rss>", "<!--", ""), ("prefixes", "<rss>", "<pNUMBER:a/>", "</rss>"),
      ("quotes", "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [", "{},", "{}]}"),
      ("brackets", "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": ", "[", ""),
      ("document types", "<!DOCTYPE a [", "<!DOCTYPE [", "]><rss></rss>"),
    ]
  )
  func shapes(_ name: String, head: String, part: String, tail: String) {
    let long = String(repeating: "l", count: 2000) + "/"
    var text = Array(head.replacing("LONG", with: long).utf8)
    var number = 0
    while text.count < 1 << 16 {
      text += part.replacing("NUMBER", with: "n\(number)").utf8
      number += 1
    }
    text += tail.utf8
    let seconds = threadSeconds { _ = try? FeedReader().read(text) }
    print("\(name): \(seconds) s")
    #expect(seconds < 3)
  }

  @Test("entities that grow are bounded")
  func entities() {
    var declarations = "<!ENTITY a0 \"aaaaaaaaaa\">"
    for level in 1..<10 {
      declarations += "<!ENTITY a\(level) \"\(String(repeating: "&a\(level - 1);", count: 10))\">"
    }
    let text = "<!DOCTYPE rss [\(declarations)]><rss><channel><item><title>&a9;</title></item></channel></rss>"
    #expect(threadSeconds { _ = try? FeedReader().read(Array(text.utf8)) } < 10)
  }
}
