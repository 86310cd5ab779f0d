import Model

/// Hands the aggregator what a person has decided.
public struct ReviewRequest: MessageBody, Hashable {
  public static let kind = MessageKind.review

  public var request: UInt64
  public var review: Review

  public init(request: UInt64, review: Review) {
    self.request = request
    self.review = review
  }
}

/// A review is in the journal.
public struct Reviewed: MessageBody, Hashable {
  public static let kind = MessageKind.reviewed

  public var request: UInt64
  /// The event that records it; null where it held already, and nothing was written.
  public var sequence: UInt64?
  /// How many facts stand elsewhere now.
  public var moved: Int
  /// The slug under which joined names stand now; null for other reviews.
  public var into: String?
  /// How many documents count otherwise as sources now.
  public var documents: Int

  public init(request: UInt64, sequence: UInt64?, moved: Int, into: String? = nil, documents: Int = 0) {
    self.request = request
    self.sequence = sequence
    self.moved = moved
    self.into = into
    self.documents = documents
  }
}

/// Asks for the reviews, oldest first, a page at a time.
public struct ReviewsRequest: MessageBody, Hashable {
  public static let kind = MessageKind.reviews

  public var request: UInt64
  /// Null on the first page; then `next` of the last.
  public var after: UInt64?

  public init(request: UInt64, after: UInt64? = nil) {
    self.request = request
    self.after = after
  }
}

/// One page of reviews.
public struct ReviewList: MessageBody, Hashable {
  public static let kind = MessageKind.reviewList

  public var request: UInt64
  public var reviews: [KnownReview]
  /// Where the next page begins; null on the last.
  public var next: UInt64?

  public init(request: UInt64, reviews: [KnownReview], next: UInt64?) {
    self.request = request
    self.reviews = reviews
    self.next = next
  }
}
