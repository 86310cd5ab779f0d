import Glibc

/// Computes of each segment of a page what ``FeatureNames`` names.
struct Features {
  private let shape: PageShape
  private let segmentation: Segmentation
  private let kind: PageMetadata.Kind
  /// The row that is being made: all rows of a page of a million segments would not fit into memory.
  private var values: [Float] = []
  private var made = 0

  /// What stands for "none" where a distance is meant, and how far one counts at most.
  private static let none: Float = 30
  private static let farthest = 15

  private var copies: [UInt64: Int32] = [:]
  private var earlier: [UInt64: Int32] = [:]
  private var alike: [Int32: Int32] = [:]
  private var lastProse = -1
  private var lastHeading = -1
  private var nextProse: [Int32] = []
  private var page: [Float] = []
  /// The elements around the title, and how far it lies within each.
  private var aboveTitle: [Int: Int] = [:]

  static var width: Int { FeatureNames.all.count }

  init(_ shape: PageShape, _ segmentation: Segmentation, _ kind: PageMetadata.Kind) {
    self.shape = shape
    self.segmentation = segmentation
    self.kind = kind
    prepare()
    values.reserveCapacity(Self.width)
  }

  /// The features of the next segment, in the order of the page; nil after the last one.
  mutating func next() -> [Float]? {
    guard made < shape.segments.count else { return nil }
    values.removeAll(keepingCapacity: true)
    add(made)
    made += 1
    return values
  }

  /// Goes on without the features of the next segment.
  mutating func skip() {
    guard made < shape.segments.count else { return }
    note(made)
    made += 1
  }

  /// What the segments after this one have to know of it.
  private mutating func note(_ index: Int) {
    let segment = shape.segments[index]
    earlier[segment.counts.fingerprint, default: 0] += 1
    if segment.counts.isProse { lastProse = index }
    if segment.kind == .heading { lastHeading = index }
  }

  private static func log(_ value: Float) -> Float { Glibc.log1pf(max(0, value)) }

  private mutating func prepare() {
    let segments = shape.segments
    for segment in segments { copies[segment.counts.fingerprint, default: 0] += 1 }
    nextProse = [Int32](repeating: -1, count: segments.count)
    var next: Int32 = -1
    for index in segments.indices.reversed() {
      nextProse[index] = next
      if segments[index].counts.isProse { next = Int32(index) }
    }
    if let title = shape.title {
      for (distance, at) in shape.tree.ancestors(of: Int(shape.segments[title].block)).enumerated() {
        aboveTitle[at] = distance
      }
    }
    var articles: Float = 0
    var hasMain = false
    var comments: Float = 0
    var messages: Float = 0
    var cards: Float = 0
    for (index, node) in shape.tree.nodes.enumerated() where !node.flags.contains(.text) {
      guard !shape.spans[index].isEmpty else { continue }
      alike[node.look &* 31 &+ node.parent, default: 0] += 1
      if node.tag == .article { articles += 1 }
      if node.tag == .main || node.flags.contains(.main) { hasMain = true }
      guard node.tag != .body else { continue }
      if node.hints.contains(.comment) { comments += 1 }
      if node.hints.contains(.message) { messages += 1 }
      if node.hints.contains(.card) { cards += 1 }
    }
    let total = shape.total
    let (commentWords, messageWords) = (words(under: .comment), words(under: .message))
    page = [
      Self.log(total.words), total.proseShare, total.linkShare, Self.log(Float(segments.count)), Self.log(articles),
      hasMain ? 1 : 0, Self.log(comments), Self.log(messages), Self.log(cards), kind.number,
      Float(segments.count { $0.kind == .item }) / Float(max(1, segments.count)), commentWords / max(1, total.words),
      messageWords / max(1, total.words), shape.sum(shape.spans[shape.core]).proseShare,
    ]
  }

  /// How many words lie in elements with a hint, each word counted once.
  private func words(under hint: Hints) -> Float {
    var sum: Float = 0
    var at = shape.body + 1
    while at < shape.tree.nodes.count {
      if shape.tree.nodes[at].hints.contains(hint) {
        sum += shape.sum(shape.spans[at]).words
        at = Int(shape.tree.nodes[at].end)
      } else {
        at += 1
      }
    }
    return sum
  }

  private mutating func add(_ index: Int) {
    let segment = shape.segments[index]
    addOwn(segment)
    let around = addAncestors(segment)
    let total = shape.total
    let before = shape.sum(0..<Int32(index)).words
    values += [
      Float(index) / Float(max(1, shape.segments.count)), before / max(1, total.words),
      (total.words - before) / max(1, total.words),
    ]
    addLevels(index, around)
    addPlace(index, around)
    addNeighbours(index)
    let fingerprint = segment.counts.fingerprint
    values += [Float(earlier[fingerprint] ?? 0), Float(copies[fingerprint] ?? 0)]
    addAlike(around)
    let sameBlock = [index - 1, index + 1].contains {
      shape.segments.indices.contains($0) && shape.segments[$0].block == segment.block
    }
    values.append(sameBlock ? 1 : 0)
    values += page
    note(index)
  }

  private mutating func addOwn(_ segment: Segment) {
    let counts = segment.counts
    let words = Float(max(1, counts.words))
    let block = shape.tree.nodes[Int(segment.block)].tag
    values += [
      Float(counts.words), Float(counts.characters) / words, counts.linkShare, Float(counts.sentences),
      Float(counts.commas) / words, Float(counts.digits) / Float(max(1, counts.characters)),
      Float(counts.upperWords) / words, counts.endsSentence ? 1 : 0, Float(counts.lines),
      counts.hasCopyright ? 1 : 0, Float(segment.level), segment.kind == .item ? 1 : 0, segment.cell >= 0 ? 1 : 0,
      segment.kind == .code ? 1 : 0, segment.kind == .caption ? 1 : 0, segment.kind == .quotation ? 1 : 0,
      block == .p ? 1 : 0, block == .div ? 1 : 0, segment.isNoscript ? 1 : 0,
    ]
  }

  /// Depth, and how far away the next element of each kind is.
  /// - Returns: the elements around the segment, from the inside out, up to the body.
  private mutating func addAncestors(_ segment: Segment) -> [Int] {
    var around: [Int] = []
    var tags = [Float](repeating: Self.none, count: FeatureNames.tags.count)
    var main = Self.none
    var hints = [Float](repeating: Self.none, count: Hints.count)
    var seen: Hints = []
    let text = Int(segmentation.pieces[segment.pieces.lowerBound].node)
    for at in shape.tree.ancestors(of: text) {
      let node = shape.tree.nodes[at]
      if node.tag == .body || node.tag == .html { break }
      let distance = Float(min(around.count, Self.farthest))
      around.append(at)
      let column = Self.columns[Int(node.tag.rawValue)]
      if column >= 0, tags[column] == Self.none { tags[column] = distance }
      if node.tag == .main || node.flags.contains(.main), main == Self.none { main = distance }
      let fresh = node.hints.subtracting(seen)
      guard !fresh.isEmpty else { continue }
      for bit in 0..<Hints.count where fresh.rawValue & (1 << UInt32(bit)) != 0 { hints[bit] = distance }
      seen.formUnion(fresh)
    }
    values.append(Float(around.count))
    values += tags
    values.append(main)
    values += hints
    return around
  }

  private static let columns: [Int] = Tag.allCases.map { tag in
    FeatureNames.tags.firstIndex { $0.tags.contains(tag) } ?? -1
  }

  /// The elements around that hold more than the one within them.
  private mutating func addLevels(_ index: Int, _ around: [Int]) {
    var level = 0
    var count = 1
    var last: [Float] = [0, 0, 0, 0, 0]
    for at in around + [shape.body] where shape.spans[at].count > count {
      let span = shape.spans[at]
      count = span.count
      let sum = shape.sum(span)
      last = [Self.log(sum.words), sum.linkShare, sum.proseShare, sum.words / Float(count), Self.log(Float(count))]
      values += last
      level += 1
      if level == FeatureNames.levels { return }
    }
    for _ in level..<FeatureNames.levels { values += last }
  }

  private mutating func addPlace(_ index: Int, _ around: [Int]) {
    let core = shape.spans[shape.core]
    let wide = shape.spans[shape.wideCore]
    let total = max(1, shape.total.words)
    let place = Int32(index)
    let fromCore = place < core.lowerBound ? place - core.lowerBound : max(0, place - core.upperBound + 1)
    var fromTitle = Float(-200)
    var underTitle: Float = 0
    if let title = shape.title {
      fromTitle = Float(max(-199, min(200, index - title)))
      // How far the title lies within the innermost element that is around both.
      underTitle = Float(around.first { aboveTitle[$0] != nil }.flatMap { aboveTitle[$0] } ?? aboveTitle.count)
    }
    values += [
      core.contains(place) ? 1 : 0, wide.contains(place) ? 1 : 0, Float(max(-99, min(99, fromCore))),
      shape.sum(core).words / total, shape.sum(wide).words / total, fromTitle, index == shape.title ? 1 : 0,
      underTitle,
    ]
  }

  private mutating func addNeighbours(_ index: Int) {
    let segments = shape.segments
    func at(_ offset: Int) -> Segment? {
      segments.indices.contains(index + offset) ? segments[index + offset] : nil
    }
    for offset in [-2, -1, 1, 2] { values.append(Float(at(offset)?.counts.words ?? -1)) }
    for offset in [-2, -1, 1, 2] { values.append(at(offset)?.counts.linkShare ?? -1) }
    for offset in [-1, 1] { values.append(Float(at(offset)?.level ?? -1)) }
    let near = shape.sum(Int32(max(0, index - 3))..<Int32(min(segments.count, index + 4)))
    let wide = shape.sum(Int32(max(0, index - 10))..<Int32(min(segments.count, index + 11)))
    values += [near.words, near.linkShare, near.proseShare, wide.proseShare]
    let isKnown = lastHeading >= 0
    values += [
      isKnown ? Float(min(50, index - lastHeading)) : 50, isKnown ? Float(segments[lastHeading].level) : 0,
      lastProse >= 0 ? Float(min(50, index - lastProse)) : 50,
      nextProse[index] >= 0 ? Float(min(50, Int(nextProse[index]) - index)) : 50,
    ]
  }

  /// How many of its siblings look like an element around the segment: cards, rows, messages.
  private mutating func addAlike(_ around: [Int]) {
    var most: Int32 = 0
    var words: Float = 0
    for at in around.prefix(8) {
      let node = shape.tree.nodes[at]
      let count = alike[node.look &* 31 &+ node.parent] ?? 0
      if count > most {
        most = count
        words = shape.sum(shape.spans[at]).words
      }
    }
    values += [Self.log(Float(most)), words]
  }
}
