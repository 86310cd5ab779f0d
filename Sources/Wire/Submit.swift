import Model

/// A document for intake; its content is the attachment.
public struct Submit: MessageBody, Hashable {
  public static let kind = MessageKind.submit

  public var request: UInt64
  /// The name that the document's facts will carry.
  public var uri: String
  public var mediaType: String

  public init(request: UInt64, uri: String, mediaType: String) {
    self.request = request
    self.uri = uri
    self.mediaType = mediaType
  }
}

/// Intake's word that a document is on disk and will be worked on.
public struct Receipt: MessageBody, Hashable {
  public static let kind = MessageKind.receipt

  public var request: UInt64
  public var uri: String
  public var digest: Digest

  public init(request: UInt64, uri: String, digest: Digest) {
    self.request = request
    self.uri = uri
    self.digest = digest
  }
}

/// Takes a document back: what it states is retracted. The answer is a ``Receipt``.
public struct Withdraw: MessageBody, Hashable {
  public static let kind = MessageKind.withdraw

  public var request: UInt64
  public var uri: String
  /// True for a document that the aggregator does not know: refused, `unknown`, unless something of it waits at intake. Null for false.
  public var ifWaiting: Bool?

  public init(request: UInt64, uri: String, ifWaiting: Bool? = nil) {
    self.request = request
    self.uri = uri
    self.ifWaiting = ifWaiting
  }
}

/// Has the facts of a document found anew, from the original that is kept. The answer is a ``Receipt``.
public struct Reprocess: MessageBody, Hashable {
  public static let kind = MessageKind.reprocess

  public var request: UInt64
  public var uri: String
  /// The revision that stands; when another does by then, nothing is done.
  public var digest: Digest
  /// What the revision is, as it was taken; null where that is not known.
  public var mediaType: String?

  public init(request: UInt64, uri: String, digest: Digest, mediaType: String? = nil) {
    self.mediaType = mediaType
    self.request = request
    self.uri = uri
    self.digest = digest
  }
}
