import ArgumentParser
import Client
import Model

/// Times as people write them on the command line. Days are those of UTC, as everywhere.
enum Moment {
  /// What can be written, for messages.
  static let forms =
    "a time such as 2026-11-24T02:00:00Z or 2026-11-24T03:00:00+01:00, a day, today, yesterday, or how long ago: 30s, 5m, 2h, 3d, 2w"

  /// A time; a day stands for its end.
  static func end(_ text: String, now: Timestamp = .now) -> Timestamp? {
    time(text, now) ?? day(text, now).flatMap { Timestamp("\($0)T23:59:59.999Z") }
  }

  /// A time; a day stands for its beginning.
  static func start(_ text: String, now: Timestamp = .now) -> Timestamp? {
    time(text, now) ?? day(text, now).flatMap { Timestamp("\($0)T00:00:00.000Z") }
  }

  /// A day, by its date or its name.
  static func day(_ text: String, _ now: Timestamp = .now) -> Day? {
    let today = Int(now.milliseconds.quotientFloor(by: 86_400_000))
    switch text {
    case "today": return Day(daysSince1970: today)
    case "yesterday": return Day(daysSince1970: today - 1)
    default: return Day(text)
    }
  }

  /// The days of a day, a month or a year.
  static func days(_ text: String) -> ClosedRange<Day>? {
    if let day = day(text) { return day...day }
    let isMonth = text.utf8.count == 7
    guard isMonth || text.utf8.count == 4, let first = Day(text + (isMonth ? "-01" : "-01-01")),
      let last = Day(
        year: first.year,
        month: isMonth ? first.month : 12,
        day: isMonth ? Day.length(ofMonth: first.month, year: first.year) : 31
      )
    else { return nil }
    return first...last
  }

  /// The event after which `--as-of` shows the journal; nil for now.
  static func sequence(_ text: String?, _ query: Query) throws -> UInt64? {
    try text.flatMap { text in
      try UInt64(text) ?? end(text).map { try query.sequence(at: $0) }
    }
  }

  private static func time(_ text: String, _ now: Timestamp) -> Timestamp? {
    if text == "now" { return now }
    // Before the first of January of the year 1 there is no date to be written.
    if let ago = milliseconds(text), now.milliseconds - ago >= -62_135_596_800_000 {
      return Timestamp(milliseconds: now.milliseconds - ago)
    }
    return Timestamp(text) ?? withOffset(text)
  }

  /// How long `5m`, `2h` or `3d` is; nil for anything else.
  private static func milliseconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000]
    guard let unit = text.last.flatMap({ units[$0] }), text.utf8.count <= 10,
      text.dropLast().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let count = Int64(text.dropLast())
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow ? nil : product
  }

  /// RFC 3339 with an offset from UTC, `2024-05-01T10:00:00+02:00`, also without seconds.
  private static func withOffset(_ text: String) -> Timestamp? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 17, bytes[10] == UInt8(ascii: "T") else { return nil }
    var (local, offset) = (bytes[...], Int64(0))
    if bytes.last == UInt8(ascii: "Z") {
      local = bytes.dropLast()
    } else {
      guard bytes.count >= 22, let sign = [UInt8(ascii: "+"): 1, UInt8(ascii: "-"): -1][bytes[bytes.count - 6]],
        bytes[bytes.count - 3] == UInt8(ascii: ":"), let hours = number(bytes[(bytes.count - 5)...].prefix(2)),
        hours < 24,
        let minutes = number(bytes.suffix(2)), minutes < 60
      else { return nil }
      offset = Int64(sign) * Int64(hours * 60 + minutes) * 60_000
      local = bytes.dropLast(6)
    }
    // Without seconds it is the minute's beginning.
    let seconds = local.count == 16 ? ":00" : ""
    return Timestamp(String(decoding: local, as: UTF8.self) + seconds + "Z").map {
      Timestamp(milliseconds: $0.milliseconds - offset)
    }
  }

  private static func number(_ digits: some Collection<UInt8>) -> Int? {
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// Looks at options that take a sequence, a day or a time.
  /// - Throws: `ValidationError` that names the first that is none.
  static func validate(_ options: [(name: String, text: String?)]) throws {
    for (name, text) in options {
      if let text, UInt64(text) == nil, end(text) == nil {
        throw ValidationError("--\(name) is \"\(text)\", want a sequence, \(forms)")
      }
    }
  }
}

extension Int64 {
  fileprivate func quotientFloor(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
