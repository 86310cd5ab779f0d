/// How deeply the elements of a page will be nested, told of its tags alone, before a tree is built.
///
/// It follows the rules by which tags end other elements, a little on the deep side where they are intricate.
struct NestingGauge {
  private struct Open {
    var tag: Tag
    var name: PackedName
  }

  private var stack: [Open] = []
  /// Formatting elements that a block closed over: they are opened anew in each block that follows. A nil is where
  /// a cell or an object began, which they do not leave.
  private var pending: [Open?] = []
  private var paragraphs = 0
  private var tables = 0
  private(set) var deepest = 0

  /// How many elements with the same name are opened anew at most; the parser sees no attributes of theirs.
  private static let alike = 3
  /// Html, body, and what a parser puts into tables by itself.
  private static let implied = 4

  mutating func open(_ tag: Tag, _ name: PackedName) {
    if tag.isVoid || tag == .html || tag == .head || tag == .body { return }
    switch tag {
    case .td, .th: closeWithinTable(keeping: [.tr, .tbody, .thead, .tfoot, .table])
    case .tr: closeWithinTable(keeping: [.tbody, .thead, .tfoot, .table])
    case .tbody, .thead, .tfoot, .caption, .colgroup: closeWithinTable(keeping: [.table])
    case .li: closeItem([.li])
    case .dt, .dd: closeItem([.dt, .dd])
    case .option: if stack.last?.tag == .option { pop(to: stack.count - 1) }
    case .a, .nobr: close(tag, name)
    case .button: if let at = find(where: { $0.tag == .button }) { pop(to: at) }
    default: break
    }
    if tables == 0, tag.isTablePart { return }
    if tag.endsParagraph, paragraphs > 0, let at = find(where: { $0.tag == .p }) { pop(to: at) }
    if tag.headingLevel != nil, stack.last?.tag.headingLevel != nil { pop(to: stack.count - 1) }
    stack.append(Open(tag: tag, name: name))
    if tag == .p { paragraphs += 1 }
    if tag == .table { tables += 1 }
    if tag.isBarrier { pending.append(nil) }
    deepest = max(deepest, stack.count + pending.count + Self.implied)
  }

  mutating func close(_ tag: Tag, _ name: PackedName) {
    switch tag {
    case .html, .head, .body: return
    case .table, .td, .th, .tr, .tbody, .thead, .tfoot, .caption:
      if let at = find(where: { $0.tag == tag }, until: { $0.tag == .table && tag != .table }) { pop(to: at) }
    case .object, .applet, .marquee, .template, .svg, .math:
      if let at = find(where: { $0.tag == tag }, until: { _ in false }) { pop(to: at) }
    case _ where tag.isFormatting:
      if let at = find(where: { $0.tag == tag }) {
        // What stands within it stays open.
        stack.remove(at: at)
      } else if let at = pending.lastIndex(where: { $0?.tag == tag }) {
        pending.remove(at: at)
      }
    case _ where tag.headingLevel != nil:
      if let at = find(where: { $0.tag.headingLevel != nil }) { pop(to: at) }
    case _ where tag.isBlock:
      if let at = find(where: { $0.tag == tag }) { pop(to: at) }
    default:
      if let at = find(where: { $0.name == name }, until: { $0.tag.isBlock || $0.tag.isBarrier }) { pop(to: at) }
    }
  }

  /// The innermost element that fits, unless one that ends the search stands before it.
  private func find(where fits: (Open) -> Bool, until ends: (Open) -> Bool = { $0.tag.isBarrier }) -> Int? {
    var at = stack.count - 1
    while at >= 0 {
      if fits(stack[at]) { return at }
      if ends(stack[at]) { return nil }
      at -= 1
    }
    return nil
  }

  private mutating func closeWithinTable(keeping: [Tag]) {
    guard tables > 0, let at = find(where: { keeping.contains($0.tag) }, until: { $0.tag == .table }) else { return }
    pop(to: at + 1)
  }

  /// An item ends the one before it in the same list.
  private mutating func closeItem(_ tags: [Tag]) {
    let open: [Tag] = [.address, .div, .p]
    let item = find(
      where: { tags.contains($0.tag) },
      until: { ($0.tag.isBlock && !open.contains($0.tag)) || $0.tag.isBarrier }
    )
    if let item { pop(to: item) }
  }

  private mutating func pop(to count: Int) {
    while stack.count > count, let last = stack.popLast() {
      if last.tag == .p { paragraphs -= 1 }
      if last.tag == .table { tables -= 1 }
      if last.tag.isBarrier {
        while let entry = pending.popLast(), entry != nil {}
      } else if last.tag.isFormatting {
        let same = pending.lazy.filter { $0?.tag == last.tag }.count
        if same < Self.alike { pending.append(last) }
      }
    }
  }
}
