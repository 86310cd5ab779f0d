@preconcurrency import Glibc
import Model

/// Lays out help and usage for the width of the terminal, once.
///
/// The parser would break a line anywhere, an example between its words, and a paragraph that was broken already a second time. So it is
/// asked for lines of any length, and these are laid out here: paragraphs are filled, what stands beside a label hangs below itself, and
/// an example is one line, with its comment below it where there is no room beside it.
public enum HelpText {
  /// So wide is what is read with ease.
  private static let widest = 100
  /// Narrower than this nothing can be laid out.
  private static let narrowest = 20
  /// Where the parser puts what stands beside a label; after a long label there is a single space before it.
  private static let labelColumn = 26
  /// What stands beside a label has this much room at least, or stands below it.
  private static let leastBeside = 24

  /// The columns that there are: as `COLUMNS` says, else as the terminal does, else 80.
  public static var columns: Int {
    var size = winsize()
    let told = ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    return getenv("COLUMNS").flatMap { Int(String(cString: $0)) }.flatMap { $0 > 0 ? $0 : nil } ?? told
  }

  /// What `make` gives, with lines of any length.
  static func unwrapped(_ make: () -> String) -> String {
    let before = getenv("COLUMNS").map { String(cString: $0) }
    // The parser knows no other way to be told, and the program ends after it.
    setenv("COLUMNS", "100000", 1)
    defer { if let before { setenv("COLUMNS", before, 1) } else { unsetenv("COLUMNS") } }
    return make()
  }

  /// Lays text of the parser's out.
  public static func layOut(_ text: String, columns: Int) -> String {
    let columns = max(narrowest, min(columns, widest))
    var lines: [String] = []
    var paragraph: [Substring] = []
    func endParagraph() {
      guard !paragraph.isEmpty else { return }
      let joined = paragraph.joined(separator: " ")
      // Usage goes on below its first word.
      let hanging = joined.hasPrefix("USAGE: ") || joined.hasPrefix("Usage: ") ? 7 : 0
      lines += fill(joined, columns: columns, first: 0, hanging: hanging)
      paragraph = []
    }
    var isExample = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let indent = line.prefix { $0 == " " }.count
      if indent == 0, !line.isEmpty {
        let isHeading = line.hasSuffix(":")
        if isHeading { endParagraph() }
        isExample = line == "Examples:"
        paragraph.append(line)
        if isHeading { endParagraph() }
        continue
      }
      endParagraph()
      if line.allSatisfy({ $0 == " " }) {
        lines.append("")
      } else {
        lines += indented(line, indent, columns, isExample: isExample)
      }
    }
    endParagraph()
    return lines.joined(separator: "\n")
  }

  /// A label or an example with what stands beside it.
  private static func indented(_ line: Substring, _ indent: Int, _ columns: Int, isExample: Bool) -> [String] {
    guard line.count > columns else { return [String(line)] }
    let content = line.dropFirst(indent)
    guard let begin = Self.beside(content, indent, isExample: isExample) else {
      // A command that is broken cannot be copied.
      return isExample ? [String(line)] : fill(String(content), columns: columns, first: indent, hanging: indent)
    }
    let beside = content[begin...]
    var label = content[..<begin]
    let place = indent + label.count
    while label.last == " " { label.removeLast() }
    if columns - place >= leastBeside, !isExample {
      let filled = fill(String(beside), columns: columns, first: place, hanging: place)
      let head = String(repeating: " ", count: indent) + label
      return [head + filled[0].dropFirst(head.count)] + filled.dropFirst()
    }
    let below = indent + 4
    return [String(repeating: " ", count: indent) + label]
      + fill(String(beside), columns: columns, first: below, hanging: below)
  }

  /// Where what stands beside a label begins; nil where there is no label.
  private static func beside(_ content: Substring, _ indent: Int, isExample: Bool) -> Substring.Index? {
    if !isExample, indent == 2, content.count > labelColumn - indent {
      let begin = content.index(content.startIndex, offsetBy: labelColumn - indent)
      if content[content.index(before: begin)] == " ", content[begin] != " " { return begin }
    }
    guard let gap = content.ranges(of: "  ").first else { return nil }
    return content[gap.lowerBound...].firstIndex { $0 != " " }
  }

  /// Words in lines of so many columns; a word that is longer stands alone.
  static func fill(_ text: String, columns: Int, first: Int, hanging: Int) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: first)
    var isBegun = false
    for word in text.split(separator: " ") {
      if isBegun, line.count + 1 + word.count > columns {
        lines.append(line)
        line = String(repeating: " ", count: hanging)
        isBegun = false
      }
      line += (isBegun ? " " : "") + word
      isBegun = true
    }
    return lines + [line]
  }
}
