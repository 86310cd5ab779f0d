import Model

/// The blocks of a whole document: paragraphs joined over columns and pages, headings by their rank, the title.
struct Flow {
  private(set) var drafts: [Draft] = []
  private(set) var omitted: [Omission.Reason: Int] = [:]

  private let body: Float

  /// - Parameter lines: in reading order, without running heads.
  init(_ lines: [PageLine]) {
    body = Self.usualSize(lines)
    let fixed = lines.reduce(0) { $0 + ($1.isFixedWidth ? $1.text.count : 0) }
    let isTypewritten = fixed * 2 > lines.reduce(0) { $0 + $1.text.count }
    var start = 0
    while start < lines.count {
      var end = start + 1
      while end < lines.count, lines[end].column == lines[start].column { end += 1 }
      drafts += ColumnScan(Array(lines[start..<end]), body: body, isTypewritten: isTypewritten).drafts()
      start = end
    }
    dropContents()
    dropSigns()
    joinHeadings()
    join()
    unlist()
    rank()
    dropReferences()
  }

  /// The size that most characters have.
  private static func usualSize(_ lines: [PageLine]) -> Float {
    var counts: [Int: Int] = [:]
    for line in lines { counts[Int((line.size * 4).rounded()), default: 0] += line.text.count }
    let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    return most.map { Float($0.key) / 4 } ?? 10
  }

  private mutating func dropContents() {
    var kept: [Draft] = []
    for draft in drafts {
      if draft.role == .contents {
        omitted[.contents, default: 0] += draft.lines.count
        // Its name goes with it.
        if let last = kept.last, last.role == .heading, Self.isContents(last.first) {
          kept.removeLast()
          omitted[.contents, default: 0] += last.lines.count
        }
      } else {
        kept.append(draft)
      }
    }
    drafts = kept
  }

  /// Numbers and signs that stand by themselves: parts of formulas, marks on axes.
  private mutating func dropSigns() {
    drafts.removeAll { draft in
      guard draft.role == .paragraph || draft.role == .heading || draft.role == .item, draft.lines.count == 1,
        !LineText.hasWord(draft.first)
      else { return false }
      omitted[.rule, default: 0] += 1
      return true
    }
  }

  private static func isContents(_ text: [UInt8]) -> Bool {
    ["contents", "table of contents", "table of content", "содержание", "оглавление", "inhalt", "inhaltsverzeichnis"]
      .contains(String(decoding: text, as: UTF8.self).lowercased())
  }

  /// Lines of one heading that stand under each other.
  private mutating func joinHeadings() {
    var joined: [Draft] = []
    for draft in drafts {
      if draft.role == .heading, let last = joined.indices.last, joined[last].role == .heading,
        let above = joined[last].lines.last, let line = draft.lines.first, above.page == line.page,
        abs(above.size - line.size) < 0.03 * line.size, above.isBold == line.isBold,
        line.baseline > above.baseline, line.baseline - above.baseline < 1.5 * line.size,
        !LineText.isNumbered(line.text), line.size >= body * 1.3
      {
        joined[last].lines += draft.lines
      } else {
        joined.append(draft)
      }
    }
    drafts = joined
  }

  // MARK: Paragraphs over columns and pages

  private mutating func join() {
    var joined: [Draft] = []
    // The last paragraph that may go on, and how many blocks of other kinds came after it.
    var open: Int?
    for draft in drafts {
      switch draft.role {
      case .paragraph, .item:
        if let last = open, Self.goesOn(joined[last], draft) {
          joined[last].lines += draft.lines
          joined[last].columnLeft = draft.columnLeft
          joined[last].columnRight = draft.columnRight
          continue
        }
        // The words in a picture stand between as well.
        if !isLabel(draft) || open == nil { open = joined.count }
      case .heading, .title, .code, .contents:
        open = nil
      case .caption, .footnote, .table: break
      }
      joined.append(draft)
    }
    drafts = joined
  }

  /// Whether a paragraph may be a word or two in a picture.
  private func isLabel(_ draft: Draft) -> Bool {
    guard draft.role == .paragraph, let last = draft.lines.last else { return false }
    if draft.size < body * 0.93 { return true }
    let isNarrow = draft.columnRight - draft.columnLeft < draft.size * 12
    let isFull = last.right > draft.columnRight - draft.size * 2
    return draft.length < 60 && last.text.last != UInt8(ascii: "-") && (isNarrow || !isFull)
  }

  /// Whether a paragraph goes on in another column.
  private static func goesOn(_ a: Draft, _ b: Draft) -> Bool {
    guard b.role == .paragraph, let last = a.lines.last, let first = b.lines.first, last.column != first.column,
      last.angle == first.angle, abs(last.size - first.size) < 0.08 * first.size
    else { return false }
    if LineText.endsSentence(last.text) { return false }
    if last.text.last == UInt8(ascii: "-") { return true }
    guard let scalar = LineText.first(first.text) else { return false }
    if scalar.properties.isLowercase { return true }
    // A line that fills its column is none of a paragraph that has ended.
    let isFull = last.right > a.columnRight - last.size * 2
    let isIndented = first.left > b.columnLeft + first.size * 0.6
    let isProse = a.lines.count > 1 || last.text.last == UInt8(ascii: ",")
    return isFull && !isIndented && isProse && b.lines.count > 1
  }

  /// A single line with a number before it is no list.
  private mutating func unlist() {
    for index in drafts.indices where drafts[index].role == .item {
      guard let number = drafts[index].number else { continue }
      let near = (max(0, index - 3)...min(drafts.count - 1, index + 3)).contains { other in
        other != index && drafts[other].role == .item
          && drafts[other].number.map { abs($0 - number) == 1 } ?? false
      }
      if !near {
        drafts[index].role = .paragraph
        drafts[index].marker = 0
      }
    }
  }

  // MARK: Headings

  /// Ranks headings by their size, and finds the title: the largest on the first page.
  private mutating func rank() {
    if let title = title() { drafts[title].role = .title }
    struct Look: Hashable {
      var size: Int
      var isBold: Bool
    }
    func look(_ draft: Draft) -> Look { Look(size: Int((draft.size * 2).rounded()), isBold: draft.isBold) }
    let looks = Set(drafts.filter { $0.role == .heading }.map(look))
      .sorted { ($0.size, $0.isBold ? 1 : 0) > ($1.size, $1.isBold ? 1 : 0) }
    for index in drafts.indices where drafts[index].role == .heading {
      drafts[index].level = min(6, 1 + (looks.firstIndex(of: look(drafts[index])) ?? 0))
    }
  }

  private func title() -> Int? {
    let first = drafts.indices.filter { drafts[$0].role == .heading && drafts[$0].lines.first?.page == 0 }.prefix(12)
    guard let largest = first.max(by: { drafts[$0].size < drafts[$1].size }) else { return nil }
    // Of those as large, the first.
    let size = drafts[largest].size
    guard let title = first.first(where: { drafts[$0].size > size * 0.97 }), size >= body * 1.18,
      drafts.contains(where: { $0.role == .paragraph })
    else { return nil }
    return title
  }

  private static let references: Set<String> = [
    "references", "bibliography", "works cited", "literature cited", "literature", "references and notes",
    "список литературы",
    "литература", "literatur", "literaturverzeichnis", "références", "bibliographie", "referencias",
  ]

  private mutating func dropReferences() {
    guard
      let heading = drafts.lastIndex(where: { draft in
        guard draft.role == .heading else { return false }
        let words = String(decoding: draft.first, as: UTF8.self).lowercased()
        return Self.references.contains(words.trimmingPrefix { !$0.isLetter }.description)
      }), heading * 3 > drafts.count
    else { return }
    let size = drafts[heading].size
    var end = heading + 1
    while end < drafts.count {
      let draft = drafts[end]
      if draft.role == .heading, draft.size >= size * 0.97, draft.isBold == drafts[heading].isBold { break }
      end += 1
    }
    guard end > heading + 1 else { return }
    omitted[.references, default: 0] += drafts[(heading + 1)..<end].reduce(0) { $0 + $1.lines.count }
    drafts.removeSubrange((heading + 1)..<end)
  }
}
