import Model

/// What a page says of itself in its head, in the data for search engines, and near its title.
struct PageMetadata {
  /// What the page says that it is.
  enum Kind {
    case unknown, article, product, discussion, collection, other

    var number: Float {
      switch self {
      case .unknown: 0
      case .article: 1
      case .product: 2
      case .discussion: 3
      case .collection: 4
      case .other: 5
      }
    }
  }

  private(set) var metadata = DocumentMetadata()
  private(set) var kind = Kind.unknown
  /// What names the page, the best first.
  private(set) var titles: [String] = []
  /// Where a title stands in the head: the node of the text of `<title>`, or the value of `og:title`.
  private(set) var titleNode: Int?
  private(set) var titleValue: Tree.Value?
  private(set) var siteName: String?

  private var headline: String?
  /// Of the data for search engines, the names of what other things refer to.
  private var names: [String: String] = [:]

  init(_ tree: Tree, _ page: [UInt8], data: [Range<Int>]) {
    var meta = MetaTable(tree)
    for range in data { readData(page[range]) }
    siteName = siteName ?? meta.first("og:site_name", "application-name")
    readTitle(tree, &meta)
    if metadata.authors.isEmpty { metadata.authors = meta.authors }
    metadata.publisher =
      meta.first("citation_journal_title", "citation_publisher", "dc.publisher", "dcterms.publisher")
      ?? metadata.publisher ?? siteName ?? meta.first("publisher")
    metadata.published =
      (meta.first("article:published_time", "citation_publication_date", "citation_date") ?? metadata.published
      ?? meta.first(
        "dc.date.issued",
        "dc.date",
        "dcterms.date",
        "dcterms.issued",
        "date",
        "pubdate",
        "parsely-pub-date",
        "publish-date",
        "sailthru.date",
        "datepublished",
        "og:published_time"
      )).flatMap(PageDate.iso)
    metadata.modified =
      (meta.first("article:modified_time", "og:updated_time") ?? metadata.modified
      ?? meta.first("dc.date.modified", "dcterms.modified", "last-modified", "datemodified", "revised"))
      .flatMap(PageDate.iso)
    readIdentifiers(&meta)
    metadata.language = meta.language
    if kind == .unknown { kind = Self.kind(ofOpenGraph: meta.first("og:type")) }
  }

  /// The date that stands near the title, where the head names none.
  mutating func addDate(_ date: String?) {
    if metadata.published == nil { metadata.published = date }
  }

  mutating func setTitle(_ title: String) { metadata.title = title }

  // MARK: The head

  private mutating func readTitle(_ tree: Tree, _ meta: inout MetaTable) {
    titleNode = meta.titleNode
    titleValue = meta.value("og:title") ?? meta.value("twitter:title")
    let inHead = meta.titleNode.map { node in
      let range = tree.nodes[node].text
      return String(decoding: tree.text[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
    }
    titles = [headline, meta.first("og:title"), meta.first("citation_title", "dc.title", "twitter:title"), inHead]
      .compactMap { $0 }
  }

  private mutating func readIdentifiers(_ meta: inout MetaTable) {
    let pairs: [(DocumentMetadata.Identifier, String?)] = [
      (.canonicalURL, meta.canonical ?? meta.first("og:url")),
      (.doi, meta.first("citation_doi") ?? meta.first("dc.identifier").flatMap { $0.hasPrefix("10.") ? $0 : nil }),
      (.issn, meta.first("citation_issn")), (.isbn, meta.first("citation_isbn", "book:isbn")),
      (.pmid, meta.first("citation_pmid")),
    ]
    for (identifier, value) in pairs {
      if let value, metadata.identifiers[identifier] == nil { metadata.identifiers[identifier] = value }
    }
  }

  private static func kind(ofOpenGraph type: String?) -> Kind {
    guard let type = type?.lowercased() else { return .unknown }
    if type.hasPrefix("article") { return .article }
    return type.contains("product") ? .product : .other
  }

  // MARK: Data for search engines

  private static let articles: Set<String> = [
    "Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "TechArticle", "ScholarlyArticle", "Report",
    "AnalysisNewsArticle", "OpinionNewsArticle", "LiveBlogPosting", "MedicalWebPage", "Recipe", "HowTo",
  ]

  private mutating func readData(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count <= Limits.data, let value = JSONValue(bytes) else { return }
    for thing in value.items + value.items.flatMap({ $0["@graph"]?.items ?? [] }) {
      if let id = thing["@id"]?.string, let name = clean(thing["name"]?.string) { names[id] = names[id] ?? name }
    }
    for item in value.items {
      readThing(item)
      for thing in item["@graph"]?.items ?? [] { readThing(thing) }
      if let entity = item["mainEntity"] { readThing(entity) }
    }
  }

  private mutating func readThing(_ thing: JSONValue) {
    let types = thing["@type"]?.items.compactMap(\.string) ?? []
    if types.contains(where: Self.articles.contains) {
      readWork(thing, as: .article)
    } else if types.contains("DiscussionForumPosting") || types.contains("Question") {
      readWork(thing, as: kind == .unknown ? .discussion : kind)
    } else if kind == .unknown {
      if types.contains("Product") || types.contains("ProductGroup") { kind = .product }
      if types.contains("QAPage") { kind = .discussion }
      if types.contains("CollectionPage") || types.contains("ItemList") { kind = .collection }
    }
    if types.contains("WebSite") { siteName = siteName ?? thing["name"]?.string }
  }

  private mutating func readWork(_ thing: JSONValue, as work: Kind) {
    if kind != .article {
      kind = work
    }
    if headline == nil {
      headline = clean(thing["headline"]?.string) ?? clean(thing["name"]?.string)
    }
    if metadata.authors.isEmpty {
      metadata.authors = (thing["author"]?.items ?? []).flatMap { author in
        (author["name"]?.items ?? [author]).compactMap { clean($0.string) } + [named(author)].compactMap { $0 }
      }
      .filter { !$0.hasPrefix("http") }
    }
    if metadata.publisher == nil {
      metadata.publisher = clean(thing["publisher"]?["name"]?.string) ?? thing["publisher"].flatMap(named)
    }
    if metadata.published == nil { metadata.published = thing["datePublished"]?.string }
    if metadata.modified == nil { metadata.modified = thing["dateModified"]?.string }
  }

  /// The name of a thing that is told elsewhere in the data.
  private func named(_ thing: JSONValue) -> String? {
    guard thing["name"] == nil, let id = thing["@id"]?.string else { return nil }
    return names[id]
  }

  private func clean(_ text: String?) -> String? {
    guard let text else { return nil }
    let words = text.singleSpaced
    return words.isEmpty ? nil : words
  }
}
