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

  /// - Parameter line: not empty, and without white space at its ends.
  init(_ text: [UInt8], _ line: Range<Int>, _ signs: LineSigns) {
    if signs.hasDigit, Self.isPageNumber(text, line) {
      self = .pageNumber
    } else if signs.hasDigit, Self.isContents(text, line) {
      self = .contents
    } else if Self.isLog(text, line, signs) {
      self = .log
    } else if Self.isRow(text, line, signs) {
      self = .table
    } else if signs.words == 0 {
      self = text[line].allSatisfy(Self.brackets.contains) ? .code : .rule
    } else if Self.isCode(text, line, signs) {
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

  private static let brackets = ByteSet("{}()[];, ")

  /// `12`, `- 12 -`, `Page 3`, `page 3 of 7`, `[Page 12]`, `3/7`.
  private static func isPageNumber(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count <= 24 else { return false }
    let line = text[range]
    let words = line.split { !$0.isDigit && !$0.isLetter }
    let hasNumber = words.contains { $0.allSatisfy(\.isDigit) && $0.count <= 4 }
    let texts = words.filter { !$0.allSatisfy(\.isDigit) }.map { String(decoding: $0, as: UTF8.self).lowercased() }
    guard hasNumber, words.count - texts.count <= 2 else { return false }
    if texts.isEmpty { return line.allSatisfy { $0.isDigit || [0x20, 0x2D, 0x2F, 0x5B, 0x5D].contains($0) } }
    return texts.first == "page" && texts.dropFirst().allSatisfy { $0 == "of" } || texts == ["p"]
  }

  private static func isContents(_ text: [UInt8], _ line: Range<Int>) -> Bool {
    guard text[line.upperBound - 1].isDigit else { return false }
    var end = line.upperBound
    while end > line.lowerBound, text[end - 1].isDigit || text[end - 1] <= 0x20 { end -= 1 }
    var dots = 0
    for at in (line.lowerBound..<end).reversed() {
      if text[at] == UInt8(ascii: ".") { dots += 1 } else if text[at] != 0x20 { break }
    }
    return dots >= 4 && end - line.lowerBound > dots
  }

  /// Separators of cells: none of them has a space after it in a row of data, as a comma has in prose.
  private static func isRow(_ text: [UInt8], _ line: Range<Int>, _ signs: LineSigns) -> Bool {
    if text[line.lowerBound] == UInt8(ascii: "|"), text[line.upperBound - 1] == UInt8(ascii: "|"), line.count > 2 {
      return true
    }
    // Nearly all lines of prose end here.
    guard signs.hasGap || (signs.separators >= 2 && !signs.hasLooseSeparator) else { return false }
    var (tight, loose, gaps, numbers, cells) = (0, 0, 0, 0, 1)
    var at = line.lowerBound
    while at < line.upperBound {
      switch text[at] {
      case UInt8(ascii: ","), UInt8(ascii: ";"):
        if isInNumber(text, line, at) {
        } else if at + 1 == line.upperBound || text[at + 1] > 0x20 {
          tight += 1
        } else {
          loose += 1
        }
        at += 1
      case UInt8(ascii: "\t"), 0x20:
        let start = at
        var hasTab = false
        while at < line.upperBound, text[at] == 0x20 || text[at] == UInt8(ascii: "\t") {
          if text[at] == UInt8(ascii: "\t") { hasTab = true }
          at += 1
        }
        if hasTab || at - start >= 3 {
          gaps += 1
          cells += 1
        }
      default:
        let start = at
        var hasDigit = false
        while at < line.upperBound, text[at] > 0x20, text[at] != UInt8(ascii: ";"), text[at] != UInt8(ascii: ",") {
          if text[at].isDigit { hasDigit = true }
          at += 1
        }
        if at == start { at += 1 } else if hasDigit { numbers += 1 }
      }
    }
    if tight >= 2, loose == 0 { return true }
    return gaps >= 2 && (numbers * 2 >= cells || signs.words <= cells * 3)
  }

  /// Whether a separator is the comma of a number: "1,234".
  private static func isInNumber(_ text: [UInt8], _ line: Range<Int>, _ at: Int) -> Bool {
    guard text[at] == UInt8(ascii: ",") else { return false }
    let before = text[line.lowerBound..<at].suffix(4).reversed().prefix(while: \.isDigit).count
    return (1...3).contains(before) && text[(at + 1)..<line.upperBound].prefix(4).prefix(while: \.isDigit).count == 3
  }

  private static let levels = WordList([
    "[INFO", "[WARN", "[ERROR", "[DEBUG", "INFO ", "WARN ", "ERROR ", "DEBUG ", "INFO:", "ERROR:", "DEBUG:",
    "WARNING:",
  ])

  /// Lines that begin with a moment, a level in brackets, or both.
  private static func isLog(_ text: [UInt8], _ line: Range<Int>, _ signs: LineSigns) -> Bool {
    if levels.begins(text, line) { return true }
    guard signs.colons >= 2 else { return false }
    // 2024-05-01T12:00:00, [01/May/2024:12:00:00, May  1 12:00:00, 10.0.0.1 - - [
    let end = min(line.upperBound, line.lowerBound + 40)
    var first: Int?
    var colons = 0
    var at = line.lowerBound + 2
    while at < min(end - 2, line.lowerBound + 30) {
      if text[at] == UInt8(ascii: ":"), text[at - 1].isDigit, text[at - 2].isDigit, text[at + 1].isDigit,
        text[at + 2].isDigit
      {
        if first == nil { first = at }
        colons += 1
      }
      at += 1
    }
    guard colons >= 2, let first else { return false }
    // Nothing but a date and an address before the time of day.
    let letters = text[line.lowerBound..<(first - 2)].split { !$0.isLetter }
    return letters.count <= 2 && letters.allSatisfy { $0.count <= 3 }
  }

  private static let codeStarts = WordList([
    "#include", "import ", "from ", "def ", "class ", "func ", "fn ", "let ", "var ", "const ", "return ", "if (",
    "for (",
    "while (", "//", "/*", "*/", "#!", "public ", "private ", "static ", "void ", "int ", "<?", "<!", "</", "print(",
    "console.", "@", "$ ", ">>> ",
  ])

  private static func isCode(_ text: [UInt8], _ line: Range<Int>, _ signs: LineSigns) -> Bool {
    let isStart: Bool
    switch text[line.upperBound - 1] {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ";"): return true
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): isStart = false
    default: isStart = signs.code > 0 && codeStarts.begins(text, line)
    }
    return isStart || signs.code * 6 > line.count
  }
}
