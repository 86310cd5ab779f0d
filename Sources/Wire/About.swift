import Model

/// Asks for all that is known of an entity, a page at a time: facts in which it has a role, and documents that mention it.
public struct AboutRequest: MessageBody, Hashable {
  public static let kind = MessageKind.about

  public var request: UInt64
  /// A slug, or a name in any wording.
  public var entity: String
  /// What it is to be in it; null for everything.
  public var roles: [EntityRole]?
  /// True for facts that are no longer stated, too: the last one of each value that nobody states. Null for false.
  public var withdrawn: Bool?
  /// The moment; null for now. On further pages the cursor of the first.
  public var at: Cursor?
  /// As it was after this event of the journal as it is; not used beside `at`.
  public var sequence: UInt64?
  /// As it was at this time, by the clock of those who wrote it; not used beside `at` and `sequence`.
  public var time: Timestamp?
  /// Null on the first page; then `next` of the last.
  public var after: String?

  public init(
    request: UInt64,
    entity: String,
    roles: [EntityRole]? = nil,
    withdrawn: Bool? = nil,
    at: Cursor? = nil,
    sequence: UInt64? = nil,
    time: Timestamp? = nil,
    after: String? = nil
  ) {
    self.request = request
    self.entity = entity
    self.roles = roles
    self.withdrawn = withdrawn
    self.at = at
    self.sequence = sequence
    self.time = time
    self.after = after
  }
}

/// One page of what is known of an entity; the attachment has an ``EntityLine`` as one JSON object a line.
public struct AboutList: MessageBody, Hashable {
  public static let kind = MessageKind.aboutList

  public var request: UInt64
  /// The moment that the facts are of.
  public var cursor: Cursor
  /// Whom the name means, with counts of now; on the first page only, and null where no fact has ever had to do with it.
  public var entity: KnownEntity?
  /// Where the next page begins; null on the last. A page may have no line, and yet a next.
  public var next: String?

  public init(request: UInt64, cursor: Cursor, entity: KnownEntity?, next: String?) {
    self.request = request
    self.cursor = cursor
    self.entity = entity
    self.next = next
  }
}
