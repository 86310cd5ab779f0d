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
    let rest = source[at...].prefix(3)
    if rest.starts(with: [0xC2, 0xAD]) {
      at += 2
    } else if rest.starts(with: [0xC2, 0x85]) {
      text.append(UInt8(ascii: "\n"))
      at += 2
    } else if rest.elementsEqual([0xEF, 0xBB, 0xBF]) {
      at += 3
    } else if rest.count == 3, rest.first == 0xE2, let second = rest.dropFirst().first, let third = rest.last {
      switch (second, third) {
      case (0x80, 0x8B), (0x80, 0x8E), (0x80, 0x8F), (0x80, 0xAA...0xAE), (0x81, 0xA6...0xA9): at += 3
      case (0x80, 0xA8), (0x80, 0xA9):
        text.append(UInt8(ascii: "\n"))
        at += 3
      default: append(&at)
      }
    } else {
      append(&at)
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
    guard hasBreak, end < source.count, Self.isLower(source[end]), let last = text.last, Self.isLower(last) else {
      text.append(source[at])
      return at + 1
    }
    let before = Array(text.suffix(Self.longestWord).suffix(while: Self.isLetter))
    let after = Array(source[end...].prefix(Self.longestWord).prefix { Self.isLower($0) })
    // "a well-known- / site" is no word that was parted; nor is what is longer than any word.
    guard before.count > 1, after.count > 1, before.count < Self.longestWord else {
      text.append(source[at])
      return at + 1
    }
    let isCompound: Bool
    if has(before + [UInt8(ascii: "-")] + after) {
      isCompound = true
    } else if has(before + after) {
      isCompound = false
    } else {
      // Two words that the text has by themselves are hardly the halves of one.
      isCompound =
        Self.compounds.contains(String(decoding: before, as: UTF8.self).lowercased()) || (has(before) && has(after))
    }
    if isCompound { text.append(UInt8(ascii: "-")) }
    return end
  }

  /// The words of the text, also those of two parts with a hyphen, by their hashes; read when the first parted word comes.
  private var words: Set<UInt64>?

  /// Whether the text has a word elsewhere, in whatever case.
  private mutating func has(_ word: some Collection<UInt8>) -> Bool {
    if words == nil { words = Self.words(of: source) }
    return words?.contains(Self.hash(word)) ?? false
  }

  private static func words(of text: [UInt8]) -> Set<UInt64> {
    var words: Set<UInt64> = []
    var last: Range<Int>?
    var at = 0
    while at < text.count {
      guard isLetter(text[at]) else {
        at += 1
        continue
      }
      let end = text[at...].firstIndex { !isLetter($0) } ?? text.count
      let isParted = end + 1 < text.count && text[end] == UInt8(ascii: "-") && text[end + 1] <= 0x20
      let isRest = at > 1 && text[at - 1] <= 0x20 && lastVisible(text, before: at) == UInt8(ascii: "-")
      if !isParted, !isRest {
        words.insert(hash(text[at..<end]))
        if let last, last.upperBound + 1 == at, text[last.upperBound] == UInt8(ascii: "-") {
          words.insert(hash(text[last.lowerBound..<end]))
        }
      }
      last = at..<end
      at = end
    }
    return words
  }

  private static func lastVisible(_ text: [UInt8], before at: Int) -> UInt8? {
    text[max(0, at - 80)..<at].last { $0 > 0x20 }
  }

  private static func hash(_ word: some Collection<UInt8>) -> UInt64 {
    word.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64(isLetter($1) ? $1 | 0x20 : $1)) &* 0x0000_0100_0000_01B3 }
  }

  private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
  static func isLetter(_ byte: UInt8) -> Bool { isLower(byte | 0x20) || byte >= 0x80 }
}

/// The figures of footnotes that stand right after full stops, as text that was copied from a page has them:
/// "in 1999.1 The port".
private enum Footnotes {
  /// - Returns: the places of the figures, in order; none where they do not count up from 1.
  static func find(in text: [UInt8]) -> [Range<Int>] {
    var notes: [Range<Int>] = []
    for at in text.indices where text[at] == UInt8(ascii: ".") && at > 1 {
      guard TextCleaner.isLetter(text[at - 1]) || isYear(text, endingAt: at) else { continue }
      var end = at + 1
      var number = 0
      while end < text.count, end - at <= 3, isDigit(text[end]) {
        number = number * 10 + Int(text[end] - UInt8(ascii: "0"))
        end += 1
      }
      guard end > at + 1, number == notes.count + 1 else { continue }
      let isEnd = end == text.count || text[end] == UInt8(ascii: "\n")
      let isBeforeSentence =
        end + 1 < text.count && text[end] == 0x20 && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(text[end + 1])
      if isEnd || isBeforeSentence { notes.append((at + 1)..<end) }
    }
    return notes.count > 1 ? notes : []
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Four digits that are no part of a longer number.
  private static func isYear(_ text: [UInt8], endingAt end: Int) -> Bool {
    end >= 5 && text[(end - 4)..<end].allSatisfy(isDigit) && text[end - 5] == 0x20
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
