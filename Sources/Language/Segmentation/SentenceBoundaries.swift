/// Whether a sentence ends between two tokens, as a classifier sees it.
package struct SentenceBoundaries {
  /// A token as far as the classifier cares.
  package struct View {
    package var range: Range<Int>
    /// The form in lower case with digits as 0.
    package var form: UInt64
    package var shape: Shape
    /// The white space before it: none, spaces, one line break, or an empty line.
    package var gap: UInt8
  }

  package enum Shape: UInt8 {
    case lower = 1, capitalised, initial, capitals, digits, stop, colon, comma, opening, closing, quote, dash, other
  }

  let text: TextBytes

  private let rules: any LanguageRules

  package init(text: TextBytes, rules: any LanguageRules) {
    self.text = text
    self.rules = rules
  }

  /// - Parameter isNumber: whether it stands for a date or an amount, which is to look like any number.
  package func view(_ range: Range<Int>, after last: Int, isNumber: Bool = false) -> View {
    var breaks: UInt8 = 0
    for at in last..<range.lowerBound where text.byte(at) == 0x0A { breaks += breaks < 2 ? 1 : 0 }
    return View(
      range: range,
      form: isNumber ? Self.number : TokenBoundaries.hash(text, range.prefix(32)),
      shape: isNumber ? .digits : shape(range),
      gap: range.lowerBound == last ? 0 : 1 + breaks
    )
  }

  /// The form of a number of four digits.
  private static let number: UInt64 = Array("0000".utf8).withUnsafeBytes {
    TokenBoundaries.hash(TextBytes(bytes: $0, range: 0..<4), 0..<4)
  }

  private func shape(_ range: Range<Int>) -> Shape {
    let first = text.byte(range.lowerBound)
    switch first {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return .stop
    case UInt8(ascii: ":"), UInt8(ascii: ";"): return .colon
    case UInt8(ascii: ","): return .comma
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return .opening
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): return .closing
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return .quote
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "="): return .dash
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return .digits
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return .lower
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): break
    case 0xE2 where text.byte(range.lowerBound + 1) == 0x80:
      switch text.byte(range.lowerBound + 2) {
      case 0x98...0x9F: return .quote
      case 0x90...0x95: return .dash
      case 0xA6: return .stop
      default: return .other
      }
    default:
      return text.isUpper(range.lowerBound) ? .capitalised : .other
    }
    if range.count == 1 || (range.count == 2 && text.byte(range.lowerBound + 1) == UInt8(ascii: ".")) {
      return .initial
    }
    for at in range.dropFirst() {
      let byte = text.byte(at)
      if byte >= UInt8(ascii: "a"), byte <= UInt8(ascii: "z") { return .capitalised }
    }
    return .capitals
  }

  /// Whether a boundary after a token is worth asking for.
  package func isCandidate(_ views: [View], _ at: Int) -> Bool {
    let next = views[at + 1]
    if next.gap > 1 { return true }
    switch views[at].shape {
    case .stop, .colon, .quote, .closing, .dash: return true
    case .lower, .comma, .opening, .capitalised, .initial, .capitals, .digits, .other:
      if views[at].range.count > 1, text.byte(views[at].range.upperBound - 1) == UInt8(ascii: ".") { return true }
      return next.gap > 0 && next.shape != .lower && next.shape != .comma && next.shape != .closing
    }
  }

  /// What is sure without a classifier: a boundary at an empty line, none between an abbreviation and its number; nil for all else.
  func rule(_ views: [View], _ at: Int) -> Bool? {
    let next = views[at + 1]
    if next.gap > 2 { return true }
    if text.byte(views[at].range.lowerBound) == 0xE2, views[at].shape == .stop, next.gap > 0 {
      if next.shape == .capitalised { return true }
      // "It rose in 2023… “We will go on," she said."
      if next.shape == .quote, text.byte(next.range.lowerBound + 2) == 0x9C, at + 2 < views.count,
        views[at + 2].shape == .capitalised || views[at + 2].shape == .initial
      {
        return true
      }
    }
    // "Regulation (EC) No 1102/2008"
    if views[at].shape != .stop, next.gap == 1, at + 2 < views.count, views[at + 2].shape == .digits,
      rules.isNumberSign(text.text(next.range))
    {
      return false
    }
    guard text.byte(views[at].range.upperBound - 1) == UInt8(ascii: ".") else { return nil }
    let place = views[at].range.count > 1 || at == 0 ? at : at - 1
    let word = views[place].range
    switch next.shape {
    case .digits:
      return rules.standsBeforeNumber(text.text(word).lowercased()) ? false : nil
    case .capitalised:
      if isMiddleInitial(views, place) { return opensSentence(next) }
      // "a spectrum of WASP-96 b. The planet"
      if views[place].shape == .lower, views[place].gap == 1, word.count <= 2,
        word.count(where: { text.byte($0) != UInt8(ascii: ".") }) == 1, opensSentence(next)
      {
        return true
      }
      return isHour(word) && rules.isDay(text.text(next.range)) ? false : nil
    default:
      return nil
    }
  }

  /// "Franklin D. Roosevelt": a letter between two capitalised words.
  private func isMiddleInitial(_ views: [View], _ at: Int) -> Bool {
    at > 0 && views[at].shape == .initial && views[at - 1].shape == .capitalised && views[at].gap == 1
  }

  private func opensSentence(_ view: View) -> Bool { rules.opensSentence(text.text(view.range).lowercased()) }

  private func isHour(_ word: Range<Int>) -> Bool {
    word.count <= 4 && rules.isHalfOfDay(text.text(word).lowercased())
  }

  /// What a boundary after a token looks like.
  /// - Parameters:
  ///   - start: the first token of the sentence so far.
  ///   - depth: how many brackets are open.
  package func features(_ views: [View], _ at: Int, start: Int, depth: Int, isQuoted: Bool, into list: FeatureList) {
    list.clear()
    let none = View(range: 0..<0, form: 0, shape: .other, gap: 0)
    let t = views[at]
    let before = at > start ? views[at - 1] : none
    let before2 = at - 1 > start ? views[at - 2] : none
    let next = views[at + 1]
    let next2 = at + 2 < views.count ? views[at + 2] : none
    let gap = UInt64(next.gap)
    let ts = UInt64(t.shape.rawValue)
    let ns = UInt64(next.shape.rawValue)
    let bs = UInt64(before.shape.rawValue)
    let n2s = UInt64(next2.shape.rawValue)
    let shapes = (bs << 12 | ts << 8 | ns << 4 | n2s) << 2 | gap
    let length = at - start + 1
    let bucket = UInt64(length < 4 ? length : length < 8 ? 4 : length < 16 ? 5 : length < 32 ? 6 : 7)
    let left = views.count - at - 1
    let rest = UInt64(left < 4 ? left : left < 8 ? 4 : left < 16 ? 5 : 6)
    let state = UInt64(min(depth, 2)) << 1 | (isQuoted ? 1 : 0)
    let abbreviation: UInt64 = t.range.count > 1 && text.byte(t.range.upperBound - 1) == UInt8(ascii: ".") ? 1 : 0
    list.add(0)
    list.add(t.form)
    list.add(t.form, gap, ns)
    list.add(before.form, t.form)
    list.add(before.form, t.form, ns)
    list.add(next.form, gap)
    list.add(t.form, next.form)
    list.add(ts, next.form, gap)
    list.add(next.form, next2.form, ts)
    list.add(shapes)
    list.add(shapes, bucket)
    list.add(shapes, state)
    list.add(ts, ns, gap &* 8 &+ bucket)
    list.add(ts &* 16 &+ ns, state, gap)
    list.add(t.form, bucket, ns)
    list.add(UInt64(before2.shape.rawValue) &* 16 &+ bs, ts, ns)
    list.add(before.form, ts, ns)
    list.add(views[start].form, ts, ns)
    list.add(UInt64(min(before.range.count, 6)), ts, ns)
    list.add(UInt64(min(t.range.count, 6)), ts &* 16 &+ ns, gap)
    list.add(abbreviation, ns, bucket)
    list.add(abbreviation, next.form)
    list.add(rest, ts, ns)
    list.add(rest, bucket, ts &* 16 &+ ns)
    list.add(next2.form, ts, ns)
    list.add(UInt64(next2.gap), ns, n2s)
  }
}
