/// Finds the blocks of a plain text: masthead, title, headings, paragraphs, list items.
///
/// Lines are gathered into groups that blank lines part. Until the first group of prose, a line is the masthead's or the
/// title; from there on, a short line that stands alone and has no full stop is a heading.
struct Layout {
  private let text: [UInt8]
  private var result: [TextDocument.Block] = []
  private var bodyHasBegun = false
  private var hasTitle = false

  init(_ text: [UInt8]) {
    self.text = text
  }

  func blocks() -> [TextDocument.Block] {
    var copy = self
    copy.run()
    return copy.result
  }

  private mutating func run() {
    var group: [Line] = []
    var at = 0
    while at < text.count {
      let end = text[at...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      if let line = Line(text, at..<end) {
        group.append(line)
      } else {
        add(group)
        group.removeAll(keepingCapacity: true)
      }
      at = end + 1
    }
    add(group)
  }

  private mutating func add(_ group: [Line]) {
    guard let last = group.last else { return }
    let words = group.reduce(0) { $0 + $1.words }
    let hasMetadata = group.contains { $0.isMetadata }
    let isProse =
      !hasMetadata && ((last.endsWithPoint && words >= 2) || (last.endsSentence && words >= 12) || words >= 25)
    if isProse {
      bodyHasBegun = true
      addProse(group)
    } else if !bodyHasBegun {
      addMasthead(group, hasMetadata: hasMetadata)
    } else {
      addShort(group)
    }
  }

  private mutating func addMasthead(_ group: [Line], hasMetadata: Bool) {
    for line in group {
      // A title never shares its group with an ISSN: there it is the journal's name that stands.
      let isTitle = !hasTitle && !hasMetadata && line.words > 0 && !line.isMetadata
      if isTitle { hasTitle = true }
      result.append(TextDocument.Block(kind: isTitle ? .title : .masthead, range: line.content))
    }
  }

  private mutating func addShort(_ group: [Line]) {
    for line in group {
      let kind: TextDocument.Block.Kind =
        line.isItem ? .item : line.isMetadata ? .masthead : line.endsSentence ? .paragraph : .heading
      result.append(TextDocument.Block(kind: kind, range: line.content))
    }
  }

  /// A group of prose, which may have its heading glued to its first line, and bullets within.
  private mutating func addProse(_ group: [Line]) {
    var lines = group[...]
    let longest = group.reduce(0) { max($0, $1.content.count) }
    if let first = lines.first, lines.count > 1 {
      let isShort = first.content.count * 5 < longest * 3 && first.words <= 14
      if first.isHeading
        || (isShort && !first.endsSentence && !first.isItem && lines.dropFirst().first?.beginsUpper == true)
      {
        let isTitle = !hasTitle && result.allSatisfy { $0.kind == .masthead }
        if isTitle { hasTitle = true }
        result.append(TextDocument.Block(kind: isTitle ? .title : .heading, range: first.content))
        lines = lines.dropFirst()
      }
    }
    var open: Range<Int>?
    var openKind = TextDocument.Block.Kind.paragraph
    for line in lines {
      if line.isItem || open == nil {
        if let open { result.append(TextDocument.Block(kind: openKind, range: open)) }
        open = line.content
        openKind = line.isItem ? .item : .paragraph
      } else if let start = open?.lowerBound {
        open = start..<line.content.upperBound
      }
    }
    if let open { result.append(TextDocument.Block(kind: openKind, range: open)) }
  }
}
