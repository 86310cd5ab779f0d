import Model

/// Finds the blocks of a plain text: masthead, title, headings, paragraphs, list items; and the lines that are no prose.
///
/// Lines are gathered into groups that blank lines part. A line about the document costs itself alone: what is left of its group is read
/// as if it were not there. Until the first group of prose, a line that is none is the masthead's or the title; from there on, a short
/// line that stands alone and has no full stop is a heading.
struct Layout {
  private let text: [UInt8]
  /// All lines that are not blank, and the groups of them.
  private var lines: [Line] = []
  private var groups: [Range<Int>] = []
  private var result: [TextDocument.Block] = []
  /// How many blocks at the beginning are known to be in the order of the text; all of them stand before the lines that come.
  private var ordered = 0
  /// Whether there is a block that is no masthead.
  private var isPastMasthead = false
  private var omitted: [Omission.Reason: Int] = [:]
  private var bodyHasBegun = false
  private var hasTitle = false
  /// Up to which length lines are filled; nil where every end of a line is meant.
  private var width: Int?

  init(_ text: [UInt8]) {
    self.text = text
  }

  /// - Returns: the blocks in the order of the text, and what is left out, in the order of the reasons.
  func read() -> (blocks: [TextDocument.Block], omissions: [Omission]) {
    var copy = self
    copy.run()
    let omissions = Omission.Reason.allCases.compactMap { reason in
      copy.omitted[reason].map { Omission(reason, lines: $0) }
    }
    return (copy.result, omissions)
  }

  private mutating func run() {
    findLines()
    if isData() {
      omitted = [.data: lines.count]
      return
    }
    width = widthOfLines()
    let heads = RunningHeads.find(in: text, lines)
    result.reserveCapacity(groups.count)
    for group in groups { add(prose(of: lines[group], heads.isEmpty ? [] : heads[group])) }
  }

  private mutating func findLines() {
    // As many as a text has that is wrapped as usual.
    lines.reserveCapacity(text.count / 64)
    var start = 0
    var at = 0
    var isFenced = false
    while at < text.count {
      let end = text.firstIndex(of: UInt8(ascii: "\n"), from: at) ?? text.count
      let isFence = isFence(at..<end)
      if isFence { isFenced.toggle() }
      if isFence || isFenced {
        omitted[.code, default: 0] += 1
      } else if let line = Line(text, at..<end) {
        lines.append(line)
      } else if start < lines.count {
        groups.append(start..<lines.count)
        start = lines.count
      }
      at = end + 1
    }
    if start < lines.count { groups.append(start..<lines.count) }
  }

  /// Whether a line begins with three backquotes or tildes, as one over or under code does.
  private func isFence(_ line: Range<Int>) -> Bool {
    guard line.count >= 3 else { return false }
    let mark = text[line.lowerBound]
    return (mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")) && text[line.lowerBound + 1] == mark
      && text[line.lowerBound + 2] == mark
  }

  /// A document that is JSON or XML from beginning to end.
  private func isData() -> Bool {
    guard let first = lines.first?.content.lowerBound, let last = lines.last?.content.upperBound else { return false }
    switch (text[first], text[last - 1]) {
    case (UInt8(ascii: "{"), UInt8(ascii: "}")), (UInt8(ascii: "["), UInt8(ascii: "]")):
      return text[first..<min(last, first + 2000)].firstIndex(of: "\":") != nil
    case (UInt8(ascii: "<"), UInt8(ascii: ">")): return text[first...].starts(with: "<?xml".utf8)
    default: return false
    }
  }

  /// Wrapped lines are no longer; they are longer where each is a paragraph.
  private static let greatestWidth = 140

  /// The length up to which the lines of a text are filled that was wrapped: nine of ten are no longer.
  private func widthOfLines() -> Int? {
    var counts = [Int](repeating: 0, count: Self.greatestWidth + 1)
    var all = 0
    for group in groups where group.count > 2 {
      for line in lines[group] where line.shape == .prose {
        all += 1
        if line.content.count <= Self.greatestWidth { counts[line.content.count] += 1 }
      }
    }
    guard all >= 3 else { return nil }
    var shorter = 0
    return counts.firstIndex { count in
      shorter += count
      return shorter > all * 9 / 10
    }
  }

  /// The lines of a group that are prose, or about the document; the others are counted.
  /// - Parameter heads: of which lines it is known that they are running heads; empty where none is.
  private mutating func prose(of group: ArraySlice<Line>, _ heads: ArraySlice<Bool>) -> ArraySlice<Line> {
    if !heads.contains(true), group.allSatisfy({ $0.shape == .prose }) { return group }
    let kinds = group.indices.map { !heads.isEmpty && heads[$0] ? nil : Optional(group[$0].shape) }
    // Two rows may be two lines of an odd list; three are a table. Of code and logs the same.
    var unlikely: Set<LineShape> = []
    for shape in [LineShape.table, .log, .code] {
      let count = kinds.count { $0 == shape }
      if count >= 3, count * 2 > group.count || shape == .table { unlikely.insert(shape) }
    }
    var lines: [Line] = []
    for (line, shape) in zip(group, kinds) {
      guard let shape else {
        omitted[.runningHead, default: 0] += 1
        continue
      }
      if shape.isSure || unlikely.contains(shape), let reason = shape.reason {
        omitted[reason, default: 0] += 1
      } else {
        lines.append(line)
      }
    }
    return lines[...]
  }

  private mutating func append(_ kind: TextDocument.Block.Kind, _ range: Range<Int>) {
    if kind != .masthead { isPastMasthead = true }
    result.append(TextDocument.Block(kind: kind, range: range))
  }

  /// Takes the lines about the document out of a group; of an address in the middle of a sentence that goes on the paragraph takes no notice.
  private mutating func add(_ group: ArraySlice<Line>) {
    guard group.contains(where: \.isMetadata) else {
      addProse(of: group, isTitled: false)
      return
    }
    // What a line about the document parts is two: a block has all that stands between its ends.
    var rest: [[Line]] = [[]]
    var metadata: [Line] = []
    for (index, line) in zip(group.indices, group) {
      let isWithin =
        line.isAddress && index > group.startIndex && index + 1 < group.endIndex && !group[index - 1].endsSentence
        && !group[index - 1].isMetadata && !group[index + 1].beginsUpper
      if line.isMetadata, !isWithin {
        metadata.append(line)
        rest.append([])
      } else {
        rest[rest.count - 1].append(line)
      }
    }
    let isTitled = metadata.contains { Self.serials.isWithin(text, $0.content) }
    for lines in rest { addProse(of: lines[...], isTitled: isTitled) }
    for line in metadata { append(.masthead, line.content) }
    // In the order of the text, whatever was taken out first.
    if !metadata.isEmpty {
      result[ordered...].sort { $0.range.lowerBound < $1.range.lowerBound }
      ordered = result.count
    }
  }

  private mutating func addProse(of lines: ArraySlice<Line>, isTitled: Bool) {
    let lines = listed(lines)
    var start = lines.startIndex
    for index in lines.indices where index + 1 == lines.endIndex || isParted(lines[index], from: lines[index + 1]) {
      addPart(lines[start...index], isTitled: isTitled)
      start = index + 1
    }
  }

  /// Short lines after one that ends in a colon are the items of its list.
  private func listed(_ lines: ArraySlice<Line>) -> ArraySlice<Line> {
    guard let colon = lines.firstIndex(where: { last($0) == UInt8(ascii: ":") }) else { return lines }
    var end = colon + 1
    while end < lines.endIndex, !lines[end].endsSentence, lines[end].words <= 10, lines[end].words > 0,
      end + 1 == lines.endIndex || isMeant(lines[end], before: lines[end + 1])
    { end += 1 }
    guard end - colon > 2 else { return lines }
    var lines = lines
    for index in (colon + 1)..<end { lines[index].isItem = true }
    return lines
  }

  /// The last byte of a line, which is never empty.
  private func last(_ line: Line) -> UInt8 { text[line.content.upperBound - 1] }

  /// Marks of a journal: the line beside them is its name and no title.
  private static let serials = WordList(["ISSN", "Impact Factor", "Impact factor", "ИФ "])

  private mutating func addPart(_ group: ArraySlice<Line>, isTitled: Bool) {
    guard let last = group.last else { return }
    let words = group.reduce(0) { $0 + $1.words }
    let isProse =
      (last.endsWithPoint && words >= 2) || (last.endsSentence && words >= 12) || words >= 25
      || group.contains { $0.isItem }
    if isProse {
      bodyHasBegun = true
      addProse(group)
    } else if !bodyHasBegun {
      addMasthead(group, isTitled: isTitled)
    } else {
      addShort(group)
    }
  }

  private mutating func addMasthead(_ group: ArraySlice<Line>, isTitled: Bool) {
    for line in group {
      // A title never shares its group with an ISSN: there it is the journal's name that stands.
      let isTitle = !hasTitle && !isTitled && line.words > 0
      if isTitle { hasTitle = true }
      append(isTitle ? .title : .masthead, line.content)
    }
  }

  private mutating func addShort(_ group: ArraySlice<Line>) {
    for line in group {
      let kind: TextDocument.Block.Kind = line.isItem ? .item : line.endsSentence ? .paragraph : .heading
      append(kind, line.content)
    }
  }

  // MARK: Ends of lines that are meant

  /// Whether a line ends where it does although the next word would have had room: it is a line of its own.
  private func isMeant(_ line: Line, before next: Line) -> Bool {
    guard next.beginsUpper || next.isItem || next.beginsDigit else { return false }
    guard let width else { return true }
    return line.content.count + 1 + next.firstWord + 2 < width
  }

  /// Whether one of two lines stands for itself: a heading, a name in a list. Others are of one run of wrapped prose.
  private func isParted(_ line: Line, from next: Line) -> Bool {
    next.isHeading || line.isHeading
      || (!line.endsSentence && !line.isItem && !next.isItem && line.words <= 14 && isMeant(line, before: next)
        && !endsOpen(line))
  }

  /// Words after which a line goes on, wherever it ends.
  private static let open = WordList([
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "its", "of", "on", "or", "over",
    "than",
    "that", "the", "their", "to", "was", "were", "which", "with",
  ])

  private func endsOpen(_ line: Line) -> Bool {
    switch last(line) {
    case UInt8(ascii: ":"): return line.words > 3
    case UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: ";"), UInt8(ascii: "("): return true
    default: break
    }
    var start = line.content.upperBound
    while start > line.content.lowerBound, text[start - 1] > 0x20 { start -= 1 }
    let word = start..<line.content.upperBound
    return Self.open.holds(text, word)
  }

  /// A group of prose, which may have its heading glued to its first line, and bullets within.
  private mutating func addProse(_ group: ArraySlice<Line>) {
    var lines = group
    let longest = group.reduce(0) { max($0, $1.content.count) }
    if let first = lines.first, lines.count > 1 {
      let isShort = first.content.count * 5 < longest * 3 && first.words <= 14
      if first.isHeading
        || (isShort && !first.endsSentence && !first.isItem && !endsOpen(first)
          && lines.dropFirst().first?.beginsUpper == true)
      {
        let isTitle = !hasTitle && !isPastMasthead
        if isTitle { hasTitle = true }
        append(isTitle ? .title : .heading, first.content)
        lines = lines.dropFirst()
      }
    }
    var open: Range<Int>?
    var last: Line?
    var openKind = TextDocument.Block.Kind.paragraph
    for line in lines {
      // What follows a list goes on as the text around it does; a line that is not filled ends its item.
      let endsItem =
        openKind == .item && last.map { !line.isItem && isMeant($0, before: line) } ?? false
      if line.isItem || open == nil || endsItem {
        if let open { append(openKind, open) }
        open = line.content
        openKind = line.isItem ? .item : .paragraph
      } else if let start = open?.lowerBound {
        open = start..<line.content.upperBound
      }
      last = line
    }
    if let open { append(openKind, open) }
  }
}
