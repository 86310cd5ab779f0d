import Model

/// What a feed says of itself, and its entries in the order in which they stand.
public struct Feed: Sendable, Hashable {
  /// The format that a feed is in.
  public enum Format: String, Sendable, Hashable {
    case rss090 = "RSS 0.90"
    case rss = "RSS"
    case rss10 = "RSS 1.0"
    case rss20 = "RSS 2.0"
    case atom03 = "Atom 0.3"
    case atom10 = "Atom 1.0"
    case json = "JSON Feed"
    /// The entries are pages, of which only the address is known, and when they changed.
    case sitemap = "sitemap"
  }

  public var format: Format
  public var title: FeedText?
  public var subtitle: FeedText?
  /// The page that the feed is of, resolved.
  public var link: String?
  public var links: [FeedLink] = []
  public var id: String?
  /// As a BCP 47 tag, as the feed has it.
  public var language: String?
  public var authors: [FeedPerson] = []
  public var updated: FeedDate?
  /// For how many minutes it may be kept, as it says.
  public var ttl: Int?
  public var entries: [FeedEntry] = []
  /// Entries beyond ``FeedParser/maximumEntries``, which were not read.
  public var entriesLeft = 0
  /// What broke the rules of its format, where it could be read for all that.
  public var fault: String?

  public init(format: Format) { self.format = format }
}

/// One article of a feed.
public struct FeedEntry: Sendable, Hashable {
  /// Its `guid` or `id`; nil for one that is missing or empty.
  public var id: String?
  /// Whether ``id`` is said to be the article's URL: RSS says so unless `isPermaLink` is false.
  public var isPermaLink = false
  /// The article's page, resolved.
  public var link: String?
  public var links: [FeedLink] = []
  public var title: FeedText?
  public var summary: FeedText?
  public var content: FeedText?
  public var authors: [FeedPerson] = []
  public var published: FeedDate?
  public var updated: FeedDate?
  public var language: String?
  /// What differs when the article has changed, where what the entry says does not tell.
  public var version: String?
  /// How many files come along, such as recordings; they are not read.
  public var enclosures = 0

  public init() {}

  /// What says the most: the content, else the summary.
  public var body: FeedText? { content ?? summary }
}

/// A text of a feed, and how it is written.
public struct FeedText: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case plain
    /// Markup in HTML; URLs in it are as they were written.
    case html
  }

  public var kind: Kind
  /// Without white space at either end.
  public var value: String
  /// Against what relative URLs in it are resolved.
  public var base: String?
  /// Where it stands in the feed, in bytes of the part between the tags; nil where that is not known.
  public var place: Range<Int>?

  public init(_ kind: Kind, _ value: String, base: String? = nil, place: Range<Int>? = nil) {
    self.kind = kind
    self.value = value
    self.base = base
    self.place = place
  }

  /// Its words on one line, without markup.
  public var words: String {
    switch kind {
    case .plain: value.singleSpaced
    case .html: Markup.words(value).singleSpaced
    }
  }
}

/// A link of a feed or of an entry.
public struct FeedLink: Sendable, Hashable {
  /// `alternate` is the page itself.
  public var relation: String
  /// Resolved.
  public var address: String
  public var type: String?

  public init(relation: String, address: String, type: String? = nil) {
    self.relation = relation
    self.address = address
    self.type = type
  }
}

/// Who wrote something. At least one of the three is there.
public struct FeedPerson: Sendable, Hashable, CustomStringConvertible {
  public var name: String?
  public var address: String?
  public var page: String?

  public init(name: String? = nil, address: String? = nil, page: String? = nil) {
    self.name = name
    self.address = address
    self.page = page
  }

  var isEmpty: Bool { name == nil && address == nil && page == nil }

  /// The name, else the address, else the page.
  public var description: String { name ?? address ?? page ?? "" }

  /// Reads what RSS has in one line: `ida@example.org (Ida Holm)`, `Ida Holm <ida@example.org>`, or a name alone.
  init(line: String) {
    let line = line.singleSpaced
    for (open, close) in [("(", ")"), ("<", ">")] {
      guard line.hasSuffix(close), let start = line.lastIndex(of: Character(open)) else { continue }
      let before = line[..<start].trimmed
      let inside = line[line.index(after: start)...].dropLast().trimmed
      let (name, address) = inside.contains("@") ? (before, inside) : (inside, before)
      self.init(name: name.isEmpty ? nil : name, address: address.isEmpty ? nil : address)
      return
    }
    if line.contains("@"), !line.contains(" ") {
      self.init(address: line)
    } else {
      self.init(name: line.isEmpty ? nil : line)
    }
  }
}
