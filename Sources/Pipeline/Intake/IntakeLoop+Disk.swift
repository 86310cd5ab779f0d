import Logging
import Service

/// A disk that takes nothing: said once, and found out by itself when it is over.
extension IntakeLoop {
  /// The disk does not take something; said once, for whoever sends comes again soon.
  func complain(_ error: SpoolError) {
    let text = "the spool: \(error)"
    if fault == nil { logger.log(.spoolTakesNothing, .error, "\(text)") }
    fault = text
  }

  /// Nobody may bring a document while none is taken: whether one would be is found out by itself.
  func lookWhetherDiskIsBack() {
    guard fault != nil else { return }
    do throws(SpoolError) {
      try spool.probe()
      goOn()
    } catch {
      fault = "the spool: \(error)"
    }
  }

  /// The disk takes documents, now or again.
  func goOn() {
    if fault != nil { logger.log(.spoolTakesAgain, .notice, "the spool takes documents again") }
    fault = nil
  }
}
