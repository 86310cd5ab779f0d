import Model

/// JSON Feed 1.0 and 1.1. Numbers and truth values in the place of texts are taken for texts, as the standard says of
/// `id`.
enum JSONFeed {
  private struct Document: Decodable {
    var version: Text?
    var title: Text?
    var description: Text?
    var homePageURL: Text?
    var feedURL: Text?
    var language: Text?
    var author: Author?
    var authors: [Author]?
    var items: [Item]

    enum CodingKeys: String, CodingKey {
      case version, title, description, language, author, authors, items
      case homePageURL = "home_page_url"
      case feedURL = "feed_url"
    }
  }

  private struct Author: Decodable {
    var name: Text?
    var url: Text?
  }

  private struct Item: Decodable {
    var id: Text?
    var url: Text?
    var externalURL: Text?
    var title: Text?
    var summary: Text?
    var contentHTML: Text?
    var contentText: Text?
    var datePublished: Text?
    var dateModified: Text?
    var language: Text?
    var author: Author?
    var authors: [Author]?
    var attachments: [Attachment]?

    enum CodingKeys: String, CodingKey {
      case id, url, title, summary, language, author, authors, attachments
      case externalURL = "external_url"
      case contentHTML = "content_html"
      case contentText = "content_text"
      case datePublished = "date_published"
      case dateModified = "date_modified"
    }
  }

  private struct Attachment: Decodable {}

  /// A text; nil inside for what is none.
  private struct Text: Decodable {
    var value: String?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        value = text.trimmed.isEmpty ? nil : text.trimmed
      } else if let number = try? container.decode(Int.self) {
        value = String(number)
      }
    }
  }

  static func parse(_ bytes: [UInt8], base: WebAddress?) throws(ReadError) -> Feed {
    let document: Document
    do throws(JSONError) {
      document = try JSON.decode(Document.self, from: bytes)
    } catch {
      throw ReadError(.broken, "no JSON Feed: \(error)")
    }
    guard let version = document.version?.value, version.contains("jsonfeed.org/version/") else {
      throw ReadError(.broken, "no JSON Feed: version names no version of it")
    }
    var feed = Feed(format: .json)
    feed.title = document.title?.value.map { FeedText(.plain, $0) }
    feed.subtitle = document.description?.value.map { FeedText(.plain, $0) }
    feed.language = document.language?.value
    feed.id = document.feedURL?.value
    feed.authors = people(document.authors, document.author)
    let home = document.homePageURL?.value.map { WebAddress($0) }
    feed.link = home.map { base?.resolving($0.description).description ?? $0.description }
    let base = base ?? feed.id.map { WebAddress($0) } ?? home
    feed.links = feed.link.map { [FeedLink(relation: "alternate", address: $0)] } ?? []
    feed.entriesLeft = max(0, document.items.count - FeedParser.maximumEntries)
    feed.entries = document.items.prefix(FeedParser.maximumEntries).map { entry($0, feed, base) }
    return feed
  }

  private static func entry(_ item: Item, _ feed: Feed, _ base: WebAddress?) -> FeedEntry {
    var entry = FeedEntry()
    entry.id = item.id?.value
    if let url = (item.url?.value ?? item.externalURL?.value) {
      let address = base.map { $0.resolving(url).description } ?? url
      entry.link = address
      entry.links = [FeedLink(relation: "alternate", address: address)]
    } else if let id = entry.id, WebAddress(id).isWeb {
      (entry.link, entry.isPermaLink) = (id, true)
    }
    entry.title = item.title?.value.map { FeedText(.plain, $0) }
    entry.summary = item.summary?.value.map { FeedText(.plain, $0) }
    entry.content =
      item.contentHTML?.value.map { FeedText(.html, $0, base: entry.link ?? base?.description) }
      ?? item.contentText?.value.map { FeedText(.plain, $0) }
    entry.published = item.datePublished?.value.flatMap { FeedDate($0) }
    entry.updated = item.dateModified?.value.flatMap { FeedDate($0) }
    entry.language = item.language?.value ?? feed.language
    entry.authors = people(item.authors, item.author)
    if entry.authors.isEmpty { entry.authors = feed.authors }
    entry.enclosures = item.attachments?.count ?? 0
    return entry
  }

  private static func people(_ many: [Author]?, _ one: Author?) -> [FeedPerson] {
    (many ?? one.map { [$0] } ?? []).map { FeedPerson(name: $0.name?.value, page: $0.url?.value) }
      .filter { !$0.isEmpty }
  }
}
