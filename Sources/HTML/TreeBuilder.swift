import CGumbo
import CGumboArena
import Glibc
import Model

/// Has libgumbo parse a page, and takes over what reading needs of its tree.
struct TreeBuilder {
  private var tree = Tree()
  private let base: UnsafePointer<UInt8>
  private let reduction: Reduction
  private var nextFacts = 0

  static func build(_ reduction: Reduction) throws(ReadError) -> Tree {
    let tree = reduction.bytes.withUnsafeBufferPointer { buffer -> Tree? in
      guard let base = buffer.baseAddress else { return Tree() }
      return base.withMemoryRebound(to: CChar.self, capacity: buffer.count) { characters -> Tree? in
        guard let parsed = courant_tree_parse(characters, buffer.count, Limits.tree) else { return nil }
        defer { courant_tree_free(parsed) }
        var builder = TreeBuilder(base: base, reduction: reduction)
        builder.tree.text.reserveCapacity(buffer.count / 2)
        builder.add(courant_tree_document(parsed).assumingMemoryBound(to: GumboNode.self))
        return builder.tree
      }
    }
    guard let tree else { throw .tooManyNodes }
    return tree
  }

  private init(base: UnsafePointer<UInt8>, reduction: Reduction) {
    self.base = base
    self.reduction = reduction
  }

  private typealias Pointer = UnsafePointer<GumboNode>

  /// Goes through the tree with a stack of its own: the depth of a page is not the depth of calls.
  private mutating func add(_ document: Pointer) {
    var open: [(children: GumboVector, next: Int, index: Int)] = []
    open.append((document.pointee.v.document.children, 0, -1))
    while let last = open.last {
      guard last.next < Int(last.children.length), let item = last.children.data[last.next] else {
        if last.index >= 0 { tree.nodes[last.index].end = Int32(tree.nodes.count) }
        open.removeLast()
        continue
      }
      open[open.count - 1].next += 1
      let node = UnsafePointer(item.assumingMemoryBound(to: GumboNode.self))
      switch node.pointee.type {
      case GUMBO_NODE_ELEMENT:
        let index = tree.nodes.count
        addElement(node, parent: last.index)
        open.append((node.pointee.v.element.children, 0, index))
      case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
        addText(node, parent: last.index)
      default:
        // Comments and templates.
        continue
      }
    }
  }

  private mutating func addText(_ node: Pointer, parent: Int) {
    let text = node.pointee.v.text
    guard let bytes = text.text else { return }
    let start = tree.text.count
    let count = strlen(bytes)
    bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
      tree.text.append(contentsOf: UnsafeBufferPointer(start: $0, count: count))
    }
    tree.nodes.append(
      Tree.Node(
        tag: .other,
        flags: .text,
        parent: Int32(parent),
        end: Int32(tree.nodes.count + 1),
        text: Int32(start)..<Int32(tree.text.count),
        source: place(text.original_text)
      )
    )
  }

  /// Where a piece stands in the page; nothing where libgumbo made it up.
  private func place(_ piece: GumboStringPiece) -> Range<Int32> {
    guard let data = piece.data else { return 0..<0 }
    let start = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(data))
    return Int32(start)..<Int32(start + Int(piece.length))
  }

  private func tag(_ element: GumboElement) -> Tag {
    guard element.tag == GUMBO_TAG_UNKNOWN else { return Tag.ofGumbo[Int(element.tag.rawValue)] }
    var name = PackedName()
    for offset in place(element.original_tag).dropFirst() {
      let byte = base[Int(offset)]
      guard byte > 0x20, byte != UInt8(ascii: ">"), byte != UInt8(ascii: "/") else { break }
      name.append(byte)
    }
    return Tag.ofName[name] ?? .other
  }

  private mutating func addElement(_ node: Pointer, parent: Int) {
    let element = node.pointee.v.element
    let index = Int32(tree.nodes.count)
    var result = Tree.Node(tag: tag(element), parent: Int32(parent), end: index + 1)
    result.source = place(element.original_tag)
    if let facts = facts(at: result.source) {
      result.hints = facts.hints
      result.flags = facts.flags
      result.look = facts.look
      if facts.columnSpan > 1 || facts.rowSpan > 1 {
        tree.extras[index] = Tree.Extra(columnSpan: Int(facts.columnSpan), rowSpan: Int(facts.rowSpan))
      }
    }
    for position in 0..<Int(element.attributes.length) {
      guard let item = element.attributes.data[position] else { continue }
      keep(item.assumingMemoryBound(to: GumboAttribute.self).pointee, index)
    }
    if result.tag == .template { result.flags.insert(.hidden) }
    tree.nodes.append(result)
  }

  /// What the attributes of the tag say that stands here: most often it is the one after the last.
  private mutating func facts(at place: Range<Int32>) -> TagFacts? {
    guard !place.isEmpty else { return nil }
    if nextFacts < reduction.facts.count, reduction.facts[nextFacts].reduced == place.lowerBound {
      nextFacts += 1
      return reduction.facts[nextFacts - 1]
    }
    guard let found = reduction.factsIndex(at: Int(place.lowerBound)) else { return nil }
    nextFacts = found + 1
    return reduction.facts[found]
  }

  private mutating func keep(_ attribute: GumboAttribute, _ index: Int32) {
    guard let name = attribute.name, let value = attribute.value else { return }
    let kept = Tree.Value(text: String(cString: value), source: place(attribute.original_value))
    tree.extras[index, default: Tree.Extra()].attributes[String(cString: name)] = kept
  }
}
