/// A day of the proleptic Gregorian calendar; written `2012-01-31`.
public struct Day: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  public let year: Int
  public let month: Int
  public let day: Int

  /// Nil when there is no such day, or the year is outside 0001 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, year: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads `YYYY-MM-DD`; nil when `text` is anything else.
  public init?(_ text: String) {
    // Digits from the left as one number: it is read with every fact.
    var (number, place) = (0, 0)
    for byte in text.utf8 {
      if place == 4 || place == 7 {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard place < 10, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
      }
      place += 1
    }
    guard place == 10 else { return nil }
    self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  /// The number of days in a month, 28 to 31.
  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01. After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
  public var daysSince1970: Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day so many days after 1970-01-01; nil outside the years 0001 to 9999.
  public init?(daysSince1970 days: Int) {
    let (shifted, overflow) = days.addingReportingOverflow(719_468)
    guard !overflow else { return nil }
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
      month: month,
      day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  public static func < (left: Day, right: Day) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  public var description: String {
    String(unsafeUninitializedCapacity: 10) { bytes in
      write(digits: year, 4, to: bytes, at: 0)
      bytes[4] = UInt8(ascii: "-")
      write(digits: month, 2, to: bytes, at: 5)
      bytes[7] = UInt8(ascii: "-")
      write(digits: day, 2, to: bytes, at: 8)
      return 10
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let day = Day(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is not a day: want YYYY-MM-DD"
      )
    }
    self = day
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Writes the last `width` decimal digits of a number that is not negative.
func write(digits number: Int, _ width: Int, to bytes: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
  var rest = number
  for place in stride(from: start + width - 1, through: start, by: -1) {
    bytes[place] = UInt8(ascii: "0") + UInt8(rest % 10)
    rest /= 10
  }
}

/// `number` in decimal, with zeros before it up to `width` digits.
func padded(_ number: some BinaryInteger, to width: Int) -> String {
  let digits = String(number)
  let missing = max(0, width - digits.utf8.count)
  return missing == 0 ? digits : "00000000000000000000".prefix(missing) + digits
}
