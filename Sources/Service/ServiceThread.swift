import CLinux
import Foundation
import ServiceLifecycle

/// Runs blocking work on a thread of its own, beside the cooperative pool, and awaits its end.
public enum ServiceThread {
  /// Starts `body` on a new thread named `name`, and comes back with what it returned or threw.
  /// - Parameter stop: called once when the service is to end; it must make `body` return soon.
  public static func run(
    _ name: String,
    stop: @escaping @Sendable () -> Void,
    _ body: @escaping @Sendable () throws -> Void
  ) async throws {
    try await withTaskCancellationOrGracefulShutdownHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        let thread = Thread {
          // Foundation does not tell the system the name.
          courant_name_thread(name)
          continuation.resume(with: Result { try body() })
        }
        // JSON of hostile depth is read on these threads.
        thread.stackSize = 8 << 20
        thread.start()
      }
    } onCancelOrGracefulShutdown: {
      stop()
    }
  }
}
