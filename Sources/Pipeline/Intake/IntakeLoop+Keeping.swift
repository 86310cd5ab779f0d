import Logging
import Model

/// A document that is to be kept before it leaves the spool.
struct ToKeep {
  /// How often the disk did not take it.
  var failures = 0
  /// How much of its text is in memory.
  var textBytes = 0

  /// The longest that one is left alone which the disk did not take.
  private static let maximumPause = 64

  /// How long it is left alone now.
  var pause: Duration { .seconds(min(1 << min(failures, 16), Self.maximumPause)) }
}

/// Originals: a document that was worked on leaves the spool once it is kept.
extension IntakeLoop {
  /// The most bytes of texts that wait for the disk in memory; what comes beyond is had from a worker once more.
  static let maximumTextBytes = 64 << 20

  /// Has a document kept that was worked on; then it leaves the spool.
  func keep(_ entry: SpoolEntry, text: [UInt8]?) {
    if entry.revision.action == .withdraw || configuration.originalsBytes == 0 {
      toKeep[entry.counter] = nil
      return forget(entry)
    }
    let held = toKeep.values.reduce(0) { $0 + $1.textBytes }
    if let text, held > 0, held + text.count > Self.maximumTextBytes { return keepLater(entry, hasText: true) }
    toKeep[entry.counter, default: ToKeep()].textBytes = text?.count ?? 0
    keeping.postAlways(KeepTask(entry: entry, path: spool.path(entry), text: text))
  }

  /// The disk does not take a document now. A text is not held in memory until it does: the document goes to a worker once more, which
  /// finds that its facts are there, and sends the text along.
  func keepLater(_ entry: SpoolEntry, hasText: Bool) {
    toKeep[entry.counter, default: ToKeep()].textBytes = 0
    let pause = toKeep[entry.counter]?.pause ?? .seconds(1)
    toKeep[entry.counter]?.failures += 1
    reactor.after(pause) { [unowned self] in
      if hasText {
        dispatcher.enqueue(entry)
        try dispatch()
      } else {
        keep(entry, text: nil)
      }
    }
  }

  /// The file of a document is damaged whose facts are in the journal already: there is nothing left to keep.
  func giveUpKeeping(_ entry: SpoolEntry, _ reason: String) {
    toKeep[entry.counter] = nil
    do throws(SpoolError) {
      let place = try spool.putAside(entry).map { "; moved to \($0)" } ?? ""
      let uri = entry.revision.uri
      logger.error("the spool: \(reason)\(place): the original of \(uri) is not kept; submit it again to have it kept")
    } catch {
      // It is looked at once more after the next start.
      logger.error("the spool: \(reason); \(error)")
    }
  }

  /// Removes a document from the spool that is done with; what the disk does not let go is removed later.
  func forget(_ entry: SpoolEntry) {
    do throws(SpoolError) {
      try spool.remove(entry)
    } catch {
      if toForget.isEmpty { logger.error("the spool: \(error)") }
      toForget.append(entry)
    }
  }
}
