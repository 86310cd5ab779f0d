import Model

/// A date of a feed: RFC 3339, RFC 822, and what feeds write in their place.
public struct FeedDate: Sendable, Hashable {
  /// The moment, in UTC; midnight for a day alone.
  public let time: Timestamp
  /// Whether it has no time of day.
  public let isDay: Bool

  /// As ISO 8601: `2003-12-31` or `2003-12-31T10:14:55Z`.
  public var text: String {
    let whole = time.description
    return isDay ? String(whole.prefix(10)) : String(whole.prefix(19)) + "Z"
  }

  /// The longest text that is looked at, in bytes.
  private static let longest = 100

  /// Nil for what is no date.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.longest else { return nil }
    let text = text.trimmed
    guard let found = Self.iso(text) ?? Self.words(text) else { return nil }
    self = found
  }

  private init?(_ day: Day, seconds: Int?, offset: Int) {
    let whole = day.daysSince1970 * 86_400 + (seconds ?? 0) - (seconds == nil ? 0 : offset)
    guard Day(daysSince1970: Int((Double(whole) / 86_400).rounded(.down))) != nil else { return nil }
    time = Timestamp(milliseconds: Int64(whole) * 1000)
    isDay = seconds == nil
  }

  // MARK: 2003-12-31T10:14:55+01:00

  private static func iso(_ text: String) -> FeedDate? {
    var scan = Scan(text)
    guard let year = scan.digits(4), let number = Int(year) else { return nil }
    var (month, day) = (1, 1)
    let hasMarks = scan.skip("-")
    if let text = scan.digits(2) {
      month = Int(text) ?? 0
      if scan.skip("-") || !hasMarks, let text = scan.digits(2) { day = Int(text) ?? 0 }
    }
    guard let date = Day(year: number, month: month, day: day) else { return nil }
    if scan.isAtEnd { return FeedDate(date, seconds: nil, offset: 0) }
    guard scan.skip("T") || scan.skip("t") || scan.skip(" ") else { return nil }
    scan.skipSpaces()
    guard let clock = scan.clock() else { return nil }
    scan.skipSpaces()
    guard let offset = scan.isAtEnd ? 0 : Self.zone(scan.rest) else { return nil }
    return FeedDate(date, seconds: clock, offset: offset)
  }

  // MARK: Wed, 31 Dec 2003 10:14:55 GMT

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  /// Dates whose month is a word, in whatever order the parts stand.
  private static func words(_ text: String) -> FeedDate? {
    var (year, month, day): (Int?, Int?, Int?) = (nil, nil, nil)
    var seconds: Int?
    var offset = 0
    for word in text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "\t" || $0 == "\n" }) {
      // `31-Dec-2003` is three words.
      let parts = word.first?.isNumber == true && !word.contains(":") ? word.split(separator: "-") : [word]
      for part in parts {
        let lower = part.lowercased()
        if part.contains(":") {
          var scan = Scan(String(part))
          guard let clock = scan.clock() else { return nil }
          seconds = clock
          if !scan.isAtEnd { offset = zone(scan.rest) ?? 0 }
        } else if let number = Int(part), part.first?.isNumber == true {
          if part.count <= 2, day == nil, (1...31).contains(number) {
            day = number
          } else if year == nil {
            year = part.count <= 2 ? number + (number < 70 ? 2000 : 1900) : number
          } else {
            return nil
          }
        } else if month == nil, part.count >= 3, let found = months.firstIndex(of: String(lower.prefix(3))) {
          month = found + 1
        } else if let found = zone(String(part)) {
          offset = found
        }
      }
    }
    guard let year, let month, let date = Day(year: year, month: month, day: day ?? 1) else { return nil }
    return FeedDate(date, seconds: seconds, offset: offset)
  }

  /// The zones of RFC 822 and a few more, in hours from UTC.
  private static let zones: [String: Int] = [
    "z": 0, "gmt": 0, "ut": 0, "utc": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "kst": 9,
  ]

  /// Seconds from UTC; nil for what is no zone.
  private static func zone(_ text: String) -> Int? {
    var text = text.lowercased().filter { !$0.isWhitespace }
    if let hours = zones[text] { return hours * 3600 }
    for name in ["gmt", "utc"] where text.hasPrefix(name) { text.removeFirst(3) }
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard (1...4).contains(digits.count), let number = Int(digits) else { return nil }
    let (hours, minutes) = digits.count <= 2 ? (number, 0) : (number / 100, number % 100)
    guard hours <= 14, minutes < 60 else { return nil }
    return (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
  }

  private struct Scan {
    private var left: Substring

    init(_ text: String) { left = text[...] }

    var isAtEnd: Bool { left.isEmpty }
    var rest: String { String(left) }

    mutating func skip(_ mark: Character) -> Bool {
      guard left.first == mark else { return false }
      left.removeFirst()
      return true
    }

    mutating func skipSpaces() { left = left.drop { $0 == " " } }

    mutating func digits(_ count: Int) -> String? {
      let found = left.prefix(count)
      guard found.count == count, found.utf8.allSatisfy({ (0x30...0x39).contains($0) }), found.utf8.count == count
      else { return nil }
      left.removeFirst(count)
      return String(found)
    }

    /// Hours, minutes, seconds and a fraction, as seconds of the day. 24:00 is the end of it, and second 60 counts as
    /// 59.
    mutating func clock() -> Int? {
      guard let hours = (digits(2) ?? digits(1)).flatMap({ Int($0) }), hours <= 24, skip(":") || left.count >= 2,
        let minutes = (digits(2) ?? digits(1)).flatMap({ Int($0) }), minutes < 60
      else { return nil }
      var seconds = 0
      if skip(":") {
        guard let text = digits(2) ?? digits(1), let number = Int(text), number <= 60 else { return nil }
        seconds = min(number, 59)
        if skip(".") || skip(",") { left = left.drop(while: \.isNumber) }
      }
      return hours * 3600 + minutes * 60 + seconds
    }
  }
}
