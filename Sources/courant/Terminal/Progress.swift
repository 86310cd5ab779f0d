@preconcurrency import Glibc

/// How far a long piece of work is, on standard error, when that is a terminal.
struct Progress {
  /// Fewer things than this are done before anybody would look.
  private static let worthShowing = 20

  private static let barWidth = 24

  private let total: Int
  private let unit: String
  private let isShown: Bool
  private var shown = -1

  /// - Parameter unit: what is counted, in the plural.
  init(total: Int, unit: String = "documents") {
    self.total = total
    self.unit = unit
    isShown = total >= Self.worthShowing && isatty(2) == 1
  }

  mutating func show(_ done: Int) {
    guard isShown, total > 0, done * 100 / total != shown else { return }
    shown = done * 100 / total
    // Of what is counted beforehand there may be more by now.
    let filled = min(shown, 100) * Self.barWidth / 100
    let bar = String(repeating: "#", count: filled) + String(repeating: "·", count: Self.barWidth - filled)
    fputs("\r\u{1B}[K[\(bar)] \(done) of \(total) \(unit) (\(shown) %)", stderr)
    fflush(stderr)
  }

  func clear() {
    if isShown { fputs("\r\u{1B}[K", stderr) }
  }
}
