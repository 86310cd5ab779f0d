/// What is counted of a line, in one pass over it.
struct LineSigns {
  /// Runs of bytes between white space that hold a letter, and of all runs those that begin with a small letter of ASCII; both of the
  /// content alone.
  private(set) var words = 0
  private(set) var lowerWords = 0
  /// Brackets and other marks that code has more of than prose.
  private(set) var code = 0
  /// Commas and semicolons.
  private(set) var separators = 0
  private(set) var colons = 0
  private(set) var hasDigit = false
  /// Whether white space follows a comma or semicolon.
  private(set) var hasLooseSeparator = false
  /// Whether a tab or three blanks part any words.
  private(set) var hasGap = false

  /// What a byte is; a letter has the bits of all that it is.
  private enum Class {
    static let visible: UInt8 = 1
    static let letter: UInt8 = 1 << 1
    static let lower: UInt8 = 1 << 2
    static let code: UInt8 = 1 << 3
    static let separator: UInt8 = 1 << 4
    static let colon: UInt8 = 1 << 5
    static let tab: UInt8 = 1 << 6
    static let digit: UInt8 = 1 << 7
    static let signs = code | separator | colon | tab | digit

    static let ofByte: [UInt8] = (UInt8.min...UInt8.max).map { byte in
      var bits: UInt8 = 0
      if byte > 0x20 { bits |= visible }
      if byte.isLetter { bits |= letter }
      if byte.isLower { bits |= lower }
      if byte.isDigit { bits |= digit }
      switch Unicode.Scalar(byte) {
      case "(", ")", "=", "[", "]", "{", "}", "<", ">", "_": bits |= code
      case ",", ";": bits |= separator
      case ":": bits |= colon
      case "\t": bits |= tab
      default: break
      }
      return bits
    }
  }

  /// - Parameters:
  ///   - line: without white space at its ends.
  ///   - content: where in it the words begin: behind a bullet and the white space after it.
  init(_ text: [UInt8], _ line: Range<Int>, content: Int) {
    text.withUnsafeBufferPointer { text in
      Class.ofByte.withUnsafeBufferPointer { classes in
        count(text, line.lowerBound..<content, of: line, classes)
        (words, lowerWords) = (0, 0)
        count(text, content..<line.upperBound, of: line, classes)
      }
    }
  }

  private mutating func count(
    _ text: UnsafeBufferPointer<UInt8>,
    _ part: Range<Int>,
    of line: Range<Int>,
    _ classes: UnsafeBufferPointer<UInt8>
  ) {
    // The words are counted without a branch for each byte: where one ends cannot be foretold.
    var (words, lowerWords) = (0, 0)
    var (last, isCounted): (UInt8, UInt8) = (0, 0)
    for at in part {
      let bits = classes[Int(text[at])]
      let isVisible = bits & Class.visible
      let isLetter = bits >> 1 & 1
      words &+= Int(isLetter & ~isCounted)
      lowerWords &+= Int(bits >> 2 & ~last & 1)
      isCounted = (isCounted | isLetter) & isVisible
      if bits & Class.signs != 0 {
        add(bits, isLoose: at + 1 < line.upperBound && text[at + 1] <= 0x20)
      } else if isVisible | last == 0, at - 2 >= line.lowerBound, text[at - 2] <= 0x20 {
        hasGap = true
      }
      last = isVisible
    }
    (self.words, self.lowerWords) = (words, lowerWords)
  }

  private mutating func add(_ bits: UInt8, isLoose: Bool) {
    if bits & Class.code != 0 { code += 1 }
    if bits & Class.digit != 0 { hasDigit = true }
    if bits & Class.colon != 0 { colons += 1 }
    if bits & Class.tab != 0 { hasGap = true }
    if bits & Class.separator != 0 {
      separators += 1
      if isLoose { hasLooseSeparator = true }
    }
  }
}
