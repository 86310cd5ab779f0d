import Model
import XML

/// A sitemap or an index of such (sitemaps.org, protocol 0.9).
public struct Sitemap: Sendable, Hashable {
  /// A page, or a sitemap of an index.
  public struct Page: Sendable, Hashable {
    @ExactText public var address: String
    /// Its `lastmod`; else the day of publication that a sitemap for news states.
    public var modified: FeedDate?
  }

  /// How many pages the standard allows.
  public static let maximumPages = 50_000

  /// Whether its pages are sitemaps.
  public let isIndex: Bool
  /// In their order; what is no http or https address is left out.
  public let pages: [Page]

  /// - Parameter bytes: in UTF-8.
  /// - Throws: ``ReadError`` for what is neither. What stands before a fault is read.
  public init(_ bytes: [UInt8], base: WebAddress? = nil) throws(ReadError) {
    var root: String?
    var pages: [Page] = []
    var field: String?
    var value: [UInt8] = []
    var address: String?
    var modified: FeedDate?
    func scan() -> ReadError? {
      do throws(ReadError) {
        try XMLScan.scan(bytes, name: "the sitemap") { event in
          switch event {
          case .start(let element):
            if root == nil { root = element.name }
            field = Self.isField(element) ? element.name : nil
            value = []
          case .text(let text, _): if field != nil, value.count < 4096 { value += text }
          case .end(let name):
            let text = String(decoding: value, as: UTF8.self).trimmed
            if name == "loc", field == "loc" { address = base?.resolving(text).description ?? text }
            if name == "lastmod", field == name { modified = FeedDate(text) ?? modified }
            if name == "publication_date", field == name, modified == nil { modified = FeedDate(text) }
            if name == "url" || name == "sitemap" {
              if let found = address.flatMap({ WebAddress($0).document }), pages.count < Self.maximumPages {
                pages.append(Page(address: found, modified: modified))
              }
              (address, modified) = (nil, nil)
            }
            field = nil
          }
        }
        return nil
      } catch {
        return error
      }
    }
    let fault = scan()
    guard let root, root == "urlset" || root == "sitemapindex" else {
      throw fault ?? ReadError(.broken, "no sitemap: the document is a <\(root ?? "")>; want urlset or sitemapindex")
    }
    if let fault, pages.isEmpty { throw fault }
    isIndex = root == "sitemapindex"
    self.pages = pages
  }

  /// Whether an element is one of a page's own: its images and videos have addresses, too, under names of other spaces.
  private static func isField(_ element: XMLScan.Element) -> Bool {
    switch element.name {
    case "loc", "lastmod": element.space.isEmpty || element.space.contains("/sitemap/")
    case "publication_date": element.space.contains("/sitemap-news/")
    default: false
    }
  }

  /// Whether a document calls itself a sitemap, near its beginning.
  /// - Parameter bytes: in UTF-8.
  public static func isOne(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(4096)
    return head.firstIndex(of: "<urlset") != nil || head.firstIndex(of: "<sitemapindex") != nil
  }

  /// The pages as the entries of a feed: the ones that changed last first, then those without a date, as many as a feed may have.
  public static func feed(of pages: [Page]) -> Feed {
    var feed = Feed(format: .sitemap)
    let sorted = pages.enumerated().sorted { one, other in
      let (first, second) = (one.element.modified?.time, other.element.modified?.time)
      guard first != second else { return one.offset < other.offset }
      guard let first, let second else { return first != nil }
      return first > second
    }
    feed.entries = sorted.prefix(FeedParser.maximumEntries).map { _, page in
      var entry = FeedEntry()
      entry.link = page.address
      entry.updated = page.modified
      // Nothing else tells that a page has changed.
      entry.version = page.modified?.text
      return entry
    }
    feed.entriesLeft = pages.count - feed.entries.count
    return feed
  }
}
