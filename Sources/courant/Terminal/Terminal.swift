@preconcurrency import Glibc
import Synchronization

/// What the program writes to: a terminal, or a pipe or file.
enum Terminal {
  /// True when standard output is a terminal.
  static let isTerminal = isatty(1) == 1

  /// True when colours are wanted: on a terminal, unless `NO_COLOR` is set (no-color.org) or the terminal is dumb.
  static let hasColour: Bool = {
    guard isTerminal else { return false }
    if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
    if let value = getenv("TERM"), String(cString: value) == "dumb" { return false }
    return true
  }()

  /// The width of the terminal in columns; nil where lines may be of any length.
  static var width: Int? {
    guard isTerminal else { return nil }
    let kept = keptWidth.load(ordering: .relaxed)
    return kept > 0 ? kept : size.columns
  }

  /// The size of the terminal that standard output is; what it does not tell is 80 or 24.
  static var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0 else { return (80, 24) }
    return (size.ws_col > 0 ? Int(size.ws_col) : 80, size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

  /// The width for a pager, which standard output no longer tells; 0 without one.
  private static let keptWidth = Atomic(0)

  /// Remembers how wide the terminal is, before a pager takes the place of standard output.
  static func keepSize() {
    keptWidth.store(size.columns, ordering: .relaxed)
  }

  /// Writes a line to standard output. A reader that has gone ends the program quietly, as SIGPIPE does.
  static func print(_ line: String) {
    write(Array(line.utf8))
  }

  /// Writes bytes and the end of a line to standard output.
  static func write(_ line: [UInt8]) {
    var bytes = line
    bytes.append(UInt8(ascii: "\n"))
    guard fwrite(bytes, 1, bytes.count, stdout) == bytes.count else { exit(1) }
  }

  /// Writes bytes to standard output as they are.
  static func writeBytes(_ bytes: [UInt8]) {
    guard fwrite(bytes, 1, bytes.count, stdout) == bytes.count else { exit(1) }
  }

  /// Lets out what was written so far.
  static func flush() {
    if fflush(stdout) != 0 { exit(1) }
  }

  /// Writes a line to standard error.
  static func warn(_ line: String) {
    flush()
    fputs(line + "\n", stderr)
  }

  /// Writes an error to standard error, with the program's name before it.
  static func complain(_ line: String) {
    warn("courant: \(line)")
  }

  /// Takes out what would move the cursor or change the terminal: documents are hostile.
  static func clean(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var cleaned = ""
    for scalar in text.unicodeScalars {
      cleaned.unicodeScalars.append(
        isUnsafe(scalar) ? (scalar == "\n" || scalar == "\r" || scalar == "\t" ? " " : "\u{FFFD}") : scalar
      )
    }
    return cleaned
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
