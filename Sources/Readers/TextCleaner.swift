import Model

/// Takes out of a plain text what is not part of its words, and joins what only the end of a line parts.
///
/// - Byte order marks, soft hyphens, zero-width spaces and marks of direction go.
/// - NEL, U+2028, U+2029, form feed and vertical tab are ends of lines.
/// - A word that a hyphen parts at the end of a line is joined. The hyphen stays where the text writes the word with it elsewhere,
///   or the first part usually makes compounds.
/// - Entities of HTML are the characters that they stand for.
/// - How a name is pronounced, at the beginning of brackets, goes.
/// - The figures of footnotes after full stops go, where they count up from 1.
struct TextCleaner {
  private let source: [UInt8]
  private(set) var text: [UInt8] = []
  private var runs: [SourceMap.Run] = []
  /// Where the stretch begins, in the text and in the source, that is the same in both up to here.
  private var same = (text: 0, source: 0)

  /// - Returns: the text, and where each part of it stood in the source.
  static func clean(_ source: [UInt8]) -> (text: [UInt8], places: SourceMap) {
    var cleaner = TextCleaner(source)
    cleaner.run()
    cleaner.endSame(at: cleaner.text.count)
    return (cleaner.text, SourceMap(runs: cleaner.runs))
  }

  private init(_ source: [UInt8]) { self.source = source }

  private mutating func run() {
    text.reserveCapacity(source.count)
    let notes = Footnotes.find(in: source)
    var nextNote = 0
    var at = 0
    while at < source.count {
      let end = plain(from: at, to: nextNote < notes.count ? notes[nextNote].lowerBound : source.count)
      if end > at {
        text += source[at..<end]
        at = end
        continue
      }
      let before = (text: text.count, source: at)
      defer { note(from: before, to: at) }
      if nextNote < notes.count, notes[nextNote].lowerBound == at {
        at = notes[nextNote].upperBound
        nextNote += 1
        continue
      }
      switch source[at] {
      case UInt8(ascii: "&"):
        if let entity = Entities.read(source, at) {
          text += entity.bytes
          at += entity.count
        } else {
          append(&at)
        }
      case UInt8(ascii: "-"): at = hyphen(at)
      case UInt8(ascii: "("):
        if let end = Pronunciation.end(source, at) {
          at = end
          // Nothing else stands in the brackets.
          if at < source.count, source[at] == UInt8(ascii: ")") {
            at += 1
            if text.last == 0x20 { text.removeLast() }
          } else {
            text.append(UInt8(ascii: "("))
          }
        } else {
          append(&at)
        }
      case 0x0B, 0x0C:
        text.append(UInt8(ascii: "\n"))
        at += 1
      case 0xC2, 0xE2, 0xEF: special(&at)
      default: append(&at)
      }
    }
  }

  /// The end of what stands in the text as it does in the source whatever is around it; most of a text does.
  private func plain(from start: Int, to limit: Int) -> Int {
    source.withUnsafeBytes { bytes in
      var at = start
      while at < limit {
        // Eight at once, where all of them are plain.
        if at + 8 <= limit, Self.arePlain(bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) {
          at += 8
          continue
        }
        let end = min(at + 8, limit)
        while at < end {
          if Self.isSpecial(bytes[at]) { return at }
          at += 1
        }
      }
      return limit
    }
  }

  /// Whether something may be to be done where a byte stands.
  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "-"), UInt8(ascii: "("), 0x0B, 0x0C, 0xC2, 0xE2, 0xEF: true
    default: false
    }
  }

  /// Whether eight bytes are ASCII, and none of them special. It may be that they are where this says no.
  private static func arePlain(_ bytes: UInt64) -> Bool {
    let (ones, low): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x7F7F_7F7F_7F7F_7F7F)
    // What differs from a byte in a bit or more carries into the upper bit.
    let differ =
      ((bytes ^ (ones &* 0x26)) &+ low) & ((bytes ^ (ones &* 0x28)) &+ low) & ((bytes ^ (ones &* 0x2D)) &+ low)
      & ((bytes ^ (ones &* 0x0B)) &+ low) & ((bytes ^ (ones &* 0x0C)) &+ low)
    return differ & ~bytes & ~low == ~low
  }

  /// Notes where what one step has written came from.
  private mutating func note(from before: (text: Int, source: Int), to at: Int) {
    if at == before.source + 1, text.count == before.text + 1, text.last == source[before.source] { return }
    // A step may take back a space, too.
    endSame(at: min(before.text, text.count))
    if text.count > before.text {
      runs.append(SourceMap.Run(text: before.text..<text.count, place: .bytes(before.source..<at)))
    }
    same = (text.count, at)
  }

  private mutating func endSame(at end: Int) {
    guard end > same.text else { return }
    let place = same.source..<(same.source + end - same.text)
    runs.append(SourceMap.Run(text: same.text..<end, place: .bytes(place)))
  }

  private mutating func append(_ at: inout Int) {
    text.append(source[at])
    at += 1
  }

  /// What begins with a byte of the marks that go.
  private mutating func special(_ at: inout Int) {
    let second = at + 1 < source.count ? source[at + 1] : 0
    let third = at + 2 < source.count ? source[at + 2] : 0
    switch (source[at], second, third) {
    case (0xC2, 0xAD, _): at += 2
    case (0xC2, 0x85, _):
      text.append(UInt8(ascii: "\n"))
      at += 2
    case (0xEF, 0xBB, 0xBF): at += 3
    case (0xE2, 0x80, 0x8B), (0xE2, 0x80, 0x8E), (0xE2, 0x80, 0x8F), (0xE2, 0x80, 0xAA...0xAE),
      (0xE2, 0x81, 0xA6...0xA9):
      at += 3
    case (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9):
      text.append(UInt8(ascii: "\n"))
      at += 3
    default: append(&at)
    }
  }

  // MARK: Words parted at the end of a line

  /// First parts that make compounds with a hyphen.
  private static let compounds: Set<String> = [
    "all", "anti", "best", "co", "cross", "ex", "fast", "first", "five", "four", "full", "half", "high", "large",
    "long",
    "low", "mid", "multi", "near", "new", "non", "off", "old", "one", "open", "out", "part", "post", "pre", "pro",
    "second",
    "self", "semi", "short", "single", "six", "small", "so", "ten", "third", "three", "top", "two", "well", "world",
  ]

  /// Longer words are not joined, so that the time stays linear whatever the text is made of.
  private static let longestWord = 64

  /// - Returns: where the text goes on after a hyphen.
  private mutating func hyphen(_ at: Int) -> Int {
    var end = at + 1
    var hasBreak = false
    while end < source.count, source[end] <= 0x20 {
      if source[end] == UInt8(ascii: "\n") {
        if hasBreak { break }
        hasBreak = true
      }
      end += 1
    }
    guard hasBreak, end < source.count, source[end].isLower, let last = text.last, last.isLower else {
      text.append(source[at])
      return at + 1
    }
    let before = Array(text.suffix(Self.longestWord).suffix(while: \.isLetter))
    let after = Array(source[end...].prefix(Self.longestWord).prefix(while: \.isLower))
    // "a well-known- / site" is no word that was parted; nor is what is longer than any word.
    guard before.count > 1, after.count > 1, before.count < Self.longestWord else {
      text.append(source[at])
      return at + 1
    }
    let isCompound: Bool
    let words = wordsOfSource()
    if words.contains(before, after) {
      isCompound = true
    } else if words.contains(before + after) {
      isCompound = false
    } else {
      // Two words that the text has by themselves are hardly the halves of one.
      isCompound =
        Self.compounds.contains(String(decoding: before, as: UTF8.self).lowercased())
        || (words.contains(before) && words.contains(after))
    }
    if isCompound { text.append(UInt8(ascii: "-")) }
    return end
  }

  /// Read when the first parted word comes.
  private var words: TextWords?

  private mutating func wordsOfSource() -> TextWords {
    if let words { return words }
    let found = TextWords(source)
    words = found
    return found
  }
}

/// The figures of footnotes that stand right after full stops, as text that was copied from a page has them:
/// "in 1999.1 The port".
private enum Footnotes {
  /// - Returns: the places of the figures, in order; none where they do not count up from 1.
  static func find(in text: [UInt8]) -> [Range<Int>] {
    var notes: [Range<Int>] = []
    var next = 0
    while let at = text.firstIndex(of: UInt8(ascii: "."), from: next) {
      next = at + 1
      guard at > 1, text[at - 1].isLetter || isYear(text, endingAt: at) else { continue }
      var end = at + 1
      var number = 0
      while end < text.count, end - at <= 3, text[end].isDigit {
        number = number * 10 + Int(text[end] - UInt8(ascii: "0"))
        end += 1
      }
      guard end > at + 1, number == notes.count + 1 else { continue }
      let isEnd = end == text.count || text[end] == UInt8(ascii: "\n")
      let isBeforeSentence =
        end + 1 < text.count && text[end] == 0x20 && text[end + 1].isUpper
      if isEnd || isBeforeSentence { notes.append((at + 1)..<end) }
    }
    return notes.count > 1 ? notes : []
  }

  /// Four digits that are no part of a longer number.
  private static func isYear(_ text: [UInt8], endingAt end: Int) -> Bool {
    end >= 5 && text[(end - 4)..<end].allSatisfy(\.isDigit) && text[end - 5] == 0x20
      && (text[end - 4] == UInt8(ascii: "1") || text[end - 4] == UInt8(ascii: "2"))
  }
}

/// How a name is pronounced, in the signs of the International Phonetic Alphabet: "(/ˈdvɔːrʒɑːk/; 8 September 1841 – 1 May 1904)".
private enum Pronunciation {
  /// How long brackets may be that are looked into, in bytes.
  private static let longest = 300
  /// How many brackets may be open in them.
  private static let deepest = 4

  /// Where the brackets go on behind it; nil where they begin with nothing of the kind.
  static func end(_ text: [UInt8], _ open: Int) -> Int? {
    var depth = 0
    var hasSigns = false
    for at in open..<min(open + longest, text.count) {
      switch text[at] {
      case UInt8(ascii: "("):
        depth += 1
        if depth > deepest { return nil }
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return hasSigns ? at : nil }
      case UInt8(ascii: ";") where depth == 1:
        guard hasSigns else { return nil }
        var next = at + 1
        while next < text.count, text[next] == 0x20 { next += 1 }
        return next
      case UInt8(ascii: "\n"): return nil
      // U+0250 to U+02AF, and the marks of stress and length.
      case 0xC9: hasSigns = hasSigns || (at + 1 < text.count && text[at + 1] >= 0x90)
      case 0xCA: hasSigns = hasSigns || (at + 1 < text.count && text[at + 1] <= 0xAF)
      case 0xCB: hasSigns = hasSigns || (at + 1 < text.count && [0x88, 0x8C, 0x90].contains(text[at + 1]))
      default: break
      }
    }
    return nil
  }
}

/// Characters that are written as HTML writes them.
private enum Entities {
  private static let named: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—", "hellip": "…",
    "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "pound": "£", "euro": "€", "yen": "¥", "cent": "¢",
    "deg": "°",
    "plusmn": "±", "times": "×", "micro": "µ", "copy": "©", "reg": "®", "sect": "§", "middot": "·", "bull": "•",
  ]

  /// The entity at an offset, and how many bytes it takes.
  static func read(_ text: [UInt8], _ at: Int) -> (bytes: [UInt8], count: Int)? {
    let body = text[(at + 1)...].prefix(9)
    guard let end = body.firstIndex(of: UInt8(ascii: ";")), end > at + 2 else { return nil }
    let name = String(decoding: text[(at + 1)..<end], as: UTF8.self)
    if name == "quot" { return ([UInt8(ascii: "\"")], end + 1 - at) }
    if let value = named[name] { return (Array(value.utf8), end + 1 - at) }
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
    let code = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let code, code >= 0x20, !(0x7F...0x9F).contains(code), let scalar = Unicode.Scalar(code) else { return nil }
    return (Array(String(Character(scalar)).utf8), end + 1 - at)
  }
}

extension ArraySlice<UInt8> {
  /// The longest end of which all bytes pass.
  fileprivate func suffix(while passes: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var start = endIndex
    while start > startIndex, passes(self[start - 1]) { start -= 1 }
    return self[start...]
  }
}
