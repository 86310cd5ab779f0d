/// A moment of the wall clock, in milliseconds since 1970-01-01T00:00:00Z; written as RFC 3339 in UTC.
///
/// It tells people when something was recorded. Order never depends on it: that is what a sequence is for.
public struct Timestamp: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  public let milliseconds: Int64

  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Reads RFC 3339 in UTC, such as `2026-01-31T12:00:00Z` or with a fraction of a second; nil when `text` is anything else.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 30, bytes[10] == UInt8(ascii: "T"),
      bytes[bytes.count - 1] == UInt8(ascii: "Z"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let day = Day(String(decoding: bytes[0..<10], as: UTF8.self)),
      let hour = Self.digits(bytes[11..<13]), hour < 24,
      let minute = Self.digits(bytes[14..<16]), minute < 60,
      let second = Self.digits(bytes[17..<19]), second < 61
    else { return nil }
    var fraction = 0
    if bytes.count > 20 {
      let written = bytes[20..<(bytes.count - 1)]
      guard bytes[19] == UInt8(ascii: "."), !written.isEmpty, Self.digits(written) != nil,
        let thousandths = Self.digits(Array((written + [48, 48, 48]).prefix(3))[...])
      else { return nil }
      fraction = thousandths
    }
    let seconds = Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    milliseconds = seconds * 1000 + Int64(fraction)
  }

  private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
    var number = 0
    for byte in bytes {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

  public var description: String {
    let (days, rest) = milliseconds.quotientAndFloorRemainder(by: 86_400_000)
    guard let day = Day(daysSince1970: Int(days)) else { return "\(milliseconds) ms" }
    let seconds = rest / 1000
    // Digit by digit: it stands in every event.
    return String(unsafeUninitializedCapacity: 24) { bytes in
      var end = 0
      for (number, width, separator) in [
        (day.year, 4, UInt8(ascii: "-")), (day.month, 2, UInt8(ascii: "-")), (day.day, 2, UInt8(ascii: "T")),
        (Int(seconds / 3600), 2, UInt8(ascii: ":")), (Int(seconds / 60 % 60), 2, UInt8(ascii: ":")),
        (Int(seconds % 60), 2, UInt8(ascii: ".")), (Int(rest % 1000), 3, UInt8(ascii: "Z")),
      ] {
        write(digits: number, width, to: bytes, at: end)
        bytes[end + width] = separator
        end += width + 1
      }
      return end
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let timestamp = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is not a time: want YYYY-MM-DDThh:mm:ss.sssZ"
      )
    }
    self = timestamp
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Int64 {
  fileprivate func quotientAndFloorRemainder(by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
