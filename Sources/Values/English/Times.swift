extension Scanner {
  /// "09:50:45 UTC", "9.30 am", "5 p.m.", "noon", "3 o'clock"; nil where there is none.
  func timeOfDay(_ start: Int, _ previous: Word?) -> (time: TimeOfDay, end: Int)? {
    guard isDigit(start) else {
      if let time = spokenTime(start, previous) { return time }
      guard let word = word(start) else { return nil }
      // "It was noon."
      if word.is(.noon) || word.is(.midday), !isUpper(start), isClauseEnd(word.end),
        previous.map({ !matchesWord("high", $0) }) ?? true
      {
        return (TimeOfDay(hour: 12, minute: 0), word.end)
      }
      guard
        previous?.isOne(of: .at, .by, .until, .from, .before, .after, .to, .till, .around, .about, .since) == true
      else { return nil }
      if word.isOne(of: .noon, .midday) { return (TimeOfDay(hour: 12, minute: 0), word.end) }
      return word.is(.midnight) ? (TimeOfDay(hour: 0, minute: 0), word.end) : nil
    }
    guard let hour = digits(start, atMost: 2), hour.number <= 24 else {
      return withoutColon(start) ?? spokenTime(start, previous)
    }
    var time = TimeOfDay(hour: hour.number, minute: 0)
    var end = hour.end
    var isClock = false
    let separator = byte(end)
    if separator == UInt8(ascii: ":") || separator == UInt8(ascii: ".") || separator == UInt8(ascii: "h"),
      let minute = digits(end + 1, atMost: 2), minute.end == end + 3, minute.number < 60,
      !has(".", minute.end) || !isDigit(minute.end + 1)
    {
      time.minute = minute.number
      isClock = separator == UInt8(ascii: ":") || (separator == UInt8(ascii: "h") && !isWordByte(minute.end))
      end = minute.end
      if separator == UInt8(ascii: ":"), has(":", end), let second = digits(end + 1, atMost: 2), second.end == end + 3,
        second.number < 61
      {
        time.second = second.number
        end = second.end
        if has(".", end), isDigit(end + 1) { end += 1 + run(end + 1) }
      }
      if isClock, has(":", end) || (isWordByte(end) && half(end) == nil) { return nil }
    }
    if let half = half(end) {
      guard time.hour >= 1, time.hour <= 12 else { return nil }
      time.hour = time.hour % 12 + (half.isAfternoon ? 12 : 0)
      return (time, zone(half.end))
    }
    if matches("o'clock", at: skipSpace(end)) { return (time, skipSpace(end) + 7) }
    if matches("o\u{2019}clock", at: skipSpace(end)) { return (time, skipSpace(end) + 9) }
    guard isClock else {
      // "0900 hours" has four digits and is no time here; "9.30" is a number.
      return spokenTime(start, previous)
    }
    return (time, zone(end))
  }

  /// "1140 a.m.": three or four digits; "340 pm" is as often the distance of two atoms.
  private func withoutColon(_ start: Int) -> (time: TimeOfDay, end: Int)? {
    guard let digits = digits(start, atMost: 4), digits.end - start >= 3, (100..<1260).contains(digits.number),
      digits.number % 100 < 60, let half = half(digits.end), has(".", half.end) || has(".", half.end - 1)
    else { return nil }
    let hour = digits.number / 100 % 12 + (half.isAfternoon ? 12 : 0)
    return (TimeOfDay(hour: hour, minute: digits.number % 100), zone(half.end))
  }

  /// "am", "p.m." after an hour.
  func half(_ at: Int) -> (isAfternoon: Bool, end: Int)? {
    let start = skipSpace(at)
    let letter = byte(start) | 0x20
    guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
    let isAfternoon = letter == UInt8(ascii: "p")
    if byte(start + 1) | 0x20 == UInt8(ascii: "m"), !isWordByte(start + 2) {
      // "5 AM" may be anything but is a time; "5 Am" is not.
      return isUpper(start) == isUpper(start + 1) ? (isAfternoon, start + 2) : nil
    }
    if has(".", start + 1), has(" ", start + 2), byte(start + 3) | 0x20 == UInt8(ascii: "m"), !isWordByte(start + 4) {
      return (isAfternoon, start + 4)
    }
    guard has(".", start + 1), byte(start + 2) | 0x20 == UInt8(ascii: "m") else { return nil }
    return (isAfternoon, has(".", start + 3) && !isEndOfSentence(start + 4) ? start + 4 : start + 3)
  }

  private func isEndOfSentence(_ at: Int) -> Bool { byte(at) == 0 || isUpper(skipSpace(at)) }

  private func zone(_ at: Int) -> Int {
    guard let word = nextWord(at), isUpper(word.start),
      word.isOne(of: .utc, .gmt, .cet, .est, .edt, .pst, .pdt, .cst, .cest, .bst, .jst, .ist, .et, .pt)
    else { return at }
    return word.end
  }
}
