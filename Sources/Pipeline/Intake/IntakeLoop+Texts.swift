import DequeModule
import Transport
import Wire
import ZeroMQ

/// Contents of documents that are kept, for people who want to see where a fact stands, or what was set aside.
struct TextLine {
  /// How many questions wait at most.
  static let maximum = 256

  var waiting: Deque<TextTask> = []
  /// One at a time: a content is large, and is held until it is sent.
  var isReading = false
}

extension IntakeLoop {
  func answer(_ request: TextRequest, to peer: Frame) {
    read(TextTask(peer: peer, request: request.request, place: .original(request.digest)))
  }

  /// Has a content read for a peer, on another thread.
  func read(_ task: TextTask) {
    guard texts.waiting.count < TextLine.maximum else {
      let busy = Busy(request: task.request, retryAfter: 1000, reason: "too many contents are asked for")
      return gate.answerOrLog(busy, to: task.peer, on: submit, logger)
    }
    texts.waiting.append(task)
    readNext()
  }

  private func readNext() {
    guard !texts.isReading, let next = texts.waiting.popFirst() else { return }
    texts.isReading = reading.post(next)
  }

  /// A content was read, or cannot be.
  func take(_ answer: Packet?, for peer: Frame) throws {
    texts.isReading = false
    if let answer { try gate.answer(answer, to: peer, on: submit) }
    readNext()
  }
}
