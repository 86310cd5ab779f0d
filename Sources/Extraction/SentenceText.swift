import Language
import Model
import Values

/// One sentence with what stands in it: everything that the later steps look at.
struct SentenceText {
  let bytes: [UInt8]
  /// Byte offsets into the text as read.
  let range: Range<Int>
  let tokens: [Token]
  /// The values in it; a token's `value` is an index into them.
  let spans: [ValueSpan]

  /// The wording of some tokens, as it stands in the text; line breaks become spaces.
  func text(_ range: Range<Int>) -> String {
    guard let first = tokens[safe: range.lowerBound], let last = tokens[safe: range.upperBound - 1],
      first.range.lowerBound < last.range.upperBound
    else { return "" }
    return plain(first.range.lowerBound..<last.range.upperBound)
  }

  /// The wording of a byte range, each run of white space one space.
  func plain(_ range: Range<Int>) -> String {
    var result: [UInt8] = []
    for byte in bytes[range.clamped(to: 0..<bytes.count)] {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        if result.last != 0x20 { result.append(0x20) }
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  func span(_ token: Int) -> ValueSpan? {
    guard let index = tokens[safe: token]?.value else { return nil }
    return spans[safe: index]
  }

  func lower(_ token: Int) -> String { tokens[safe: token]?.lower ?? "" }
}

extension Array {
  /// The element at an index; nil where there is none.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
