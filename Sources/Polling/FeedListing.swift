import Feeds
import Fetching
import Formats
import Model

/// What a feed, a sitemap or an index of sitemaps has, as one feed.
struct FeedListing {
  /// How many sitemaps of an index are fetched: those that changed last.
  static let maximumSitemaps = 20

  let feed: Feed
  /// Whether it was put together from the sitemaps of an index.
  private(set) var isOfIndex = false
  /// Why sitemaps of the index are left out, a line each.
  private(set) var faults: [String] = []

  /// - Parameter fetcher: fetches the sitemaps of an index.
  /// - Throws: ``ReadError`` for what is neither feed nor sitemap; ``FetchError`` with the code `stopped` where this program is to end,
  ///   and any where no sitemap of an index can be had.
  init(_ fetched: Fetched, fetcher: Fetcher) throws {
    let bytes = try Self.decode(fetched)
    let base = fetched.address.withoutUser
    guard Sitemap.isOne(bytes) else {
      feed = try FeedParser.parse(bytes, base: base)
      return
    }
    let map = try Sitemap(bytes, base: base)
    guard map.isIndex else {
      feed = Sitemap.feed(of: map.pages)
      return
    }
    isOfIndex = true
    var pages: [Sitemap.Page] = []
    let sitemaps = Sitemap.feed(of: map.pages).entries.compactMap(\.link)
    var last: (any Error)?
    for address in sitemaps.prefix(Self.maximumSitemaps) {
      do {
        let one = try fetcher.fetch(address)
        let map = try Sitemap(try Self.decode(one), base: one.address.withoutUser)
        guard !map.isIndex else { throw ReadError(.tooDeep, "an index of indices; want a sitemap") }
        pages += map.pages
      } catch let error as FetchError where error.code == .stopped {
        throw error
      } catch {
        faults.append(error is FetchError ? "\(error)" : "\(WebAddress(address).shown): \(error)")
        last = error
      }
    }
    if let last, faults.count == min(sitemaps.count, Self.maximumSitemaps) { throw last }
    feed = Sitemap.feed(of: pages)
  }

  private static func decode(_ fetched: Fetched) throws(ReadError) -> [UInt8] {
    let charset = MediaType(fetched.mediaType).charset ?? FeedParser.declaredCharset(fetched.body)
    return try TextDecoder.decode(fetched.body, declared: charset).bytes
  }
}
