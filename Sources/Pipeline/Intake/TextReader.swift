import Logging
import Model
import Wire
import ZeroMQ

/// Somebody wants to see a content that is kept.
struct TextTask: Sendable {
  enum Place: Sendable {
    /// The text of a revision among the originals.
    case original(Digest)
    /// A document that was set aside, in the spool, with what is said of it.
    case failed(SpoolEntry, path: String, FailedReport)
  }

  var peer: Frame
  var request: UInt64
  var place: Place
}

/// The thread that reads contents for people; they are large, and take long to decompress.
struct TextReader: Sendable {
  let originals: Originals
  /// The largest document, in bytes.
  let limit: Int
  let tasks: Mailbox<TextTask>
  let notes: Mailbox<IntakeNote>
  let logger: Logger

  /// Works until the mailbox is closed.
  func run() {
    while !tasks.isClosed {
      for task in tasks.takeAll(waitingUpTo: .seconds(1)) {
        if tasks.isClosed { return }
        notes.postAlways(.answer(to: task.peer, answer(task)))
      }
    }
  }

  /// The content, or why there is none; nil where even that cannot be written.
  private func answer(_ task: TextTask) -> Packet? {
    do {
      do {
        return try content(task)
      } catch {
        return try Packet(refusal(task, error))
      }
    } catch {
      logger.error("cannot answer: \(error)")
      return nil
    }
  }

  private func content(_ task: TextTask) throws -> Packet {
    switch task.place {
    case .original(let digest):
      let text = try originals.text(digest, limit: limit)
      return try Packet(TextReport(request: task.request, digest: digest), attachments: [text])
    case .failed(let entry, let path, let report):
      return try Packet(report, attachments: [try Spool.content(entry, at: path)])
    }
  }

  private func refusal(_ task: TextTask, _ error: any Error) -> Refused {
    switch task.place {
    case .original: Refused(request: task.request, code: .unknown, reason: "\(error)")
    case .failed:
      Refused(request: task.request, code: .storage, reason: "\(error); submit it again, or drop it")
    }
  }
}
