/// What the words around an amount say of its unit.
///
/// These look at a bounded number of bytes, and only where a unit may mean two things: pounds, crowns, "pc".
extension Scanner {
  /// Calls a function with the words before an offset, the nearest first, within the sentence; it says whether to go on.
  func eachWord(before start: Int, atMost count: Int, _ body: (Word) -> Bool) {
    var at = start
    var left = count
    let limit = max(range.lowerBound, start - 100)
    while left > 0, at > limit {
      while at > limit, !isWordByte(at - 1), byte(at - 1) < 0x80 {
        let before = byte(at - 1)
        if before == UInt8(ascii: ";") || before == UInt8(ascii: "!") || before == UInt8(ascii: "?") { return }
        if before == UInt8(ascii: "."), byte(at) == 0x20 || byte(at) == 0x0A { return }
        at -= 1
      }
      let end = at
      while at > limit, isWordByte(at - 1) || byte(at - 1) >= 0x80 { at -= 1 }
      guard at < end else { return }
      if isASCIILetter(at) {
        let word = plainWord(at, limit: Self.longestWord)
        guard body(word) else { return }
        left -= 1
      }
    }
  }

  /// Whether a word with a flag stands within some bytes of an offset.
  func hasWord(_ flag: WordInfo.Flags, near center: Int) -> Bool {
    var isThere = false
    eachWord(around: center, width: 120) { word in
      isThere = info(word).flags.contains(flag)
      return !isThere
    }
    return isThere
  }

  private func eachWord(around center: Int, width: Int, _ body: (Word) -> Bool) {
    var at = max(range.lowerBound, center - width)
    let end = min(range.upperBound, center + width)
    // A word that the window cuts is passed.
    while at > range.lowerBound, at < end, isWordByte(at) { at += 1 }
    while at < end {
      guard isLetter(at) else {
        at += 1
        continue
      }
      let word = plainWord(at, limit: Self.longestWord)
      guard body(word) else { return }
      at = max(word.end, at + 1)
    }
  }

  /// Which currency a name means that several countries use ("kr", "lira"), by the one country that is named nearby.
  /// - Parameter shared: the currency's place in ``Lexicon/currencies``.
  /// - Returns: an empty text where no country is named, or more than one.
  func currency(_ shared: Int, near center: Int) -> String {
    var found: String?
    var isClear = true
    eachWord(around: center, width: 240) { word in
      guard isUpper(word.start), word.id >= 0, let own = lexicon.countries[word.id], own.shared == shared else {
        return true
      }
      if let found, found != own.code { isClear = false }
      found = own.code
      return isClear
    }
    return isClear ? found ?? "" : ""
  }

  /// Whether pounds are money, by what stands around them; millions of them are, and fewer are weight, where nothing tells.
  /// - Parameters:
  ///   - start: where the number begins.
  ///   - end: where "pounds" ends.
  func isSterling(_ start: Int, _ end: Int, isLarge: Bool) -> Bool {
    if let next = has("-", end) ? word(end + 1) : nextWord(end) {
      if info(next).flags.contains(.weight) { return false }
      if info(next).flags.contains(.paid) { return true }
      if next.is(.of), let what = nextWord(next.end) {
        if info(what).flags.contains(.weight) { return false }
        if info(what).flags.contains(.paid) { return true }
      }
    }
    var verdict: Bool?
    eachWord(before: start, atMost: 6) { word in
      if info(word).flags.contains(.weight) { verdict = false }
      if info(word).flags.contains(.paid) { verdict = true }
      return verdict == nil
    }
    return verdict ?? isLarge
  }
}
