/// A page's markup without what no parser needs: scripts, styles, comments, drawings, attributes, and white space that
/// is collapsed anyway. Three quarters of a page go, and with them most of the time that parsing takes.
struct Reduction {
  /// From here on, up to the next anchor, the reduced bytes stand as they are in the page.
  struct Anchor {
    var reduced: Int32
    var original: Int32
  }

  var bytes: [UInt8] = []
  var anchors: [Anchor] = [Anchor(reduced: 0, original: 0)]
  /// How many scripts and style sheets were left out.
  var scripts = 0
  /// Where JSON-LD stands in the page.
  var data: [Range<Int>] = []
  /// What the attributes of the tags say that have any of interest, in the order of the page.
  var facts: [TagFacts] = []
  /// How deeply the elements are nested.
  var depth = 0

  /// Where a byte of the reduced markup stood in the page.
  func original(_ offset: Int) -> Int {
    let anchor = anchors[anchorIndex(offset)]
    return Int(anchor.original) + offset - Int(anchor.reduced)
  }

  /// The last anchor at or before an offset.
  func anchorIndex(_ offset: Int) -> Int {
    var low = 0
    var high = anchors.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(anchors[middle].reduced) <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Which of ``facts`` is of the tag that begins here.
  func factsIndex(at offset: Int) -> Int? {
    var low = 0
    var high = facts.count
    while low < high {
      let middle = (low + high) / 2
      if Int(facts[middle].reduced) < offset { low = middle + 1 } else { high = middle }
    }
    return low < facts.count && Int(facts[low].reduced) == offset ? low : nil
  }
}
