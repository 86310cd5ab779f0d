/// Which fields of a document in JSON say what; of several names, the first that a document has counts.
///
/// A name with full stops leads into objects: `article.body`.
public struct JSONFields: Sendable, Hashable {
  public var text = ["text", "body", "content", "articleBody", "article", "description", "summary"]
  public var title = ["title", "headline", "name", "subject"]
  public var date = ["date", "published", "publishedAt", "published_at", "datePublished", "pubDate", "created_at"]
  public var id = ["id", "guid", "uuid", "url", "link"]

  public init() {}
}
