import Model

/// Asks for the entities that facts are about and whose slugs begin so, a page at a time; the last page has those that documents
/// call so, too.
public struct EntitiesRequest: MessageBody, Hashable {
  public static let kind = MessageKind.entities

  public var request: UInt64
  /// How they begin, in any wording; "" is all.
  public var prefix: String
  /// Null on the first page; then `next` of the last.
  public var after: String?

  public init(request: UInt64, prefix: String, after: String? = nil) {
    self.request = request
    self.prefix = prefix
    self.after = after
  }
}

/// One page of entities.
public struct EntityList: MessageBody, Hashable {
  public static let kind = MessageKind.entityList

  public var request: UInt64
  public var entities: [KnownEntity]
  /// Where the next page begins; null on the last.
  public var next: String?

  public init(request: UInt64, entities: [KnownEntity], next: String?) {
    self.request = request
    self.entities = entities
    self.next = next
  }
}

/// Asks for keys: those that begin so, a page at a time, or the nearest to one that is not known.
public struct KeysRequest: MessageBody, Hashable {
  public static let kind = MessageKind.keys

  public var request: UInt64
  /// How they begin; "" is all. With `near` what was asked for in vain.
  public var prefix: String
  /// True for those that were probably meant: keys, and beginnings of keys that end in `/`. Null for false.
  public var near: Bool?
  /// Null on the first page; then `next` of the last.
  public var after: String?

  public init(request: UInt64, prefix: String, near: Bool? = nil, after: String? = nil) {
    self.request = request
    self.prefix = prefix
    self.near = near
    self.after = after
  }
}

/// One page of keys.
public struct KeyList: MessageBody, Hashable {
  public static let kind = MessageKind.keyList

  public var request: UInt64
  public var keys: [String]
  /// Where the next page begins; null on the last.
  public var next: String?

  public init(request: UInt64, keys: [String], next: String?) {
    self.request = request
    self.keys = keys
    self.next = next
  }
}
