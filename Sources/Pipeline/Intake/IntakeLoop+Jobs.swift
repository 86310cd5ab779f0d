import Failpoints
import Logging
import Model
import Service
import Transport
import Wire
import ZeroMQ

/// Jobs: handed out as workers ask for them, and settled as they report.
extension IntakeLoop {
  func dispatch() throws {
    while let assignment = dispatcher.next(now: .now) {
      let entry = assignment.entry
      let content: [UInt8]
      do throws(SpoolError) {
        content = try spool.content(entry)
      } catch {
        logger.error("the spool: \(error)")
        settle(dispatcher.fail(entry.counter, reason: error.description, final: true))
        dispatcher.ready(assignment.worker, last: nil, now: .now)
        continue
      }
      let job = Job(
        job: spool.job(entry),
        uri: entry.revision.uri,
        digest: entry.revision.digest,
        mediaType: entry.revision.mediaType,
        attempt: entry.failures + 1,
        action: entry.revision.action
      )
      let packet = try Packet(job, attachments: [content])
      if try !jobs.answer(packet.message, to: assignment.worker.peer) { dispatcher.unassign(entry.counter) }
    }
  }

  func readReports() throws {
    for _ in 0..<Self.turn {
      guard let message = try jobs.receiveIfReady() else { break }
      guard let peer = message.frames.first else { continue }
      do throws(WireError) {
        let packet = try Packet(message, dropping: 1)
        if let refusal = packet.refusal(on: .jobs) {
          refuse(peer, on: jobs, "jobs", refusal)
        } else {
          try take(packet, from: peer)
        }
      } catch {
        refuse(peer, on: jobs, "jobs", error)
      }
    }
    if isHoldingBack { try take([FoundDocument]()) }
    try dispatch()
  }

  func take(_ packet: Packet, from peer: Frame) throws(WireError) {
    switch packet.header.kind {
    case .ready:
      let ready: Ready = try packet.decode()
      // A name of another spool's job says nothing here.
      let last = ready.last.flatMap { try? counter(of: $0) }
      let worker = Dispatcher.Worker(peer: peer, pid: ready.pid, extractor: ready.extractor)
      dispatcher.ready(worker, last: last, now: .now)
    case .working:
      let working: Working = try packet.decode()
      dispatcher.extend(try counter(of: working.job), now: .now)
    case .done:
      let done: Done = try packet.decode()
      guard let entry = dispatcher.finish(try counter(of: done.job)) else { return }
      Failpoint.doneReported.reach()
      counters.done += 1
      if entry.revision.action != .reprocess { removeFailed(before: entry) }
      keep(entry, text: packet.attachments.first)
      let metadata: Logger.Metadata = ["document": "\(entry.revision.uri)", "facts": "\(done.facts)"]
      logger.log(.documentDone, .info, "done", metadata: metadata)
    case .failed:
      let failed: Failed = try packet.decode()
      settle(dispatcher.fail(try counter(of: failed.job), reason: failed.reason, final: failed.final))
    default:
      throw WireError("\(packet.header.kind) is no report")
    }
  }

  func counter(of job: String) throws(WireError) -> UInt64 {
    let parts = job.split(separator: "-")
    guard parts.count == 2, parts[0] == spool.name, let counter = UInt64(parts[1]) else {
      throw WireError("\"\(job)\" is no job of this intake")
    }
    return counter
  }

  /// Tries a document again, or gives it up. What the disk does not take now is settled when it does.
  func settle(_ verdict: Dispatcher.Verdict?) {
    guard let verdict else { return }
    do {
      try record(verdict)
    } catch {
      logger.error("the spool: \(error)")
      unsettled.append(verdict)
    }
  }

  /// Settles what a full disk has left over.
  func settleAgain() {
    let verdicts = unsettled
    unsettled = []
    for verdict in verdicts { settle(verdict) }
    let entries = toForget
    toForget = []
    for entry in entries { forget(entry) }
  }

  private func record(_ verdict: Dispatcher.Verdict) throws {
    switch verdict {
    case .retry(let entry, let reason):
      counters.metrics.retries.increment()
      logger.log(
        .documentRetried,
        .warning,
        "will try again",
        metadata: [
          "document": "\(entry.revision.uri)", "attempt": "\(entry.failures + 1)", "reason": "\(reason)",
        ]
      )
      dispatcher.enqueue(try spool.countFailure(entry))
    case .setAside(let entry, let reason, let attempts):
      let report = SetAsideEntry(
        revision: entry.revision,
        reason: reason,
        attempts: attempts,
        extractor: entry.extractor
      )
      try spool.setAside(entry, report)
      logger.log(
        .documentSetAside,
        .error,
        "set aside",
        metadata: [
          "document": "\(entry.revision.uri)", "attempts": "\(attempts)", "reason": "\(reason)",
        ]
      )
      counters.failed += 1
      untold[RevisionName(entry.revision), default: []].append((entry, report))
      try tell(entry, report)
      // The last is the one that is shown and tried again; a folder's comes anew with each start.
      do throws(SpoolError) {
        try spool.removeFailed(uri: entry.revision.uri, before: entry.counter)
      } catch {
        // It is set aside all the same, and must not be a second time.
        logger.error("the spool: \(error)")
      }
    }
  }

  func endLateJobs() throws {
    for assignment in dispatcher.expired(now: .now) {
      let pid = assignment.worker.pid
      let reason = "the worker took longer than \(Quantities.time(configuration.limits.jobTime))"
      settle(dispatcher.fail(assignment.entry.counter, reason: reason, final: false))
      workers?.kill(pid: pid)
    }
    // A disk that was full may have room again.
    if isHoldingBack { try take([FoundDocument]()) }
    try dispatch()
  }

  func take(_ notes: [IntakeNote]) throws {
    for note in notes {
      switch note {
      case .workerEnded(let pid, let reason): settle(dispatcher.workerEnded(pid: pid, reason: reason))
      case .kept(let entry):
        toKeep[entry.counter] = nil
        forget(entry)
      case .notKept(let task): keepLater(task.entry, hasText: task.text != nil)
      case .damaged(let entry, let reason): giveUpKeeping(entry, reason)
      case .revoked: try gate.closeToAll()
      case .stop:
        logger.log(.stopping, .info, "stopping", metadata: ["waiting": "\(dispatcher.waitingCount)"])
        reactor.stop()
      }
    }
    try dispatch()
  }
}
