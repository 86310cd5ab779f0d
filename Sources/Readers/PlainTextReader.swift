/// Reads plain text in UTF-8; Markdown is read as plain text.
///
/// The text as read is the input, byte for byte, but for what ``TextCleaner`` takes out or joins.
public struct PlainTextReader: Reader {
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  public init() {}

  /// Checks that bytes can be read, without reading them.
  /// - Throws: ``ReadError`` when they are not UTF-8, hold a NUL byte (which no text does), or hold nothing but white space.
  ///   The offset it names is counted from 0 in the bytes as given.
  public static func validate(_ bytes: some Collection<UInt8>) throws(ReadError) {
    let array = Array(bytes)
    if let bad = array.withUnsafeBytes(UTF8Check.firstBadByte) {
      throw ReadError(
        .notUTF8,
        "not UTF-8: byte 0x\(hexadecimal(array[bad])) at offset \(bad); convert the document to UTF-8"
      )
    }
    if let nul = array.firstIndex(of: 0) {
      throw ReadError(.notUTF8, "not text: byte 0x00 at offset \(nul); only plain text can be read as text/plain")
    }
    let start = array.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    if isBlank(array[start...]) {
      throw ReadError(.empty, "empty document")
    }
  }

  public func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    try Self.validate(bytes)
    let text = TextCleaner.clean(bytes)
    let (blocks, omissions) = Layout(text).read()
    return TextDocument(bytes: text, blocks: blocks, omissions: omissions)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// True when there is nothing but white space, of ASCII or beyond it.
  private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
    // Most documents show a letter at once, so that the scalars are seldom decoded far.
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if !scalar.properties.isWhitespace { return false }
    }
    return true
  }
}
