import Glibc
import Model

/// Makes the ``Reduction`` of a page, in one pass over its tags, by the rules of the HTML standard for where they end.
struct Reducer {
  private let page: UnsafeBufferPointer<UInt8>
  private var result = Reduction()
  private var gauge = NestingGauge()
  /// The end of the part of the page that is already reduced.
  private var done = 0
  /// Elements whose end was looked for in vain: it is not looked for again.
  private var endless: Set<Tag> = []
  /// Whether nothing stands between here and the tag of a block.
  private var isAfterBlock = true
  /// How many elements are open that keep their white space.
  private var preserving = 0
  /// What class names say, by their bytes.
  private var known: [UInt64: Hints] = [:]

  private init(_ page: UnsafeBufferPointer<UInt8>) { self.page = page }

  static func reduce(_ page: [UInt8]) throws(ReadError) -> Reduction {
    let (result, isDeep) = page.withUnsafeBufferPointer { buffer in
      var reducer = Reducer(buffer)
      let isDeep = !reducer.run()
      return (reducer.result, isDeep)
    }
    if isDeep { throw .tooDeep }
    return result
  }

  /// - Returns: false where the elements are nested too deeply, and then no more is read.
  private mutating func run() -> Bool {
    result.bytes.reserveCapacity(page.count / 2 + 64)
    var at = 0
    while let open = find("<", from: at), open + 1 < page.count {
      switch page[open + 1] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): at = startTag(open)
      case UInt8(ascii: "/"): at = endTag(open)
      case UInt8(ascii: "!"): at = declaration(open)
      case UInt8(ascii: "?"): at = drop(open, to: find(">", from: open + 1))
      default: at = open + 1
      }
      if gauge.deepest > Limits.depth { return false }
    }
    copy(to: page.count)
    result.depth = gauge.deepest
    return true
  }

  // MARK: What is written

  /// Copies the text up to here; of white space only what a browser shows: one of several, and none beside a block.
  private mutating func copy(to end: Int, beforeBlock: Bool = false) {
    guard end > done else { return }
    guard preserving == 0 else {
      result.bytes.append(contentsOf: page[done..<end])
      done = end
      return
    }
    if isAfterBlock, isSpace(done) {
      var start = done
      while start < end, isSpace(start) { start += 1 }
      skip(to: start)
    }
    var stop = end
    if beforeBlock {
      while stop > done, isSpace(stop - 1) { stop -= 1 }
    }
    var at = done
    while at + 1 < stop {
      guard isSpace(at), isSpace(at + 1) else {
        at += 1
        continue
      }
      result.bytes.append(contentsOf: page[done...at])
      while at < stop, isSpace(at) { at += 1 }
      skip(to: at)
    }
    if stop > done {
      result.bytes.append(contentsOf: page[done..<stop])
      isAfterBlock = false
    }
    done = stop
    if stop < end { skip(to: end) }
  }

  /// A NUL is none: the parser has rules of its own for it.
  private func isSpace(_ at: Int) -> Bool { page[at] == 0x20 || (page[at] >= 0x09 && page[at] <= 0x0D) }

  private mutating func note(_ facts: TagFacts) {
    var facts = facts
    facts.reduced = Int32(truncatingIfNeeded: result.bytes.count)
    result.facts.append(facts)
  }

  /// Goes on in the page from here; what was not copied is left out.
  private mutating func skip(to end: Int) {
    done = end
    let reduced = Int32(truncatingIfNeeded: result.bytes.count)
    if let last = result.anchors.last, last.reduced == reduced { result.anchors.removeLast() }
    result.anchors.append(Reduction.Anchor(reduced: reduced, original: Int32(truncatingIfNeeded: end)))
  }

  /// Leaves out all from an opening bracket up to and with a closing one, or to the end of the page.
  private mutating func drop(_ open: Int, to close: Int?) -> Int {
    copy(to: open)
    // A bracket that was text must not become the beginning of a tag.
    if result.bytes.last == UInt8(ascii: "<") { result.bytes += "<!---->".utf8 }
    let end = close.map { $0 + 1 } ?? page.count
    skip(to: end)
    return end
  }

  // MARK: Tags

  private mutating func startTag(_ open: Int) -> Int {
    var tag = TagScanner(page, from: open + 1)
    tag.scan(&known)
    // A tag that does not end is no tag, and nothing follows it.
    guard let end = tag.end else { return drop(open, to: nil) }
    let element = tag.tag
    if let rest = hiddenEnd(of: element, tag, from: end) {
      _ = drop(open, to: rest - 1)
      return rest
    }
    let isBlock = element.partsText
    copy(to: open, beforeBlock: isBlock)
    note(tag.facts)
    result.bytes.append(contentsOf: page[open..<tag.nameEnd])
    for attribute in tag.kept {
      result.bytes.append(0x20)
      result.bytes.append(contentsOf: attribute.name.utf8)
      result.bytes.append(UInt8(ascii: "="))
      skip(to: attribute.value.lowerBound)
      result.bytes.append(contentsOf: page[attribute.value])
    }
    if tag.closesItself { result.bytes += " /".utf8 }
    result.bytes.append(UInt8(ascii: ">"))
    skip(to: end)
    gauge.open(element, tag.name)
    isAfterBlock = isBlock || (isAfterBlock && element.isVoid)
    if element == .pre || element == .listing { preserving += 1 }
    guard Self.texts.contains(element) else { return end }
    // The words of a title may hold brackets that are no tags.
    let close = closing(element, from: end) ?? page.count
    if element == .textarea { skip(to: close) } else { copy(to: close) }
    return close
  }

  private mutating func endTag(_ open: Int) -> Int {
    guard open + 2 < page.count, TagScanner.isLetter(page[open + 2]) else {
      return open + 2 < page.count ? drop(open, to: find(">", from: open + 2)) : page.count
    }
    var tag = TagScanner(page, from: open + 2)
    tag.scan(&known)
    guard let end = tag.end else { return drop(open, to: nil) }
    copy(to: open, beforeBlock: tag.tag.partsText)
    result.bytes.append(contentsOf: page[open..<tag.nameEnd])
    result.bytes.append(UInt8(ascii: ">"))
    skip(to: end)
    isAfterBlock = tag.tag.partsText
    gauge.close(tag.tag, tag.name)
    if tag.tag == .pre || tag.tag == .listing { preserving = max(0, preserving - 1) }
    return end
  }

  /// A comment, a document type, or what is read as a comment.
  private mutating func declaration(_ open: Int) -> Int {
    guard open + 3 < page.count, page[open + 2] == UInt8(ascii: "-"), page[open + 3] == UInt8(ascii: "-") else {
      let close = find(">", from: open + 2)
      let isDoctype = open + 2 < page.count && page[open + 2] | 0x20 == UInt8(ascii: "d")
      guard isDoctype, let close, close - open < Limits.attribute else { return drop(open, to: close) }
      return close + 1
    }
    var dash = open + 4
    // `<!-->` and `<!--->` are whole comments.
    if dash < page.count, page[dash] == UInt8(ascii: ">") { return drop(open, to: dash) }
    if dash + 1 < page.count, page[dash] == UInt8(ascii: "-"), page[dash + 1] == UInt8(ascii: ">") {
      return drop(open, to: dash + 1)
    }
    while let close = find(">", from: dash) {
      let before = close - 2
      if before >= open + 4, page[before] == UInt8(ascii: "-"), page[before + 1] == UInt8(ascii: "-") {
        return drop(open, to: close)
      }
      if before >= open + 5, page[before + 1] == UInt8(ascii: "!"), page[before] == UInt8(ascii: "-"),
        page[before - 1] == UInt8(ascii: "-")
      {
        return drop(open, to: close)
      }
      dash = close + 1
    }
    return drop(open, to: nil)
  }

  // MARK: Elements that are left out whole

  /// Their content is text, whatever brackets stand in it.
  private static let texts: [Tag] = [.title, .textarea, .xmp]
  /// Their content is no text for readers, and no tags; without an end tag they go on to the end of the page.
  private static let codes: [Tag] = [.script, .style, .iframe, .noembed, .noframes]
  /// Their content is tags; without an end tag they are left as they are.
  private static let drawings: [Tag] = [.svg, .annotation]

  /// Where an element ends that is left out whole; nil for one that is not.
  private mutating func hiddenEnd(of element: Tag, _ tag: TagScanner, from start: Int) -> Int? {
    if Self.codes.contains(element) {
      let close = closing(element, from: start)
      if element == .script || element == .style { result.scripts += 1 }
      if element == .script, tag.isData, let close { result.data.append(start..<close) }
      guard let close else { return page.count }
      return find(">", from: close).map { $0 + 1 } ?? page.count
    }
    guard Self.drawings.contains(element), !endless.contains(element) else { return nil }
    if tag.closesItself { return start }
    var depth = 1
    var at = start
    while let open = find("<", from: at) {
      if isName(element.name, at: open + 1) { depth += 1 }
      // A page within a drawing; it stays, and so do all drawings after it.
      if isName("foreignobject", at: open + 1) { break }
      if open + 1 < page.count, page[open + 1] == UInt8(ascii: "/"), isName(element.name, at: open + 2) {
        depth -= 1
        if depth == 0 { return find(">", from: open).map { $0 + 1 } }
      }
      at = open + 1
    }
    endless.insert(element)
    return nil
  }

  /// Where the end tag of an element begins whose content is text.
  private mutating func closing(_ element: Tag, from start: Int) -> Int? {
    guard !endless.contains(element) else { return nil }
    var at = start
    while let open = find("<", from: at) {
      if open + 1 < page.count, page[open + 1] == UInt8(ascii: "/"), isName(element.name, at: open + 2) { return open }
      at = open + 1
    }
    endless.insert(element)
    return nil
  }

  /// Whether a name stands here, case aside, and ends.
  private func isName(_ name: String, at start: Int) -> Bool {
    var at = start
    for byte in name.utf8 {
      guard at < page.count, page[at] | 0x20 == byte else { return false }
      at += 1
    }
    guard at < page.count else { return false }
    return page[at] <= 0x20 || page[at] == UInt8(ascii: ">") || page[at] == UInt8(ascii: "/")
  }

  private func find(_ byte: Unicode.Scalar, from start: Int) -> Int? {
    guard start < page.count, let base = page.baseAddress else { return nil }
    guard let found = memchr(base + start, Int32(byte.value), page.count - start) else { return nil }
    return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
  }
}
