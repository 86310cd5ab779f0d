/// Numbers in words, up to the trillions.
enum NumberWords {
  static let small: [String: Double] = [
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
  ]
  /// Words that multiply what stands before them.
  static let scales: [String: Double] = [
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12,
  ]
  /// Scales in letters that mean nothing else after a number.
  static let shortScales: [String: Double] = [
    "bn": 1e9, "tn": 1e12, "trn": 1e12, "mn": 1e6, "mln": 1e6, "mio": 1e6, "bln": 1e9,
  ]
  /// Scales in letters that are units unless money is spoken of: "CHF 15m", but "15 m".
  static let moneyScales: [String: Double] = ["m": 1e6, "b": 1e9, "k": 1e3, "t": 1e12]
}

extension Scanner {
  /// The number in words at an offset: "twenty-one", "two hundred and five", "half a million", "a dozen".
  ///
  /// A lone "a" or "one" is too often no number at all, and gives nothing.
  func numberWords(_ start: Int) -> WrittenNumber? {
    guard let first = word(start) else { return nil }
    var total = 0.0
    var current: Double?
    var end = first.end
    var word = first.text
    var count = 0
    var lastSmall = 100.0
    if word == "half" {
      guard let article = nextWord(end), article.text == "a", let scale = nextWord(article.end),
        let factor = NumberWords.scales[scale.text]
      else { return nil }
      return WrittenNumber(value: factor / 2, end: scale.end, isPlain: false, width: 0)
    }
    if word == "a" || word == "an" {
      guard let scale = nextWord(end), let factor = NumberWords.scales[scale.text] else { return nil }
      current = factor
      end = scale.end
      count = 2
    }
    while count < 14 {
      if count > 0 {
        guard let next = continuation(end) else { break }
        word = next.text
        guard let small = NumberWords.small[word] ?? NumberWords.scales[word] else { break }
        // "two three" are two numbers; "twenty three" is one.
        if NumberWords.small[word] != nil, current != nil,
          !(lastSmall >= 20 && small < 10) && !next.isAfterScale(lastSmall)
        {
          break
        }
        end = next.end
      }
      if let small = NumberWords.small[word] {
        current = (current ?? 0) + small
        lastSmall = small
      } else if let scale = NumberWords.scales[word], let factor = current ?? (count == 0 ? nil : 1) {
        if scale >= 1000 {
          total += factor * scale
          current = 0
        } else {
          current = factor * scale
        }
        lastSmall = scale
      } else {
        break
      }
      count += 1
    }
    guard let current, count > 0, !(count == 1 && first.text == "one") else { return nil }
    return WrittenNumber(value: total + current, end: end, isPlain: false, width: 0)
  }

  private struct Continuation {
    var text: String
    var end: Int
    func isAfterScale(_ last: Double) -> Bool { last >= 100 }
  }

  /// The next word of a number in words, after a space, a hyphen or "and".
  private func continuation(_ at: Int) -> Continuation? {
    if byte(at) == UInt8(ascii: "-"), let word = word(at + 1) { return Continuation(text: word.text, end: word.end) }
    guard let next = nextWord(at) else { return nil }
    if next.text == "and", let after = nextWord(next.end) {
      return NumberWords.small[after.text] == nil ? nil : Continuation(text: after.text, end: after.end)
    }
    return Continuation(text: next.text, end: next.end)
  }
}
