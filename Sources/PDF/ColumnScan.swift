/// Divides the lines of one column into paragraphs, tables, notes and other blocks.
struct ColumnScan {
  private let lines: [PageLine]
  /// The size of most of the document's text.
  private let body: Float
  /// Whether the document is set in letters of one width throughout.
  private let isTypewritten: Bool

  private let left: Float
  private let right: Float
  /// Whether its lines end at one margin.
  private let isJustified: Bool
  /// The usual distance of two lines of each size, by the size in quarters of a point, and of all.
  private let leadings: [Int: Float]
  private let leading: Float

  /// - Parameter lines: of one column, from its top.
  init(_ lines: [PageLine], body: Float, isTypewritten: Bool) {
    self.lines = lines
    self.body = body
    self.isTypewritten = isTypewritten
    left = lines.map(\.left).min() ?? 0
    let ends = lines.map(\.right).sorted()
    right = ends.isEmpty ? 0 : ends[min(ends.count - 1, ends.count * 9 / 10)]
    let edge = right
    isJustified = lines.count >= 4 && lines.count { abs($0.right - edge) < $0.size * 0.4 } * 2 >= lines.count
    var leads: [Int: [Float]] = [:]
    // Rows of a table stand as they want.
    for (a, b) in zip(lines, lines.dropFirst())
    where abs(a.size - b.size) < 0.3 && a.cells.count == 1 && b.cells.count == 1 {
      let lead = b.baseline - a.baseline
      if lead > a.size * 0.5, lead < 3 * a.size { leads[Self.bucket(a.size), default: []].append(lead) }
    }
    // Most distances are within paragraphs; where paragraphs are short, the least are.
    func usual(_ leads: [Float]) -> Float { leads.isEmpty ? 0 : leads.sorted()[leads.count * 2 / 5] }
    leadings = leads.compactMapValues { $0.count >= 3 ? usual($0) : nil }
    leading = usual(leads.values.flatMap(\.self))
  }

  private static func bucket(_ size: Float) -> Int { Int((size * 4).rounded()) }

  func drafts() -> [Draft] {
    let notes = firstNote()
    var drafts: [Draft] = []
    var at = 0
    while at < lines.count {
      if at < notes, let end = tableEnd(at, notes) {
        drafts.append(draft(.table, at..<end))
        at = end
        continue
      }
      var end = at + 1
      let isContents = LineText.isContents(lines[at].text)
      while end < lines.count, end != notes, !breaks(end, from: at, isContents), tableEnd(end, notes) == nil {
        end += 1
      }
      drafts += roles(at..<end, isNote: at >= notes, isContents: isContents)
      at = end
    }
    return drafts
  }

  private func draft(_ role: Draft.Role, _ range: Range<Int>) -> Draft {
    var draft = Draft(role: role, lines: Array(lines[range]))
    draft.columnLeft = left
    draft.columnRight = right
    return draft
  }

  private func roles(_ range: Range<Int>, isNote: Bool, isContents: Bool) -> [Draft] {
    var draft = draft(.paragraph, range)
    if isNote {
      draft.role = .footnote
    } else if isContents {
      draft.role = .contents
    } else if LineText.isCaption(draft.first) {
      draft.role = .caption
    } else if !isTypewritten, draft.lines.allSatisfy(\.isFixedWidth), !LineText.isBulleted(draft.first) {
      draft.role = .code
    } else if isHeading(draft) {
      draft.role = .heading
    } else {
      let (marker, number) = LineText.marker(draft.first)
      if marker > 0 {
        draft.marker = marker
        draft.number = number
        draft.role = .item
      }
    }
    return [draft]
  }

  /// Where the notes under the column begin: small lines at its end, the first with a sign or number.
  private func firstNote() -> Int {
    var first = lines.count
    var at = lines.count
    while at > 0, lines[at - 1].size < body * 0.93 {
      at -= 1
      if Self.beginsNote(lines[at]) { first = at }
    }
    // What is small from the top on is a table or a box.
    return first > 0 || at > 0 ? first : lines.count
  }

  private static func beginsNote(_ line: PageLine) -> Bool {
    guard let scalar = LineText.first(line.text) else { return false }
    switch scalar.value {
    case 0x2A, 0x2020, 0x2021, 0xA7, 0xB6, 0xB9, 0xB2, 0xB3, 0x2070...0x2079: return true
    case 0x30...0x39:
      let number = line.text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard number.count <= 3, number.count < line.text.count else { return false }
      let next = line.text[number.count]
      return next == 0x20 || next >= UInt8(ascii: "A")
    default: return false
    }
  }

  // MARK: Paragraphs

  /// Whether a line begins another block than the lines before it.
  private func breaks(_ index: Int, from start: Int, _ isContents: Bool) -> Bool {
    let (a, b) = (lines[index - 1], lines[index])
    if LineText.isContents(b.text) != isContents { return true }
    if isContents { return false }
    let lead = b.baseline - a.baseline
    let size = max(a.size, b.size)
    if abs(a.size - b.size) > 0.08 * size { return true }
    if lead < 0.3 * size { return true }
    // Lines of one heading stand as close as its size wants.
    let known = leadings[Self.bucket(size)]
    let usual = known ?? (abs(size - body) < 0.08 * body && leading > 0 ? leading : max(leading, size * 1.25))
    if lead > usual * 1.22 + 0.5 || lead > size * 2.4 && usual < size * 2.2 { return true }
    // Code has its own ends of lines.
    if a.isFixedWidth, b.isFixedWidth, !isTypewritten { return LineText.isBulleted(b.text) }
    if a.isBold != b.isBold, a.isBold || b.isBold {
      // The last words of a bold beginning may fill a line by chance: a heading does not fill its line.
      if a.isBold ? a.right < right - size || endsBlock(a) : true { return true }
    }
    if a.isFixedWidth != b.isFixedWidth, !isTypewritten { return true }
    if LineText.isCaption(b.text), LineText.endsSentence(a.text) { return true }
    let (marker, _) = LineText.marker(b.text)
    if marker > 0, isItemAfter(index, start) { return true }
    if isIndented(index, start) || isOutdented(index, start) { return true }
    return endsParagraph(a, before: b)
  }

  private func endsBlock(_ line: PageLine) -> Bool { LineText.endsSentence(line.text) }

  /// Whether a line that begins with a bullet or number is an item, and not the middle of a sentence that has a number
  /// in it.
  private func isItemAfter(_ index: Int, _ start: Int) -> Bool {
    let line = lines[index]
    let (_, number) = LineText.marker(line.text)
    let isDash = LineText.isDash(line.text)
    guard number != nil || isDash else { return true }
    let previous = lines[index - 1]
    if LineText.endsSentence(previous.text) || LineText.marker(lines[start].text).length > 0 { return true }
    return !isDash && previous.right < right - line.size * 4
  }

  /// Whether a line is set in as the first of a paragraph is.
  private func isIndented(_ index: Int, _ start: Int) -> Bool {
    let (a, b) = (lines[index - 1], lines[index])
    let step = b.left - a.left
    guard step > 0.6 * b.size, step < 6 * b.size else { return false }
    // The second line of an item or of a list of books stands in as well, and so do those after it.
    if index - 1 == start {
      if LineText.marker(a.text).length > 0 { return false }
      if index + 1 < lines.count, abs(lines[index + 1].left - b.left) < 0.3 * b.size {
        return LineText.endsSentence(a.text) && a.right < right - 2 * a.size
      }
    }
    return abs(a.right - b.right) > 0.5 * step || abs(a.left - left) < 0.6 * a.size
  }

  /// Whether a line stands out of what was set in before it: an item, or what is quoted.
  private func isOutdented(_ index: Int, _ start: Int) -> Bool {
    let (a, b) = (lines[index - 1], lines[index])
    guard b.left < a.left - 0.6 * b.size else { return false }
    if LineText.marker(lines[start].text).length > 0 { return true }
    // The first line of a paragraph stands in by itself.
    guard index - 1 > start else { return false }
    return lines[(start + 1)..<index].allSatisfy { abs($0.left - a.left) < 0.3 * a.size }
  }

  /// Whether a paragraph ends with a line: the first word of the next would have fitted on it.
  private func endsParagraph(_ a: PageLine, before b: PageLine) -> Bool {
    let room = right - a.right
    guard room > b.firstWord + a.size * 0.6 else { return false }
    let ends = LineText.endsSentence(a.text)
    if isJustified { return ends || room > (right - left) * 0.3 }
    return ends && room > b.firstWord + a.size * 2 || room > (right - left) * 0.6
  }

  // MARK: Headings

  private func isHeading(_ draft: Draft) -> Bool {
    let text = draft.lines.map(\.text).joined(separator: [0x20])
    let letters = LineText.letters(Array(text))
    guard letters >= 2, letters * 2 >= LineText.characters(Array(text)), draft.lines.count <= 5 else { return false }
    if draft.size >= body * 1.14, draft.length <= 250 {
      return !LineText.endsSentence(draft.last) || draft.size >= body * 1.4
    }
    guard draft.lines.count <= 3, draft.length <= 160, draft.size >= body * 0.93 else { return false }
    // Names of sections may end in a question, and not as sentences do.
    let ends = LineText.endsSentence(draft.last) && draft.last.last != UInt8(ascii: "?")
    guard !ends, draft.last.last != UInt8(ascii: ","), draft.last.last != UInt8(ascii: ";") else { return false }
    if draft.isBold { return true }
    let isShort = draft.lines.count == 1 && draft.lines[0].right < right - draft.size * 3
    if LineText.isCapitals(Array(text)), draft.lines.count <= 2, letters <= 80 {
      return isShort || draft.lines.count > 1
    }
    let isCapital = LineText.first(draft.first)?.properties.isUppercase ?? false
    return isShort && draft.isItalic && letters <= 80 && (isCapital || LineText.isNumbered(draft.first))
  }

  // MARK: Tables

  /// Where rows of a table end that begin with a line; nil where there is none.
  private func tableEnd(_ start: Int, _ limit: Int) -> Int? {
    guard lines[start].cells.count >= 2, isRow(lines[start]) else { return nil }
    var end = start
    var rows = 0
    var at = start
    while at < min(limit, lines.count) {
      let line = lines[at]
      if at > start, line.baseline - lines[at - 1].baseline > 3.5 * max(line.size, lines[at - 1].size) { break }
      if isRow(line) {
        rows += 1
        end = at + 1
      } else if at + 1 - end > 1 || line.right - line.left > (right - left) * 0.7 {
        break
      }
      at += 1
    }
    guard rows >= 3 else { return nil }
    return end
  }

  /// Whether a line is of parts that stand apart as cells do, and as a line's words do not.
  private func isRow(_ line: PageLine) -> Bool {
    guard line.cells.count >= 2, !LineText.isContents(line.text) else { return false }
    if line.cells.count == 2, LineText.marker(line.text).length > 0, line.cells[0].text.count <= 4 { return false }
    let wide = zip(line.cells, line.cells.dropFirst()).count { $1.left - $0.right > line.size * 1.3 }
    return wide * 2 >= line.cells.count - 1 && wide > 0
  }
}
