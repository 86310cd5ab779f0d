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
      let (name, revision) = (spool.job(entry), entry.revision)
      let job = Job(
        job: name,
        uri: revision.uri,
        digest: revision.digest,
        mediaType: revision.mediaType,
        attempt: entry.failures + 1,
        action: revision.action,
        seal: jobKey.seal(.job, jobKey.job(name, revision.uri, revision.digest, revision.action))
      )
      let packet = try Packet(job, attachments: [content])
      if try gate.answer(packet, to: assignment.worker.peer, on: jobs) {
        dispatcher.noteWait(ProcessorWait.of(assignment.worker.pid), of: entry.counter)
      } else {
        dispatcher.unassign(entry.counter)
      }
    }
  }

  /// - Returns: whether all was read that was there.
  @discardableResult
  func readReports() throws -> Bool {
    var isDrained = false
    for _ in 0..<Self.turn {
      guard let message = try gate.receive(from: jobs) else {
        isDrained = true
        break
      }
      guard let peer = message.frames.first else { continue }
      do throws(WireError) {
        let packet = try Packet(message, dropping: 1)
        if let refusal = packet.refusal(on: .jobs) {
          refuse(peer, on: jobs, "jobs", refusal)
        } else {
          try take(packet, from: peer, message)
        }
      } catch {
        refuse(peer, on: jobs, "jobs", error)
      }
    }
    answerMembers()
    if isHoldingBack { try take([FoundDocument]()) }
    try dispatch()
    return isDrained
  }

  func take(_ packet: Packet, from peer: Frame, _ message: Message) throws(WireError) {
    switch packet.header.kind {
    case .ready:
      let ready: Ready = try packet.decode()
      gate.noteWorker(message, on: jobs)
      // A name of another spool's job says nothing here.
      let last = ready.last.flatMap { try? counter(of: $0) }
      let worker = Dispatcher.Worker(
        peer: peer,
        // As the system knows it; what a worker says of itself may name the process of another.
        pid: message.peerProcess ?? 0,
        connection: gate.lastConnection(of: jobs),
        extractor: ready.extractor
      )
      if worker.pid != 0 { asked.insert(worker.pid) }
      (failedStarts, workerFault) = (0, nil)
      settle(dispatcher.ready(worker, last: last, now: .now))
    case .working:
      let working: Working = try packet.decode()
      let counter = try counter(of: working.job)
      guard isHolder(peer, of: counter, packet) else { return }
      dispatcher.extend(counter, now: .now)
    case .member: try take(try packet.decode(Member.self), try packet.attachment(), from: peer, packet)
    case .done:
      let done: Done = try packet.decode()
      let counter = try counter(of: done.job)
      // Nobody's: it was done before, and said before.
      guard let revision = dispatcher.entry(counter)?.revision else { return }
      let job = jobKey.job(done.job, revision.uri, revision.digest, revision.action)
      guard jobKey.proves(done.seal, .done, job) else {
        return refuseReport(packet, "the aggregator has not said that \(done.job) is committed")
      }
      guard let entry = dispatcher.finish(counter) else { return }
      Failpoint.doneReported.reach()
      counters.done += 1
      if entry.revision.action != .reprocess { removeFailed(before: entry) }
      keep(entry, text: packet.attachments.first)
      var metadata: Logger.Metadata = ["document": "\(entry.revision.uri)"]
      if done.duplicate == true { metadata["unchanged"] = "true" } else { metadata["facts"] = "\(done.facts)" }
      logger.log(.documentDone, .info, "done", metadata: metadata)
    case .failed:
      let failed: Failed = try packet.decode()
      let counter = try counter(of: failed.job)
      guard isHolder(peer, of: counter, packet) else { return }
      settle(dispatcher.fail(counter, reason: failed.reason, code: failed.code, final: failed.final))
    default:
      throw WireError("\(packet.header.kind) is no report")
    }
  }

  /// Whether a report comes of the worker that has the job; one of another counts for nothing.
  func isHolder(_ peer: Frame, of counter: UInt64, _ packet: Packet) -> Bool {
    guard let holder = dispatcher.assignments[counter]?.worker.peer else { return false }
    if holder == peer { return true }
    refuseReport(packet, "it has not the job")
    return false
  }

  func refuseReport(_ packet: Packet, _ reason: String) {
    counters.peers.count(.request)
    logger.log(.peerRefused, .warning, "refused a worker's \(packet.header.kind): \(reason)")
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

  private func settle(all verdicts: [Dispatcher.Verdict]) { for verdict in verdicts { settle(verdict) } }

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
        extractor: entry.extractor,
        code: entry.code
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

  /// Takes back what workers had in hand whose connections have ended.
  ///
  /// Their supervisor knows how they ended, and says it a moment later: jobs of its workers wait for that.
  func endLostJobs() throws {
    let now = ContinuousClock.now
    lost.add(gate.ended(jobs), now: now)
    guard !lost.isEmpty else { return }
    // What they have said before their end counts.
    while try !readReports() {}
    let gone = lost.takeGone(now: now) { connection in
      guard let workers, let pid = dispatcher.pid(ofConnection: connection) else { return nil }
      return workers.keeps(pid: pid)
    }
    settle(all: dispatcher.connectionsEnded(gone, reason: "the worker has gone away"))
  }

  func endLateJobs() throws {
    try endLostJobs()
    for assignment in dispatcher.expired(now: .now, waited: ProcessorWait.of) {
      let pid = assignment.worker.pid
      let time = configuration.limits.jobTime(forBytes: assignment.entry.revision.size)
      if dispatcher.isHeldBack(assignment) {
        // It may have gone mad by itself, or its facts are committed and it does not say so.
        let bound = Quantities.time(time * Dispatcher.longestWait)
        let reason = "the worker held it for longer than \(bound) and sent nothing"
        let code = FailureCode.tooSlow.rawValue
        settle(dispatcher.fail(assignment.entry.counter, reason: reason, code: code, final: false))
      } else {
        // The same text would take as long again.
        let reason = "the worker took longer than \(Quantities.time(time))"
        let code = FailureCode.tooSlow.rawValue
        settle(dispatcher.fail(assignment.entry.counter, reason: reason, code: code, final: true))
      }
      workers?.kill(pid: pid)
    }
    // A disk that was full may have room again.
    if isHoldingBack { try take([FoundDocument]()) }
    try dispatch()
  }

  /// Asks the aggregator whether it would take the facts of the jobs whose workers say that they wait for it: a worker that was taken
  /// over can say so for ever. The offer is the worker's own, and changes nothing.
  func askAboutExtendedJobs() throws {
    for assignment in dispatcher.toAskAbout(now: .now) {
      let (name, revision) = (spool.job(assignment.entry), assignment.entry.revision)
      let offer = Offer(
        job: name,
        uri: revision.uri,
        digest: revision.digest,
        extractor: assignment.worker.extractor ?? "",
        action: revision.action,
        seal: jobKey.seal(.job, jobKey.job(name, revision.uri, revision.digest, revision.action))
      )
      _ = try batches.sendIfPossible(try Packet(offer).message)
    }
  }

  /// A worker that ends before it has asked for work may lack its model: when one after the other does, documents wait in vain.
  private func noteEnd(ofWorker pid: Int32, _ reason: String) {
    guard asked.remove(pid) == nil else { return }
    failedStarts += 1
    guard failedStarts >= Self.mostFailedStarts, workerFault == nil, dispatcher.idleCount == 0 else { return }
    workerFault = "no worker starts: \(reason); the log says why"
    beat()
  }

  func take(_ notes: [IntakeNote]) throws {
    for note in notes {
      switch note {
      case .workerEnded(let end):
        noteEnd(ofWorker: end.pid, end.reason)
        if end.wasAsked {
          dispatcher.workerLeft(pid: end.pid)
        } else {
          settle(dispatcher.workerEnded(pid: end.pid, reason: end.reason))
        }
      case .kept(let entry):
        toKeep[entry.counter] = nil
        forget(entry)
      case .notKept(let task): keepLater(task.entry, hasText: task.text != nil)
      case .damaged(let entry, let reason): giveUpKeeping(entry, reason)
      case .answer(let peer, let answer): try take(answer, for: peer)
      case .revoked: try gate.closeToAll()
      case .stop:
        logger.log(.stopping, .info, "stopping", metadata: ["waiting": "\(dispatcher.waitingCount)"])
        reactor.stop()
      }
    }
    try dispatch()
  }
}
