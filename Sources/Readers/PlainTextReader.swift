import Model

/// Reads plain text in UTF-8.
///
/// The text as read is the input, byte for byte, but for what ``TextCleaner`` takes out or joins.
public struct PlainTextReader: Reader {
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  public init() {}

  public func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    if let bad = bytes.withUnsafeBytes(UTF8Check.firstBadByte) {
      throw ReadError(
        .notText,
        "not UTF-8: byte 0x\(Self.hexadecimal(bytes[bad])) at offset \(bad); convert the document to UTF-8"
      )
    }
    if let nul = bytes.firstIndex(of: 0, from: 0) {
      throw ReadError(.notText, "not text: byte 0x00 at offset \(nul); only plain text can be read as text/plain")
    }
    if Self.isBlank(bytes) { throw ReadError(.empty, "empty document") }
    let (text, places) = TextCleaner.clean(bytes)
    let (blocks, omissions) = Layout(text).read()
    return TextDocument(bytes: text, blocks: blocks, omissions: omissions, places: places)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// Whether there is nothing but white space, of ASCII or beyond it, after a byte order mark if there is one. Bytes that are not UTF-8 are
  /// something.
  public static func isBlank(_ bytes: [UInt8]) -> Bool {
    // Most documents show a letter at once, so that the scalars are seldom decoded far.
    var iterator = bytes.dropFirst(bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0).makeIterator()
    var decoder = UTF8()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): if !scalar.properties.isWhitespace { return false }
      case .emptyInput: return true
      case .error: return false
      }
    }
  }
}
