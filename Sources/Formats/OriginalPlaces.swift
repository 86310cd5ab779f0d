import Model

/// Where places in a decoded text stood in the bytes that it was decoded from.
///
/// Exact where each character took as many bytes as its encoding says: UTF-8, UTF-16, UTF-32, and most encodings of single bytes. In those
/// of East Asia, and where letters and their accents were joined, a place becomes the lines that it stands in.
enum OriginalPlaces {
  /// How many bytes of an encoding a character takes.
  private enum Width {
    case single, utf16, utf32
    /// One, two or four, which only decoding tells.
    case varied
  }

  /// - Parameter places: in the decoded text.
  static func of(_ places: SourceMap, decoded: TextDecoder.Decoded, in bytes: [UInt8]) -> SourceMap {
    if decoded.encoding.name == "utf-8" {
      let mark = bytes.count - decoded.bytes.count
      return mark == 0 ? places : mapped(places) { $0 + mark..<$1 + mark }
    }
    let width = width(decoded.encoding.name)
    if let exact = exact(places, decoded.bytes, width, size: bytes.count, mark: mark(bytes, width)) { return exact }
    let lines = (decoded: ends(in: decoded.bytes), original: ends(in: bytes))
    // Lines that are not the same ones tell nothing.
    guard lines.decoded.count == lines.original.count else { return SourceMap() }
    return mapped(places) { lower, upper in
      let first = lines.decoded.partition { $0 > lower }
      let last = lines.decoded.partition { $0 >= upper }
      return lines.original[max(0, first - 1)]..<lines.original[min(last, lines.original.count - 1)]
    }
  }

  /// The places by counting characters; nil where they do not come to the size of the original.
  private static func exact(_ places: SourceMap, _ text: [UInt8], _ width: Width, size: Int, mark: Int) -> SourceMap? {
    guard width != .varied else { return nil }
    // One pass over the text, however the places are ordered.
    var wanted: [Int] = []
    for run in places.runs {
      if case .bytes(let bytes) = run.place { wanted += [bytes.lowerBound, bytes.upperBound] }
    }
    wanted.sort()
    var counted: [Int] = []
    counted.reserveCapacity(wanted.count)
    var (at, original) = (0, mark)
    func count(to offset: Int) {
      while at < min(offset, text.count) {
        original += bytes(of: text[at], width)
        at += 1
      }
    }
    for offset in wanted {
      count(to: offset)
      counted.append(original)
    }
    count(to: text.count)
    guard original == size else { return nil }
    return mapped(places) { lower, upper in
      counted[wanted.partition { $0 >= lower }]..<counted[wanted.partition { $0 >= upper }]
    }
  }

  /// What the character takes that begins with a byte of UTF-8; none for one that goes on with it.
  private static func bytes(of byte: UInt8, _ width: Width) -> Int {
    guard byte & 0xC0 != 0x80 else { return 0 }
    return switch width {
    case .single, .varied: 1
    case .utf16: byte >= 0xF0 ? 4 : 2
    case .utf32: 4
    }
  }

  private static func width(_ encoding: String) -> Width {
    if encoding.hasPrefix("utf-16") { return .utf16 }
    if encoding.hasPrefix("utf-32") { return .utf32 }
    let isVaried = ["gb", "big5", "shift", "euc", "iso-2022", "hz", "johab", "uhc", "cp949"].contains {
      encoding.hasPrefix($0)
    }
    return isVaried ? .varied : .single
  }

  /// How many bytes a byte order mark takes.
  private static func mark(_ bytes: [UInt8], _ width: Width) -> Int {
    switch width {
    case .utf16: bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) ? 2 : 0
    case .utf32: bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) ? 4 : 0
    case .single, .varied: 0
    }
  }

  private static func mapped(_ places: SourceMap, _ body: (Int, Int) -> Range<Int>) -> SourceMap {
    SourceMap(
      runs: places.runs.map { run in
        guard case .bytes(let bytes) = run.place else { return run }
        return SourceMap.Run(text: run.text, place: .bytes(body(bytes.lowerBound, bytes.upperBound)))
      }
    )
  }

  /// Where lines begin, and where the text ends.
  private static func ends(in bytes: [UInt8]) -> [Int] {
    var ends = [0]
    for (index, byte) in bytes.enumerated() where byte == 0x0A { ends.append(index + 1) }
    if ends.last != bytes.count { ends.append(bytes.count) }
    return ends
  }
}

extension [Int] {
  /// The first index of a sorted list whose element passes; the list's count where none does.
  fileprivate func partition(_ passes: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if passes(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
