import Glibc
import Model

/// Chooses the segments of a page that are its main part, and says of each other one why it is left out.
///
/// A model gives each segment a probability. The set is kept from which the best F1 is to be expected, so that a page
/// where nothing stands out is kept nearly whole; then a few rules keep together what belongs together.
struct MainContent {
  /// The rules' numbers.
  enum Rule {
    /// What lies in a `nav` or in the site's own header or footer must be this much likelier than other text.
    static let frame: Float = 0.25
    /// How likely it is that what is no prose there belongs to the main part.
    static let label: Float = 0.02
    /// The part of a list or table that must be kept, by words, for the whole of it to be kept.
    static let together: Float = 0.5
    /// The part of it below which the rest goes, too.
    static let alone: Float = 0.1
    /// So many words in a row make a copy of other text, rather than a phrase that stands there twice.
    static let copiedWords = 12
    /// With fewer words of prose than that shown, what stands there for browsers without scripts is read.
    static let fewWords: Float = 30
    /// Words beyond this count alike when segments are weighed, lest one decide for the page.
    static let heaviest: Float = 400
    /// How much each neighbour of a segment has to say of it, beside what the model says of itself.
    static let neighbour: Float = 0.15
    /// Log-odds beyond this count alike there.
    static let surest: Float = 11.5
    /// A notice about cookies has no more words, and a page that is not about them no more of these notices.
    static let longestNotice = 80
    static let mostNotices = 3
    /// A page with fewer words beside its frame has no part that stands out: all of it is kept.
    static let smallPage: Float = 60
  }

  private let page: Page
  private var probabilities: [Float] = []
  /// Of each segment, whether it is of the main part.
  private(set) var isKept: [Bool] = []
  private var isCopy: [Bool] = []
  private var isNotice: Set<Int> = []
  /// Of each node, whether it lies in what the site puts around every page.
  private let inFrame: [Bool]

  init(_ page: Page, _ forest: Forest) {
    self.page = page
    inFrame = page.tree.inherited { node in
      node.tag == .nav || node.flags.contains(.pageHeader) || node.flags.contains(.pageFooter)
    }
    var features = Features(page.shape, page.segmentation, page.metadata.kind)
    for index in segments.indices {
      // Half of a page's segments are labels in its frame: the model need not be asked.
      if isInFrame(index), !segments[index].counts.isProse {
        features.skip()
        probabilities.append(Rule.label)
      } else if let row = features.next() {
        probabilities.append(forest.probability(row))
      }
    }
    smooth()
    applyRules()
    choose()
    keepTogether()
    fillGaps()
    dropCopies()
    dropCookieNotices()
    readNoscript()
  }

  /// All of a page: what is a document's body already has nothing around it.
  init(whole page: Page) {
    self.page = page
    inFrame = [Bool](repeating: false, count: page.tree.nodes.count)
    isKept = page.segmentation.segments.map { !$0.isNoscript }
    isCopy = isKept.map { _ in false }
  }

  private var segments: [Segment] { page.segmentation.segments }
  private var tree: Tree { page.tree }

  // MARK: The set

  /// What stands beside the main part is likelier to belong to it: each log-odds becomes a mean of its own and those of its neighbours.
  private mutating func smooth() {
    let odds = probabilities.map { max(-Rule.surest, min(Rule.surest, logf($0 / max(1 - $0, .leastNormalMagnitude)))) }
    for index in odds.indices {
      var (sum, weights) = (odds[index], Float(1))
      for neighbour in [index - 1, index + 1] where odds.indices.contains(neighbour) {
        sum += Rule.neighbour * odds[neighbour]
        weights += Rule.neighbour
      }
      probabilities[index] = 1 / (1 + expf(-sum / weights))
    }
  }

  private mutating func applyRules() {
    for index in segments.indices {
      if segments[index].isNoscript { probabilities[index] = 0 }
      if isInFrame(index), segments[index].counts.isProse { probabilities[index] *= Rule.frame }
    }
  }

  private func isInFrame(_ index: Int) -> Bool { inFrame[Int(segments[index].block)] }

  /// Whether a footer is around it that is no article's.
  private func isInFooter(_ index: Int) -> Bool {
    for at in tree.ancestors(of: Int(segments[index].block), including: true) {
      switch tree.nodes[at].tag {
      case .footer: return true
      case .article, .main: return false
      default: continue
      }
    }
    return false
  }

  /// Of all sets made of the likeliest segments, the one whose expected F1 is the highest.
  private mutating func choose() {
    isKept = [Bool](repeating: false, count: segments.count)
    let order = segments.indices.sorted {
      probabilities[$0] == probabilities[$1] ? $0 < $1 : probabilities[$0] > probabilities[$1]
    }
    let expected = segments.indices.reduce(Float(0)) { $0 + probabilities[$1] * weight($1) }
    var (right, taken, best, count): (Float, Float, Float, Int) = (0, 0, 0, 0)
    for (place, index) in order.enumerated() {
      right += probabilities[index] * weight(index)
      taken += weight(index)
      let score = 2 * right / max(taken + expected, 0.001)
      if score >= best { (best, count) = (score, place + 1) }
    }
    if isSmall {
      for index in segments.indices where !segments[index].isNoscript && !isInFrame(index) && !isInFooter(index) {
        isKept[index] = true
      }
      // On a small page the frame would weigh too much.
      if isKept.contains(true) { return }
    }
    for index in order.prefix(count) { isKept[index] = true }
  }

  private var isSmall: Bool {
    segments.indices.reduce(Float(0)) { $0 + (isInFrame($1) ? 0 : Float(segments[$1].counts.words)) } < Rule.smallPage
  }

  private func weight(_ index: Int) -> Float { min(Float(segments[index].counts.words), Rule.heaviest) }

  // MARK: What belongs together

  /// A list or a table of data is of the main part whole, or not at all.
  private mutating func keepTogether() {
    for (_, members) in groups() where members.count > 1 {
      let all = members.reduce(Float(0)) { $0 + weight($1) }
      let kept = members.reduce(Float(0)) { $0 + (isKept[$1] ? weight($1) : 0) }
      if kept >= all * Rule.together {
        for index in members where !segments[index].isNoscript { isKept[index] = true }
      } else if kept < all * Rule.alone {
        for index in members { isKept[index] = false }
      }
    }
  }

  /// The segments of each list and table, the innermost one counting.
  private func groups() -> [Int: [Int]] {
    var groups: [Int: [Int]] = [:]
    for index in segments.indices where segments[index].kind == .item || segments[index].cell >= 0 {
      if let group = tree.ancestors(of: Int(segments[index].block), including: true).first(where: isGroup) {
        groups[group, default: []].append(index)
      }
    }
    return groups
  }

  private func isGroup(_ index: Int) -> Bool {
    [.ul, .ol, .dl, .table].contains(tree.nodes[index].tag)
  }

  /// What stands in the middle of the main part belongs to it, whatever it looks like: a paragraph, a heading, a
  /// caption, a list or a table between two blocks that are kept beside it, and a heading over a block that is kept.
  private mutating func fillGaps() {
    let chosen = isKept
    for index in segments.indices.dropLast().reversed() where !chosen[index] && !segments[index].isNoscript {
      let block = Int(segments[index].block)
      let tag = tree.nodes[block].tag
      guard tag == .p || tag.headingLevel != nil || tag == .figcaption, !isInFrame(index) else { continue }
      let parent = tag == .figcaption ? outside(figureOf: block) : Int(tree.nodes[block].parent)
      let isOver = tag.headingLevel != nil && isKept[index + 1] && isWithin(index + 1, parent)
      if isOver || isBetween(index...index, parent, chosen) { isKept[index] = true }
    }
    for (group, members) in groups() {
      guard let first = members.first, let last = members.last else { continue }
      guard isBetween(first...last, Int(tree.nodes[group].parent), chosen) else { continue }
      for index in members where !segments[index].isNoscript { isKept[index] = true }
    }
  }

  /// Whether the segments before and after some are kept, and lie in the same element as these.
  private func isBetween(_ range: ClosedRange<Int>, _ parent: Int, _ chosen: [Bool]) -> Bool {
    let (before, after) = (range.lowerBound - 1, range.upperBound + 1)
    guard before >= 0, after < segments.count, parent >= 0, chosen[before], chosen[after] else { return false }
    return isWithin(before, parent) && isWithin(after, parent)
  }

  /// The element around the figure that a caption belongs to.
  private func outside(figureOf caption: Int) -> Int {
    let figure = tree.ancestors(of: caption).first { tree.nodes[$0].tag == .figure }
    return Int(tree.nodes[figure ?? caption].parent)
  }

  private func isWithin(_ index: Int, _ element: Int) -> Bool {
    segments[index].block > element && segments[index].block < tree.nodes[element].end
  }

  /// Of text that stands there twice, for wide screens and for narrow ones, the second goes.
  private mutating func dropCopies() {
    isCopy = [Bool](repeating: false, count: segments.count)
    var seen: Set<UInt64> = []
    for index in segments.indices where isKept[index] && segments[index].counts.words >= Rule.copiedWords {
      guard !seen.insert(segments[index].counts.fingerprint).inserted else { continue }
      isKept[index] = false
      isCopy[index] = true
    }
  }

  /// What a site asks about cookies is no part of an article, wherever it stands. A page that says much of them is about them.
  private mutating func dropCookieNotices() {
    let found = segments.indices.filter { index in
      isKept[index] && segments[index].counts.words <= Rule.longestNotice && isCookieNotice(segments[index])
    }
    guard found.count <= Rule.mostNotices else { return }
    for index in found { isKept[index] = false }
    isNotice = Set(found)
  }

  private static let noticeWords = [
    "this site", "this website", "our site", "our website", "we use", "accept", "consent",
  ]

  private func isCookieNotice(_ segment: Segment) -> Bool {
    var words: [UInt8] = []
    for piece in page.segmentation.pieces[segment.pieces] where piece.node >= 0 {
      let range = tree.nodes[Int(piece.node)].text
      for byte in tree.text[Int(range.lowerBound)..<Int(range.upperBound)] {
        words.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
      }
    }
    return words.firstIndex(of: "cookies") != nil && Self.noticeWords.contains { words.firstIndex(of: $0) != nil }
  }

  private mutating func readNoscript() {
    let kept = segments.indices.reduce(Float(0)) { $0 + (isKept[$1] ? Float(segments[$1].counts.words) : 0) }
    guard kept < Rule.fewWords else { return }
    let shown = Set(segments.lazy.filter { !$0.isNoscript }.map(\.counts.fingerprint))
    for index in segments.indices where segments[index].isNoscript && segments[index].counts.isProse {
      if !shown.contains(segments[index].counts.fingerprint) { isKept[index] = true }
    }
  }

  // MARK: What is left out

  /// The first that an element around a segment fits, from the inside out.
  private static let reasons: [(Hints, Omission.Reason)] = [
    (.comment, .readerComments), (.notice, .notice), (.related, .teasers), (.advertising, .teasers),
    (.share, .teasers), (.navigation, .navigation), (.form, .form), (.footer, .siteFrame), (.header, .siteFrame),
    (.sidebar, .teasers),
  ]

  /// How many segments are left out, by reason.
  func omissions() -> [Omission] {
    var counts: [Omission.Reason: Int] = [:]
    for index in segments.indices where !isKept[index] { counts[reason(index), default: 0] += 1 }
    counts[.hidden, default: 0] += page.segmentation.hidden
    counts[.script, default: 0] += page.reduction.scripts
    counts[.form, default: 0] += page.segmentation.forms
    return Omission.Reason.allCases.compactMap { reason in
      counts[reason].flatMap { $0 > 0 ? Omission(reason, lines: $0) : nil }
    }
  }

  private func reason(_ index: Int) -> Omission.Reason {
    if isCopy[index] { return .repeated }
    if isNotice.contains(index) { return .notice }
    if segments[index].isNoscript { return .hidden }
    for at in tree.ancestors(of: Int(segments[index].block), including: true) {
      let node = tree.nodes[at]
      switch node.tag {
      case .nav: return .navigation
      case .form: return .form
      case .header, .footer: return .siteFrame
      case .aside: return .teasers
      case .body, .html: return .boilerplate
      default: break
      }
      if let found = Self.reasons.first(where: { node.hints.contains($0.0) }) { return found.1 }
    }
    return .boilerplate
  }
}
