extension HTMLReader {
  /// The charset that a page names in its first 1024 bytes, in lower case as it stands there; nil where it names none.
  ///
  /// This is the HTML standard's "prescan a byte stream to determine its encoding", but for the names of encodings,
  /// which the decoder knows. It answers UTF-16 with UTF-8: a page whose declaration can be read byte by byte is not
  /// UTF-16.
  public static func declaredCharset(_ bytes: [UInt8]) -> String? {
    var scan = CharsetScan(Array(bytes.prefix(1024)))
    return scan.run()
  }
}

private struct CharsetScan {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() -> String? {
    while at < bytes.count {
      if starts("<!--") {
        // The dashes of the beginning may be those of the end.
        at += 2
        while at < bytes.count, !starts("-->") { at += 1 }
        at += 3
      } else if starts("<meta"), at + 5 < bytes.count, Self.isSpace(bytes[at + 5]) || bytes[at + 5] == 0x2F {
        at += 5
        if let charset = meta() { return charset }
      } else if starts("<"), at + 1 < bytes.count, isTag(at + 1) {
        at += 1
        while at < bytes.count, !Self.isSpace(bytes[at]), bytes[at] != UInt8(ascii: ">") { at += 1 }
        while attribute() != nil {}
      } else if starts("<!") || starts("</") || starts("<?") {
        while at < bytes.count, bytes[at] != UInt8(ascii: ">") { at += 1 }
      } else {
        at += 1
      }
    }
    return nil
  }

  private func isTag(_ index: Int) -> Bool {
    let after = bytes[index] == UInt8(ascii: "/") ? index + 1 : index
    return after < bytes.count && TagScanner.isLetter(bytes[after])
  }

  private func starts(_ word: String) -> Bool {
    var index = at
    for byte in word.utf8 {
      guard index < bytes.count, Self.lower(bytes[index]) == byte else { return false }
      index += 1
    }
    return true
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x09, 0x0A, 0x0C, 0x0D, 0x20].contains(byte) }

  /// What a `meta` element says: a charset counts where it stands in `charset`, or in `content` beside `http-equiv`.
  private mutating func meta() -> String? {
    var seen: Set<String> = []
    var hasPragma = false
    var needsPragma: Bool?
    var charset: String?
    while let (name, value) = attribute() {
      guard seen.insert(name).inserted else { continue }
      switch name {
      case "http-equiv": hasPragma = value == "content-type"
      case "content":
        if charset == nil, let found = Self.charset(in: value) {
          charset = found
          needsPragma = true
        }
      case "charset":
        charset = value.isEmpty ? nil : value
        needsPragma = false
      default: break
      }
    }
    guard let needsPragma, let charset, !needsPragma || hasPragma else { return nil }
    return charset.hasPrefix("utf-16") ? "utf-8" : charset
  }

  /// The next attribute of a tag, in lower case; nil at the end of the tag.
  private mutating func attribute() -> (name: String, value: String)? {
    while at < bytes.count, Self.isSpace(bytes[at]) || bytes[at] == 0x2F { at += 1 }
    guard at < bytes.count, bytes[at] != UInt8(ascii: ">") else { return nil }
    var name: [UInt8] = []
    while at < bytes.count, !Self.isSpace(bytes[at]), bytes[at] != 0x2F, bytes[at] != UInt8(ascii: ">"),
      bytes[at] != UInt8(ascii: "=") || name.isEmpty
    {
      name.append(Self.lower(bytes[at]))
      at += 1
    }
    while at < bytes.count, Self.isSpace(bytes[at]) { at += 1 }
    guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else { return (String(decoding: name, as: UTF8.self), "") }
    at += 1
    while at < bytes.count, Self.isSpace(bytes[at]) { at += 1 }
    var value: [UInt8] = []
    if at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") {
      let quote = bytes[at]
      at += 1
      while at < bytes.count, bytes[at] != quote {
        value.append(Self.lower(bytes[at]))
        at += 1
      }
      // A value without an end ends the scan.
      guard at < bytes.count else { return nil }
      at += 1
    } else {
      while at < bytes.count, !Self.isSpace(bytes[at]), bytes[at] != UInt8(ascii: ">") {
        value.append(Self.lower(bytes[at]))
        at += 1
      }
    }
    return (String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
  }

  /// The charset in "text/html; charset=iso-8859-1".
  private static func charset(in content: String) -> String? {
    var rest = Substring(content)
    while let found = rest.firstRange(of: "charset") {
      rest = rest[found.upperBound...].drop(while: \.isWhitespace)
      guard rest.first == "=" else { continue }
      rest = rest.dropFirst().drop(while: \.isWhitespace)
      if let quote = rest.first, quote == "\"" || quote == "'" {
        let value = rest.dropFirst().prefix { $0 != quote }
        return value.endIndex < rest.endIndex && !value.isEmpty ? String(value) : nil
      }
      let value = rest.prefix { !$0.isWhitespace && $0 != ";" }
      return value.isEmpty ? nil : String(value)
    }
    return nil
  }
}

extension Substring {
  /// The first place where some words stand.
  fileprivate func firstRange(of words: String) -> Range<Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(words) { return at..<(index(at, offsetBy: words.count)) }
      at = index(after: at)
    }
    return nil
  }
}
