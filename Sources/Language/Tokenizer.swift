/// Cuts a sentence into words, marks and values.
public enum Tokenizer {
  /// No word is longer; what is, is cut.
  static let longestWord = 200

  /// The tokens of a range.
  ///
  /// A clitic ("'s", "n't") is a token of its own; a hyphenated word is one; an abbreviation keeps its point ("U.S.", "Dr.").
  /// - Parameters:
  ///   - bytes: UTF-8; offsets count from its start.
  ///   - range: a sentence.
  ///   - values: spans in order, without overlap, each of which becomes one token.
  public static func tokens(in bytes: UnsafeRawBufferPointer, range: Range<Int>, values: ArraySlice<Range<Int>> = [])
    -> [Token]
  {
    let text = TextBytes(bytes: bytes, range: range.clamped(to: 0..<bytes.count))
    var tokens: [Token] = []
    var at = text.range.lowerBound
    var next = values.startIndex
    while at < text.range.upperBound {
      let space = text.spaceWidth(at)
      if space > 0 {
        at += space
        continue
      }
      while next < values.endIndex, values[next].lowerBound < at { next += 1 }
      if next < values.endIndex, values[next].lowerBound == at, !values[next].isEmpty {
        tokens.append(Token(kind: .value, range: values[next], lower: "", isCapitalised: false, value: next))
        at = values[next].upperBound
        next += 1
        continue
      }
      let limit = next < values.endIndex ? min(values[next].lowerBound, text.range.upperBound) : text.range.upperBound
      let start = at
      if let end = clitic(text, at, limit, after: tokens.last) {
        at = end
        tokens.append(token(text, .word, start..<at))
      } else if text.isWordByte(at) {
        at = wordEnd(text, at, limit)
        tokens.append(token(text, .word, start..<at))
      } else {
        at = min(at + text.width(at), limit)
        tokens.append(token(text, .punctuation, start..<max(at, start + 1)))
        at = max(at, start + 1)
      }
    }
    return tokens
  }

  /// The same, over an array.
  public static func tokens(in bytes: [UInt8], range: Range<Int>? = nil, values: [Range<Int>] = []) -> [Token] {
    bytes.withUnsafeBytes { tokens(in: $0, range: range ?? 0..<$0.count, values: values[...]) }
  }

  private static func token(_ text: TextBytes, _ kind: Token.Kind, _ range: Range<Int>) -> Token {
    let word = text.text(range)
    return Token(
      kind: kind,
      range: range,
      lower: word.lowercased(),
      isCapitalised: kind == .word && text.isUpper(range.lowerBound)
    )
  }

  /// "'s" after a word, "n't" at the end of one.
  private static func clitic(_ text: TextBytes, _ at: Int, _ limit: Int, after last: Token?) -> Int? {
    guard let last, last.range.upperBound == at, last.kind != .punctuation else { return nil }
    if text.byte(at) == UInt8(ascii: "n"), text.apostropheWidth(at + 1) > 0 {
      let end = at + 1 + text.apostropheWidth(at + 1) + 1
      return text.byte(end - 1) == UInt8(ascii: "t") && end <= limit ? end : nil
    }
    let apostrophe = text.apostropheWidth(at)
    guard apostrophe > 0 else { return nil }
    var end = at + apostrophe
    if text.byte(end) | 0x20 == UInt8(ascii: "s"), !text.isWordByte(end + 1) { return end + 1 <= limit ? end + 1 : nil }
    // "products'": a bare apostrophe after an s is a possessive, where a word follows.
    if text.byte(at - 1) == UInt8(ascii: "s"), text.spaceWidth(end) > 0, end <= limit {
      end = at + apostrophe
      return end
    }
    return nil
  }

  private static func wordEnd(_ text: TextBytes, _ start: Int, _ limit: Int) -> Int {
    var at = start
    let end = min(limit, start + longestWord)
    while at < end {
      if text.isWordByte(at) {
        let width = text.width(at)
        // A word longer than any is cut, but not within a letter.
        if at + width > end { break }
        at += width
      } else if text.byte(at) == UInt8(ascii: "-") || text.byte(at) == UInt8(ascii: "&")
        || text.byte(at) == UInt8(ascii: "/"),
        text.isWordByte(at + 1), at + 1 < end
      {
        at += 1
      } else if text.byte(at) == UInt8(ascii: "."), Abbreviations.keepsPoint(text, start..<at) {
        at += 1
        if !text.isWordByte(at) { break }
      } else if text.apostropheWidth(at) > 0, text.isWordByte(at + text.apostropheWidth(at)),
        at + text.apostropheWidth(at) < end
      {
        // "O'Brien" is one word; "Japan's" is two, and so is "don't".
        let after = at + text.apostropheWidth(at)
        if text.byte(after) | 0x20 == UInt8(ascii: "s") && !text.isWordByte(after + 1) { break }
        if text.byte(after) == UInt8(ascii: "t"), !text.isWordByte(after + 1), text.byte(at - 1) == UInt8(ascii: "n"),
          at - 1 > start
        {
          return at - 1
        }
        at = after
      } else {
        break
      }
    }
    return at > start ? at : min(start + text.width(start), limit)
  }
}
