/// A page's elements and texts in the order in which they begin, so that whatever lies within an element follows it.
struct Tree {
  /// An element or a text.
  struct Node {
    var tag: Tag
    var flags: Flags = []
    var hints: Hints = []
    /// The element around it; -1 for the root.
    var parent: Int32
    /// After all that lies within it.
    var end: Int32
    /// Of a text: where its bytes stand in `text`, and in the reduced page. Of an element: where its tag stands there.
    var text: Range<Int32> = 0..<0
    var source: Range<Int32> = 0..<0
    /// Tells elements that look alike: the same name and classes.
    var look: Int32 = 0
  }

  /// What is known of a node besides its tag.
  struct Flags: OptionSet {
    let rawValue: UInt8
    static let text = Flags(rawValue: 1 << 0)
    /// It is not shown.
    static let hidden = Flags(rawValue: 1 << 1)
    /// It leads to another page.
    static let link = Flags(rawValue: 1 << 2)
    /// Its role, or what it is called for search engines, says that it is the main part.
    static let main = Flags(rawValue: 1 << 3)
    static let pageHeader = Flags(rawValue: 1 << 4)
    static let pageFooter = Flags(rawValue: 1 << 5)
    static let rowHeader = Flags(rawValue: 1 << 6)
    static let presentation = Flags(rawValue: 1 << 7)
  }

  /// A value that an attribute has, and where it stands in the reduced page.
  struct Value {
    var text: String
    var source: Range<Int32>
  }

  /// What only a few elements have.
  struct Extra {
    var columnSpan = 1
    var rowSpan = 1
    /// The attributes that tell of the page, by name.
    var attributes: [String: Value] = [:]
  }

  var nodes: [Node] = []
  /// The texts, entities read.
  var text: [UInt8] = []
  var extras: [Int32: Extra] = [:]

  /// The body, or the root where there is none.
  var body: Int {
    nodes.firstIndex { $0.tag == .body } ?? 0
  }

  func isText(_ index: Int) -> Bool { nodes[index].flags.contains(.text) }

  /// The elements around a node, from the inside out, the node itself first where it is wanted.
  func ancestors(of index: Int, including isIncluded: Bool = false) -> some Sequence<Int> {
    sequence(state: isIncluded ? index : Int(nodes[index].parent)) { at -> Int? in
      guard at >= 0 else { return nil }
      defer { at = Int(self.nodes[at].parent) }
      return at
    }
  }

  /// Of each node, whether it or an element around it fits.
  func inherited(_ fits: (Node) -> Bool) -> [Bool] {
    var result: [Bool] = []
    result.reserveCapacity(nodes.count)
    for node in nodes { result.append((node.parent >= 0 && result[Int(node.parent)]) || fits(node)) }
    return result
  }
}
