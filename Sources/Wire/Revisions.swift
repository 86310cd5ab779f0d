import Model

/// Asks for the revisions of a document, the oldest first, a page at a time.
public struct RevisionsRequest: MessageBody, Hashable {
  public static let kind = MessageKind.revisions

  public var request: UInt64
  public var uri: String
  /// Null on the first page; then `next` of the last.
  public var after: UInt64?

  public init(request: UInt64, uri: String, after: UInt64? = nil) {
    self.request = request
    self.uri = uri
    self.after = after
  }
}

/// One page of revisions; none for a document that is not known.
public struct RevisionList: MessageBody, Hashable {
  public static let kind = MessageKind.revisionList

  public var request: UInt64
  public var revisions: [KnownRevision]
  /// Where the next page begins; null on the last.
  public var next: UInt64?

  public init(request: UInt64, revisions: [KnownRevision], next: UInt64?) {
    self.request = request
    self.revisions = revisions
    self.next = next
  }
}

/// Asks intake for the text as read of a revision that it keeps.
public struct TextRequest: MessageBody, Hashable {
  public static let kind = MessageKind.text

  public var request: UInt64
  public var digest: Digest

  public init(request: UInt64, digest: Digest) {
    self.request = request
    self.digest = digest
  }
}

/// The text as read of a revision; it is the attachment.
public struct TextReport: MessageBody, Hashable {
  public static let kind = MessageKind.textReport

  public var request: UInt64
  public var digest: Digest

  public init(request: UInt64, digest: Digest) {
    self.request = request
    self.digest = digest
  }
}
