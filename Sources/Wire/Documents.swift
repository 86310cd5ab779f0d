import Model

/// Asks for the documents that state something, a page at a time, in the order of their URIs.
public struct DocumentsRequest: MessageBody, Hashable {
  public static let kind = MessageKind.documents

  public var request: UInt64
  /// How the URIs begin; "" for all.
  public var prefix: String
  /// Null on the first page; then `next` of the last.
  public var after: String?
  /// On the `batches` socket, proof that it is intake that asks.
  public var seal: Seal?

  public init(request: UInt64, prefix: String, after: String? = nil, seal: Seal? = nil) {
    self.request = request
    self.prefix = prefix
    self.after = after
    self.seal = seal
  }
}

/// One page of documents.
public struct DocumentList: MessageBody, Hashable {
  public static let kind = MessageKind.documentList

  public var request: UInt64
  public var documents: [KnownDocument]
  /// Where the next page begins; null on the last.
  public var next: String?

  public init(request: UInt64, documents: [KnownDocument], next: String?) {
    self.request = request
    self.documents = documents
    self.next = next
  }
}
