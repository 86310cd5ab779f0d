import Model
import Transport
import Wire
import ZeroMQ

/// Files of watched folders that are not taken: people see them beside the documents that were set aside.
extension IntakeLoop {
  /// Remembers why a file is not taken, until it is taken or gone.
  func refuse(_ path: String, _ uri: String, _ reason: String, _ code: ReadError.Code? = nil) {
    counters.refused += 1
    logger.warning("refused \(path): \(reason)")
    refusedFiles.note(RefusedFile(uri: uri, reason: reason, code: code?.rawValue, time: .now))
  }

  /// Says which files are refused.
  func answer(_ request: RefusedFilesRequest, to peer: Frame) {
    // A renamed file is listed under its new name only.
    forgetRefused(below: "")
    let (files, total) = refusedFiles.list(below: live.current.watch.map { FileURI.of($0 + "/") })
    gate.answerOrLog(
      RefusedFileList(request: request.request, files: files, total: total),
      to: peer,
      on: submit,
      logger
    )
  }

  /// Whether something of a document waits here, is worked on or is set aside.
  func knows(_ uri: String) -> Bool {
    dispatcher.documents(prefix: uri).contains(ExactText(uri)) || spool.failed(uri: uri) != nil
  }
}
