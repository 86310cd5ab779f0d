import Model

/// Finds typed values in UTF-8 text: numbers, money, percentages, quantities, ranges, dates; and identifiers, whose digits are none.
public enum Values {
  /// The values of a range, in the order in which they stand; they do not overlap.
  ///
  /// One pass from left to right. At each word a bounded number of bytes is looked at, so that the time is linear in the range.
  /// - Parameters:
  ///   - bytes: UTF-8; offsets of the spans count from its start.
  ///   - range: where to look; nothing outside it is read.
  ///   - style: how the document writes numbers.
  public static func find(in bytes: UnsafeRawBufferPointer, range: Range<Int>, style: NumberStyle) -> [ValueSpan] {
    var finder = Finder(scanner: Scanner(bytes: bytes, range: range.clamped(to: 0..<bytes.count), style: style))
    finder.run()
    return finder.spans
  }

  /// The same, over an array.
  public static func find(in bytes: [UInt8], range: Range<Int>? = nil, style: NumberStyle = .decimalPoint)
    -> [ValueSpan]
  {
    bytes.withUnsafeBytes { find(in: $0, range: range ?? 0..<$0.count, style: style) }
  }
}

/// The one pass.
private struct Finder {
  let scanner: Scanner
  var spans: [ValueSpan] = []
  /// The word before, while nothing but white space stands between.
  private var previous: (text: String, start: Int)?

  init(scanner: Scanner) {
    self.scanner = scanner
  }

  mutating func run() {
    var at = scanner.range.lowerBound
    while at < scanner.range.upperBound {
      let byte = scanner.byte(at)
      if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        at += 1
        continue
      }
      if let end = value(at) {
        previous = nil
        at = end
      } else if scanner.isWordByte(at) {
        previous = scanner.word(at).map { ($0.text, at) }
        while scanner.isWordByte(at) || scanner.byte(at) & 0xC0 == 0x80 { at += 1 }
        // "GW150914" and "Covid-19" are names: what hangs on a word by a hyphen begins no number.
        if scanner.byte(at) == UInt8(ascii: "-"), scanner.isDigit(at + 1) {
          at += 1
          while scanner.isWordByte(at) { at += 1 }
        }
      } else {
        previous = nil
        at += 1
      }
    }
  }

  /// Takes the value at an offset, which no word crosses; its end, or nil where there is none.
  private mutating func value(_ at: Int) -> Int? {
    if let end = scanner.identifier(at), !isDate(at) {
      spans.append(ValueSpan(range: at..<end, content: .identifier))
      return end
    }
    if let span = scanner.dateSpan(at, previous: previous) {
      spans.append(span)
      return span.range.upperBound
    }
    if let span = scanner.modifiedAmount(at) {
      spans.append(span)
      return span.range.upperBound
    }
    return nil
  }

  private func isDate(_ at: Int) -> Bool {
    scanner.isDigit(at) && scanner.dateSpan(at, previous: previous) != nil
  }
}

extension Scanner {
  /// What a word or two before an amount make of it.
  private enum Modifier {
    case approximately, atLeast, atMost, between
  }

  private static let modifiers: [String: Modifier] = [
    "about": .approximately, "around": .approximately, "roughly": .approximately, "approximately": .approximately,
    "nearly": .approximately, "almost": .approximately, "some": .approximately, "circa": .approximately,
    "estimated": .approximately,
    "over": .atLeast, "above": .atLeast, "exceeding": .atLeast, "under": .atMost, "below": .atMost, "between": .between,
  ]
  private static let pairs: [String: Modifier] = [
    "at least": .atLeast, "more than": .atLeast, "greater than": .atLeast, "no less": .atLeast, "not less": .atLeast,
    "at most": .atMost,
    "up to": .atMost, "less than": .atMost, "fewer than": .atMost, "no more": .atMost, "not more": .atMost,
    "just over": .atLeast,
    "just under": .atMost, "well over": .atLeast, "an estimated": .approximately, "close to": .approximately,
    "the some": .approximately,
  ]

  /// An amount with the words before it that say how exactly it is meant, and those after ("or more").
  func modifiedAmount(_ start: Int) -> ValueSpan? {
    var at = start
    var approximate = false
    var bound: Value.Bound?
    var between = false
    for _ in 0..<3 {
      if matches("~", at: at) || matches("≈", at: at) {
        approximate = true
        at = skipSpace(at + (byte(at) == UInt8(ascii: "~") ? 1 : 3))
        continue
      }
      if byte(at) == UInt8(ascii: ">") || byte(at) == UInt8(ascii: "<") {
        bound = byte(at) == UInt8(ascii: ">") ? .min : .max
        at = skipSpace(at + 1)
        continue
      }
      guard let first = word(at) else { break }
      if first.text == "c", byte(first.end) == UInt8(ascii: "."), isDigit(skipSpace(first.end + 1)) {
        approximate = true
        at = skipSpace(first.end + 1)
        continue
      }
      var end = first.end
      var modifier = Self.modifiers[first.text]
      if let second = nextWord(first.end), let pair = Self.pairs[first.text + " " + second.text] {
        modifier = pair
        end = second.end
        if second.text == "less" || second.text == "more", let than = nextWord(end), than.text == "than" {
          end = than.end
        }
      }
      guard let modifier else { break }
      switch modifier {
      case .approximately: approximate = true
      case .atLeast: bound = .min
      case .atMost: bound = .max
      case .between: between = true
      }
      at = skipSpace(end)
    }
    // Digits may follow a sign or a currency; words may not be cut.
    guard let amount = amount(at, between: between), !isWordByte(amount.end) || !isWordByte(amount.end - 1) else {
      return nil
    }
    guard amount.isSure else { return nil }
    // "around 1986" is a time: dates read the year, with the word before it.
    if at > start, amount.kind == .number, amount.high == nil, let number = number(at), number.end == amount.end,
      isYear(number)
    {
      return nil
    }
    // "over 3 years" is as often "in the course of".
    if bound != nil, let unit = amount.unit, Units.ofTime.contains(unit), word(start)?.text == "over" { bound = nil }
    var end = amount.end
    if bound == nil, amount.high == nil, let or = nextWord(end), or.text == "or", let side = nextWord(or.end) {
      if side.text == "more" || side.text == "over" {
        bound = .min
        end = side.end
      } else if side.text == "less" || side.text == "fewer" {
        bound = .max
        end = side.end
      }
    }
    let value = Value(
      text: "",
      kind: amount.kind,
      number: amount.high == nil ? amount.low : nil,
      unit: amount.unit,
      low: amount.high == nil ? nil : amount.low,
      high: amount.high,
      approximate: approximate,
      bound: bound
    )
    return ValueSpan(range: start..<end, content: .value(value))
  }
}
