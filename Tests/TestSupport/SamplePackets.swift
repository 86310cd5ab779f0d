import Model
import Wire

/// One message of each kind that has a body, and what stands in them: to begin with, for what mutates them.
public enum SamplePackets {
  public static let digest = Digest(of: Array("the document".utf8))
  public static let cursor = Cursor(epoch: Epoch(unchecked: [UInt8](repeating: 7, count: 16)), sequence: 12)
  public static let document = Document(
    uri: "file:///a.txt",
    digest: digest,
    title: "Relations",
    date: Day("2012-03-01")
  )

  public static let fact = Fact(
    subject: Fact.Subject(text: "the trade volume", name: "trade volume", entity: nil),
    relation: Fact.Relation(text: "reached", lemma: "reach"),
    object: Value(text: "33.5 billion U.S. dollars", kind: .money, number: 33_500_000_000, unit: "USD"),
    key: Key(entity: "trade volume", attribute: "is"),
    time: Interval(text: "In 2012", start: Day("2012-01-01"), end: Day("2012-12-31")),
    context: ["japan", "russia"],
    evidence: Evidence(text: "In 2012 the trade volume reached 33.5 billion U.S. dollars.", start: 1234, end: 1293),
    confidence: 0.93,
    document: document,
    extractor: "courant-en/1.0.0"
  )

  public static let event = Event(
    id: fact.id.description,
    source: document.uri,
    kind: .factAsserted,
    subject: fact.key.description,
    time: Timestamp(milliseconds: 1_764_000_000_000),
    sequence: 12,
    effect: .new,
    data: .fact(fact)
  )

  public static let review = Review(
    .same,
    names: [Review.Name("hepatitis-c"), Review.Name("hcv", in: document.uri)],
    into: "hepatitis-c",
    reason: "the abbreviation",
    by: "ann"
  )

  public static let entry = Entry(
    key: fact.key,
    time: fact.time,
    status: .single,
    functional: true,
    values: [],
    sequence: 12
  )

  public static let revision = Revision(
    uri: document.uri,
    digest: Digest(of: Array("Oslo has 15 districts.\n".utf8)),
    mediaType: "text/plain",
    size: 23,
    received: Timestamp(milliseconds: 1_764_000_000_000)
  )

  private static var questionForFacts: FactsRequest {
    var request = FactsRequest(request: 18)
    request.fact = fact.id
    request.key = fact.key
    request.document = document.uri
    request.prefixes = ["oslo/", ""]
    request.at = cursor
    request.sequence = 12
    request.after = 3
    return request
  }

  public static func packets() throws -> [Packet] {
    let (uri, job) = (document.uri, "a9d52017-7")
    let lines = JSONLines.join([try JSON.encode(fact)])
    return [
      try Packet(Submit(request: 1, uri: uri, mediaType: "text/plain"), attachments: [Array("Oslo".utf8)]),
      try Packet(Receipt(request: 1, uri: uri, digest: digest)),
      try Packet(Withdraw(request: 2, uri: uri)),
      try Packet(Reprocess(request: 3, uri: uri, digest: digest)),
      try Packet(FailedDocument(request: 4, uri: uri, action: .show)),
      try Packet(FailedReport(request: 4, revision: revision, reason: "r", attempts: 3, extractor: nil)),
      try Packet(Ready(worker: "host 1", pid: 1, extractor: "courant-en/1.1.0", last: job)),
      try Packet(Job(job: job, uri: uri, digest: digest, mediaType: "text/plain", attempt: 1), attachments: [[1]]),
      try Packet(Done(job: job, facts: 1), attachments: [Array("text".utf8)]),
      try Packet(Failed(job: job, reason: "r", final: true)),
      try Packet(Working(job: job)),
      try Packet(Member(job: job, index: 0, uri: uri + "!/a.txt", mediaType: "text/plain"), attachments: [[1]]),
      try Packet(MemberTaken(job: job, index: 0, reason: "r", full: true)),
      try Packet(Offer(job: job, uri: uri, digest: digest, extractor: "courant-en/1.1.0", action: .reprocess)),
      try Packet(Credit(uri: uri, digest: digest, bytes: 1 << 20, chunk: 1, sentences: true)),
      try Packet(
        Batch(job: job, document: document, extractor: "x", facts: 1, sentences: 2, chunks: 2),
        attachments: [lines]
      ),
      try Packet(Ack(uri: uri, digest: digest, duplicate: false, asserted: 1, retracted: 0)),
      try Packet(Reject(uri: uri, digest: digest, reason: "r")),
      try Packet(SetAside(job: job, document: document, reason: "r", attempts: 3, extractor: "x")),
      try Packet(Chunk(job: job, uri: uri, digest: digest, index: 0), attachments: [lines]),
      try Packet(DropFailure(uri: uri)),
      try Packet(SnapshotRequest(request: 5, prefixes: ["", "oslo/"], at: cursor, after: "oslo/mayor")),
      try Packet(CatchUpRequest(request: 6, prefixes: [""], after: cursor)),
      try Packet(GetRequest(request: 7, key: "oslo/", sequence: 4, time: event.time, at: Day("2012-01-01"))),
      try Packet(HistoryRequest(request: 8, key: fact.key, after: cursor)),
      try Packet(FailuresRequest(request: 9)),
      try Packet(DocumentsRequest(request: 10, prefix: "file:", after: uri)),
      try Packet(EntriesReply(request: 5, cursor: cursor, next: "oslo/mayor"), attachments: [try JSON.encode(entry)]),
      try Packet(
        EventsReply(request: 6, cursor: cursor, more: true, oldest: cursor),
        attachments: [try JSON.encode(event)]
      ),
      try Packet(TooOld(request: 6, oldest: cursor, reason: "r")),
      try Packet(EpochChanged(request: 6, epoch: cursor.epoch)),
      try Packet(
        DocumentList(
          request: 10,
          documents: [KnownDocument(uri: uri, digest: digest, extractor: "x", facts: 1, sequence: 1)],
          next: uri
        )
      ),
      try Packet(questionForFacts),
      try Packet(SearchRequest(request: 12, words: "trade volume", limit: 5, after: 2, sentences: true)),
      try Packet(EntitiesRequest(request: 13, prefix: "os", after: "oslo")),
      try Packet(KeysRequest(request: 14, prefix: "oslo/", near: true, after: "oslo/mayor")),
      try Packet(RevisionsRequest(request: 15, uri: uri, after: 3)),
      try Packet(Position(name: "watch", cursor: cursor)),
      try Packet(SubscribersRequest(request: 16)),
      try Packet(ReviewRequest(request: 20, review: review)),
      try Packet(Reviewed(request: 20, sequence: 13, moved: 2)),
      try Packet(ReviewsRequest(request: 21, after: 3)),
      try Packet(
        ReviewList(
          request: 21,
          reviews: [
            KnownReview(
              sequence: 13,
              recorded: Timestamp(milliseconds: 1_764_000_000_000),
              holds: true,
              review: review
            )
          ],
          next: nil
        )
      ),
      try Packet(AboutRequest(request: 20, entity: "Oslo", roles: [.subject, .mention], withdrawn: true, at: cursor)),
      try Packet(
        AboutList(
          request: 20,
          cursor: cursor,
          entity: KnownEntity(entity: "oslo", name: "Oslo", aliases: [], facts: 1, asObject: 2, id: "GN:3143244"),
          next: "keys 7 oslo/mayor"
        ),
        attachments: [try JSON.encode(EntityMention(document: document, sequence: 12, sentences: 2))]
      ),
      try Packet(FactList(request: 12, cursor: cursor, next: 3), attachments: [lines]),
      try Packet(FoundList(request: 12, cursor: cursor, total: 1, next: nil, sentences: true), attachments: [lines]),
      try Packet(
        EntityList(
          request: 13,
          entities: [KnownEntity(entity: "oslo", name: "Oslo", aliases: ["Christiania"], facts: 1)],
          next: "oslo"
        )
      ),
      try Packet(KeyList(request: 14, keys: ["oslo/mayor"], next: nil)),
      try Packet(RevisionList(request: 15, revisions: [], next: nil)),
      try Packet(
        SubscriberList(
          request: 16,
          cursor: cursor,
          subscribers: [KnownSubscriber(name: "watch", lag: 1, heard: 2)]
        )
      ),
      try Packet(RefusedFilesRequest(request: 19)),
      try Packet(
        RefusedFileList(request: 19, files: [RefusedFile(uri: uri, reason: "r", time: event.time)], total: 1)
      ),
      try Packet(TextRequest(request: 17, digest: digest)),
      try Packet(TextReport(request: 17, digest: digest), attachments: [Array("Oslo".utf8)]),
      try Packet(StatusRequest(request: 11)),
      try Packet(Refused(request: 11, code: .malformed, reason: "r")),
      try Packet(Busy(request: nil, retryAfter: 100, reason: "r")),
    ]
  }
}
