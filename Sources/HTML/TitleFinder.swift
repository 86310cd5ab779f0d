/// Finds the heading in the body that is the page's title as its head names it.
enum TitleFinder {
  /// - Parameter titles: what the head calls the page, the best first; each may have the site's name at an end.
  static func find(_ titles: [String], _ tree: Tree, _ segmentation: Segmentation) -> Int? {
    let names = titles.map(words).filter { !$0.isEmpty }
    var best: (score: Float, index: Int)?
    for (index, segment) in segmentation.segments.enumerated() {
      guard segment.kind == .heading, segment.level <= 2, segment.counts.words > 0 else { continue }
      let heading = Set(words(text(of: segment, tree, segmentation)))
      guard !heading.isEmpty else { continue }
      var likeness: Float = 0
      for name in names {
        let common = Float(heading.intersection(name).count)
        // A title in the head holds all of the heading, and often the site's name besides.
        likeness = max(likeness, common / Float(heading.count) * 0.7 + common / Float(Set(name).count) * 0.3)
      }
      let score = likeness + (segment.level == 1 ? 0.35 : 0) - Float(min(index, 400)) / 4000
      guard likeness >= 0.6 || segment.level == 1 else { continue }
      if score > best?.score ?? 0 { best = (score, index) }
    }
    return best?.index
  }

  /// Lower-case words of a text.
  static func words(_ text: String) -> [String] {
    text.lowercased().utf8.split { $0 < 0x80 && !TagScanner.isLetter($0) && !($0 >= 0x30 && $0 <= 0x39) }
      .map { String(decoding: Array($0), as: UTF8.self) }
  }

  private static func text(of segment: Segment, _ tree: Tree, _ segmentation: Segmentation) -> String {
    var bytes: [UInt8] = []
    for piece in segmentation.pieces[segment.pieces] {
      guard piece.node >= 0 else {
        bytes.append(0x20)
        continue
      }
      let range = tree.nodes[Int(piece.node)].text
      bytes += tree.text[Int(range.lowerBound)..<Int(range.upperBound)].prefix(500)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
