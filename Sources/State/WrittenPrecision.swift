import Model

/// How exactly a number was written.
enum WrittenPrecision {
  /// The worth of one step in the last digit that `text` writes of `number`: 100,000,000 for "33.5 billion".
  ///
  /// The scale is the number over the digits as written, so that no scale word or symbol needs to be known here.
  /// Zeros at the end of a whole number count as written ("300,000"), unless it is approximate ("about 300,000").
  /// 0 when the wording has no digits ("two thirds").
  static func step(of number: Double, in text: String, approximate: Bool) -> Double {
    guard let written = Mantissa(in: text), number.isFinite else { return 0 }
    // The separators may be decimal or grouping; the reading whose scale is a power of ten is the one that was meant.
    for (mantissa, decimals) in written.readings where mantissa != 0 {
      let scale = number.magnitude / mantissa
      guard isPowerOfTen(scale) else { continue }
      var step = scale * power(ofTen: -decimals)
      if approximate, decimals == 0 { step *= power(ofTen: written.trailingZeros) }
      return step
    }
    return 0
  }

  private static func isPowerOfTen(_ scale: Double) -> Bool {
    var power = 1e-24
    while power < scale * 0.999_999 { power *= 10 }
    return (power - scale).magnitude <= scale * 1e-6
  }

  private static func power(ofTen exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<exponent.magnitude { power *= 10 }
    return exponent < 0 ? 1 / power : power
  }
}

/// The first run of digits and separators in a wording.
private struct Mantissa {
  /// The number that it may be, with how many decimals, the likeliest first.
  var readings: [(value: Double, decimals: Int)] = []
  var trailingZeros = 0

  init?(in text: String) {
    let bytes = Array(text.utf8)
    guard let start = bytes.firstIndex(where: Self.isDigit) else { return nil }
    var digits: [UInt8] = []
    var afterSeparator: Int?
    var index = start
    while index < bytes.count, digits.count < 18 {
      if Self.isDigit(bytes[index]) {
        digits.append(bytes[index])
        afterSeparator? += 1
      } else if bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ","), index + 1 < bytes.count,
        Self.isDigit(bytes[index + 1])
      {
        afterSeparator = 0
      } else if let space = Self.groupingSpace(at: index, in: bytes) {
        index += space - 1
      } else {
        break
      }
      index += 1
    }
    guard let whole = Double(String(decoding: digits, as: UTF8.self)) else { return nil }
    if let decimals = afterSeparator {
      readings.append((whole / [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9][min(decimals, 9)], min(decimals, 9)))
      // Three digits after the last separator: "1,280" is more likely grouped than a fraction.
      if decimals == 3 { readings.insert((whole, 0), at: 0) } else { readings.append((whole, 0)) }
    } else {
      readings.append((whole, 0))
    }
    trailingZeros = min(digits.reversed().prefix { $0 == UInt8(ascii: "0") }.count, digits.count - 1)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The length of a space that groups digits in threes ("203 000"), with thin and no-break ones.
  private static func groupingSpace(at index: Int, in bytes: [UInt8]) -> Int? {
    let length: Int
    if bytes[index] == UInt8(ascii: " ") {
      length = 1
    } else if bytes[index...].starts(with: [0xC2, 0xA0]) {
      length = 2
    } else if bytes[index...].starts(with: [0xE2, 0x80, 0xAF]) || bytes[index...].starts(with: [0xE2, 0x80, 0x89]) {
      length = 3
    } else {
      return nil
    }
    let group = bytes[(index + length)...].prefix(4)
    return group.count >= 3 && group.prefix(3).allSatisfy(isDigit)
      && !(group.count == 4 && group.last.map(isDigit) == true)
      ? length : nil
  }
}
