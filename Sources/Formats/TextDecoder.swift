import CUchardet
import Glibc
import Model

/// Tells the encoding of a text, and makes UTF-8 of it.
///
/// In this order: a byte order mark; what is UTF-8 and not only ASCII; what was declared, if it fits; the statistics of uchardet. What does
/// not fit the encoding that was found is no text: nothing is put in the place of a byte that means nothing.
public enum TextDecoder {
  /// A text in UTF-8, and what it was in.
  public struct Decoded: Sendable, Hashable {
    /// Without a byte order mark.
    public var bytes: [UInt8]
    public var encoding: TextEncoding
  }

  /// - Parameter declared: the encoding that somebody says the bytes are in.
  /// - Throws: ``ReadError`` with ``ReadError/Code/notText``.
  public static func decode(_ bytes: [UInt8], declared: String?) throws(ReadError) -> Decoded {
    if let marked = try byMark(bytes) { return marked }
    if bytes.contains(0) { return try wide(bytes) }
    let isEscaped = bytes.contains(0x1B) && bytes.allSatisfy { $0 < 0x80 }
    if !isEscaped, isUTF8(bytes) {
      return Decoded(bytes: bytes, encoding: TextEncoding(name: "utf-8", reason: .utf8))
    }
    if let declared, let name = name(declared), name != "utf-8", let text = convert(bytes, from: name) {
      return Decoded(bytes: text, encoding: TextEncoding(name: name, reason: .declared))
    }
    if isEscaped { return Decoded(bytes: bytes, encoding: TextEncoding(name: "utf-8", reason: .utf8)) }
    let odd = bytes.count { $0 >= 0x80 }
    var found = guess(bytes)
    // A few letters with accents are of Western Europe, if they may be.
    if odd < fewestOdd, let name = found, europe.contains(name),
      convert(bytes, from: "windows-1252").map(isText) ?? false
    {
      found = "windows-1252"
    }
    guard let name = found ?? (odd < fewestOdd ? "windows-1252" : nil), let text = convert(bytes, from: name),
      isText(text)
    else {
      throw ReadError(
        .notText,
        "not text: its bytes are of no encoding that can be told; convert the document to UTF-8"
      )
    }
    return Decoded(bytes: text, encoding: TextEncoding(name: name, reason: .guessed, isDoubtful: odd < fewestOdd))
  }

  /// Encodings of languages with Latin letters.
  private static let europe: Set<String> = [
    "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-10", "iso-8859-13", "iso-8859-15", "iso-8859-16",
    "windows-1250",
    "windows-1254", "windows-1257", "windows-1258", "ibm852", "viscii",
  ]
  /// So many bytes beyond ASCII tell an encoding of single bytes.
  private static let fewestOdd = 20

  // MARK: Marks and zeros

  private static let marks: [(mark: [UInt8], name: String)] = [
    ([0xEF, 0xBB, 0xBF], "utf-8"), ([0xFF, 0xFE, 0x00, 0x00], "utf-32le"), ([0x00, 0x00, 0xFE, 0xFF], "utf-32be"),
    ([0xFF, 0xFE], "utf-16le"), ([0xFE, 0xFF], "utf-16be"),
  ]

  private static func byMark(_ bytes: [UInt8]) throws(ReadError) -> Decoded? {
    guard let (mark, name) = marks.first(where: { bytes.starts(with: $0.mark) }) else { return nil }
    let rest = Array(bytes.dropFirst(mark.count))
    let text = name == "utf-8" ? (isUTF8(rest) ? rest : nil) : convert(rest, from: name)
    guard let text else {
      throw ReadError(
        .notText,
        "not text: it begins as \(name) does, and does not go on so; convert the document to UTF-8"
      )
    }
    return Decoded(bytes: text, encoding: TextEncoding(name: name, reason: .mark))
  }

  /// Whether bytes without a mark are UTF-16 of a script whose letters have a zero: every second byte of most is one.
  static func isWide(_ bytes: [UInt8]) -> Bool {
    if marks.dropFirst().contains(where: { bytes.starts(with: $0.mark) }) { return true }
    return wideName(bytes) != nil
  }

  private static func wideName(_ bytes: [UInt8]) -> String? {
    let head = bytes.prefix(1024)
    guard head.count >= 4, bytes.count % 2 == 0 else { return nil }
    var (even, odd) = (0, 0)
    for (index, byte) in head.enumerated() where byte == 0 {
      if index % 2 == 0 { even += 1 } else { odd += 1 }
    }
    let half = head.count / 2
    if odd * 10 >= half * 7, even * 20 <= half { return "utf-16le" }
    if even * 10 >= half * 7, odd * 20 <= half { return "utf-16be" }
    return nil
  }

  private static func wide(_ bytes: [UInt8]) throws(ReadError) -> Decoded {
    guard let name = wideName(bytes), let text = convert(bytes, from: name), isText(text) else {
      let at = bytes.firstIndex(of: 0) ?? 0
      throw ReadError(
        .notText,
        "not text: byte 0x00 at offset \(at); send a text, or a document of a format that can be read"
      )
    }
    return Decoded(bytes: text, encoding: TextEncoding(name: name, reason: .guessed))
  }

  // MARK: Checks

  private static func isUTF8(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes(UTF8Check.firstBadByte) == nil }

  /// Whether what came of a conversion is a text: no control characters but those of lines, which the wrong table of single bytes gives.
  private static func isText(_ bytes: [UInt8]) -> Bool {
    !String(decoding: bytes, as: UTF8.self).unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x09...0x0D, 0x1B: false
      case 0...0x1F, 0x7F, 0x80...0x84, 0x86...0x9F, 0xFFFE, 0xFFFF: true
      default: false
      }
    }
  }

  // MARK: Names

  /// Other names of encodings, and those that are read as another: nothing on the web that says Latin-1 means it.
  private static let aliases: [String: String] = [
    "utf8": "utf-8", "ascii": "windows-1252", "us-ascii": "windows-1252", "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "latin1": "windows-1252", "latin-1": "windows-1252", "cp1252": "windows-1252", "x-cp1251": "windows-1251",
    "cp1251": "windows-1251",
    "win-1251": "windows-1251", "koi8": "koi8-r", "cp866": "ibm866", "dos-866": "ibm866", "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030", "sjis": "shift_jis", "shift-jis": "shift_jis", "x-sjis": "shift_jis",
    "ks_c_5601-1987": "euc-kr",
    "iso-8859-9": "windows-1254", "unicode": "utf-16le", "utf-16": "utf-16le", "mac-cyrillic": "maccyrillic",
    "x-mac-cyrillic": "maccyrillic",
  ]

  /// Our name of an encoding; nil for one that is not read.
  static func name(_ declared: String) -> String? {
    let lower = declared.lowercased()
    let name = aliases[lower] ?? lower
    return known.contains(name) ? name : nil
  }

  /// What uchardet takes bytes for.
  private static func guess(_ bytes: [UInt8]) -> String? {
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    let head = bytes.prefix(longestGuess)
    let isHandled = head.withUnsafeBytes {
      uchardet_handle_data(detector, $0.bindMemory(to: CChar.self).baseAddress, head.count) == 0
    }
    guard isHandled else { return nil }
    uchardet_data_end(detector)
    // What is UTF-8 was known as such before.
    guard let found = uchardet_get_charset(detector), let name = name(String(cString: found)), name != "utf-8" else {
      return nil
    }
    return name
  }

  /// More tells no more.
  private static let longestGuess = 1 << 20

  // MARK: Conversion

  /// The encodings that are read. A document names its own, so that no others are looked up.
  private static let known: Set<String> = [
    "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
    "windows-1257", "windows-1258", "koi8-r", "koi8-u", "ibm866", "ibm855", "ibm852", "iso-8859-2", "iso-8859-3",
    "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-10", "iso-8859-11", "iso-8859-13",
    "iso-8859-15", "iso-8859-16", "maccyrillic", "tis-620", "viscii", "gb18030", "big5", "euc-tw", "shift_jis",
    "euc-jp", "iso-2022-jp", "iso-2022-kr", "euc-kr", "uhc", "utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be",
  ]

  /// Loads the tables of all encodings, which a process that gives up reading files cannot do later.
  public static func prepare() {
    // Never closed: what is open stays loaded.
    for name in known { _ = iconv_open("UTF-8", name) }
  }

  /// - Returns: nil where an encoding is not known, or the bytes are not all of it.
  static func convert(_ bytes: [UInt8], from name: String) -> [UInt8]? {
    let converter = iconv_open("UTF-8", name)
    // What iconv gives for an error is −1 as a pointer.
    guard Int(bitPattern: converter) != -1, let converter else { return nil }
    defer { iconv_close(converter) }
    var source = bytes
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 2)
    let isWhole = source.withUnsafeMutableBytes { raw -> Bool in
      var input = raw.bindMemory(to: CChar.self).baseAddress
      var left = raw.count
      while left > 0 {
        let before = left
        let (code, written) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16 << 10) { buffer in
          var output = buffer.baseAddress
          var room = buffer.count
          let code = iconv(converter, &input, &left, &output, &room)
          let fault = code == -1 ? errno : 0
          result.append(
            contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<(buffer.count - room)])
          )
          return (fault, buffer.count - room)
        }
        if code == 0 { continue }
        guard code == E2BIG, written > 0 || left < before else { return false }
      }
      return true
    }
    // The system's tables write numbers beyond the last character as UTF-8 once did.
    return isWhole && isUTF8(result) ? result : nil
  }
}
