import Model

/// What a line is that is no prose, whatever stands around it.
enum LineShape: Equatable {
  case prose
  /// Between three dots or more and a page number stands nothing.
  case contents
  /// Cells that tabs, bars, semicolons or commas without a space part, or columns of numbers.
  case table
  case log
  case code
  case pageNumber
  /// No letter: `-----`, `* * *`.
  case rule

  init(_ text: [UInt8], _ content: Range<Int>, words: Int) {
    let line = text[content]
    if Self.isPageNumber(line) {
      self = .pageNumber
    } else if Self.isContents(line) {
      self = .contents
    } else if Self.isLog(line) {
      self = .log
    } else if Self.isRow(line, words: words) {
      self = .table
    } else if words == 0 {
      self = line.allSatisfy { "{}()[];, ".utf8.contains($0) } ? .code : .rule
    } else if Self.isCode(line) {
      self = .code
    } else {
      self = .prose
    }
  }

  var reason: Omission.Reason? {
    switch self {
    case .prose: nil
    case .contents: .contents
    case .table: .table
    case .log: .log
    case .code: .code
    case .pageNumber: .pageNumber
    case .rule: .rule
    }
  }

  /// A line of these kinds is left out where it stands alone, too; of the others a few together make them so.
  var isSure: Bool {
    switch self {
    case .contents, .pageNumber, .rule: true
    case .prose, .table, .log, .code: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// `12`, `- 12 -`, `Page 3`, `page 3 of 7`, `[Page 12]`, `3/7`.
  private static func isPageNumber(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.count <= 24 else { return false }
    let words = line.split { !isDigit($0) && !isLetter($0) }
    let hasNumber = words.contains { $0.allSatisfy(isDigit) && $0.count <= 4 }
    let texts = words.filter { !$0.allSatisfy(isDigit) }.map { String(decoding: $0, as: UTF8.self).lowercased() }
    guard hasNumber, words.count - texts.count <= 2 else { return false }
    if texts.isEmpty { return line.allSatisfy { isDigit($0) || [0x20, 0x2D, 0x2F, 0x5B, 0x5D].contains($0) } }
    return texts.first == "page" && texts.dropFirst().allSatisfy { $0 == "of" } || texts == ["p"]
  }

  private static func isContents(_ line: ArraySlice<UInt8>) -> Bool {
    guard let last = line.last, isDigit(last) else { return false }
    let head = line.dropLast(line.reversed().prefix { isDigit($0) || $0 <= 0x20 }.count)
    var dots = 0
    for byte in head.reversed() {
      if byte == UInt8(ascii: ".") { dots += 1 } else if byte != 0x20 { break }
    }
    return dots >= 4 && head.count > dots
  }

  /// Separators of cells: none of them has a space after it in a row of data, as a comma has in prose.
  private static func isRow(_ line: ArraySlice<UInt8>, words: Int) -> Bool {
    if line.first == UInt8(ascii: "|"), line.last == UInt8(ascii: "|"), line.count > 2 { return true }
    var (tight, loose, gaps, numbers, cells) = (0, 0, 0, 0, 1)
    var at = line.startIndex
    while at < line.endIndex {
      switch line[at] {
      case UInt8(ascii: ","), UInt8(ascii: ";"):
        let isInNumber =
          line[at] == UInt8(ascii: ",") && (1...3).contains(line[..<at].reversed().prefix { isDigit($0) }.count)
          && line[(at + 1)...].prefix(while: isDigit).count == 3
        if isInNumber {
        } else if at + 1 == line.endIndex || line[at + 1] > 0x20 {
          tight += 1
        } else {
          loose += 1
        }
        at += 1
      case UInt8(ascii: "\t"), 0x20:
        let start = at
        while at < line.endIndex, line[at] == 0x20 || line[at] == UInt8(ascii: "\t") { at += 1 }
        if line[start..<at].contains(UInt8(ascii: "\t")) || at - start >= 3 {
          gaps += 1
          cells += 1
        }
      default:
        let start = at
        while at < line.endIndex, line[at] > 0x20, line[at] != UInt8(ascii: ";"), line[at] != UInt8(ascii: ",") {
          at += 1
        }
        if at == start { at += 1 } else if line[start..<at].contains(where: isDigit) { numbers += 1 }
      }
    }
    if tight >= 2, loose == 0 { return true }
    return gaps >= 2 && (numbers * 2 >= cells || words <= cells * 3)
  }

  /// Lines that begin with a moment, a level in brackets, or both.
  private static func isLog(_ line: ArraySlice<UInt8>) -> Bool {
    let head = Array(line.prefix(40))
    let levels = [
      "[INFO", "[WARN", "[ERROR", "[DEBUG", "INFO ", "WARN ", "ERROR ", "DEBUG ", "INFO:", "ERROR:", "DEBUG:",
      "WARNING:",
    ]
    if levels.contains(where: { head.starts(with: $0.utf8) }) { return true }
    // 2024-05-01T12:00:00, [01/May/2024:12:00:00, May  1 12:00:00, 10.0.0.1 - - [
    let colons = head.prefix(30).indices.dropFirst(2).filter { index in
      head[index] == UInt8(ascii: ":") && index + 2 < head.count && isDigit(head[index - 1]) && isDigit(head[index - 2])
        && isDigit(head[index + 1]) && isDigit(head[index + 2])
    }
    guard colons.count >= 2, let first = colons.first else { return false }
    // Nothing but a date and an address before the time of day.
    let before = head[..<(first - 2)]
    let letters = before.split { !isLetter($0) }
    return letters.count <= 2 && letters.allSatisfy { $0.count <= 3 }
  }

  private static let codeStarts = [
    "#include", "import ", "from ", "def ", "class ", "func ", "fn ", "let ", "var ", "const ", "return ", "if (",
    "for (",
    "while (", "//", "/*", "*/", "#!", "public ", "private ", "static ", "void ", "int ", "<?", "<!", "</", "print(",
    "console.", "@", "$ ", ">>> ",
  ]

  private static func isCode(_ line: ArraySlice<UInt8>) -> Bool {
    guard let last = line.last else { return false }
    if [UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ";")].contains(last) { return true }
    let head = line.prefix(12)
    let isStart = codeStarts.contains { head.starts(with: $0.utf8) }
    let signs = line.count { [0x28, 0x29, 0x3D, 0x5B, 0x5D, 0x7B, 0x7D, 0x3C, 0x3E, 0x5F].contains($0) }
    return (isStart && ![UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(last) && signs > 0)
      || signs * 6 > line.count
  }
}
