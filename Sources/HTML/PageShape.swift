/// What the parts of a page add up to: sums over the segments of any element, and the elements that hold most prose.
struct PageShape {
  let tree: Tree
  let segments: [Segment]
  /// Of each element, the segments that lie within it.
  let spans: [Range<Int32>]
  /// Sums over all segments before each one.
  private let sums: [Sum]
  let body: Int
  /// The smallest elements with 60 and with 85 per cent of the page's prose.
  let core: Int
  let wideCore: Int
  /// The segment of the article's own title in the body.
  let title: Int?

  /// What a run of segments adds up to.
  struct Sum {
    var words: Float = 0
    var linkWords: Float = 0
    var proseWords: Float = 0

    var linkShare: Float { words == 0 ? 0 : linkWords / words }
    var proseShare: Float { words == 0 ? 0 : proseWords / words }
  }

  /// Parts of a page whose prose is not the page's own.
  private static let foreign: Hints = [.comment, .footer, .notice, .related, .sidebar, .navigation]

  init(_ tree: Tree, _ segmentation: Segmentation, named titles: [String]) {
    self.tree = tree
    segments = segmentation.segments
    body = tree.body
    spans = Self.spans(tree, segmentation)
    var sums = [Sum()]
    sums.reserveCapacity(segments.count + 1)
    var own: [Float] = [0]
    let isForeign = tree.inherited { node in
      node.tag != .body && node.tag != .html && !node.hints.isDisjoint(with: Self.foreign)
    }
    for segment in segments {
      var sum = sums[sums.count - 1]
      let counts = segment.counts
      sum.words += Float(counts.words)
      sum.linkWords += Float(counts.linkWords)
      if counts.isProse { sum.proseWords += Float(counts.words) }
      sums.append(sum)
      let isOwn = counts.isProse && !isForeign[Int(segment.block)]
      own.append(own[own.count - 1] + (isOwn ? Float(counts.words) : 0))
    }
    self.sums = sums
    core = Self.core(tree, spans, own, body, share: 0.6)
    wideCore = Self.core(tree, spans, own, body, share: 0.85)
    title = TitleFinder.find(titles, tree, segmentation)
  }

  func sum(_ range: Range<Int32>) -> Sum {
    let (low, high) = (sums[Int(range.lowerBound)], sums[Int(range.upperBound)])
    return Sum(
      words: high.words - low.words,
      linkWords: high.linkWords - low.linkWords,
      proseWords: high.proseWords - low.proseWords
    )
  }

  var total: Sum { sums[sums.count - 1] }

  private static func spans(_ tree: Tree, _ segmentation: Segmentation) -> [Range<Int32>] {
    // The first text of each segment says where it stands among the nodes.
    var before = [Int32](repeating: 0, count: tree.nodes.count + 1)
    for segment in segmentation.segments {
      before[Int(segmentation.pieces[segment.pieces.lowerBound].node) + 1] += 1
    }
    for index in 1..<before.count { before[index] += before[index - 1] }
    return tree.nodes.indices.map { before[$0]..<before[Int(tree.nodes[$0].end)] }
  }

  /// Goes down from the body as long as one element has that share of the prose.
  private static func core(
    _ tree: Tree,
    _ spans: [Range<Int32>],
    _ own: [Float],
    _ body: Int,
    share: Float
  ) -> Int {
    let wanted = (own.last ?? 0) * share
    guard wanted > 0 else { return body }
    var at = body
    var child = at + 1
    while child < tree.nodes[at].end {
      let span = spans[child]
      if !tree.isText(child), span.count > 1, own[Int(span.upperBound)] - own[Int(span.lowerBound)] >= wanted {
        at = child
        child += 1
      } else {
        child = Int(tree.nodes[child].end)
      }
    }
    return at
  }
}
