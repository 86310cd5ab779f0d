import Model

/// Asks for facts, whole, a page at a time: those of one selection, of which just one is given.
public struct FactsRequest: MessageBody, Hashable {
  public static let kind = MessageKind.facts

  public var request: UInt64
  /// One fact, also one that nobody states any longer.
  public var fact: FactID?
  /// The facts of one key.
  public var key: Key?
  /// What the document of this URI states.
  public var document: String?
  /// The facts whose keys begin with one of these; "" for all.
  public var prefixes: [String]?
  /// The moment; null for now. On further pages the cursor of the first.
  public var at: Cursor?
  /// As it was after this event of the journal as it is; not used beside `at`.
  public var sequence: UInt64?
  /// Null on the first page; then `next` of the last.
  public var after: UInt64?

  public init(request: UInt64) {
    self.request = request
  }
}

/// One page of facts; they are the attachment, each a ``StatedFact`` as one JSON object a line.
public struct FactList: MessageBody, Hashable {
  public static let kind = MessageKind.factList

  public var request: UInt64
  /// The moment that the facts are of.
  public var cursor: Cursor
  /// Where the next page begins; null on the last.
  public var next: UInt64?

  public init(request: UInt64, cursor: Cursor, next: UInt64?) {
    self.request = request
    self.cursor = cursor
    self.next = next
  }
}

/// Asks for the facts that stand in whose evidence, subject or object some words are; or for the other sentences that have them.
public struct SearchRequest: MessageBody, Hashable {
  public static let kind = MessageKind.search

  public var request: UInt64
  /// All of them must be there; between quotation marks they follow each other; one that ends in `*` stands for all that begin so.
  public var words: String
  /// How many facts or sentences a page has at most; null for as many as there may be.
  public var limit: Int?
  /// Null on the first page; then `next` of the last.
  public var after: Int?
  /// True for the sentences that gave no fact, in place of facts; null for false.
  public var sentences: Bool?

  public init(request: UInt64, words: String, limit: Int? = nil, after: Int? = nil, sentences: Bool? = nil) {
    self.request = request
    self.words = words
    self.limit = limit
    self.after = after
    self.sentences = sentences
  }
}

/// What was found, the best first; the attachment has a ``FoundFact`` as one JSON object a line, or where sentences were asked for a
/// ``FoundSentence``.
public struct FoundList: MessageBody, Hashable {
  public static let kind = MessageKind.foundList

  public var request: UInt64
  /// The moment that the facts are of.
  public var cursor: Cursor
  /// How many facts, or sentences, have the words; of more than 20,000 the newest are ranked.
  public var total: Int
  /// Where the next page begins; null on the last.
  public var next: Int?
  /// True where these are sentences; null where they are facts.
  public var sentences: Bool?

  public init(request: UInt64, cursor: Cursor, total: Int, next: Int?, sentences: Bool? = nil) {
    self.request = request
    self.cursor = cursor
    self.total = total
    self.next = next
    self.sentences = sentences
  }
}
