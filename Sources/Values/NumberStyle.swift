/// How a document writes its numbers.
public enum NumberStyle: Sendable, Hashable {
  /// 1,280.5
  case decimalPoint
  /// 1.280,5
  case decimalComma

  /// Decides by what the text itself shows: numbers that can be read one way only, and, where they are silent, the script.
  ///
  /// A comma after a lone zero ("0,839"), or before any count of digits but three ("16,8"), is a decimal comma; so is the last mark of
  /// two different ones ("1.280,5"). Two marks of one kind part groups ("1,280,000", "12,34,567"), a date or a list, and tell nothing
  /// but where every group has three digits, or as India writes two and at last three.
  ///
  /// "31,200" may be both, and most often parts a group: a comma that is the decimal sign in one place, such as a foreign one, decides
  /// nothing against as many of these. What stands in quotation marks may be somebody else's, and is heard only where nothing else tells.
  public static func detect(in bytes: UnsafeRawBufferPointer) -> NumberStyle {
    var evidence = Evidence()
    var quoted = Evidence()
    var quotation = 0
    // Up to where a quotation was looked for that has no end: once is enough.
    var searched = 0
    var latin = 0
    var cyrillic = 0
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte &- UInt8(ascii: "0") < 10 {
        // A citation's numbers have commas of their own.
        let isListed = at > 0 && bytes[at - 1] == UInt8(ascii: "[")
        at =
          at < quotation
          ? quoted.read(bytes, at, counts: !isListed) : evidence.read(bytes, at, counts: !isListed)
        continue
      }
      if at >= quotation, at >= searched, let closing = closing(bytes, at) {
        let end = min(bytes.count, at + longestQuotation)
        if at + 1 < end,
          let found = (at + 1..<end).first(where: { bytes[$0] == closing[0] && bytes[$0...].starts(with: closing) })
        {
          quotation = found
        } else {
          searched = end
        }
      }
      if (byte | 0x20) &- UInt8(ascii: "a") < 26 { latin += 1 }
      if byte == 0xD0 || byte == 0xD1 { cyrillic += 1 }
      at += 1
    }
    if let style = evidence.style { return style }
    if evidence.open > 0, latin >= cyrillic { return .decimalPoint }
    return quoted.style ?? (cyrillic > latin ? .decimalComma : .decimalPoint)
  }

  /// The longest quotation that is looked for, in bytes.
  private static let longestQuotation = 2000

  /// What closes a quotation whose mark stands at a place; nil where none does.
  private static func closing(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> [UInt8]? {
    switch bytes[at] {
    // An inch mark stands behind a number.
    case UInt8(ascii: "\"") where at == 0 || bytes[at - 1] <= 0x20 || bytes[at - 1] == UInt8(ascii: "("):
      [UInt8(ascii: "\"")]
    case 0xE2 where bytes[at...].starts(with: [0xE2, 0x80, 0x9C]): [0xE2, 0x80, 0x9D]
    case 0xE2 where bytes[at...].starts(with: [0xE2, 0x80, 0x9E]): [0xE2, 0x80, 0x9C]
    case 0xC2 where bytes[at...].starts(with: [0xC2, 0xAB]): [0xC2, 0xBB]
    default: nil
    }
  }

  /// How often each mark was the decimal sign.
  private struct Evidence {
    var comma = 0
    var point = 0
    /// Numbers such as "31,200", whose comma may be either.
    var open = 0

    /// Nil where they tell nothing.
    var style: NumberStyle? {
      if comma > point { return comma > open ? .decimalComma : nil }
      return point > comma ? .decimalPoint : nil
    }

    /// Reads a number with its marks; where it ends.
    mutating func read(_ bytes: UnsafeRawBufferPointer, _ start: Int, counts: Bool) -> Int {
      var at = start + Self.run(bytes, start)
      let first = at - start
      var marks: (count: Int, first: UInt8, last: UInt8) = (0, 0, 0)
      var group = first
      var isGrouped = first <= 3
      while at + 1 < bytes.count, bytes[at] == UInt8(ascii: ",") || bytes[at] == UInt8(ascii: ".") {
        let digits = Self.run(bytes, at + 1)
        if digits == 0 { break }
        if marks.count == 0 { marks.first = bytes[at] }
        if marks.count > 0, group != 3, group != 2 { isGrouped = false }
        marks.last = bytes[at]
        marks.count += 1
        group = digits
        at += 1 + digits
      }
      guard counts, marks.count > 0 else { return at }
      if marks.count == 1 {
        if group != 3 || (first == 1 && bytes[start] == UInt8(ascii: "0")) || first > 3 {
          add(marks.last)
        } else if marks.last == UInt8(ascii: ",") {
          open += 1
        }
      } else if marks.first != marks.last {
        add(marks.last)
      } else if group == 3, isGrouped {
        add(marks.last == UInt8(ascii: ",") ? UInt8(ascii: ".") : UInt8(ascii: ","))
      }
      return at
    }

    private mutating func add(_ mark: UInt8) {
      if mark == UInt8(ascii: ",") { comma += 1 } else { point += 1 }
    }

    private static func run(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
      var at = start
      while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 { at += 1 }
      return at - start
    }
  }
}
