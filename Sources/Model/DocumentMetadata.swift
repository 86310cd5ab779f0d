/// What a document says of itself outside its text, as it says it.
public struct DocumentMetadata: Sendable, Hashable {
  /// What a name of the document in some register is of.
  public enum Identifier: String, Sendable, Hashable, CaseIterable {
    case issn, isbn, doi, pmid, canonicalURL = "url", messageID = "message-id", guid
  }

  public var title: String?
  /// In the document's order.
  public var authors: [String] = []
  /// The publisher, journal or site.
  public var publisher: String?
  /// As ISO 8601 where the document's form can be read, else in its own words.
  public var published: String?
  public var modified: String?
  /// The language that the document declares, as a BCP 47 tag: "en", "pt-BR".
  public var language: String?
  /// The encoding of its text; nil where its format leaves no choice.
  public var encoding: TextEncoding?
  /// By what it is known elsewhere; the first of each kind.
  public var identifiers: [Identifier: String] = [:]

  public init() {}
}
