import Glibc
import Synchronization

/// SIGINT and SIGTERM, for commands that have something to put in order before they end.
enum StopSignal {
  private static let flag = Atomic(false)

  /// From here on the signals no longer end the program: it must ask, and end.
  static func listen() {
    var wanted = sigset_t()
    sigemptyset(&wanted)
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in StopSignal.flag.store(true, ordering: .relaxed) }
      sigaddset(&wanted, number)
    }
    // Whoever started the program may have held them back.
    pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
  }

  /// True once one has come.
  static var hasCome: Bool { flag.load(ordering: .relaxed) }
}
