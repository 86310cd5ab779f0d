import Model

/// Finds the blocks of a plain text: masthead, title, headings, paragraphs, list items; and the lines that are no prose.
///
/// Lines are gathered into groups that blank lines part. A line about the document costs itself alone: what is left of its group is read
/// as if it were not there. Until the first group of prose, a line that is none is the masthead's or the title; from there on, a short
/// line that stands alone and has no full stop is a heading.
struct Layout {
  private let text: [UInt8]
  private var result: [TextDocument.Block] = []
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
    var groups: [[Line]] = []
    var group: [Line] = []
    var at = 0
    var isFenced = false
    while at < text.count {
      let end = text[at...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      let isFence = text[at..<end].starts(with: "```".utf8) || text[at..<end].starts(with: "~~~".utf8)
      if isFence { isFenced.toggle() }
      if isFence || isFenced {
        omitted[.code, default: 0] += 1
      } else if let line = Line(text, at..<end) {
        group.append(line)
      } else if !group.isEmpty {
        groups.append(group)
        group.removeAll(keepingCapacity: true)
      }
      at = end + 1
    }
    if !group.isEmpty { groups.append(group) }
    if isData(groups) {
      omitted = [.data: groups.reduce(0) { $0 + $1.count }]
      return
    }
    width = Self.width(groups)
    let heads = RunningHeads(text, groups)
    for group in groups { add(prose(of: group, heads)) }
  }

  /// A document that is JSON or XML from beginning to end.
  private func isData(_ groups: [[Line]]) -> Bool {
    guard let first = groups.first?.first?.content.lowerBound, let last = groups.last?.last?.content.upperBound else {
      return false
    }
    let head = text[first...].prefix(200)
    switch (text[first], text[last - 1]) {
    case (UInt8(ascii: "{"), UInt8(ascii: "}")), (UInt8(ascii: "["), UInt8(ascii: "]")):
      return text[first..<min(last, first + 2000)].firstIndex(of: "\":") != nil
    case (UInt8(ascii: "<"), UInt8(ascii: ">")): return head.starts(with: "<?xml".utf8)
    default: return false
    }
  }

  /// The length up to which the lines of a text are filled that was wrapped: nine of ten are no longer.
  private static func width(_ groups: [[Line]]) -> Int? {
    let lengths = groups.lazy.filter { $0.count > 2 }.joined().filter { $0.shape == .prose }.map(\.content.count)
      .sorted()
    guard lengths.count >= 3 else { return nil }
    let width = lengths[lengths.count * 9 / 10]
    return width <= 140 ? width : nil
  }

  /// The lines of a group that are prose, or about the document; the others are counted.
  private mutating func prose(of group: [Line], _ heads: RunningHeads) -> [Line] {
    let kinds = group.map { heads.contains($0, text) ? nil : Optional($0.shape) }
    // Two rows may be two lines of an odd list; three are a table. Of code and logs the same.
    var unlikely: Set<Int> = []
    for shape in [LineShape.table, .log, .code] {
      let places = kinds.indices.filter { kinds[$0] == shape }
      if places.count >= 3, places.count * 2 > group.count || shape == .table { unlikely.formUnion(places) }
    }
    var lines: [Line] = []
    for (index, line) in group.enumerated() {
      guard let shape = kinds[index] else {
        omitted[.runningHead, default: 0] += 1
        continue
      }
      if shape.isSure || unlikely.contains(index), let reason = shape.reason {
        omitted[reason, default: 0] += 1
        if shape == .rule, !bodyHasBegun { result.append(TextDocument.Block(kind: .masthead, range: line.content)) }
      } else {
        lines.append(line)
      }
    }
    return lines
  }

  /// Takes the lines about the document out of a group; of an address in the middle of a sentence that goes on the paragraph takes no notice.
  private mutating func add(_ group: [Line]) {
    var rest: [Line] = []
    var metadata: [Line] = []
    for (index, line) in group.enumerated() {
      let isWithin =
        line.isAddress && index > 0 && index + 1 < group.count && !group[index - 1].endsSentence
        && !group[index - 1].isMetadata && !group[index + 1].beginsUpper
      if line.isMetadata, !isWithin { metadata.append(line) } else { rest.append(line) }
    }
    let isTitled = metadata.contains { line in Self.serials.contains { text[line.content].firstIndex(of: $0) != nil } }
    markList(&rest)
    for part in parts(of: rest) { addPart(part, isTitled: isTitled) }
    result += metadata.map { TextDocument.Block(kind: .masthead, range: $0.content) }
    // In the order of the text, whatever was taken out first.
    let start = result.count - metadata.count - rest.count
    if !metadata.isEmpty, start < result.count { result.sort { $0.range.lowerBound < $1.range.lowerBound } }
  }

  /// Short lines after one that ends in a colon are the items of its list.
  private func markList(_ lines: inout [Line]) {
    guard let colon = lines.firstIndex(where: { text[$0.content].last == UInt8(ascii: ":") }) else { return }
    var end = colon + 1
    while end < lines.count, !lines[end].endsSentence, lines[end].words <= 10, lines[end].words > 0,
      end + 1 == lines.count || isMeant(lines[end], before: lines[end + 1])
    { end += 1 }
    guard end - colon > 2 else { return }
    for index in (colon + 1)..<end { lines[index].isItem = true }
  }

  /// Marks of a journal: the line beside them is its name and no title.
  private static let serials = ["ISSN", "Impact Factor", "Impact factor", "ИФ "]

  private mutating func addPart(_ group: [Line], isTitled: Bool) {
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

  private mutating func addMasthead(_ group: [Line], isTitled: Bool) {
    for line in group {
      // A title never shares its group with an ISSN: there it is the journal's name that stands.
      let isTitle = !hasTitle && !isTitled && line.words > 0
      if isTitle { hasTitle = true }
      result.append(TextDocument.Block(kind: isTitle ? .title : .masthead, range: line.content))
    }
  }

  private mutating func addShort(_ group: [Line]) {
    for line in group {
      let kind: TextDocument.Block.Kind = line.isItem ? .item : line.endsSentence ? .paragraph : .heading
      result.append(TextDocument.Block(kind: kind, range: line.content))
    }
  }

  // MARK: Ends of lines that are meant

  /// Whether a line ends where it does although the next word would have had room: it is a line of its own.
  private func isMeant(_ line: Line, before next: Line) -> Bool {
    guard next.beginsUpper || next.isItem || next.beginsDigit else { return false }
    guard let width else { return true }
    return line.content.count + 1 + next.firstWord + 2 < width
  }

  /// Parts a group into runs of wrapped prose and of lines that stand for themselves: a heading, names in a list.
  private func parts(of group: [Line]) -> [[Line]] {
    var parts: [[Line]] = []
    var part: [Line] = []
    for (index, line) in group.enumerated() {
      part.append(line)
      guard index + 1 < group.count else { break }
      let next = group[index + 1]
      if next.isHeading || line.isHeading
        || (!line.endsSentence && !line.isItem && !next.isItem && line.words <= 14 && isMeant(line, before: next)
          && !endsOpen(line))
      {
        parts.append(part)
        part = []
      }
    }
    if !part.isEmpty { parts.append(part) }
    return parts
  }

  /// Words after which a line goes on, wherever it ends.
  private static let open: Set<String> = [
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "its", "of", "on", "or", "over",
    "than",
    "that", "the", "their", "to", "was", "were", "which", "with",
  ]

  private func endsOpen(_ line: Line) -> Bool {
    let bytes = text[line.content]
    if bytes.last == UInt8(ascii: ":") { return line.words > 3 }
    if let last = bytes.last,
      [UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: ";"), UInt8(ascii: "(")].contains(last)
    {
      return true
    }
    let word = bytes.reversed().prefix { $0 > 0x20 }.reversed()
    return Self.open.contains(String(decoding: word, as: UTF8.self))
  }

  /// A group of prose, which may have its heading glued to its first line, and bullets within.
  private mutating func addProse(_ group: [Line]) {
    var lines = group[...]
    let longest = group.reduce(0) { max($0, $1.content.count) }
    if let first = lines.first, lines.count > 1 {
      let isShort = first.content.count * 5 < longest * 3 && first.words <= 14
      if first.isHeading
        || (isShort && !first.endsSentence && !first.isItem && !endsOpen(first)
          && lines.dropFirst().first?.beginsUpper == true)
      {
        let isTitle = !hasTitle && result.allSatisfy { $0.kind == .masthead }
        if isTitle { hasTitle = true }
        result.append(TextDocument.Block(kind: isTitle ? .title : .heading, range: first.content))
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
        if let open { result.append(TextDocument.Block(kind: openKind, range: open)) }
        open = line.content
        openKind = line.isItem ? .item : .paragraph
      } else if let start = open?.lowerBound {
        open = start..<line.content.upperBound
      }
      last = line
    }
    if let open { result.append(TextDocument.Block(kind: openKind, range: open)) }
  }
}

/// Lines that stand on page after page: the same but for their digits, three times or more, short and without a full stop.
private struct RunningHeads {
  private var lines: Set<String> = []

  init(_ text: [UInt8], _ groups: [[Line]]) {
    var counts: [String: Int] = [:]
    for line in groups.joined() {
      guard let key = Self.key(line, text) else { continue }
      counts[key, default: 0] += 1
    }
    lines = Set(counts.lazy.filter { $0.value >= 3 }.map(\.key))
  }

  func contains(_ line: Line, _ text: [UInt8]) -> Bool {
    !lines.isEmpty && Self.key(line, text).map(lines.contains) ?? false
  }

  /// Nil for a line that is no such head, however often it stands there.
  private static func key(_ line: Line, _ text: [UInt8]) -> String? {
    guard !line.endsSentence, !line.isItem, line.shape == .prose, (1...14).contains(line.words),
      line.content.count <= 120
    else { return nil }
    let bytes = text[line.content].lazy.map {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) ? UInt8(ascii: "0") : $0
    }
    return String(decoding: Array(bytes), as: UTF8.self)
  }
}
