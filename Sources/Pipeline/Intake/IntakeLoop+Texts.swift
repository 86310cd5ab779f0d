import Model
import Transport
import Wire
import ZeroMQ

/// Texts of documents that are kept, for people who want to see where a fact stands.
extension IntakeLoop {
  func answer(_ request: TextRequest, to peer: Frame) {
    do {
      let text = try originals.text(request.digest, limit: configuration.limits.documentBytes)
      let report = TextReport(request: request.request, digest: request.digest)
      try submit.answer(try Packet(report, attachments: [text]).message, to: peer)
    } catch {
      let reason = "\(error)"
      submit.answerOrLog(Refused(request: request.request, code: .unknown, reason: reason), to: peer, logger)
    }
  }
}
