import Model
import Values

/// Where and when a report was written, as news agencies begin: "GENEVA, 4 July 2012 – ", "Lisbon | 7 August 2015 | ".
struct Dateline {
  /// The day.
  var date: Day?
  /// The paragraph without it.
  var rest: Range<Int>

  /// How far into a paragraph its dateline may reach, in bytes.
  private static let longest = 100

  /// - Returns: nil where the paragraph begins in no such way.
  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    guard range.count > 20, Self.isCapital(bytes[range.lowerBound]) else { return nil }
    for at in range.prefix(Self.longest) {
      let width = Self.separatorWidth(bytes, at)
      let before = range.lowerBound..<at
      guard width > 0 else { continue }
      let day = Self.day(bytes, before)
      guard day != nil || Self.isPlace(bytes, before) else { continue }
      var start = at + width
      while start < range.upperBound, bytes[start] == 0x20 || bytes[start] == UInt8(ascii: "-") { start += 1 }
      guard start < range.upperBound else { return nil }
      date = day
      rest = start..<range.upperBound
      return
    }
    return nil
  }

  /// Whether what stands before a separator is a place in capitals with nothing but a day without a year and an agency: "FORT HOLLIS",
  /// "BRANNOCK, May 7 (Northern Press)".
  private static func isPlace(_ bytes: [UInt8], _ before: Range<Int>) -> Bool {
    let text = String(decoding: bytes[before], as: UTF8.self)
    let place = text.split(whereSeparator: { $0 == "," || $0 == "(" }).first.map(String.init) ?? ""
    let letters = place.unicodeScalars.filter(\.properties.isAlphabetic)
    guard !text.contains(":"), letters.count > 2, letters.allSatisfy(\.properties.isUppercase),
      place.split(separator: " ").count <= 4, !place.contains(where: \.isNumber)
    else { return false }
    let rest = text.dropFirst(place.count).split { !$0.isLetter }
    return rest.count <= 6 && rest.allSatisfy { $0.first?.isUppercase ?? false }
  }

  /// The day of what stands before a separator, where that is a dateline: a place, a day, an agency, and no words of a sentence.
  private static func day(_ bytes: [UInt8], _ before: Range<Int>) -> Day? {
    let dates = bytes.withUnsafeBytes { Values.find(in: $0, range: before, style: .decimalPoint) }.filter { span in
      guard let value = span.value, value.kind == .date, let start = value.start else { return false }
      return start == value.end
    }
    guard let span = dates.last, let day = span.value?.start else { return nil }
    let place = String(decoding: bytes[before.lowerBound..<span.range.lowerBound], as: UTF8.self)
    let agency = String(decoding: bytes[span.range.upperBound..<before.upperBound], as: UTF8.self)
    let words = (place + " " + agency).split { !$0.isLetter }
    guard words.count <= 8, words.count(where: { $0.first?.isLowercase == true }) <= 2 else { return nil }
    // "On 3 May 2024 – a Friday – the ship left" is a sentence. A place stands in capitals, or a mark parts it from the day.
    let visible = place.unicodeScalars.filter { $0 != " " }
    // "Ann Lee (1 May 1900 – 4 June 1980)" is a life.
    let isParted = visible.last.map { $0 == "(" ? agency.contains(")") : ",|–—-".unicodeScalars.contains($0) } ?? false
    let letters = place.unicodeScalars.filter(\.properties.isAlphabetic)
    let isCapitals = letters.count > 1 && letters.prefix(2).allSatisfy(\.properties.isUppercase)
    return isParted || isCapitals ? day : nil
  }

  private static func isCapital(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || byte >= 0xC3
  }

  /// The width in bytes of the mark between a dateline and its text: a dash or bar between spaces, or a colon. 0 for any other byte.
  private static func separatorWidth(_ bytes: [UInt8], _ at: Int) -> Int {
    guard at > 0, at + 1 < bytes.count else { return 0 }
    if bytes[at] == UInt8(ascii: ":") { return bytes[at + 1] == 0x20 ? 1 : 0 }
    guard bytes[at - 1] == 0x20 else { return 0 }
    if bytes[at] == UInt8(ascii: "|") { return bytes[at + 1] == 0x20 ? 1 : 0 }
    if bytes[at] == UInt8(ascii: "-") { return bytes[at + 1] == 0x20 || bytes[at + 1] == UInt8(ascii: "-") ? 1 : 0 }
    guard at + 3 < bytes.count, bytes[at] == 0xE2, bytes[at + 1] == 0x80, bytes[at + 2] == 0x93 || bytes[at + 2] == 0x94
    else { return 0 }
    return 3
  }
}
