import Feeds
import Fetching
import Logging
import Model
import Service
import Synchronization
import TestSupport
import Testing

@testable import Polling

/// Takes what it is given, or not.
private final class Hands: DocumentTaker {
  var documents: [(uri: String, mediaType: String, content: [UInt8])] = []
  var withdrawn: [String] = []
  /// Why a document is refused, by its URI.
  var refusals: [String: String] = [:]
  /// How many more documents are taken before nobody is there.
  var room = Int.max

  private struct Away: Error, CustomStringConvertible {
    var description: String { "nobody takes documents" }
  }

  func take(uri: String, mediaType: String, content: [UInt8]) throws -> String? {
    guard room > 0 else { throw Away() }
    room -= 1
    if let reason = refusals[uri] { return reason }
    documents.append((uri, mediaType, content))
    return nil
  }

  func withdraw(uri: String) throws { withdrawn.append(uri) }
}

/// A site that changes, and looks at its feed.
private final class Site {
  private let server: LoopbackServer
  private let pages: PageTable
  let hands = Hands()
  var feed: Configuration.Feed
  var state: FeedState

  /// What the server answers by path; shared with its threads.
  final class PageTable: Sendable {
    let answers = Mutex<[String: LoopbackServer.Answer]>([:])
  }

  init() throws {
    let pages = PageTable()
    self.pages = pages
    server = try LoopbackServer { request in
      pages.answers.withLock { $0[request.path] } ?? .http("404 Not Found")
    }
    feed = Configuration.Feed(url: "http://localhost:\(server.port)/feed")
    feed.allowed = ["localhost"]
    feed.pause = .zero
    state = FeedState(url: feed.url)
  }

  deinit { server.stop() }

  func address(_ path: String) -> String { "http://localhost:\(server.port)\(path)" }

  func asked(_ path: String) -> Int { server.requests.count { $0.path == path } }

  func answer(_ path: String, _ answer: LoopbackServer.Answer) { pages.answers.withLock { $0[path] = answer } }

  func page(_ path: String, _ text: String) {
    answer(path, .http("200 OK", ["Content-Type: text/html; charset=koi8-r"], Array(text.utf8)))
  }

  /// Puts a feed in its place: of each entry the name, which is its path, title and guid, and its text.
  func entries(_ entries: [(name: String, guid: String, text: String)], headers: [String] = []) {
    let items = entries.map { entry in
      "<item><title>\(entry.name)</title><link>/\(entry.name)</link><guid isPermaLink=\"false\">\(entry.guid)</guid>"
        + "<description>\(entry.text)</description></item>"
    }
    let text = "<rss version=\"2.0\"><channel><title>T</title>\(items.joined())</channel></rss>"
    answer("/feed", .http("200 OK", headers, Array(text.utf8)))
  }

  @discardableResult
  func visit() throws -> FeedVisit.Outcome {
    let visit = FeedVisit(
      feed: feed,
      fetcher: try Fetcher(FetchSettings(feed)),
      taker: hands,
      counters: FeedCounters(),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    var generator = SeededGenerator(seed: 1)
    let outcome = visit.run(state, using: &generator) { _ in }
    state = outcome.state
    return outcome
  }
}

@Suite("A look at a feed")
struct FeedVisitTests {
  @Test("new articles are fetched and handed on, the oldest first, with the charset of their server")
  func articles() throws {
    let site = try Site()
    site.entries([("b", "2", ""), ("a", "1", "")])
    site.page("/a", "page a")
    site.page("/b", "page b")
    try site.visit()
    #expect(site.hands.documents.map(\.uri) == [site.address("/a"), site.address("/b")])
    #expect(site.hands.documents.first?.mediaType == "text/html; charset=koi8-r")
    #expect(site.hands.documents.first?.content == Array("page a".utf8))
    try site.visit()
    #expect(site.hands.documents.count == 2)
    #expect(site.state.taken == 2)
    #expect(site.state.errors == 0)
    #expect(site.asked("/a") == 1)
  }

  @Test("pages of a sitemap are taken, and again when their dates change; an index leads to its sitemaps")
  func sitemaps() throws {
    let site = try Site()
    func map(_ root: String, _ item: String, _ pages: [(path: String, date: String)]) -> LoopbackServer.Answer {
      let items = pages.map { page in
        "<\(item)><loc>\(page.path)</loc><lastmod>\(page.date)</lastmod></\(item)>"
      }
      return .http("200 OK", ["ETag: \"1\""], Array("<?xml version=\"1.0\"?><\(root)>\(items.joined())</\(root)>".utf8))
    }
    site.page("/a", "page a")
    site.page("/b", "page b")
    site.answer("/feed", map("urlset", "url", [("/b", "2024-01-02"), ("/a", "2024-01-01")]))
    try site.visit()
    try site.visit()
    #expect(site.hands.documents.map(\.uri) == [site.address("/a"), site.address("/b")])
    site.answer("/feed", map("urlset", "url", [("/b", "2024-01-02"), ("/a", "2024-01-03")]))
    site.state.etag = nil
    try site.visit()
    #expect(site.hands.documents.map(\.uri) == ["/a", "/b", "/a"].map(site.address))

    let index = try Site()
    index.page("/a", "page a")
    index.page("/b", "page b")
    index.feed.removed = .withdraw
    index.answer("/feed", map("sitemapindex", "sitemap", [("/1.xml", "2024-01-01"), ("/2.xml", "2024-01-02")]))
    index.answer("/1.xml", map("urlset", "url", [("/a", "2024-01-01")]))
    index.answer("/2.xml", map("urlset", "url", [("/b", "2024-01-02")]))
    try index.visit()
    #expect(index.hands.documents.map(\.uri) == [index.address("/a"), index.address("/b")])
    // The index is the same, and its sitemap is not; the other one cannot be had, and takes nothing back.
    index.answer("/1.xml", .http("500 Internal Server Error"))
    index.answer("/2.xml", map("urlset", "url", [("/b", "2024-01-05")]))
    try index.visit()
    #expect(index.hands.documents.map(\.uri) == ["/a", "/b", "/b"].map(index.address))
    #expect(index.hands.withdrawn.isEmpty)
    #expect(index.state.errors == 0)
    index.answer("/2.xml", .http("500 Internal Server Error"))
    try index.visit()
    #expect(index.state.errors == 1)
    #expect(index.state.lastError?.contains("/1.xml: answered 500") == true)
  }

  @Test("with articles: content an entry's own text is the document, and no page is fetched")
  func content() throws {
    let site = try Site()
    site.feed.articles = .content
    site.entries([("a", "1", "&lt;p&gt;The port grew.&lt;/p&gt;"), ("empty", "2", "")])
    try site.visit()
    #expect(site.hands.documents.map(\.uri) == [site.address("/a")])
    let page = String(decoding: site.hands.documents.first?.content ?? [], as: UTF8.self)
    #expect(page.contains("<h1>a</h1>\n<p>The port grew.</p>"))
    #expect(site.hands.documents.first?.mediaType == "text/html; charset=utf-8")
    #expect(site.asked("/a") == 0)
  }

  @Test("an entry counts as taken when intake has it, and not before")
  func receipts() throws {
    let site = try Site()
    site.entries([("c", "3", ""), ("b", "2", ""), ("a", "1", "")], headers: ["ETag: \"1\""])
    for path in ["/a", "/b", "/c"] { site.page(path, "page") }
    site.hands.room = 1
    #expect(try site.visit().intakeFault == "nobody takes documents")
    #expect(site.state.taken == 1)
    #expect(site.state.waiting == 2)
    // Without validators, so that the feed is sent again.
    #expect(site.state.etag == nil)
    site.hands.room = .max
    #expect(try site.visit().intakeFault == nil)
    #expect(site.hands.documents.map(\.uri) == ["/a", "/b", "/c"].map { site.address($0) })
    #expect(site.state.etag == "\"1\"")
  }

  @Test("a page that cannot be had now is tried again, one that never can be is not, and what intake refuses neither")
  func failures() throws {
    let site = try Site()
    site.entries([("slow", "3", ""), ("missing", "2", ""), ("odd", "1", "")])
    site.answer("/slow", .http("503 No"))
    site.page("/odd", "page")
    site.hands.refusals[site.address("/odd")] = "no reader"
    try site.visit()
    #expect(site.state.waiting == 1)
    try site.visit()
    #expect(site.asked("/missing") == 1)
    #expect(site.asked("/odd") == 1)
    #expect(site.asked("/slow") == 2)
    site.page("/slow", "page")
    try site.visit()
    #expect(site.hands.documents.map(\.uri) == [site.address("/slow")])
    #expect(site.state.waiting == 0)
  }

  @Test("one guid for all entries: links count; guids that change with every fetch: the same")
  func guids() throws {
    let site = try Site()
    for path in ["/a", "/b"] { site.page(path, "page") }
    site.entries([("b", "same", ""), ("a", "same", "")])
    try site.visit()
    #expect(site.hands.documents.count == 2)
    site.entries([("b", "x1", ""), ("a", "x2", "")])
    try site.visit()
    site.entries([("b", "x3", ""), ("a", "x4", "")])
    try site.visit()
    #expect(site.hands.documents.count == 2)
  }

  @Test("a removed entry's document stays, unless it is to be withdrawn")
  func removed() throws {
    let site = try Site()
    let all = [("c", "3", ""), ("b", "2", ""), ("a", "1", "")]
    for path in ["/a", "/b", "/c"] { site.page(path, "page") }
    site.entries(all)
    try site.visit()
    site.entries([all[0], all[2]])
    try site.visit()
    #expect(site.hands.withdrawn == [])
    site.entries(all)
    site.feed.removed = .withdraw
    try site.visit()
    site.entries([all[0], all[2]])
    try site.visit()
    #expect(site.hands.withdrawn == [site.address("/b")])
  }

  @Test("many new articles are taken in several looks, and other feeds have their turn between")
  func turns() throws {
    let site = try Site()
    site.feed.articles = .content
    site.entries((0..<70).map { ("e\($0)", "\($0)", "text \($0)") })
    let first = try site.visit()
    #expect(site.hands.documents.count == FeedVisit.maximumArticles)
    #expect(first.pause == FeedSchedule.shortest)
    try site.visit()
    try site.visit()
    #expect(Set(site.hands.documents.map(\.uri)).count == 70)
    #expect(site.state.waiting == 0)
  }

  @Test("what has not changed is not read; when it is due again is for feed and server to say")
  func conditional() throws {
    let site = try Site()
    site.feed.articles = .content
    site.entries([("a", "1", "text")], headers: ["ETag: \"1\"", "Cache-Control: max-age=7200"])
    #expect(try (.seconds(7200) ... .seconds(7920)).contains(site.visit().pause))
    site.answer("/feed", .http("304 Not Modified"))
    #expect(try (.seconds(1800) ... .seconds(1980)).contains(site.visit().pause))
    #expect(site.state.status == 304)
    #expect(site.state.errors == 0)
  }

  @Test(
    "what is wrong with a feed is kept in words, and what it gave stays",
    arguments: [
      (.http("200 OK", [], Array("<rss><channel><item>".utf8)), "FEED: the feed, line 1: no XML: no element found"),
      (
        .http("200 OK", ["Content-Type: application/rss+xml"], Array("<html></html>".utf8)),
        "FEED: no feed: the document is a <html>; want RSS, Atom or JSON Feed"
      ),
      (.http("200 OK"), "FEED: empty document"),
      (
        .http("200 OK", ["Content-Type: text/xml; charset=utf-16le"], [0x3C, 0, 0xFF]),
        "FEED: not text: byte 0x00 at offset 1; send a text, or a document of a format that can be read"
      ),
      (.http("429 Wait", ["Retry-After: 7200"]), "FEED: answered 429: too many requests"),
      (.http("410 Gone"), "FEED: answered 410: gone for good"),
      (.reset([]), "FEED: the connection broke"),
    ] as [(LoopbackServer.Answer, String)]
  )
  func faults(_ answer: LoopbackServer.Answer, text: String) throws {
    let site = try Site()
    site.feed.articles = .content
    site.entries([("a", "1", "text")])
    try site.visit()
    site.answer("/feed", answer)
    let outcome = try site.visit()
    #expect(site.state.lastError?.replacing(site.feed.url, with: "FEED") == text)
    #expect(site.state.errors == 1)
    #expect(site.state.taken == 1)
    if text.contains("429") { #expect(outcome.pause == .seconds(7200)) }
    if text.contains("410") { #expect(outcome.pause == FeedSchedule.gone) }
    // It comes back, and nothing is taken twice.
    site.entries([("a", "1", "text")])
    try site.visit()
    #expect(site.state.errors == 0)
    #expect(site.hands.documents.count == 1)
  }

  @Test("an empty feed is no error")
  func empty() throws {
    let site = try Site()
    site.entries([])
    try site.visit()
    #expect(site.state.errors == 0)
    #expect(site.state.title == "T")
  }
}

@Suite("The state of a feed on disk")
struct FeedFileTests {
  @Test("what is written comes back; a damaged file is said to be so")
  func file() throws {
    let folder = try TemporaryFolder()
    let file = FeedFile(folder: folder.path, url: "https://a.example/feed")
    #expect(try file.read() == nil)
    var state = FeedState(url: "https://a.example/feed")
    state.fail("x")
    try file.write(state)
    #expect(try file.read() == state)
    try folder.damage(FeedState.fileName(of: "https://a.example/feed"))
    let error = #expect(throws: FeedFileError.self) { try file.read() }
    #expect(error?.description.hasSuffix("damaged: not JSON; remove it to begin with the feed anew") == true)
  }
}
