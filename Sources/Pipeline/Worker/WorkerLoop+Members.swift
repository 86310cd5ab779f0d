import Formats
import Model
import Wire
import ZeroMQ

/// Documents in documents: a worker hands them over to intake before it works on the one that they are in.
extension WorkerLoop {
  /// Begins to hand over what is in a document.
  /// - Returns: false for one that nothing is in.
  func unpack(_ job: Job, _ content: [UInt8]) throws -> Bool {
    let container: Container?
    do throws(ReadError) {
      container = try interpreter.container(content, uri: job.uri, mediaType: job.mediaType)
    } catch {
      try report(Failed(job: job.job, reason: error.description, code: error.code.rawValue, final: true))
      return true
    }
    guard let container else { return false }
    try sendMember(job, content, Unpacking(container))
    return true
  }

  /// Sends the next document that is in one; after the last, the document itself has its turn.
  func sendMember(_ job: Job, _ content: [UInt8], _ unpacking: Unpacking) throws {
    var unpacking = unpacking
    guard let (member, bytes) = unpacking.next() else {
      unpacked = unpacking
      state = .offered(job, content: content)
      return try offer(job)
    }
    state = .unpacking(job, content: content, unpacking)
    let message = Member(job: job.job, index: unpacking.index, uri: member.uri, mediaType: member.mediaType)
    try send(try Packet(message, attachments: [bytes]), on: jobs)
  }

  func takeMember(_ taken: MemberTaken) throws {
    // An answer that comes twice is of one that was sent twice.
    guard case .unpacking(let job, let content, var unpacking) = state, taken.job == job.job,
      taken.index == unpacking.index
    else { return }
    if taken.full == true {
      return try report(Failed(job: job.job, reason: taken.reason ?? "the spool is full", final: false))
    }
    unpacking.settle(reason: taken.reason)
    try sendMember(job, content, unpacking)
  }
}
