/// A value of JSON, read leniently: pages carry line ends in strings, and commas too many.
enum JSONValue {
  case string(String)
  case object([String: JSONValue])
  case array([JSONValue])
  /// A number, true, false, null, or what lies too deep.
  case other

  /// Nil where the bytes are no JSON, up to the first fault.
  init?(_ bytes: ArraySlice<UInt8>) {
    var parser = JSONParser(bytes)
    guard let value = parser.value(depth: 0) else { return nil }
    self = value
  }

  var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  subscript(_ name: String) -> JSONValue? {
    if case .object(let members) = self { return members[name] }
    return nil
  }

  /// The items of an array; of any other value, itself.
  var items: [JSONValue] {
    if case .array(let items) = self { return items }
    return [self]
  }
}

private struct JSONParser {
  private let bytes: ArraySlice<UInt8>
  private var at: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  private var current: UInt8? { at < bytes.endIndex ? bytes[at] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte <= 0x20 { at += 1 }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard current == UInt8(ascii: sign) else { return false }
    at += 1
    return true
  }

  mutating func value(depth: Int) -> JSONValue? {
    skipSpace()
    // Deeper values end the reading: what is wanted never lies there.
    guard let byte = current, depth <= Limits.dataDepth else { return nil }
    switch byte {
    case UInt8(ascii: "{"): return object(depth)
    case UInt8(ascii: "["): return array(depth)
    case UInt8(ascii: "\""): return string().map(JSONValue.string)
    default:
      let start = at
      while let byte = current, TagScanner.isLetter(byte) || "0123456789+-.".utf8.contains(byte) { at += 1 }
      return at > start ? .other : nil
    }
  }

  private mutating func object(_ depth: Int) -> JSONValue? {
    var members: [String: JSONValue] = [:]
    at += 1
    while !take("}") {
      guard
        let name = {
          skipSpace(); return string()
        }(), take(":")
      else { return members.isEmpty ? nil : .object(members) }
      guard let value = value(depth: depth + 1) else { return .object(members) }
      if members[name] == nil { members[name] = value }
      if !take(",") { skipSpace() }
      if current == nil { return .object(members) }
    }
    return .object(members)
  }

  private mutating func array(_ depth: Int) -> JSONValue? {
    var items: [JSONValue] = []
    at += 1
    while !take("]") {
      guard let value = value(depth: depth + 1) else { return .array(items) }
      items.append(value)
      _ = take(",")
      skipSpace()
      if current == nil { return .array(items) }
    }
    return .array(items)
  }

  private mutating func string() -> String? {
    guard current == UInt8(ascii: "\"") else { return nil }
    at += 1
    var result: [UInt8] = []
    while let byte = current {
      at += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: result, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\"), let escaped = current else {
        result.append(byte)
        continue
      }
      at += 1
      switch escaped {
      case UInt8(ascii: "n"), UInt8(ascii: "r"): result.append(0x0A)
      case UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"): result.append(0x20)
      case UInt8(ascii: "u"): result += Array(String(scalar()).utf8)
      default: result.append(escaped)
      }
    }
    return nil
  }

  /// The character of `\uXXXX`, or of two of them; U+FFFD if they are not valid.
  private mutating func scalar() -> Character {
    guard let high = unit() else { return "\u{FFFD}" }
    if (0xD800...0xDBFF).contains(high), at + 1 < bytes.endIndex, bytes[at] == UInt8(ascii: "\\"),
      bytes[at + 1] == UInt8(ascii: "u")
    {
      let back = at
      at += 2
      if let low = unit(), (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      {
        return Character(scalar)
      }
      at = back
    }
    return Unicode.Scalar(high).map(Character.init) ?? "\u{FFFD}"
  }

  private mutating func unit() -> UInt32? {
    guard at + 4 <= bytes.endIndex else { return nil }
    guard let unit = UInt32(String(decoding: bytes[at..<(at + 4)], as: UTF8.self), radix: 16) else { return nil }
    at += 4
    return unit
  }
}
