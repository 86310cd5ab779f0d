import Model
import Values

/// Where and when a report was written, as news agencies begin: "GENEVA, 4 July 2012 – ".
struct Dateline {
  /// The day; nil where it has none.
  var date: Day?
  /// The paragraph without it.
  var rest: Range<Int>

  /// - Returns: nil where the paragraph begins in no such way.
  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    // Two capitals at least begin it, and a dash within a hundred bytes ends it.
    guard range.count > 20, Self.isCapital(bytes[range.lowerBound]), Self.isCapital(bytes[range.lowerBound + 1]) else {
      return nil
    }
    guard let dash = range.prefix(100).first(where: { Self.dashWidth(bytes, $0) > 0 }) else { return nil }
    let before = range.lowerBound..<dash
    var words = 0
    var lowerCase = 0
    for at in before {
      if bytes[at] == 0x20 { words += 1 }
      if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[at]), at == before.lowerBound || bytes[at - 1] == 0x20 {
        lowerCase += 1
      }
      if bytes[at] == UInt8(ascii: "."), at + 1 < dash, bytes[at + 1] == 0x20, words > 3 { return nil }
    }
    guard words <= 8, lowerCase <= 1 else { return nil }
    let dates = bytes.withUnsafeBytes { Values.find(in: $0, range: before, style: .decimalPoint) }.filter(\.isDate)
    guard let value = dates.last?.value else { return nil }
    date = value.start
    var start = dash + Self.dashWidth(bytes, dash)
    while start < range.upperBound, bytes[start] == 0x20 { start += 1 }
    rest = start..<range.upperBound
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

  /// The width of a dash between spaces; 0 where there is none.
  private static func dashWidth(_ bytes: [UInt8], _ at: Int) -> Int {
    guard at > 0, bytes[at - 1] == 0x20 else { return 0 }
    if bytes[at] == UInt8(ascii: "-"), at + 1 < bytes.count, bytes[at + 1] == 0x20 || bytes[at + 1] == UInt8(ascii: "-")
    {
      return 1
    }
    guard at + 3 < bytes.count, bytes[at] == 0xE2, bytes[at + 1] == 0x80, bytes[at + 2] == 0x93 || bytes[at + 2] == 0x94
    else { return 0 }
    return 3
  }
}
