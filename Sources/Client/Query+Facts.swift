import Model
import Wire

/// Which facts are asked for.
public enum WantedFacts: Sendable, Hashable {
  /// One fact, also one that nobody states any longer.
  case fact(FactID)
  case key(Key)
  /// What the document of this URI states.
  case document(String)
  /// The facts whose keys begin with one of these; "" for all.
  case prefixes([String])
}

/// Questions about facts, and about the names by which they are known.
extension Query {
  /// Facts, whole, page by page, all of one moment.
  /// - Parameters:
  ///   - sequence: as the journal stood after this event; nil for now.
  ///   - each: is given one fact after the other, in the order in which they were asserted.
  /// - Returns: the moment that they are of.
  @discardableResult
  public func facts(
    _ wanted: WantedFacts,
    asOf sequence: UInt64? = nil,
    each: (StatedFact) throws -> Void
  ) throws -> Cursor {
    var request = FactsRequest(request: 0)
    request.sequence = sequence
    switch wanted {
    case .fact(let id): request.fact = id
    case .key(let key): request.key = key
    case .document(let uri): request.document = uri
    case .prefixes(let prefixes): request.prefixes = prefixes
    }
    while true {
      request.request = next()
      let packet = try ask(request)
      if packet.header.kind == .epochChanged {
        throw ClientError.refused("another journal took the place of the one that was asked; ask again")
      }
      let list: FactList = try connection.read(packet)
      for fact in try lines(of: packet, as: StatedFact.self) { try each(fact) }
      request.at = list.cursor
      guard let next = list.next else { return list.cursor }
      request.after = next
    }
  }

  /// The facts that stand in which some words are, the best first, at most `limit`.
  /// - Returns: how many there are.
  public func search(_ words: String, limit: Int, each: (FoundFact) throws -> Void) throws -> Int {
    var after: Int?
    var left = limit
    while true {
      let packet = try ask(SearchRequest(request: next(), words: words, limit: left, after: after))
      let list: FoundList = try connection.read(packet)
      let found = try lines(of: packet, as: FoundFact.self)
      for fact in found.prefix(left) { try each(fact) }
      left -= found.count
      guard left > 0, let next = list.next else { return list.total }
      after = next
    }
  }

  /// The sentences that stand and gave no fact in which some words are, the best first, at most `limit`.
  /// - Returns: how many there are; 0 from a daemon that keeps none.
  public func searchSentences(_ words: String, limit: Int, each: (FoundSentence) throws -> Void) throws -> Int {
    var after: Int?
    var left = limit
    while true {
      let packet = try ask(SearchRequest(request: next(), words: words, limit: left, after: after, sentences: true))
      let list: FoundList = try connection.read(packet)
      guard list.sentences == true else { return 0 }
      let found = try lines(of: packet, as: FoundSentence.self)
      for sentence in found.prefix(left) { try each(sentence) }
      left -= found.count
      guard left > 0, let next = list.next else { return list.total }
      after = next
    }
  }

  /// All that is known of an entity, page by page, all of one moment.
  /// - Parameters:
  ///   - name: a slug, or a name in any wording.
  ///   - roles: what it is to be in it; nil for everything.
  ///   - withdrawn: whether the last fact is given, too, of each value that nobody states any longer.
  ///   - sequence: as the journal stood after this event; nil for now.
  ///   - time: as the journal stood at this time; nil for now.
  ///   - known: is given whom the name means, before the first line.
  ///   - each: is given one line after the other.
  /// - Returns: whom the name means; nil where no fact has ever had to do with it.
  public func about(
    _ name: String,
    roles: [EntityRole]? = nil,
    withdrawn: Bool = false,
    asOf sequence: UInt64? = nil,
    asOf time: Timestamp? = nil,
    known: (KnownEntity) -> Void = { _ in },
    each: (EntityLine) throws -> Void
  ) throws -> KnownEntity? {
    var request = AboutRequest(
      request: 0,
      entity: name,
      roles: roles,
      withdrawn: withdrawn ? true : nil,
      sequence: sequence,
      time: time
    )
    var entity: KnownEntity?
    while true {
      request.request = next()
      let packet = try ask(request)
      if packet.header.kind == .epochChanged {
        throw ClientError.refused("another journal took the place of the one that was asked; ask again")
      }
      let list: AboutList = try connection.read(packet)
      if let found = list.entity {
        entity = found
        known(found)
      }
      for line in try lines(of: packet, as: EntityLine.self) { try each(line) }
      guard let next = list.next else { return entity }
      (request.at, request.sequence, request.time) = (list.cursor, nil, nil)
      request.after = next
    }
  }

  /// The entities whose slugs begin so, and those that documents call so.
  public func entities(prefix: String, each: (KnownEntity) throws -> Void) throws {
    var after: String?
    repeat {
      let list: EntityList = try connection.read(
        try ask(EntitiesRequest(request: next(), prefix: prefix, after: after))
      )
      for entity in list.entities { try each(entity) }
      after = list.next
    } while after != nil
  }

  /// The first keys that begin so.
  public func keys(prefix: String) throws -> [String] {
    let list: KeyList = try connection.read(try ask(KeysRequest(request: next(), prefix: prefix)))
    return list.keys
  }

  /// The keys, and beginnings of keys, that were probably meant by one that is not known.
  public func near(_ key: String) throws -> [String] {
    let list: KeyList = try connection.read(try ask(KeysRequest(request: next(), prefix: key, near: true)))
    return list.keys
  }

  /// The revisions of a document, the oldest first; none for one that is not known.
  public func revisions(of uri: String) throws -> [KnownRevision] {
    var revisions: [KnownRevision] = []
    var after: UInt64?
    repeat {
      let list: RevisionList = try connection.read(
        try ask(RevisionsRequest(request: next(), uri: uri, after: after))
      )
      revisions += list.revisions
      after = list.next
    } while after != nil
    return revisions
  }

  /// The events after a cursor that one answer takes.
  /// - Returns: nil when the journal no longer goes back so far, or is another.
  public func events(after cursor: Cursor) throws -> (events: [Event], cursor: Cursor, more: Bool)? {
    do {
      let packet = try ask(CatchUpRequest(request: next(), prefixes: [""], after: cursor))
      if packet.header.kind == .epochChanged { return nil }
      let reply: EventsReply = try connection.read(packet)
      return (try lines(of: packet, as: Event.self), reply.cursor, reply.more)
    } catch ClientError.tooOld {
      return nil
    }
  }

  /// Hands in what a person has decided.
  /// - Returns: what came of it.
  public func review(_ review: Review) throws -> Reviewed {
    try connection.read(try ask(ReviewRequest(request: next(), review: review)))
  }

  /// The reviews, oldest first.
  public func reviews(each: (KnownReview) throws -> Void) throws {
    var after: UInt64?
    repeat {
      let list: ReviewList = try connection.read(try ask(ReviewsRequest(request: next(), after: after)))
      for review in list.reviews { try each(review) }
      after = list.next
    } while after != nil
  }

  /// The subscribers that tell where they are.
  public func subscribers() throws -> SubscriberList {
    try connection.read(try ask(SubscribersRequest(request: next())))
  }
}
