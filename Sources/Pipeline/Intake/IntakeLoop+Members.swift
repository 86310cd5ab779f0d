import Formats
import Model
import Transport
import Wire
import ZeroMQ

/// Documents that workers have found in archives, mailboxes and messages: each becomes one of the spool's own.
extension IntakeLoop {
  /// How far beyond its limits the spool takes members: whoever works on a container waits for them, and nothing would go on.
  private static let room = 2

  /// Takes a member into the spool. The worker is answered when it is on disk.
  func take(_ member: Member, _ content: [UInt8], from peer: Frame, _ packet: Packet) throws(WireError) {
    let counter = try counter(of: member.job)
    guard isHolder(peer, of: counter, packet), let assignment = dispatcher.assignments[counter] else {
      // Intake was started anew, or has given the job to another: the worker is to begin with something else.
      return answerFull(member, "the job is no longer the worker's", to: peer)
    }
    let container = assignment.entry.revision
    let name = member.uri.utf8.dropFirst(container.uri.utf8.count)
    guard member.uri.utf8.starts(with: container.uri.utf8), name.starts(with: "!/".utf8),
      Container.mayHold(MediaType(container.mediaType)),
      !name.dropFirst(2).split(separator: UInt8(ascii: "/")).contains(where: { $0.first == UInt8(ascii: ".") })
    else {
      return refuseReport(packet, "\(member.uri) is in no document that it has")
    }
    guard (0..<configuration.limits.archiveMembers).contains(member.index) else {
      let reason = "beyond the \(configuration.limits.archiveMembers) documents that one may hold"
      return gate.answerOrLog(
        MemberTaken(job: member.job, index: member.index, reason: reason),
        to: peer,
        on: jobs,
        logger
      )
    }
    dispatcher.extend(counter, now: .now)
    guard member.index >= assignment.members else {
      // Sent again, since no answer came.
      takenMembers.append((peer, MemberTaken(job: member.job, index: member.index)))
      return
    }
    let type = Admission.type(of: content, uri: member.uri, declared: member.mediaType)
    if let refusal = Admission.refusal(uri: member.uri, declared: member.mediaType, type, content, configuration.limits)
    {
      counters.refused += 1
      let answer = MemberTaken(job: member.job, index: member.index, reason: refusal.reason)
      gate.answerOrLog(answer, to: peer, on: jobs, logger)
      return
    }
    let limits = configuration.limits
    guard spool.count < limits.spoolDocuments * Self.room, spool.bytes < limits.spoolBytes * Self.room else {
      return answerFull(member, "the spool is full", to: peer)
    }
    do throws(SpoolError) {
      _ = try add(uri: member.uri, mediaType: type.description, content, lane: assignment.entry.lane)
      dispatcher.noteMember(member.index, of: counter)
      takenMembers.append((peer, MemberTaken(job: member.job, index: member.index)))
    } catch {
      complain(error)
      answerFull(member, error.description, to: peer)
    }
  }

  private func answerFull(_ member: Member, _ reason: String, to peer: Frame) {
    let answer = MemberTaken(job: member.job, index: member.index, reason: reason, full: true)
    gate.answerOrLog(answer, to: peer, on: jobs, logger)
  }

  /// Makes the members durable that were taken, and says so.
  func answerMembers() {
    guard !takenMembers.isEmpty else { return }
    let answers = takenMembers
    takenMembers = []
    do throws(SpoolError) {
      try commit()
      for (peer, answer) in answers { gate.answerOrLog(answer, to: peer, on: jobs, logger) }
    } catch {
      complain(error)
      for (peer, answer) in answers {
        let refusal = MemberTaken(job: answer.job, index: answer.index, reason: error.description, full: true)
        gate.answerOrLog(refusal, to: peer, on: jobs, logger)
      }
    }
  }
}
