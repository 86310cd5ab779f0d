import Logging
import Model
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
  let tasks: Mailbox<WriterTask>
  let notes: Mailbox<AggregatorNote>
  let logger: Logger

  /// Works until the mailbox is closed and empty.
  func run() {
    while true {
      let taken = tasks.takeAll(waitingUpTo: .seconds(1))
      if taken.isEmpty, tasks.isClosed { break }
      var rest = taken[...]
      while !rest.isEmpty {
        var bytes = 0
        let group = rest.prefix(Self.maximumTasks).prefix { task in
          defer { bytes += task.bytes }
          return bytes == 0 || bytes + task.bytes <= Self.maximumBytes
        }
        rest = rest.dropFirst(group.count)
        notes.postAlways(.applied(apply(Array(group))))
      }
    }
    notes.postAlways(.writerEnded)
  }

  private func apply(_ group: [WriterTask]) -> [WriterOutcome] {
    var outcomes: [WriterOutcome?] = group.map { _ in nil }
    var requests: [StoreRequest] = []
    var places: [Int] = []
    for (index, task) in group.enumerated() {
      do throws(WireError) {
        requests.append(try Self.request(task.work))
        places.append(index)
      } catch {
        outcomes[index] = rejection(task, error.description)
      }
    }
    do throws(StoreError) {
      let results = try store.apply(requests, at: .now)
      for (place, result) in zip(places, results) {
        switch result {
        case .success(let applied): outcomes[place] = acknowledgement(group[place], applied)
        case .failure(let error): outcomes[place] = rejection(group[place], error.description)
        }
      }
    } catch {
      // Nothing of the group has happened; whoever sent it keeps it and comes again.
      logger.error("cannot commit: \(error)", metadata: ["batches": "\(requests.count)"])
      for place in places {
        outcomes[place] = outcome(group[place], Busy(request: nil, retryAfter: 1000, reason: error.description))
      }
    }
    return outcomes.compactMap { $0 }
  }

  private static func request(_ work: WriterTask.Work) throws(WireError) -> StoreRequest {
    switch work {
    case .setAside(let report):
      return .setAside(job: report.job, document: report.document, reason: report.reason, attempts: report.attempts)
    case .batch(let batch, let bytes):
      var facts: [(fact: Fact, json: [UInt8])] = []
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        do {
          // Kept as we write it, not as it came: no other encoding, no field twice, nothing that a reader might stumble over.
          let fact = try JSON.decode(Fact.self, from: line)
          facts.append((fact, try JSON.encode(fact)))
        } catch {
          throw WireError("fact \(facts.count + 1): \(error)")
        }
      }
      guard facts.count == batch.facts else {
        throw WireError("the batch has \(facts.count) facts and says \(batch.facts)")
      }
      return .batch(FactBatch(job: batch.job, document: batch.document, extractor: batch.extractor, facts: facts))
    }
  }

  private func acknowledgement(_ task: WriterTask, _ applied: Applied) -> WriterOutcome? {
    let document = task.document
    let ack = Ack(
      uri: document.uri,
      digest: document.digest,
      duplicate: applied.duplicate,
      asserted: applied.asserted,
      retracted: applied.retracted
    )
    var outcome = outcome(task, ack)
    outcome?.events = applied.events
    return outcome
  }

  private func rejection(_ task: WriterTask, _ reason: String) -> WriterOutcome? {
    var outcome = outcome(task, Reject(uri: task.document.uri, digest: task.document.digest, reason: reason))
    outcome?.complaint = "rejected a batch of \(task.document.uri): \(reason)"
    return outcome
  }

  private func outcome(_ task: WriterTask, _ body: some MessageBody) -> WriterOutcome? {
    do {
      let reply = try Packet(body, epoch: store.epoch)
      return WriterOutcome(peer: task.peer, job: task.job, reply: reply, events: [], bytes: task.bytes, complaint: nil)
    } catch {
      logger.error("cannot answer: \(error)")
      return nil
    }
  }
}

extension WriterTask {
  var job: String {
    switch work {
    case .batch(let batch, _): batch.job
    case .setAside(let report): report.job
    }
  }

  var document: Document {
    switch work {
    case .batch(let batch, _): batch.document
    case .setAside(let report): report.document
    }
  }
}
