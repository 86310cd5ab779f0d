/// Finds for each byte of a text where it stood in the page: entities, ends of lines and stray tags make them differ.
struct SourceAligner {
  private let source: [UInt8]
  private let reduction: Reduction
  /// Of each byte of the text last aligned, where its source begins and ends in the page; -1 where none was found.
  private(set) var starts: [Int32] = []
  private(set) var ends: [Int32] = []

  private var at = 0
  private var anchor = 0

  init(source: [UInt8], reduction: Reduction) {
    self.source = source
    self.reduction = reduction
  }

  /// Where a byte of the reduced page stood. Asked with rising offsets, it takes no search.
  private mutating func original(_ offset: Int) -> Int32 {
    while anchor + 1 < reduction.anchors.count, Int(reduction.anchors[anchor + 1].reduced) <= offset { anchor += 1 }
    let found = reduction.anchors[anchor]
    return found.original + Int32(offset) - found.reduced
  }

  /// - Parameters:
  ///   - text: a text as the tree has it.
  ///   - place: where it stands in the reduced page.
  mutating func align(_ text: ArraySlice<UInt8>, _ place: Range<Int32>) {
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    at = Int(place.lowerBound)
    anchor = reduction.anchorIndex(at)
    let end = min(Int(place.upperBound), reduction.bytes.count)
    var index = text.startIndex
    while index < text.endIndex, at < end {
      let raw = reduction.bytes[at]
      let byte = text[index]
      if raw == UInt8(ascii: "&"), let count = entity(text[index...], end) {
        add(Self.width(byte), count)
        index += Self.width(byte)
      } else if raw == byte {
        add(1, 1)
        index += 1
      } else if raw == UInt8(ascii: "\r") {
        // Ends of lines become one character.
        if byte == UInt8(ascii: "\n") {
          add(1, at + 1 < end && reduction.bytes[at + 1] == UInt8(ascii: "\n") ? 2 : 1)
          index += 1
        } else {
          at += 1
        }
      } else if raw == UInt8(ascii: "<") {
        // A tag that the parser took no notice of.
        at = (reduction.bytes[at..<end].firstIndex(of: UInt8(ascii: ">")) ?? end - 1) + 1
      } else if raw == 0 {
        at += 1
      } else {
        // Nothing that is known; what follows has no place.
        break
      }
    }
    let missing = text.endIndex - max(index, text.startIndex)
    if missing > 0 {
      starts += repeatElement(-1, count: missing)
      ends += repeatElement(-1, count: missing)
    }
    // A character at the end that an entity stands for may be cut short.
    if starts.count > text.count {
      starts.removeLast(starts.count - text.count)
      ends.removeLast(ends.count - text.count)
    }
  }

  /// Gives the next bytes of the text to the next bytes of the page.
  private mutating func add(_ bytes: Int, _ count: Int) {
    let start = original(at)
    let end = original(at + count - 1) + 1
    for _ in 0..<bytes {
      starts.append(start)
      ends.append(end)
    }
    at += count
  }

  /// How many bytes an entity has that stands for the next character; nil where an ampersand stands for itself.
  private func entity(_ text: ArraySlice<UInt8>, _ end: Int) -> Int? {
    var stop = at + 1
    let isNumber = stop < end && reduction.bytes[stop] == UInt8(ascii: "#")
    if isNumber { stop += 1 }
    while stop < end, stop - at < 40, Self.isNameByte(reduction.bytes[stop]) { stop += 1 }
    let isClosed = stop < end && reduction.bytes[stop] == UInt8(ascii: ";")
    let raw = reduction.bytes[at..<(isClosed ? stop + 1 : stop)]
    guard raw.count > 2, let first = text.first else { return nil }
    // The text has the same ampersand and the same name: it is no entity.
    if text.starts(with: raw) { return nil }
    if isClosed || isNumber { return raw.count }
    // "&copy2024": the name ends where the text goes on as the page does.
    let rest = text.dropFirst(Self.width(first)).prefix(3)
    for count in stride(from: raw.count, to: 2, by: -1) {
      let after = reduction.bytes[min(end, at + count)..<min(end, at + count + rest.count)]
      if rest.starts(with: after) { return count }
    }
    return raw.count
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    TagScanner.isLetter(byte) || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }

  /// How many bytes a character has that begins so.
  static func width(_ lead: UInt8) -> Int { lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }
}
