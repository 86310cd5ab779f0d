import Synchronization
import ZeroMQ

/// Tells the one thread that is at work now to stop: each has a mailbox of its own.
final class StopMailbox: Sendable {
  private let current: Mutex<Mailbox<Bool>> = Mutex(Mailbox(capacity: 1))

  /// The mailbox of the thread that is begun next.
  func next() -> Mailbox<Bool> {
    current.withLock { mailbox in
      mailbox = Mailbox(capacity: 1)
      return mailbox
    }
  }

  /// Stops the thread that is at work.
  func stop() {
    current.withLock { _ = $0.postAlways(true) }
  }
}
