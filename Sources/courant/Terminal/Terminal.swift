import Console
@preconcurrency import Glibc
import Model
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
    let isTold = ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 0
    return (HelpText.columns, isTold ? Int(size.ws_row) : 24)
  }

  /// The width for a pager, which standard output no longer tells; 0 without one.
  private static let keptWidth = Atomic(0)

  /// Remembers how wide the terminal is, before a pager takes the place of standard output.
  static func keepSize() {
    keptWidth.store(size.columns, ordering: .relaxed)
  }

  /// Writes a line to standard output: nothing invisible reaches it but the colours of ``Style``.
  static func print(_ line: String) {
    StandardOutput.print(rendered(line))
  }

  /// Writes a line of JSON to standard output; for people on a terminal, what is invisible as JSON's own escapes.
  static func write(_ line: [UInt8]) {
    StandardOutput.writeBytes((isTerminal ? VisibleText.json(line) : line) + [UInt8(ascii: "\n")])
  }

  /// Lets out what was written so far.
  static func flush() {
    StandardOutput.flush()
  }

  /// Writes a line to standard error.
  static func warn(_ line: String) {
    StandardError.warn(rendered(line))
  }

  /// Writes an error to standard error, with the program's name before it.
  static func complain(_ line: String) {
    StandardError.complain(line)
  }

  /// Text from outside as it may stand in a line.
  static func clean(_ text: String) -> String { VisibleText.line(text) }

  /// A line as it goes to the terminal: the marks of ``Style`` become colours, and all else that is invisible is shown as such.
  static func rendered(_ line: String) -> String {
    guard line.unicodeScalars.contains(where: VisibleText.isInvisible) else { return line }
    var shown = ""
    var plain = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      guard let code = Style.code(ofMark: scalar) else {
        plain.append(scalar)
        continue
      }
      shown += VisibleText.line(String(plain)) + "\u{1B}[\(code)m"
      plain = String.UnicodeScalarView()
    }
    return shown + VisibleText.line(String(plain))
  }
}
