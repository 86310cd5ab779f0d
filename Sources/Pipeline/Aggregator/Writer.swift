import Failpoints
import Keys
import Logging
import Model
import Service
import Store
import Wire
import ZeroMQ

/// The thread that owns the database's writer: takes whatever waits, commits it as one group, and says what became of it.
///
/// While one commit waits for the disk the next group gathers, so the more there is to do, the more each fsync carries.
struct Writer: Sendable {
  /// A group's bounds: what is beyond waits for the next.
  static let maximumTasks = 256
  static let maximumBytes = 16 << 20

  let store: Store
  /// The folder of the database, whose disk is tried while the database is only read.
  let folder: String
  let tasks: Mailbox<WriterTask>
  let notes: Mailbox<AggregatorNote>
  /// Rung after each commit.
  let searchBell: Mailbox<Void>
  let staging: Staging
  let counters: AggregatorCounters
  let jobKey: JobKey
  /// How much of the journal is kept, asked anew each time.
  let retention: @Sendable () -> Retention
  /// By whose names facts are kept, asked anew for each batch.
  let aliases: @Sendable () -> EntityAliases
  /// Whether it is to be told how much there is in the database.
  let isWatched: Bool
  let logger: Logger

  /// Works until the mailbox is closed and empty, or a file of the database is lost.
  func run() {
    var trimmer = Trimmer(store: store, retention: retention, trimmed: counters.metrics.trimmed, logger: logger)
    var nextLook = ContinuousClock.now
    var nextProbe: ContinuousClock.Instant? = store.readsOnly == nil ? nil : .now
    while true {
      let taken = tasks.takeAll(waitingUpTo: trimmer.isBehind ? .zero : .seconds(1))
      if taken.isEmpty, tasks.isClosed { break }
      var rest = taken[...]
      while !rest.isEmpty {
        var bytes = 0
        let group = rest.prefix(Self.maximumTasks).prefix { task in
          defer { bytes += task.bytes }
          return bytes == 0 || bytes + task.bytes <= Self.maximumBytes
        }
        rest = rest.dropFirst(group.count)
        if tellLostFile() { return }
        let outcomes = apply(Array(group))
        // Committed is not durable where the log that it went into has no name any more.
        if tellLostFile() { return }
        let written = outcomes.reduce(0) { $0 + $1.written }
        notes.postAlways(.applied(outcomes))
        if store.readsOnly == nil { trimmer.trim(after: written) }
      }
      if store.readsOnly != nil {
        if let due = nextProbe, ContinuousClock.now >= due { nextProbe = isDiskBack() ? nil : .now + .seconds(1) }
      } else if taken.isEmpty {
        if tellLostFile() { return }
        trimmer.trim(after: 0)
        lookWhetherDiskIsBack()
      }
      if isWatched, ContinuousClock.now >= nextLook {
        lookAtDatabase()
        nextLook = .now + .seconds(1)
      }
    }
    notes.postAlways(.writerEnded)
  }

  /// Whether the database's files are no longer those that are open; then the loop has been told.
  private func tellLostFile() -> Bool {
    guard let lost = store.lostFile() else { return false }
    notes.postAlways(.lost(lost))
    return true
  }

  /// Tells how much there is of everything; after the outcomes of a group were told, so that nobody waits for it.
  private func lookAtDatabase() {
    do {
      counters.metrics.note(database: try store.counts())
    } catch {
      // Whoever asks for the status is told; here it comes every second.
      logger.debug("cannot count what is in the database: \(error)")
    }
  }

  private func apply(_ group: [WriterTask]) -> [WriterOutcome] {
    var outcomes: [WriterOutcome?] = group.map { _ in nil }
    var requests: [StoreRequest] = []
    var places: [Int] = []
    for (index, task) in group.enumerated() {
      switch task.work {
      case .chunk(let chunk, let bytes): outcomes[index] = put(chunk, bytes, task)
      case .setAside(let report):
        requests.append(
          .setAside(
            job: report.job,
            document: report.document,
            reason: report.reason,
            attempts: report.attempts,
            extractor: report.extractor,
            code: report.code
          )
        )
        places.append(index)
      case .dropFailure(let drop):
        requests.append(.dropFailure(uri: drop.uri))
        places.append(index)
      case .review(let request):
        requests.append(.review(request.review))
        places.append(index)
      case .batch(let batch, let bytes):
        if let request = request(batch, bytes, from: task.peer) {
          requests.append(request)
          places.append(index)
        } else {
          // Its chunks are gone: they come once more.
          outcomes[index] = outcome(task, credit(batch.document.uri, batch.document.digest, chunks: 0))
        }
      }
    }
    guard !requests.isEmpty else { return outcomes.compactMap { $0 } }
    do throws(StoreError) {
      let begun = ContinuousClock.now
      let results = try store.apply(requests, at: .now)
      counters.metrics.count(commitOf: requests.count, took: .now - begun)
      searchBell.post(())
      Failpoint.afterCommit.reach()
      goOn()
      for (place, result) in zip(places, results) {
        switch result {
        case .success(let applied):
          counters.metrics.count(applied, facts: group[place].facts)
          outcomes[place] = acknowledgement(group[place], applied)
        case .failure(let error) where error.code == .unreadable:
          logger.error("a batch must come anew: \(error)")
          let document = group[place].document
          outcomes[place] = outcome(group[place], credit(document.uri, document.digest, chunks: 0))
        case .failure(let error) where error.code == .badReview:
          outcomes[place] = outcome(
            group[place],
            Refused(request: group[place].request, code: .unknown, reason: error.description)
          )
        case .failure(let error): outcomes[place] = rejection(group[place], error.description)
        }
        staging.remove(group[place].job)
      }
    } catch {
      // Nothing of the group has happened; whoever sent it keeps it and comes again.
      logger.log(.cannotCommit, .error, "cannot commit: \(error)", metadata: ["batches": "\(requests.count)"])
      counters.metrics.commitFailures.increment()
      counters.fault.withLock { $0 = "cannot commit: \(error)" }
      for place in places {
        outcomes[place] = outcome(
          group[place],
          Busy(request: group[place].request, retryAfter: 1000, reason: error.description)
        )
      }
    }
    return outcomes.compactMap { $0 }
  }

  /// Whether the disk of a database that is only read takes something again: then all begins again, with one that can be written.
  private func isDiskBack() -> Bool {
    if let fault = DiskProbe.fault(of: folder) {
      counters.fault.withLock { $0 = "cannot commit: \(fault)" }
      return false
    }
    logger.log(.commitsAgain, .notice, "the disk takes something again; the database is opened for writing")
    notes.postAlways(.diskIsBack)
    return true
  }

  /// Nobody may send anything while nothing is taken: whether it would be is found out by itself.
  private func lookWhetherDiskIsBack() {
    guard counters.fault.withLock({ $0 != nil }) else { return }
    // A few bytes find room where the next batch finds none.
    if let fault = DiskProbe.fault(of: folder) {
      return counters.fault.withLock { $0 = "cannot commit: \(fault)" }
    }
    do throws(StoreError) {
      try store.probe()
      goOn()
    } catch {
      counters.fault.withLock { $0 = "cannot commit: \(error)" }
    }
  }

  /// The disk takes batches, now or again.
  private func goOn() {
    let before = counters.fault.withLock { fault in
      defer { fault = nil }
      return fault
    }
    if before != nil { logger.log(.commitsAgain, .notice, "the database takes batches again") }
  }

  /// Puts a chunk aside until its batch comes.
  private func put(_ chunk: Chunk, _ bytes: [UInt8], _ task: WriterTask) -> WriterOutcome? {
    guard staging.hasRoom(for: chunk.job, bytes.count) else {
      let limit = Quantities.size(staging.totalLimit)
      let reason = "the chunks of large batches have reached limits.staging_bytes, \(limit)"
      return outcome(task, Busy(request: nil, retryAfter: 1000, reason: reason))
    }
    do throws(SpoolError) {
      guard let chunks = try staging.append(chunk.index, of: chunk.job, from: task.peer, bytes) else {
        return rejection(task, "its facts and sentences take more than \(Quantities.size(staging.limit))")
      }
      return outcome(task, credit(chunk.uri, chunk.digest, chunks: chunks))
    } catch {
      logger.log(.cannotCommit, .error, "cannot put a chunk aside: \(error)")
      counters.fault.withLock { $0 = "cannot put a chunk aside: \(error)" }
      return outcome(task, Busy(request: nil, retryAfter: 1000, reason: error.description))
    }
  }

  private func credit(_ uri: String, _ digest: Digest, chunks: Int) -> Credit {
    Credit(uri: uri, digest: digest, bytes: counters.creditBytes, chunk: chunks, sentences: true)
  }

  /// Nil when the chunks of the batch are not here.
  private func request(_ batch: Batch, _ bytes: [UInt8], from peer: Frame) -> StoreRequest? {
    var file: String?
    if let chunks = batch.chunks, chunks != 0 {
      file = staging.file(of: batch.job, from: peer, chunks: chunks)
      guard file != nil else { return nil }
    }
    return .batch(
      FactBatch(
        job: batch.job,
        document: batch.document,
        mediaType: batch.mediaType,
        extractor: batch.extractor,
        action: batch.action ?? .extract,
        reason: batch.facts == 0 ? batch.reason : nil,
        skipped: batch.skipped ?? [],
        fingerprint: batch.fingerprint,
        count: batch.facts,
        sentences: batch.sentences ?? 0,
        lines: FactLines(file: file, bytes: bytes),
        aliases: aliases()
      )
    )
  }

  private func acknowledgement(_ task: WriterTask, _ applied: Applied) -> WriterOutcome? {
    let document = task.document
    if case .review(let request) = task.work {
      let reviewed = Reviewed(
        request: request.request,
        sequence: applied.duplicate ? nil : applied.last - UInt64(applied.written) + 1,
        moved: applied.asserted,
        into: applied.into,
        documents: applied.documents
      )
      return outcome(task, reviewed, applied)
    }
    let ack = Ack(
      uri: document.uri,
      digest: document.digest,
      duplicate: applied.duplicate,
      asserted: applied.asserted,
      retracted: applied.retracted,
      seal: task.isOfBatch ? jobKey.seal(.done, jobKey.job(task.job, document.uri, document.digest, task.action)) : nil
    )
    return outcome(task, ack, applied)
  }

  private func rejection(_ task: WriterTask, _ reason: String) -> WriterOutcome? {
    if task.isOfBatch { counters.metrics.countRejection() }
    var outcome = outcome(task, Reject(uri: task.document.uri, digest: task.document.digest, reason: reason))
    outcome?.complaint = "rejected a batch of \(task.document.uri): \(reason)"
    return outcome
  }

  private func outcome(_ task: WriterTask, _ body: some MessageBody, _ applied: Applied) -> WriterOutcome? {
    var outcome = outcome(task, body)
    outcome?.events = applied.events
    outcome?.written = applied.written
    outcome?.last = applied.last
    outcome?.check = applied.check
    return outcome
  }

  private func outcome(_ task: WriterTask, _ body: some MessageBody) -> WriterOutcome? {
    do {
      let reply = try Packet(body, epoch: store.epoch)
      var job: String? = task.job
      if case .chunk = task.work { job = nil }
      return WriterOutcome(
        peer: task.peer,
        socket: task.socket,
        job: job,
        reply: reply,
        events: [],
        bytes: task.bytes,
        complaint: nil
      )
    } catch {
      logger.error("cannot answer: \(error)")
      return nil
    }
  }
}

extension WriterTask {
  /// Whether it is a batch, or a part of one.
  var isOfBatch: Bool {
    switch work {
    case .chunk, .batch: true
    case .setAside, .dropFailure, .review: false
    }
  }

  /// How many facts the batch has; nil for anything else.
  var facts: Int? {
    if case .batch(let batch, _) = work { batch.facts } else { nil }
  }

  var job: String {
    switch work {
    case .chunk(let chunk, _): chunk.job
    case .batch(let batch, _): batch.job
    case .setAside(let report): report.job
    case .dropFailure(let drop): "drop \(drop.uri)"
    // Of each peer one at a time: sent again, the first is the one that counts.
    case .review: "review \(peer)"
    }
  }

  /// What the job is for.
  var action: JobAction? {
    switch work {
    case .chunk(let chunk, _): chunk.action
    case .batch(let batch, _): batch.action
    case .setAside, .dropFailure, .review: nil
    }
  }

  var document: Document {
    switch work {
    case .chunk(let chunk, _): Document(uri: chunk.uri, digest: chunk.digest)
    case .batch(let batch, _): batch.document
    case .setAside(let report): report.document
    case .dropFailure(let drop): Document(uri: drop.uri, digest: Digest(of: []))
    case .review: Document(uri: Review.uri, digest: Digest(of: []))
    }
  }

  /// The number of the request that it is, where it is one.
  var request: UInt64? {
    if case .review(let request) = work { request.request } else { nil }
  }
}
