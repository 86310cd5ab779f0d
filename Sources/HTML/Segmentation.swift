import Model

/// The text of a page, parted where its blocks begin and end; what is not shown is counted instead.
struct Segmentation {
  /// A text of the tree, or the end of a line.
  struct Piece {
    /// The node, or -1 for the end of a line.
    var node: Int32
    var isLink: Bool
    /// Whether a space parts it from the piece before it that the source does not have.
    var isApart = false
  }

  private(set) var segments: [Segment] = []
  private(set) var pieces: [Piece] = []
  private(set) var hidden = 0
  private(set) var forms = 0

  private let tree: Tree
  private var counter = TextCounter()
  private var start = 0
  private var breaks = 0
  private var lastText = -1
  private var noscriptEnd = 0
  private var preEnd = 0
  private var linkEnd = 0

  init(_ tree: Tree) {
    self.tree = tree
    run()
  }

  private mutating func run() {
    var open: [Int] = []
    var at = 0
    while at < tree.nodes.count {
      while let block = open.last, Int(tree.nodes[block].end) <= at {
        flush(open.last)
        open.removeLast()
      }
      let node = tree.nodes[at]
      if node.flags.contains(.text) {
        addText(at, node)
      } else if node.flags.contains(.hidden) || node.tag.isUnshown {
        if node.flags.contains(.hidden), node.tag != .template, node.end > Int32(at + 1) { hidden += 1 }
        at = Int(node.end)
        continue
      } else if node.tag.isChoice {
        forms += 1
        at = Int(node.end)
        continue
      } else if node.tag == .br {
        addBreak(at, open.last)
      } else if node.tag.isBlock {
        flush(open.last)
        open.append(at)
        if node.tag == .noscript { noscriptEnd = max(noscriptEnd, Int(node.end)) }
        if node.tag == .pre || node.tag == .listing || node.tag == .xmp { preEnd = max(preEnd, Int(node.end)) }
        // A link around blocks is one all the same.
      } else if node.tag == .a, node.flags.contains(.link) {
        linkEnd = max(linkEnd, Int(node.end))
      }
      at += 1
    }
    while let block = open.popLast() { flush(block) }
    for index in segments.indices { classify(index) }
  }

  private mutating func addText(_ index: Int, _ node: Tree.Node) {
    let range = Int(node.text.lowerBound)..<Int(node.text.upperBound)
    let isLink = index < linkEnd
    let isBlank = tree.text[range].allSatisfy { $0 <= 0x20 }
    if isBlank, counter.counts.characters == 0 { return }
    if !isBlank { breaks = 0 }
    let isApart = !isBlank && needsSpace(before: index, range)
    pieces.append(Piece(node: Int32(index), isLink: isLink, isApart: isApart))
    if isApart { counter.endWord() }
    tree.text.withUnsafeBufferPointer { counter.add(UnsafeBufferPointer(rebasing: $0[range]), isLink: isLink) }
    lastText = index
  }

  /// Neighbouring spans and links that only a style sheet sets apart: "Desk$99", "NewsSport".
  private func needsSpace(before index: Int, _ range: Range<Int>) -> Bool {
    guard lastText >= 0, counter.counts.characters > 0, let first = tree.text[range].first else { return false }
    let last = tree.nodes[lastText]
    guard let before = tree.text[Int(last.text.lowerBound)..<Int(last.text.upperBound)].last else { return false }
    let parent = tree.nodes[index].parent
    guard last.parent != parent, last.parent >= 0, parent >= 0 else { return false }
    let one = tree.nodes[Int(last.parent)]
    let other = tree.nodes[Int(parent)]
    // Beside each other, not within: within a word, a link or a span may well begin.
    guard one.end <= parent, one.tag.isStyledApart, other.tag.isStyledApart else { return false }
    let isUpper = first >= UInt8(ascii: "A") && first <= UInt8(ascii: "Z")
    let isDigit = first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9")
    let endsLower = before >= UInt8(ascii: "a") && before <= UInt8(ascii: "z")
    let endsDigit = before >= UInt8(ascii: "0") && before <= UInt8(ascii: "9")
    return (isUpper && (endsLower || endsDigit)) || (isDigit && endsLower)
  }

  /// One line end is one; two begin a new paragraph.
  private mutating func addBreak(_ index: Int, _ block: Int?) {
    guard counter.counts.characters > 0 else { return }
    breaks += 1
    if breaks > 1, index >= preEnd {
      flush(block)
    } else {
      pieces.append(Piece(node: -1, isLink: false))
      counter.endLine()
    }
  }

  /// Ends the open segment; one without a visible character is none.
  private mutating func flush(_ block: Int?) {
    defer {
      start = pieces.count
      counter = TextCounter()
      breaks = 0
      lastText = -1
    }
    guard let first = pieces[start...].first, counter.counts.characters > 0 else {
      pieces.removeSubrange(start...)
      return
    }
    var segment = Segment(block: Int32(block ?? 0), pieces: start..<pieces.count)
    segment.isNoscript = first.node < noscriptEnd
    segment.counts = counter.finish()
    segments.append(segment)
  }

  /// What a segment is, by the elements around it, the innermost first.
  private mutating func classify(_ index: Int) {
    var at = Int(segments[index].block)
    var kind: TextDocument.Block.Kind?
    while at >= 0 {
      let node = tree.nodes[at]
      if let level = node.tag.headingLevel, kind == nil {
        kind = .heading
        segments[index].level = level
      }
      if node.hints.contains(.footnote), kind == nil || kind == .item || kind == .paragraph, node.tag != .body {
        kind = .footnote
      }
      switch node.tag {
      case .pre, .listing, .xmp: kind = kind ?? .code
      case .figcaption, .caption: kind = kind ?? .caption
      case .li, .dt, .dd: kind = kind ?? .item
      case .blockquote: kind = kind ?? .quotation
      case .td, .th: if segments[index].cell < 0 { segments[index].cell = Int32(at) }
      default: break
      }
      at = Int(node.parent)
    }
    segments[index].kind = kind ?? .paragraph
  }
}
