import Model

/// A stretch of text between the ends of blocks: a paragraph, an item, a heading, the label of a button.
struct Segment {
  /// The element that is its block.
  var block: Int32
  /// Its texts and line ends, as indices into ``Segmentation/pieces``.
  var pieces: Range<Int>
  var kind: TextDocument.Block.Kind = .paragraph
  /// Of a heading.
  var level = 0
  /// The cell that it lies in, or -1.
  var cell: Int32 = -1
  /// Whether it shows only where scripts are off.
  var isNoscript = false
  var counts = TextCounts()
}

/// What can be counted in a text, whatever its language.
struct TextCounts {
  var words = 0
  var characters = 0
  var linkCharacters = 0
  var linkWords = 0
  var digits = 0
  var upperWords = 0
  var sentences = 0
  var commas = 0
  var lines = 1
  var hasCopyright = false
  var endsSentence = false
  /// Of its words, lower case; 0 where there are none.
  var fingerprint: UInt64 = 0

  /// The part of it that leads to other pages.
  var linkShare: Float { characters == 0 ? 0 : Float(linkCharacters) / Float(characters) }

  /// Whether it reads as running text rather than as a label.
  var isProse: Bool { words >= 15 && linkShare < 0.34 && (sentences > 0 || words >= 25) }
}

/// Counts what is in the texts of one segment, one after the other.
struct TextCounter {
  private(set) var counts = TextCounts()
  private var fingerprint = Fingerprint()
  private var isInWord = false
  private var wide = 0
  private var lastEnds = false

  mutating func add(_ text: UnsafeBufferPointer<UInt8>, isLink: Bool) {
    var at = 0
    while at < text.count {
      let byte = text[at]
      var width = 1
      var isWord = false
      if byte < 0x80 {
        if byte <= 0x20 {
          if lastEnds { counts.sentences += 1 }
          lastEnds = false
          isInWord = false
          at += 1
          continue
        }
        let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        isWord = isDigit || TagScanner.isLetter(byte) || byte == UInt8(ascii: "_")
        if isDigit { counts.digits += 1 }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): lastEnds = true
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"): break
        case UInt8(ascii: ","):
          counts.commas += 1
          lastEnds = false
        default: lastEnds = false
        }
        counts.endsSentence = lastEnds || byte == UInt8(ascii: ":")
      } else {
        width = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        let second = at + 1 < text.count ? text[at + 1] : 0
        (isWord, width) = (Self.isLetter(byte, second), min(width, text.count - at))
        if byte == 0xC2, second == 0xA9 { counts.hasCopyright = true }
        if byte >= 0xE3, byte <= 0xE9, isWord { wide += 1 }
        let third = width > 2 ? text[at + 2] : 0
        if byte == 0xE3, second == 0x80, third == 0x82 {
          counts.sentences += 1
          counts.endsSentence = true
        } else if byte == 0xE2, second == 0x80, third == 0x9D || third == 0x99 || third == 0xA6 {
          if third == 0xA6 { lastEnds = true }
          counts.endsSentence = lastEnds
        } else {
          lastEnds = false
          counts.endsSentence = false
        }
      }
      counts.characters += 1
      if isLink { counts.linkCharacters += 1 }
      if isWord, !isInWord { beginWord(byte, isLink: isLink) }
      if isWord {
        for offset in at..<(at + width) {
          let letter = text[offset]
          fingerprint.add(letter >= UInt8(ascii: "A") && letter <= UInt8(ascii: "Z") ? letter | 0x20 : letter)
        }
      }
      isInWord = isWord
      at += width
    }
  }

  private mutating func beginWord(_ byte: UInt8, isLink: Bool) {
    counts.words += 1
    fingerprint.add(0x20)
    if isLink { counts.linkWords += 1 }
    if byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z") { counts.upperWords += 1 }
  }

  mutating func endWord() {
    if lastEnds { counts.sentences += 1 }
    lastEnds = false
    isInWord = false
  }

  mutating func endLine() {
    endWord()
    counts.lines += 1
  }

  /// The counts of all that was added.
  mutating func finish() -> TextCounts {
    if lastEnds { counts.sentences += 1 }
    lastEnds = false
    counts.words = max(counts.words, wide / 2)
    counts.fingerprint = counts.words == 0 ? 0 : fingerprint.value
    return counts
  }

  /// Letters beyond ASCII; punctuation and symbols of the general planes are none.
  private static func isLetter(_ lead: UInt8, _ second: UInt8) -> Bool {
    switch lead {
    case 0xC2: second == 0xAA || second == 0xB5 || second == 0xBA
    case 0xC3: second != 0x97 && second != 0xB7
    case 0xE2: second >= 0xB0
    case 0xE3: second != 0x80
    case 0xEF: second < 0xB8
    case 0xF0: second != 0x9F
    default: true
    }
  }
}
