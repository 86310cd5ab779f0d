import Console
@preconcurrency import Glibc

/// The whole terminal, for a page that is drawn anew again and again; put back as it was at the end.
struct Screen {
  private var saved = termios()
  private let hasKeys: Bool

  /// Takes the terminal.
  init() {
    hasKeys = isatty(0) == 1 && tcgetattr(0, &saved) == 0
    if hasKeys {
      var raw = saved
      raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
      tcsetattr(0, TCSANOW, &raw)
    }
    // Another screen than that of the shell, without the cursor.
    StandardOutput.writeBytes(Array("\u{1B}[?1049h\u{1B}[?25l".utf8))
    Terminal.flush()
  }

  func draw(_ lines: [String]) {
    var text = "\u{1B}[H"
    for line in lines { text += Terminal.rendered(line) + "\u{1B}[K\r\n" }
    // Without an end of line after the last, the screen does not scroll.
    if text.hasSuffix("\r\n") { text.removeLast(1) }
    StandardOutput.writeBytes(Array((text + "\u{1B}[J").utf8))
    Terminal.flush()
  }

  /// Waits for a key, or for so long.
  /// - Returns: the key; nil when none came.
  func key(within duration: Duration) -> UInt8? {
    var item = pollfd(fd: hasKeys ? 0 : -1, events: Int16(POLLIN), revents: 0)
    let milliseconds = Int32(clamping: Int(duration / .milliseconds(1)))
    guard poll(&item, 1, milliseconds) > 0 else { return nil }
    var byte: UInt8 = 0
    return read(0, &byte, 1) == 1 ? byte : nil
  }

  /// Gives the terminal back.
  func end() {
    StandardOutput.writeBytes(Array("\u{1B}[?25h\u{1B}[?1049l".utf8))
    Terminal.flush()
    if hasKeys {
      var saved = saved
      tcsetattr(0, TCSANOW, &saved)
    }
  }
}
