/// Splits prose into sentences.
public enum Sentences {
  /// A sentence with more tokens is cut; no later stage has to stand more.
  public static let mostTokens = 500
  /// A sentence with more bytes is cut too, wherever a scalar begins.
  public static let mostBytes = 16_384

  /// The sentences of a range of prose, in order, without white space at either end.
  ///
  /// A blank line always ends one; a lone line break never does. One pass, linear in the range.
  public static func split(_ bytes: UnsafeRawBufferPointer, range: Range<Int>) -> [Range<Int>] {
    let text = TextBytes(bytes: bytes, range: range.clamped(to: 0..<bytes.count))
    var splitter = Splitter(text: text)
    return splitter.run()
  }

  /// The same, over an array.
  public static func split(_ bytes: [UInt8], range: Range<Int>? = nil) -> [Range<Int>] {
    bytes.withUnsafeBytes { split($0, range: range ?? 0..<$0.count) }
  }
}

private struct Splitter {
  let text: TextBytes
  var sentences: [Range<Int>] = []
  /// Where the sentence begins that is being read; nil between two.
  var start: Int?
  var tokens = 0
  var wordStart: Int?

  init(text: TextBytes) {
    self.text = text
  }

  mutating func run() -> [Range<Int>] {
    var at = text.range.lowerBound
    var lastInk = at
    while at < text.range.upperBound {
      let space = text.spaceWidth(at)
      if space > 0 {
        wordStart = nil
        if start != nil, text.byte(at) == UInt8(ascii: "\n"), isBlankLine(after: at) { end(at: lastInk) }
        at += space
        continue
      }
      if start == nil {
        start = at
        tokens = 0
      }
      let width = min(text.width(at), text.range.upperBound - at)
      if text.isWordByte(at) {
        if wordStart == nil {
          wordStart = at
          tokens += 1
        }
      } else if text.byte(at) == UInt8(ascii: ".") && wordStart != nil && text.isWordByte(at + 1) {
        // Within "U.S." or "3.5" the word goes on.
      } else {
        tokens += 1
        if let after = stop(at) {
          end(at: after)
          at = after
          lastInk = at
          wordStart = nil
          continue
        }
        wordStart = nil
      }
      at += width
      lastInk = at
      if tokens >= Sentences.mostTokens || at - (start ?? at) >= Sentences.mostBytes {
        // Cut between two words where that can be had.
        if !text.isWordByte(at) || at - (start ?? at) >= Sentences.mostBytes { end(at: at) }
      }
    }
    end(at: lastInk)
    return sentences
  }

  private mutating func end(at offset: Int) {
    if let start, offset > start { sentences.append(start..<offset) }
    start = nil
    wordStart = nil
    tokens = 0
  }

  private func isBlankLine(after newline: Int) -> Bool {
    var at = newline + 1
    while at < newline + 64 {
      let byte = text.byte(at)
      if byte == UInt8(ascii: "\n") { return true }
      guard byte == 0x20 || byte == 0x09 || byte == 0x0D else { return false }
      at += 1
    }
    return false
  }

  /// The end of the sentence, closing marks included, if the mark at an offset ends one.
  private func stop(_ at: Int) -> Int? {
    let byte = text.byte(at)
    let isPoint = byte == UInt8(ascii: ".")
    let isEllipsis = text.matches("…", at: at)
    guard isPoint || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?") || isEllipsis || text.matches("。", at: at)
    else { return nil }
    var end = at + text.width(at)
    while let width = closer(end), end - at < 24 { end += width }
    // "… grew. [3] The next": a citation after the stop belongs to what it follows.
    if text.byte(end) == UInt8(ascii: "["), let closed = citation(end) { end = closed }
    let space = text.spaceWidth(end)
    guard space > 0 || end >= text.range.upperBound else { return nil }
    var next = end
    var spaces = 0
    while text.spaceWidth(next) > 0, spaces < 32 {
      next += text.spaceWidth(next)
      spaces += 1
    }
    if next >= text.range.upperBound || spaces >= 32 { return end }
    if isPoint, let wordStart, abbreviation(wordStart..<at, next) { return nil }
    var letter = next
    while let width = opener(letter), letter - next < 12 { letter += width }
    if text.isUpper(letter) || text.isDigit(letter) { return end }
    // A stop within quotation marks goes on with a small letter: "Why?" he asked.
    if isPoint && end == at + 1 { return isCaseless(letter) ? end : nil }
    return nil
  }

  private func abbreviation(_ word: Range<Int>, _ next: Int) -> Bool {
    guard word.count <= 12 else { return false }
    let name = text.text(word).lowercased()
    if name == "no" || name == "nos" || name == "art" || name == "fig" || name == "p" || name == "pp" || name == "c" {
      return text.isDigit(next)
    }
    if Abbreviations.always.contains(name) { return true }
    let isInitial = name.utf8.count == 1 && text.isUpper(word.lowerBound)
    guard isInitial || Abbreviations.sometimes.contains(name) else { return false }
    if text.isDigit(next) { return true }
    var end = next
    while text.isWordByte(end), end - next < 20 { end += text.width(end) }
    let following = text.text(next..<end).lowercased()
    return !Abbreviations.starters.contains(following) || (isInitial && following == "a")
  }

  private func closer(_ at: Int) -> Int? {
    switch text.byte(at) {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "."),
      UInt8(ascii: "!"),
      UInt8(ascii: "?"):
      return 1
    default:
      return text.matches("”", at: at) || text.matches("’", at: at) || text.matches("…", at: at)
        ? 3 : text.matches("»", at: at) ? 2 : nil
    }
  }

  private func opener(_ at: Int) -> Int? {
    switch text.byte(at) {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: "["): return 1
    default: return text.matches("“", at: at) || text.matches("‘", at: at) ? 3 : text.matches("«", at: at) ? 2 : nil
    }
  }

  private func citation(_ start: Int) -> Int? {
    var at = start + 1
    guard text.isDigit(at) else { return nil }
    while at - start < 24, text.isDigit(at) || text.byte(at) == UInt8(ascii: ",") || text.byte(at) == 0x20 { at += 1 }
    return text.byte(at) == UInt8(ascii: "]") ? at + 1 : nil
  }

  /// A letter of a script that has no capitals.
  private func isCaseless(_ at: Int) -> Bool {
    text.byte(at) >= 0xE0 && text.isWordByte(at)
  }
}
