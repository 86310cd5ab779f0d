/// Where one token ends and the next begins inside a run of text without white space.
///
/// A boundary can be wherever the sort of character changes, and is there where a classifier that was trained on treebanks says so;
/// words of letters alone that the treebanks part ("cannot", "gonna") are parted by a table.
package struct TokenBoundaries {
  /// The sort of a character: a run of one sort is never parted, but for the words of the table.
  enum Sort: UInt8 {
    case lower = 1, upper, digit, apostrophe, mark, other
  }

  let text: TextBytes

  private let rules: any LanguageRules

  package init(text: TextBytes, rules: any LanguageRules) {
    self.text = text
    self.rules = rules
  }

  /// The places between two characters of a run where a boundary can be.
  package func candidates(_ run: Range<Int>, _ body: (Int) -> Void) {
    var at = run.lowerBound
    var before = sort(at)
    at += text.width(at)
    while at < run.upperBound {
      let now = sort(at)
      let isLetters =
        (before == .lower || before == .upper || before == .other) && (now == .lower || now == .upper || now == .other)
      if isInName(at, run) {
        // "O’Hara"
      } else if !(isLetters && !(before == .lower && now == .upper)) && !(before == .digit && now == .digit) {
        body(at)
      } else if now == .lower || now == .upper, isContraction(at, run) {
        // "do|n't"
        body(at)
      }
      before = now
      at += text.width(at)
    }
  }

  /// Whether a place is beside the apostrophe of a name such as "O’Hara" or "D’Arcy": between one capital letter that begins a word and
  /// another.
  private func isInName(_ at: Int, _ run: Range<Int>) -> Bool {
    var mark = at
    if text.apostropheWidth(mark) == 0 {
      // Right behind the apostrophe.
      mark = at - 1
      while mark > run.lowerBound, text.byte(mark) & 0xC0 == 0x80 { mark -= 1 }
    }
    let width = text.apostropheWidth(mark)
    guard width > 0, mark > run.lowerBound, mark + width == at || mark == at else { return false }
    let letter = mark - 1
    let isFirst = letter == run.lowerBound || !text.isWordByte(letter - 1)
    let isUpper = sort(letter) == .upper && sort(mark + width) == .upper && sort(mark + width + 1) == .lower
    return isFirst && isUpper && rules.isNamePrefix(text.byte(letter))
  }

  private func isContraction(_ at: Int, _ run: Range<Int>) -> Bool {
    rules.isContracted(text.byte(at)) && at + 2 < run.upperBound && text.apostropheWidth(at + 1) > 0
  }

  func sort(_ at: Int) -> Sort {
    let byte = text.byte(at)
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return .lower
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return .upper
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return .digit
    case UInt8(ascii: "'"): return .apostrophe
    default:
      if byte < 0x80 { return .mark }
      if text.apostropheWidth(at) > 0 { return .apostrophe }
      return text.isWordByte(at) ? .other : .mark
    }
  }

  /// What a boundary looks like.
  /// - Parameter last: the boundary before it in the run.
  package func features(_ at: Int, in run: Range<Int>, last: Int, into list: FeatureList) {
    list.clear()
    let b1 = character(before: at, in: run)
    let b2 = character(before: b1.start, in: run)
    let b3 = character(before: b2.start, in: run)
    let a1 = character(at, in: run)
    let a2 = character(a1.end, in: run)
    let a3 = character(a2.end, in: run)
    let left = Self.hash(text, max(last, at - 24)..<at)
    var wordEnd = at
    if wordEnd < run.upperBound {
      let first = sort(at)
      while wordEnd < run.upperBound, wordEnd - at < 24,
        sort(wordEnd) == first || (isLetter(first) && isLetter(sort(wordEnd)))
      {
        wordEnd += text.width(wordEnd)
      }
    }
    let right = Self.hash(text, at..<min(wordEnd, run.upperBound))
    let isFirst: UInt64 = last == run.lowerBound ? 1 : 0
    let isEnd: UInt64 = wordEnd >= run.upperBound ? 1 : 0
    list.add(0)
    list.add(b1.code)
    list.add(a1.code)
    list.add(b1.code, a1.code)
    list.add(b2.code, b1.code, a1.code)
    list.add(b1.code, a1.code, a2.code)
    list.add(b2.code, b1.code, a1.code &* 31 &+ a2.code)
    list.add(b3.code &* 31 &+ b2.code, b1.code, a1.code)
    list.add(b1.code, a1.code &* 31 &+ a2.code, a3.code)
    list.add(b2.sort &* 7 &+ b1.sort, a1.sort &* 7 &+ a2.sort)
    list.add((b3.sort &* 7 &+ b2.sort) &* 7 &+ b1.sort, (a1.sort &* 7 &+ a2.sort) &* 7 &+ a3.sort, isEnd)
    list.add(left)
    list.add(right)
    list.add(left, right)
    list.add(left, a1.code, isFirst)
    list.add(b1.code, right, isEnd)
    list.add(b2.sort, b1.code, right)
    list.add(Self.hash(text, run.prefix(48)))
    list.add(Self.hash(text, run.prefix(48)), UInt64(at - run.lowerBound))
    list.add(b1.code, a1.code, web(run))
    list.add(isFirst, isEnd, b1.code &* 31 &+ a1.code)
    list.add(UInt64(min(at - last, 6)), b1.code, a1.code)
    list.add(UInt64(min(run.upperBound - at, 6)), b1.code, a1.code)
  }

  private func isLetter(_ sort: Sort) -> Bool { sort == .lower || sort == .upper || sort == .other }

  /// Whether a run looks like an address on the web.
  private func web(_ run: Range<Int>) -> UInt64 {
    var sorts: UInt64 = 0
    for at in run.prefix(200) {
      switch text.byte(at) {
      case UInt8(ascii: "@"): sorts |= 1
      case UInt8(ascii: "/"): sorts |= text.byte(at + 1) == UInt8(ascii: "/") ? 2 : 4
      case UInt8(ascii: "_"): sorts |= 8
      default: break
      }
    }
    return sorts
  }

  private struct Character {
    /// The character in lower case, letters and digits each as one; 0 past the end of the run.
    var code: UInt64 = 0
    var sort: UInt64 = 0
    var start: Int
    var end: Int
  }

  private func character(_ at: Int, in run: Range<Int>) -> Character {
    guard run.contains(at) else { return Character(start: at, end: at) }
    let width = text.width(at)
    var code: UInt64 = 0
    for offset in 0..<width { code = code << 8 | UInt64(text.byte(at + offset)) }
    let sort = sort(at)
    if sort == .upper { code |= 0x20 }
    if sort == .digit { code = UInt64(UInt8(ascii: "0")) }
    return Character(code: code, sort: UInt64(sort.rawValue), start: at, end: at + width)
  }

  private func character(before at: Int, in run: Range<Int>) -> Character {
    guard at > run.lowerBound else { return Character(start: at, end: at) }
    var start = at - 1
    while start > run.lowerBound, text.byte(start) & 0xC0 == 0x80 { start -= 1 }
    return character(start, in: run)
  }

  /// The hash of a range in lower case with digits as 0.
  package static func hash(_ text: TextBytes, _ range: some Collection<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for at in range {
      var byte = text.byte(at)
      if byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z") { byte |= 0x20 }
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { byte = UInt8(ascii: "0") }
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    return hash
  }
}
