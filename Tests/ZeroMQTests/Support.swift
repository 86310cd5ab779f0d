import Foundation
import Synchronization
import Testing
import ZeroMQ

/// An ipc endpoint that no other test uses.
func uniqueIPC() -> String {
  "ipc://\(NSTemporaryDirectory())/courant-zmq-\(UUID().uuidString.prefix(8))"
}

/// An inproc endpoint; each test has a context of its own.
let inproc = "inproc://test"

/// How long a test waits for something that must happen.
let limit = Duration.seconds(20)

/// Sockets that give up after ``limit`` rather than block for ever, and that drop what they could not send.
func testOptions(_ change: (inout SocketOptions) -> Void = { _ in }) -> SocketOptions {
  var options = SocketOptions()
  options.linger = .zero
  options.sendTimeout = limit
  options.receiveTimeout = limit
  change(&options)
  return options
}

func makeSocket<Kind: SocketKind>(
  _ kind: Kind.Type,
  in context: Context,
  _ change: (inout SocketOptions) -> Void = { _ in }
) throws -> Socket<Kind> {
  try Socket<Kind>(context, options: testOptions(change))
}

func message(_ texts: String...) -> Message {
  Message(texts.map { Frame($0) })
}

/// Waits until `condition` holds, for at most ``limit``.
func eventually(_ what: String, _ condition: () throws -> Bool) throws {
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    if ContinuousClock.now > deadline {
      Issue.record("never happened: \(what)")
      return
    }
    Thread.sleep(forTimeInterval: 0.001)
  }
}

/// Whether `error` has `code`: for the closures of `#expect(performing:throws:)`.
func expectCode(_ code: ZeroMQError.Code, _ body: () throws -> Void) {
  #expect(performing: body, throws: { code ~= $0 })
}

/// A value that several threads of a test share.
final class Shared<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) {
    mutex = Mutex(value)
  }

  var value: Value { mutex.withLock { $0 } }

  func change(_ body: @Sendable (inout sending Value) -> Void) {
    mutex.withLock { body(&$0) }
  }
}
