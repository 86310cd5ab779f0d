/// A number as written, and where it ends.
struct WrittenNumber {
  var value: Double
  var end: Int
  /// Digits alone, without sign, separator or fraction: what may be a year.
  var isPlain: Bool
  /// The count of its digits before any separator.
  var width: Int
}

extension Scanner {
  /// The number in digits at an offset, with sign, separators, decimals and a power of ten; nil where there is none.
  ///
  /// Runs longer than ``Scanner/longestWord`` are no numbers, so that the work for one offset is bounded.
  func number(_ start: Int) -> WrittenNumber? {
    var at = start
    var negative = false
    if byte(at) == UInt8(ascii: "+") || byte(at) == UInt8(ascii: "-") || matches("\u{2212}", at: at) {
      negative = byte(at) != UInt8(ascii: "+")
      at += byte(at) == 0xE2 ? 3 : 1
    }
    let signed = at > start
    guard isDigit(at) else { return nil }
    var text: [UInt8] = []
    let first = run(at)
    guard first <= Self.longestWord else { return nil }
    append(at, first, to: &text)
    var end = at + first
    var plain = !signed

    // Groups of three: what parts the first two must part the others.
    if first <= 3, !(first == 1 && byte(at) == UInt8(ascii: "0")) {
      let separator = groupSeparator(end)
      if let separator, run(end + separator.width) == 3, !isWordByte(end + separator.width + 3) {
        let isAmbiguous = separator.byte == UInt8(ascii: ",") || separator.byte == UInt8(ascii: ".")
        if !isAmbiguous || groups(at: end, end + separator.width + 3, separator.byte) {
          while let next = groupSeparator(end), next.byte == separator.byte, run(end + next.width) == 3, text.count < 30
          {
            append(end + next.width, 3, to: &text)
            end += next.width + 3
          }
          plain = false
        }
      }
    }
    if byte(end) == UInt8(ascii: ".") || byte(end) == UInt8(ascii: ","), isDigit(end + 1) {
      let decimals = run(end + 1)
      let isList =
        byte(end) == UInt8(ascii: ",") && byte(end + 1 + decimals) == UInt8(ascii: ",") && isDigit(end + 2 + decimals)
      if decimals <= Self.longestWord, !isList {
        text.append(UInt8(ascii: "."))
        append(end + 1, decimals, to: &text)
        end += 1 + decimals
        plain = false
      }
    }
    guard var value = Double(String(decoding: text, as: UTF8.self)) else { return nil }
    if let power = powerOfTen(end) {
      // Read as one decimal: 6.02 times 10²³ in binary is not what is written.
      value = Double(String(decoding: text, as: UTF8.self) + "e\(power.exponent)") ?? value
      end = power.end
      plain = false
    } else if value == 10, let exponent = superscript(end) {
      value = Self.tenTo(exponent.number)
      end = exponent.end
      plain = false
    }
    return WrittenNumber(value: negative ? -value : value, end: end, isPlain: plain, width: first)
  }

  /// Whether the comma or point that parts a group of three really does so, and is not the decimal sign.
  private func groups(at separator: Int, _ next: Int, _ byte: UInt8) -> Bool {
    if self.byte(next) == byte, run(next + 1) == 3 { return true }
    let other = byte == UInt8(ascii: ",") ? UInt8(ascii: ".") : UInt8(ascii: ",")
    if self.byte(next) == other, isDigit(next + 1) { return byte == UInt8(ascii: ",") || style == .decimalComma }
    return (byte == UInt8(ascii: ",")) == (style == .decimalPoint)
  }

  private func groupSeparator(_ at: Int) -> (byte: UInt8, width: Int)? {
    switch byte(at) {
    case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "'"): return (byte(at), 1)
    case 0x20, 0xC2, 0xE2:
      if matches("\u{2019}", at: at) { return (UInt8(ascii: "'"), 3) }
      let width = spaceWidth(at)
      return width > 0 ? (0x20, width) : nil
    default: return nil
    }
  }

  func run(_ start: Int) -> Int {
    var at = start
    while isDigit(at), at - start <= Self.longestWord { at += 1 }
    return at - start
  }

  private func append(_ at: Int, _ count: Int, to text: inout [UInt8]) {
    for index in at..<(at + count) { text.append(byte(index)) }
  }

  /// "× 10⁻²¹", "x 10^6".
  private func powerOfTen(_ start: Int) -> (exponent: Int, end: Int)? {
    var at = skipSpace(start)
    if matches("×", at: at) || matches("·", at: at) {
      at += 2
    } else if byte(at) == UInt8(ascii: "x"), !isLetter(at + 1) {
      at += 1
    } else {
      return nil
    }
    at = skipSpace(at)
    guard matches("10", at: at) else { return nil }
    at += 2
    if byte(at) == UInt8(ascii: "^") {
      at += 1
      let negative = dashWidth(at)
      guard let exponent = digits(at + negative, atMost: 3) else { return nil }
      return (negative > 0 ? -exponent.number : exponent.number, exponent.end)
    }
    return superscript(at).map { ($0.number, $0.end) }
  }

  /// A whole number in superscript digits.
  private func superscript(_ start: Int) -> (number: Int, end: Int)? {
    var at = start
    let negative = matches("⁻", at: at)
    if negative { at += 3 }
    var number = 0
    let first = at
    while at - first < 12 {
      if matches("¹", at: at) {
        number = number * 10 + 1
        at += 2
      } else if matches("²", at: at) || matches("³", at: at) {
        number = number * 10 + Int(byte(at + 1)) - 0xB0
        at += 2
      } else if byte(at) == 0xE2, byte(at + 1) == 0x81, byte(at + 2) == 0xB0 || (0xB4...0xB9).contains(byte(at + 2)) {
        number = number * 10 + Int(byte(at + 2)) - 0xB0
        at += 3
      } else {
        break
      }
    }
    guard at > first, number < 300 else { return nil }
    return (negative ? -number : number, at)
  }

  private static func tenTo(_ exponent: Int) -> Double {
    Double("1e\(exponent)") ?? 0
  }
}
