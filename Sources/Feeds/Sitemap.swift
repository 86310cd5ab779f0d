import Model
import XML

/// A sitemap or an index of such (sitemaps.org, protocol 0.9).
public struct Sitemap: Sendable, Hashable {
  /// A page, or a sitemap of an index.
  public struct Page: Sendable, Hashable {
    @ExactText public var address: String
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
            field =
              ["loc", "lastmod"].contains(element.name) && element.space.contains("sitemap") || element.space.isEmpty
              ? element.name : nil
            value = []
          case .text(let text, _): if field != nil, value.count < 4096 { value += text }
          case .end(let name):
            let text = String(decoding: value, as: UTF8.self).trimmed
            if name == "loc", field == "loc" { address = base?.resolving(text).description ?? text }
            if name == "lastmod", field == "lastmod" { modified = FeedDate(text) }
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
}
