import Model

/// What headers say in words: encoded words decoded (RFC 2047), names of persons, the day of a date.
enum MailHeaders {
  /// A header's words; what is no encoded word and no UTF-8 is decoded as what it seems to be.
  static func text(_ value: [UInt8]) -> String {
    var result = ""
    var rest = value[...]
    var wasEncoded = false
    while !rest.isEmpty {
      guard let start = rest.firstIndex(of: "=?") else {
        result += plain(rest)
        break
      }
      let before = rest[..<start]
      if let (word, end) = encodedWord(rest[start...]) {
        // Spaces between two encoded words are no text.
        if !wasEncoded || before.contains(where: { $0 > 0x20 }) { result += plain(before) }
        result += word
        rest = rest[end...]
        wasEncoded = true
      } else {
        result += plain(rest[..<(start + 2)])
        rest = rest[(start + 2)...]
        wasEncoded = false
      }
    }
    return result.singleSpaced
  }

  private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let decoded = try? TextDecoder.decode(Array(bytes), declared: nil)
    return decoded.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
  }

  /// `=?utf-8?q?caf=C3=A9?=`
  private static func encodedWord(_ bytes: ArraySlice<UInt8>) -> (word: String, end: Int)? {
    let marks = bytes.indices.lazy.filter { bytes[$0] == UInt8(ascii: "?") }.prefix(4)
    let places = Array(marks)
    guard places.count == 4, places[3] + 1 < bytes.endIndex, bytes[places[3] + 1] == UInt8(ascii: "="),
      places[3] - bytes.startIndex < 1000, places[2] == places[1] + 2
    else { return nil }
    let charset = String(decoding: bytes[(places[0] + 1)..<places[1]].prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self)
    let content = bytes[(places[2] + 1)..<places[3]]
    let raw: [UInt8]
    switch bytes[places[1] + 1] | 0x20 {
    case UInt8(ascii: "b"): raw = TransferEncoding.base64(content)
    case UInt8(ascii: "q"): raw = TransferEncoding.quotedPrintable(content, isWord: true)
    default: return nil
    }
    guard let decoded = try? TextDecoder.decode(raw, declared: charset) else { return nil }
    return (String(decoding: decoded.bytes, as: UTF8.self), places[3] + 2)
  }

  /// The name in `"Ida Holm" <ida@example.org>`, or the address if there is no name.
  static func name(_ value: [UInt8]) -> String {
    let text = text(value)
    guard let open = text.lastIndex(of: "<"), open > text.startIndex else {
      return text.filter { $0 != "<" && $0 != ">" }
    }
    let name = text[..<open].filter { $0 != "\"" }.singleSpaced
    return name.isEmpty ? String(text[text.index(after: open)...].prefix { $0 != ">" }) : name
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  /// The day of `Tue, 5 Jun 2018 10:00:00 +0200`, as 2018-06-05; nil for what is no date.
  static func day(_ value: [UInt8]) -> String? {
    let words = text(value).lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard let at = words.firstIndex(where: { months.contains(String($0.prefix(3))) && Int($0) == nil }), at > 0,
      let month = months.firstIndex(of: String(words[at].prefix(3))), let day = Int(words[at - 1]),
      (1...31).contains(day),
      at + 1 < words.count, var year = Int(words[at + 1])
    else { return nil }
    if year < 50 { year += 2000 } else if year < 1000 { year += 1900 }
    guard (1900...9999).contains(year) else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month + 1))-\(two(day))"
  }
}
