/// Puts the characters of a page together to words, in the document's own order.
struct WordScan {
  /// For each font whether it writes spaces, instead of leaving them out.
  private let spaced: [Bool]
  private let fonts: [PDFFile.Font]

  /// A gap between words, in parts of the size: where spaces are written another is wide, where not, words may stand
  /// close.
  private static let gapBesideSpaces: Float = 0.18
  private static let gapWithoutSpaces: Float = 0.14

  init(_ file: PDFFile) {
    fonts = file.fonts.isEmpty ? [PDFFile.Font(look: [], name: "")] : file.fonts
    var spaces = [Int](repeating: 0, count: fonts.count)
    var others = spaces
    for page in file.pages {
      for run in page.runs where !run.flags.contains(.outside) {
        var count = 0
        for glyph in run.glyphs where Characters.isSpace(page.glyphs[glyph].scalar) { count += 1 }
        spaces[run.font] += count
        others[run.font] += run.glyphs.count - count
      }
    }
    // Words have 5 letters, and not 20.
    spaced = zip(spaces, others).map { $0 * 20 > $1 }
  }

  /// The words of one direction.
  /// - Parameter runs: of the page, in the document's order.
  func words(of runs: [PDFFile.Run], on page: PDFFile.Page) -> [Word] {
    var state = WordsUnderway()
    state.words.reserveCapacity(runs.count * 4)
    for run in runs {
      guard let first = run.glyphs.first else { continue }
      let start = page.glyphs[first].start
      let gap = breakingGap(of: run, on: page)
      var isRaised = false
      if let word = state.open {
        if !Self.goesOn(word, run, start, gap) {
          state.close()
        } else if Self.isRaised(run, over: word) {
          // A reference to a note is no part of the text.
          if Self.isReference(run, after: word, page) { continue }
          isRaised = true
        }
      }
      read(run, on: page, gap, isRaised: isRaised, &state)
    }
    state.close()
    return state.words
  }

  private func read(
    _ run: PDFFile.Run,
    on page: PDFFile.Page,
    _ gap: Float,
    isRaised: Bool,
    _ state: inout WordsUnderway
  ) {
    let look = fonts[run.font].look
    var accent: UInt32?
    for index in run.glyphs {
      let glyph = page.glyphs[index]
      if Characters.isSpace(glyph.scalar) {
        state.space()
        continue
      }
      if Characters.isIgnored(glyph.scalar) { continue }
      if let word = state.open, glyph.start - word.right > gap || glyph.start < word.left - run.size { state.close() }
      if glyph.scalar >= 0x60, Characters.isAccent(glyph.scalar), index + 1 < run.glyphs.upperBound,
        page.glyphs[index + 1].start < (glyph.start + glyph.end) / 2
      {
        // It is printed over the letter after it.
        accent = glyph.scalar
        continue
      }
      var scalar = isRaised ? Characters.raised(glyph.scalar) : glyph.scalar
      if let mark = accent { scalar = Characters.accented(scalar, mark) }
      accent = nil
      let isRightToLeft = Characters.isRightToLeft(scalar)
      if state.open == nil {
        state.open = Word(
          text: [],
          left: min(glyph.start, glyph.end),
          right: max(glyph.start, glyph.end),
          baseline: run.baseline,
          ascent: run.ascent,
          descent: run.descent,
          size: run.size,
          isBold: look.contains(.bold),
          isItalic: look.contains(.italic),
          isFixedWidth: look.contains(.fixedWidth),
          isArtifact: run.flags.contains(.artifact),
          hasSpace: false,
          isNumbered: look.contains(.composite) && !look.contains(.unicodeMap),
          isMapped: look.contains(.unicodeMap) || !look.contains(.embedded),
          isRightToLeft: isRightToLeft,
          breakingGap: gap
        )
      }
      state.append(scalar, glyph, isRightToLeft: isRightToLeft)
    }
  }

  /// The gap from which on another word begins. Letters that are spaced out stand further from each other than words
  /// elsewhere.
  private func breakingGap(of run: PDFFile.Run, on page: PDFFile.Page) -> Float {
    let own = run.size * (spaced[run.font] ? Self.gapBesideSpaces : Self.gapWithoutSpaces)
    guard run.glyphs.count >= 4 else { return own }
    var gaps: [Float] = []
    let last = min(run.glyphs.upperBound, run.glyphs.lowerBound + 24) - 1
    for index in run.glyphs.lowerBound..<last {
      let (a, b) = (page.glyphs[index], page.glyphs[index + 1])
      if !Characters.isSpace(a.scalar), !Characters.isSpace(b.scalar) { gaps.append(b.start - a.end) }
    }
    guard gaps.count >= 3 else { return own }
    gaps.sort()
    let usual = gaps[gaps.count / 2]
    return usual > run.size * 0.06 ? own + usual : own
  }

  /// Whether a run goes on a word that is open.
  private static func goesOn(_ word: Word, _ run: PDFFile.Run, _ start: Float, _ gap: Float) -> Bool {
    guard start - word.right <= min(gap, word.breakingGap), start - word.right > -word.size * 0.5 else { return false }
    let shift = abs(run.baseline - word.baseline)
    if shift <= 0.1 * word.size { return true }
    return run.size < word.size * 0.85 && shift < word.size * 0.6
  }

  private static func isRaised(_ run: PDFFile.Run, over word: Word) -> Bool {
    run.size < word.size * 0.85 && run.baseline < word.baseline - word.size * 0.15
  }

  /// Whether a raised run refers to a note: signs that cannot be an exponent of what they stand on.
  private static func isReference(_ run: PDFFile.Run, after word: Word, _ page: PDFFile.Page) -> Bool {
    let isSigns = run.glyphs.allSatisfy { glyph in
      switch page.glyphs[glyph].scalar {
      case 0x30...0x39, 0x2A, 0x2C, 0x2D, 0x20, 0x28, 0x29, 0x5B, 0x5D, 0xA7, 0xB6, 0x2013, 0x2020, 0x2021: true
      default: false
      }
    }
    guard isSigns, let last = word.text.last else { return false }
    let isLetter = (UInt8(ascii: "A")...UInt8(ascii: "z")).contains(last) || last >= 0x80
    // Square kilometres and powers of ten are no references.
    return isLetter ? word.text.count > 2 : !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last)
  }
}

/// The words of a scan so far, and the one that is open.
private struct WordsUnderway {
  var words: [Word] = []
  var open: Word?
  /// Of each text the last word with it, and of each word the one before with the same.
  private var latest: [UInt64: Int] = [:]
  private var before: [Int] = []

  /// How many words with the same text are looked at for one at the same place.
  private static let reach = 16

  mutating func space() {
    if open != nil {
      open?.hasSpace = true
      close()
    } else if let last = words.indices.last {
      words[last].hasSpace = true
    }
  }

  mutating func append(_ scalar: UInt32, _ glyph: PDFFile.Glyph, isRightToLeft: Bool) {
    guard open != nil else { return }
    if scalar < 0x80 {
      open?.text.append(UInt8(scalar))
    } else {
      var text: [UInt8] = []
      Characters.append(scalar, to: &text)
      open?.text += text
      if isRightToLeft { open?.isRightToLeft = true }
    }
    if let right = open?.right, glyph.end > right { open?.right = glyph.end }
    if let left = open?.left, glyph.start < left { open?.left = glyph.start }
  }

  mutating func close() {
    guard let word = open.take(), !word.text.isEmpty else { return }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word.text { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    // The same at almost the same place makes bold letters, or a shadow.
    var other = latest.updateValue(words.count, forKey: hash) ?? -1
    let first = other
    for _ in 0..<Self.reach where other >= 0 {
      let known = words[other]
      if abs(known.left - word.left) < word.size * 0.15, abs(known.baseline - word.baseline) < word.size * 0.15,
        known.text == word.text
      {
        latest[hash] = first
        return
      }
      other = before[other]
    }
    words.append(word)
    before.append(first)
  }
}
