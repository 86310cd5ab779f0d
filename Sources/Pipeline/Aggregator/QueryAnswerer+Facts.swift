import Model
import Store
import Wire

/// Questions about facts, and about the names by which they are known.
extension QueryAnswerer {
  func answer(facts request: FactsRequest) throws -> Packet {
    if let cursor = request.at, try isForeign(cursor) {
      return try Packet(EpochChanged(request: request.request, epoch: store.epoch), epoch: store.epoch)
    }
    let moment = request.at?.sequence ?? request.sequence
    let head = try store.head().sequence
    if let moment, moment > head { throw WireError("event \(moment) is not there yet: the journal ends at \(head)") }
    let after = Int64(clamping: request.after ?? 0)
    let page = try store.facts(try selection(request), at: moment, after: after)
    return try Packet(
      FactList(request: request.request, cursor: page.cursor, next: page.next.map { UInt64(clamping: $0) }),
      epoch: page.cursor.epoch,
      sequence: page.cursor.sequence,
      attachments: [JSONLines.join(page.facts)]
    )
  }

  private func selection(_ request: FactsRequest) throws -> FactSelection {
    var selections: [FactSelection] = []
    if let fact = request.fact { selections.append(.fact(fact)) }
    if let key = request.key { selections.append(.key(key)) }
    if let document = request.document { selections.append(.document(document)) }
    if let prefixes = request.prefixes {
      try check(prefixes)
      selections.append(.prefixes(prefixes))
    }
    guard let selection = selections.first, selections.count == 1 else {
      throw WireError("facts: want one of fact, key, document and prefixes, and \(selections.count) are there")
    }
    return selection
  }

  func answer(search request: SearchRequest) throws -> Packet {
    let limit = request.limit ?? Store.FoundPage.maximumFacts
    guard limit > 0 else { throw WireError("search: limit is \(limit), want 1 or more") }
    if request.sentences == true { return try answer(sentences: request, limit: limit) }
    guard let page = try store.search(request.words, from: max(0, request.after ?? 0), limit: limit) else {
      throw WireError("\"\(request.words)\" has no word to search for")
    }
    return try Packet(
      FoundList(request: request.request, cursor: page.cursor, total: page.total, next: page.next),
      epoch: page.cursor.epoch,
      sequence: page.cursor.sequence,
      attachments: [JSONLines.join(try page.facts.map { try JSON.encode($0) })]
    )
  }

  private func answer(sentences request: SearchRequest, limit: Int) throws -> Packet {
    guard let page = try store.searchSentences(request.words, from: max(0, request.after ?? 0), limit: limit) else {
      throw WireError("\"\(request.words)\" has no word to search for")
    }
    return try Packet(
      FoundList(request: request.request, cursor: page.cursor, total: page.total, next: page.next, sentences: true),
      epoch: page.cursor.epoch,
      sequence: page.cursor.sequence,
      attachments: [JSONLines.join(try page.sentences.map { try JSON.encode($0) })]
    )
  }

  func answer(entities request: EntitiesRequest) throws -> Packet {
    var (list, next) = try store.entities(prefix: request.prefix, after: request.after)
    for index in list.indices { complete(&list[index]) }
    return try Packet(EntityList(request: request.request, entities: list, next: next), epoch: store.epoch)
  }

  func answer(keys request: KeysRequest) throws -> Packet {
    if request.near == true {
      let keys = try store.near(request.prefix)
      return try Packet(KeyList(request: request.request, keys: keys, next: nil), epoch: store.epoch)
    }
    let (list, next) = try store.keys(prefix: request.prefix, after: request.after)
    return try Packet(KeyList(request: request.request, keys: list, next: next), epoch: store.epoch)
  }

  func answer(revisions request: RevisionsRequest) throws -> Packet {
    let (list, next) = try store.revisions(of: request.uri, after: request.after ?? 0)
    return try Packet(RevisionList(request: request.request, revisions: list, next: next), epoch: store.epoch)
  }

  func answer(reviews request: ReviewsRequest) throws -> Packet {
    let (list, next) = try store.reviews(after: request.after ?? 0)
    return try Packet(ReviewList(request: request.request, reviews: list, next: next), epoch: store.epoch)
  }

  func answer(subscribers request: SubscribersRequest) throws -> Packet {
    let head = try store.head()
    let list = SubscriberList(request: request.request, cursor: head, subscribers: subscribers.list(head: head))
    return try Packet(list, epoch: store.epoch)
  }
}
