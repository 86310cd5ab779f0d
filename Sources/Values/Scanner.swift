/// Looks at bytes by offset; whatever is outside the range reads as 0.
struct Scanner {
  let bytes: UnsafeRawBufferPointer
  let range: Range<Int>
  let style: NumberStyle
  let words: ByteTable.Pointers
  let infos: UnsafeBufferPointer<WordInfo>
  let lexicon: Lexicon

  /// The longest word that any table holds, and the longest run of digits that is a number.
  static let longestWord = 24

  @inline(__always) func byte(_ at: Int) -> UInt8 {
    at >= range.lowerBound && at < range.upperBound ? bytes[at] : 0
  }

  @inline(__always) func isDigit(_ at: Int) -> Bool { byte(at) &- UInt8(ascii: "0") < 10 }

  @inline(__always) func isASCIILetter(_ at: Int) -> Bool { (byte(at) | 0x20) &- UInt8(ascii: "a") < 26 }

  func isLetter(_ at: Int) -> Bool { isASCIILetter(at) || Self.isLead(byte(at)) }

  /// The first byte of a letter that has two.
  @inline(__always) static func isLead(_ byte: UInt8) -> Bool { byte &- 0xC3 < 0x1D }

  /// A letter or a digit: what a value must not begin or end in the middle of.
  @inline(__always) func isWordByte(_ at: Int) -> Bool { isDigit(at) || isLetter(at) }

  @inline(__always) func isUpper(_ at: Int) -> Bool { byte(at) &- UInt8(ascii: "A") < 26 }

  @inline(__always) func has(_ character: Unicode.Scalar, _ at: Int) -> Bool { byte(at) == UInt8(ascii: character) }

  func matches(_ text: StaticString, at: Int) -> Bool {
    guard at >= range.lowerBound, at + text.utf8CodeUnitCount <= range.upperBound else { return false }
    for index in 0..<text.utf8CodeUnitCount where bytes[at + index] != text.utf8Start[index] { return false }
    return true
  }

  func matches(_ text: [UInt8], at: Int) -> Bool {
    guard at >= range.lowerBound, at + text.count <= range.upperBound else { return false }
    for index in text.indices where bytes[at + index] != text[index] { return false }
    return true
  }

  /// After white space of at most eight bytes, spaces that do not break included; `at` itself where there is none.
  func skipSpace(_ at: Int) -> Int {
    if byte(at) == 0x20, byte(at + 1) > 0x20, byte(at + 1) < 0x80 { return at + 1 }
    var next = at
    let limit = at + 8
    while next < limit {
      let width = spaceWidth(next)
      if width == 0 { return next }
      next += width
    }
    return next
  }

  /// How many bytes the one space at an offset has; 0 where there is none.
  func spaceWidth(_ at: Int) -> Int {
    switch byte(at) {
    case 0x20, 0x09, 0x0A, 0x0D: return 1
    case 0xC2: return byte(at + 1) == 0xA0 ? 2 : 0
    case 0xE2:
      // U+2009 thin, U+202F narrow without a break, and their neighbours.
      return byte(at + 1) == 0x80 && ((0x80...0x8A).contains(byte(at + 2)) || byte(at + 2) == 0xAF) ? 3 : 0
    default: return 0
    }
  }

  /// The word of letters at an offset; nil where there is none. What is longer than any table holds is cut, and unknown.
  func word(_ at: Int) -> Word? {
    guard isLetter(at) else { return nil }
    return pointedWord(at) ?? plainWord(at, limit: Self.longestWord)
  }

  /// The word of letters at an offset, which has at least one.
  @inline(__always) func plainWord(_ start: Int, limit: Int) -> Word {
    var hash: UInt64 = 0
    var at = start
    while true {
      let byte = byte(at)
      if (byte | 0x20) &- UInt8(ascii: "a") < 26 {
        hash = ByteTable.add(byte | 0x20, to: hash)
        at += 1
      } else if Self.isLead(byte), self.byte(at + 1) & 0xC0 == 0x80 {
        hash = ByteTable.add(byte | 0x20, to: hash)
        hash = ByteTable.add(self.byte(at + 1) | 0x20, to: hash)
        at += 2
      } else {
        break
      }
      if at - start > limit { return Word(id: -1, start: start, end: at) }
    }
    if at == start { return Word(id: -1, start: start, end: start + 1) }
    if at - start > Self.longestWord { return Word(id: -1, start: start, end: at) }
    let id = words.find(
      UnsafeRawBufferPointer(rebasing: bytes[start..<at]),
      hash: ByteTable.finish(hash),
      folding: 0x20
    )
    return Word(id: id, start: start, end: at)
  }

  /// The word after white space, if there is some.
  func nextWord(_ at: Int) -> Word? {
    let start = skipSpace(at)
    return start > at ? word(start) : nil
  }

  /// The word after white space or a hyphen.
  func joinedWord(_ at: Int) -> Word? {
    if has("-", at) { return word(at + 1) }
    return nextWord(at)
  }

  func info(_ word: Word) -> WordInfo { word.id >= 0 ? infos[word.id] : WordInfo() }

  /// The longest phrase of a table that begins at an offset: what it means, and where it ends.
  func longest(_ table: PhraseTable, _ at: Int) -> (payload: Int, end: Int)? {
    guard let first = word(at) else { return nil }
    return longest(table, from: first)
  }

  func longest(_ table: PhraseTable, from first: Word) -> (payload: Int, end: Int)? {
    var state = 0
    var word = first
    var best: (Int, Int)?
    while word.id >= 0 {
      state = table.next(state, word.id)
      if state == 0 { break }
      // A word may not be cut: "km" of "km2".
      if table.payload(state) >= 0, !isWordByte(word.end) { best = (table.payload(state), word.end) }
      guard let next = joinedWord(word.end) else { break }
      word = next
    }
    return best
  }

  /// Width of a hyphen or dash at an offset: `-`, U+2010 to U+2015, U+2212; 0 where there is none.
  func dashWidth(_ at: Int) -> Int {
    if byte(at) == UInt8(ascii: "-") { return 1 }
    guard byte(at) == 0xE2 else { return 0 }
    if byte(at + 1) == 0x80, (0x90...0x95).contains(byte(at + 2)) { return 3 }
    return byte(at + 1) == 0x88 && byte(at + 2) == 0x92 ? 3 : 0
  }

  /// How many digits stand at an offset; one more than ``longestWord`` where there are more.
  func run(_ start: Int) -> Int {
    var at = start
    while isDigit(at), at - start <= Self.longestWord { at += 1 }
    return at - start
  }

  /// The number of at most `count` digits at an offset.
  func digits(_ at: Int, atMost count: Int) -> (number: Int, end: Int)? {
    var number = 0
    var end = at
    while isDigit(end) {
      guard end - at < count else { return nil }
      number = number * 10 + Int(byte(end) - UInt8(ascii: "0"))
      end += 1
    }
    return end > at ? (number, end) : nil
  }
}
