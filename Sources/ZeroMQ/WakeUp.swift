import CZeroMQ
import Glibc

/// A file descriptor that is readable from ``signal()`` until ``clear()``.
final class WakeUp: Sendable {
  let fileDescriptor: Int32

  /// Nil when the process has no file descriptors left.
  init?() {
    fileDescriptor = courant_eventfd()
    if fileDescriptor < 0 { return nil }
  }

  deinit {
    close(fileDescriptor)
  }

  func signal() {
    // The counter can only refuse when it is full, and is readable then anyway.
    _ = eventfd_write(fileDescriptor, 1)
  }

  func clear() {
    // It refuses when there is nothing to clear.
    var count: eventfd_t = 0
    _ = eventfd_read(fileDescriptor, &count)
  }

  /// Waits for a signal for at most `timeout`; nil waits without limit.
  ///
  /// May return early, when a signal of the system's arrives.
  func wait(timeout: Duration?) {
    var item = pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&item, 1, timeout.map { Int32(clamping: max(0, $0.wholeMilliseconds)) } ?? -1)
  }
}
