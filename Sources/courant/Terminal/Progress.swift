@preconcurrency import Glibc

/// How far a long piece of work is, on standard error, when that is a terminal.
struct Progress {
  /// Fewer things than this are done before anybody would look.
  private static let worthShowing = 20

  private let total: Int
  private let isShown: Bool
  private var shown = -1

  init(total: Int) {
    self.total = total
    isShown = total >= Self.worthShowing && isatty(2) == 1
  }

  mutating func show(_ done: Int) {
    guard isShown, total > 0, done * 100 / total != shown else { return }
    shown = done * 100 / total
    fputs("\r\u{1B}[K\(done) of \(total) documents (\(shown) %)", stderr)
    fflush(stderr)
  }

  func clear() {
    if isShown { fputs("\r\u{1B}[K", stderr) }
  }
}
