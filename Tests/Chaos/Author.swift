import Glibc
import Model
import Synchronization
import Transport
import Wire
import ZeroMQ

/// Hands documents to intake, one after the other, each until it has its receipt.
final class Author: Sendable {
  /// What intake has acknowledged, in order.
  struct Accepted: Sendable {
    var uri: String
    /// Empty for a withdrawal.
    var content: [UInt8]
    var isWithdrawal: Bool
  }

  private struct Work: Sendable {
    var accepted: [Accepted] = []
    var faults: [String] = []
    var isDone = false
  }

  private let work = Mutex(Work())
  private let isStopped = Atomic<Bool>(false)

  var accepted: [Accepted] { work.withLock { $0.accepted } }
  var faults: [String] { work.withLock { $0.faults } }
  var isDone: Bool { work.withLock { $0.isDone } }

  /// - Parameter endpoint: intake's `submit` socket.
  func run(_ operations: [Schedule.Operation], to endpoint: String) {
    do {
      let context = try Context()
      defer { context.terminate() }
      var options = SocketOptions.courant(maxMessageSize: 1 << 20)
      options.linger = .zero
      let socket = try Socket<Dealer>(context, options: options)
      defer { socket.close() }
      try socket.connect(endpoint)
      for (number, operation) in operations.enumerated() {
        if isStopped.load(ordering: .relaxed) { break }
        try perform(operation, UInt64(number + 1), socket)
      }
    } catch {
      work.withLock { $0.faults.append("an author: \(error)") }
    }
    work.withLock { $0.isDone = true }
  }

  func stop() { isStopped.store(true, ordering: .relaxed) }

  private func perform(_ operation: Schedule.Operation, _ request: UInt64, _ socket: Socket<Dealer>) throws {
    let accepted: Accepted
    let packet: Packet
    switch operation {
    case .pause(let milliseconds):
      usleep(UInt32(milliseconds) * 1000)
      return
    case .submit(let document, let revision):
      let uri = Documents.uri(document)
      accepted = Accepted(uri: uri, content: Documents.content(revision), isWithdrawal: false)
      let body = Submit(request: request, uri: uri, mediaType: "text/plain")
      packet = try Packet(body, attachments: [accepted.content])
    case .withdraw(let document):
      accepted = Accepted(uri: Documents.uri(document), content: [], isWithdrawal: true)
      packet = try Packet(Withdraw(request: request, uri: accepted.uri))
    }
    while !isStopped.load(ordering: .relaxed) {
      _ = try socket.sendIfPossible(packet.message)
      if try isAnswered(request, accepted, socket) { return }
    }
  }

  /// Waits for a while for the answer to a request.
  private func isAnswered(_ request: UInt64, _ accepted: Accepted, _ socket: Socket<Dealer>) throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(2)
    while ContinuousClock.now < deadline {
      guard try socket.waitUntilReadable(timeout: .milliseconds(100)), let message = try socket.receiveIfReady() else {
        if isStopped.load(ordering: .relaxed) { return true }
        continue
      }
      let answer = try Packet(message)
      switch answer.header.kind {
      case .receipt:
        let receipt: Receipt = try answer.decode()
        guard receipt.request == request else { continue }
        work.withLock { work in
          work.accepted.append(accepted)
          if receipt.digest != Digest(of: accepted.content) { work.faults.append("a receipt of another content") }
        }
        return true
      case .busy:
        let busy: Busy = try answer.decode()
        guard busy.request == request else { continue }
        usleep(UInt32(min(busy.retryAfter, 200)) * 1000)
        return false
      case .refused:
        let refused: Refused = try answer.decode()
        guard refused.request == request else { continue }
        work.withLock { $0.faults.append("intake refuses \(accepted.uri): \(refused.reason)") }
        return true
      default:
        work.withLock { $0.faults.append("an answer of kind \(answer.header.kind) to a document") }
      }
    }
    return false
  }
}
