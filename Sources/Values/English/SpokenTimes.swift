/// Times of day in words: "half past eight", "ten am", "seven o'clock", "9 in the morning".
extension Scanner {
  /// The time that begins with a word or a number, of which words say that it is one.
  func spokenTime(_ start: Int, _ previous: Word?) -> (time: TimeOfDay, end: Int)? {
    if !isDigit(start) {
      guard let first = word(start), info(first).small > 0 || first.isOne(of: .half, .quarter, .a) else { return nil }
    }
    if let past = pastHour(start, previous) { return past }
    guard let hour = hourNumber(start) else { return nil }
    if let noon = nextWord(hour.end), hour.number == 12, noon.isOne(of: .noon, .midday, .midnight) {
      return (TimeOfDay(hour: noon.is(.midnight) ? 0 : 12, minute: 0), noon.end)
    }
    let isWord = !isDigit(start)
    if isWord, let clock = oclock(hour.end) {
      return withPart(hour.number, 0, clock)
    }
    if isWord, let half = half(hour.end), !matchesAm(hour.end) {
      return (TimeOfDay(hour: hour.number % 12 + (half.isAfternoon ? 12 : 0), minute: 0), half.end)
    }
    if isWord, let minutes = minuteWords(hour.end) {
      // "seven thirty pm", "five fifteen in the morning"
      if let half = half(minutes.end) {
        return (
          TimeOfDay(hour: hour.number % 12 + (half.isAfternoon ? 12 : 0), minute: minutes.number), half.end
        )
      }
      if let part = partOfDay(minutes.end), let time = time(hour.number, minutes.number, part.half) {
        return (time, part.end)
      }
    }
    // "at 9 in the morning"; "the other 8 in the morning" counts.
    guard isClockWord(previous), let part = partOfDay(hour.end), let time = time(hour.number, 0, part.half) else {
      return nil
    }
    return (time, part.end)
  }

  /// "half past eight", "a quarter to nine", "ten past nine", "20 minutes past four".
  private func pastHour(_ start: Int, _ previous: Word?) -> (time: TimeOfDay, end: Int)? {
    var minutes = 0
    var end = start
    var isSure = true
    if let first = word(start), first.isOne(of: .half, .quarter) {
      minutes = first.is(.half) ? 30 : 15
      end = first.end
    } else if let first = word(start), first.is(.a), let quarter = nextWord(first.end), quarter.is(.quarter) {
      minutes = 15
      end = quarter.end
    } else if let number = isDigit(start) ? digits(start, atMost: 2) : word(start).map({ upToHundred($0) }),
      (1...29).contains(number.number) || number.number == 30
    {
      minutes = number.number
      end = number.end
      if let unit = nextWord(end), isMinutes(unit) {
        end = unit.end
      } else {
        isSure = minutes.isMultiple(of: 5) && isClockWord(previous)
      }
    } else {
      return nil
    }
    guard let side = nextWord(end), side.is(.past) || side.is(.to), side.is(.past) || minutes < 30,
      let hour = hourNumber(skipSpace(side.end))
    else { return nil }
    if let next = nextWord(hour.end), next.is(.per) || unit(hour.end) != nil { return nil }
    var number = hour.number
    if side.is(.to) {
      // "from a quarter to eight per cent"
      guard isSure, isClauseEnd(hour.end) || oclock(hour.end) != nil || partOfDay(hour.end) != nil else { return nil }
      number = number == 1 ? 12 : number - 1
      minutes = 60 - minutes
    }
    var last = hour.end
    var isTold = false
    if let clock = oclock(last) {
      last = clock
      isTold = true
    }
    if let half = half(last) {
      return (TimeOfDay(hour: number % 12 + (half.isAfternoon ? 12 : 0), minute: minutes), half.end)
    }
    if let part = partOfDay(last) ?? afternoon(last), let time = time(number, minutes, part.half) {
      return (time, part.end)
    }
    guard isTold || (isSure || isClockWord(previous)) && isClauseEnd(last) else { return nil }
    return (TimeOfDay(hour: number, minute: minutes), last)
  }

  private func isMinutes(_ word: Word) -> Bool {
    matchesWord("minutes", word) || matchesWord("minute", word) || matchesWord("mins", word) || matchesWord("min", word)
  }

  private func hourNumber(_ start: Int) -> (number: Int, end: Int)? {
    if isDigit(start) {
      guard let hour = digits(start, atMost: 2), (1...12).contains(hour.number),
        !isWordByte(hour.end) || half(hour.end) != nil,
        !has(":", hour.end), !has(".", hour.end) || !isDigit(hour.end + 1)
      else { return nil }
      return hour
    }
    guard let word = word(start), (1...12).contains(info(word).small), !has("-", word.end) else { return nil }
    return (Int(info(word).small), word.end)
  }

  /// "thirty", "fifty-five", "oh five" after an hour.
  private func minuteWords(_ at: Int) -> (number: Int, end: Int)? {
    guard let first = joinedWord(at), info(first).small >= 10 else { return nil }
    let number = upToHundred(first)
    return number.number < 60 ? number : nil
  }

  private func oclock(_ at: Int) -> Int? {
    let start = skipSpace(at)
    if matches("o'clock", at: start) { return start + 7 }
    return matches("o\u{2019}clock", at: start) ? start + 9 : nil
  }

  /// "I am ten am I not" is nobody's prose, but "at ten Am…" begins a name.
  private func matchesAm(_ at: Int) -> Bool { has("A", skipSpace(at)) && has("m", skipSpace(at) + 1) }

  private enum PartOfDay {
    case morning, afternoon, evening, night
  }

  /// "in the morning", "at night".
  private func partOfDay(_ at: Int) -> (half: PartOfDay, end: Int)? {
    guard let link = nextWord(at), let next = nextWord(link.end) else { return nil }
    if link.is(.at), matchesWord("night", next) { return (.night, next.end) }
    guard link.is(.in), next.is(.the), let part = nextWord(next.end) else { return nil }
    if matchesWord("morning", part) { return (.morning, part.end) }
    if matchesWord("afternoon", part) { return (.afternoon, part.end) }
    if matchesWord("evening", part) { return (.evening, part.end) }
    return matchesWord("night", part) ? (.night, part.end) : nil
  }

  /// "half past seven afternoon"
  private func afternoon(_ at: Int) -> (half: PartOfDay, end: Int)? {
    guard let part = nextWord(at), matchesWord("afternoon", part) else { return nil }
    return (.afternoon, part.end)
  }

  private func time(_ hour: Int, _ minute: Int, _ part: PartOfDay) -> TimeOfDay? {
    switch part {
    case .morning: TimeOfDay(hour: hour % 12, minute: minute)
    case .afternoon: TimeOfDay(hour: hour % 12 + 12, minute: minute)
    case .evening: hour >= 4 ? TimeOfDay(hour: hour % 12 + 12, minute: minute) : nil
    // "at two at night" is before the morning.
    case .night: TimeOfDay(hour: (6..<12).contains(hour) ? hour + 12 : hour % 12, minute: minute)
    }
  }

  private func withPart(_ hour: Int, _ minute: Int, _ end: Int) -> (time: TimeOfDay, end: Int)? {
    if let part = partOfDay(end), let time = time(hour, minute, part.half) { return (time, part.end) }
    return (TimeOfDay(hour: hour, minute: minute), end)
  }

  /// What a time of day may stand behind.
  private func isClockWord(_ previous: Word?) -> Bool {
    guard let previous else { return false }
    if previous.isOne(of: .at, .by, .until, .till, .before, .after, .around, .about, .since) { return true }
    return matchesWord("is", previous) || matchesWord("was", previous) || matchesWord("s", previous)
  }
}
