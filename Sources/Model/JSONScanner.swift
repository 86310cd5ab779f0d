/// Reads JSON as Courant writes it: fields in the order in which they are written, nothing between tokens.
///
/// It is several times as fast as a general decoder. It does not reject other forms of JSON: a caller that gets ``Unusual`` falls back to
/// the general decoder, which also reports errors. Both give the same value for all input that this one accepts.
package struct JSONScanner {
  /// The bytes are not as Courant writes them.
  package struct Unusual: Error {}

  /// Valid as long as the scanner is used.
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// Reads one value that takes all of the bytes.
  /// - Returns: nil where they are not as Courant writes them.
  static func read<T: DirectlyRead>(_ type: T.Type, from bytes: some Sequence<UInt8>) -> T? {
    let value = bytes.withContiguousStorageIfAvailable { buffer -> T? in
      var scanner = JSONScanner(buffer)
      guard let value = try? T(from: &scanner), scanner.at == buffer.count else { return nil }
      return value
    }
    return value ?? nil
  }

  // MARK: Tokens

  /// Goes over `literal`, if that is what comes next.
  package mutating func skip(_ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard count <= bytes.count - at else { return false }
    let start = literal.utf8Start
    for index in 0..<count where bytes[at + index] != start[index] { return false }
    at += count
    return true
  }

  package mutating func expect(_ literal: StaticString) throws(Unusual) {
    guard skip(literal) else { throw Unusual() }
  }

  private mutating func isNull() -> Bool { skip("null") }

  mutating func string() throws(Unusual) -> String {
    var union: UInt8 = 0
    let start = try openString()
    let isOver = try passPlain(&union)
    guard isOver else { return try escapedString(from: start, upTo: at) }
    let text = UnsafeBufferPointer(rebasing: bytes[start..<at])
    at += 1
    if union < 0x80 { return String(decoding: text, as: UTF8.self) }
    guard let valid = String(validating: text, as: UTF8.self) else { throw Unusual() }
    return valid
  }

  /// Goes over the quotation mark that begins a string.
  private mutating func openString() throws(Unusual) -> Int {
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw Unusual() }
    at += 1
    return at
  }

  /// Goes up to the end of a string, or to its next escape.
  /// - Parameter union: gets the bits of all bytes on the way.
  /// - Returns: whether it is the end.
  private mutating func passPlain(_ union: inout UInt8) throws(Unusual) -> Bool {
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") { return true }
      if byte == UInt8(ascii: "\\") { return false }
      guard byte >= 0x20 else { throw Unusual() }
      union |= byte
      at += 1
    }
    throw Unusual()
  }

  /// Goes on with a string at its first escape.
  private mutating func escapedString(from start: Int, upTo first: Int) throws(Unusual) -> String {
    var text = Array(bytes[start..<first])
    at = first
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let valid = String(validating: text, as: UTF8.self) else { throw Unusual() }
        return valid
      case UInt8(ascii: "\\"): text.append(try escape())
      case 0..<0x20: throw Unusual()
      default: text.append(byte)
      }
    }
    throw Unusual()
  }

  /// What Courant escapes; nothing beyond ASCII.
  private mutating func escape() throws(Unusual) -> UInt8 {
    guard at < bytes.count else { throw Unusual() }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return byte
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"):
      try expect("00")
      guard at + 1 < bytes.count, let code = Hexadecimal.decode(bytes[at..<(at + 2)])?.first, code < 0x80 else {
        throw Unusual()
      }
      at += 2
      return code
    default: throw Unusual()
    }
  }

  private mutating func digits() -> Range<Int> {
    let start = at
    while at < bytes.count, bytes[at] >= UInt8(ascii: "0"), bytes[at] <= UInt8(ascii: "9") { at += 1 }
    return start..<at
  }

  /// A whole number of at most 18 digits.
  mutating func integer() throws(Unusual) -> Int {
    let isNegative = skip("-")
    let places = digits()
    guard !places.isEmpty, places.count <= 18, places.count == 1 || bytes[places.lowerBound] != UInt8(ascii: "0") else {
      throw Unusual()
    }
    if at < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[at]) {
      throw Unusual()
    }
    let magnitude = bytes[places].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return isNegative ? -magnitude : magnitude
  }

  mutating func number() throws(Unusual) -> Double {
    let start = at
    let isNegative = skip("-")
    let whole = digits()
    guard !whole.isEmpty, whole.count == 1 || bytes[whole.lowerBound] != UInt8(ascii: "0") else { throw Unusual() }
    var fraction = at..<at
    if skip(".") {
      fraction = digits()
      guard !fraction.isEmpty else { throw Unusual() }
    }
    let hasExponent = skip("e") || skip("E")
    if hasExponent {
      if !skip("+") { _ = skip("-") }
      guard !digits().isEmpty else { throw Unusual() }
    }
    // Both parts of the quotient are exact, so that it is rounded once, as the decimal itself would be.
    if !hasExponent, whole.count + fraction.count <= 15 {
      let parts = [bytes[whole], bytes[fraction]].joined()
      let magnitude = parts.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      let value = Double(magnitude) / Self.powers[fraction.count]
      // Minus nothing has a spelling that is never written.
      guard !isNegative || magnitude > 0 else { throw Unusual() }
      return isNegative ? -value : value
    }
    guard let value = Double(String(decoding: bytes[start..<at], as: UTF8.self)), value.isFinite else {
      throw Unusual()
    }
    return value
  }

  private static let powers: [Double] = (0...15).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }

  // MARK: Fields

  /// A field's value behind its name with what stands before and behind it: `{"text":`, `,"name":`.
  package mutating func field(_ name: StaticString) throws(Unusual) -> String {
    try expect(name)
    return try string()
  }

  package mutating func field(_ name: StaticString) throws(Unusual) -> Double {
    try expect(name)
    return try number()
  }

  package mutating func field(_ name: StaticString) throws(Unusual) -> Int {
    try expect(name)
    return try integer()
  }

  /// A whole number from 0.
  package mutating func field(_ name: StaticString) throws(Unusual) -> UInt64 {
    try expect(name)
    let number = try integer()
    guard number >= 0 else { throw Unusual() }
    return UInt64(number)
  }

  package mutating func field(_ name: StaticString) throws(Unusual) -> Bool {
    try expect(name)
    if skip("true") { return true }
    try expect("false")
    return false
  }

  package mutating func field<T: DirectlyRead>(_ name: StaticString) throws(Unusual) -> T {
    try expect(name)
    return try T(from: &self)
  }

  /// A text that has a meaning of its own.
  package mutating func field<T>(_ name: StaticString, as make: (String) -> T?) throws(Unusual) -> T {
    guard let value = make(try field(name)) else { throw Unusual() }
    return value
  }

  // Fields that are null, or missing as in what earlier versions wrote.

  package mutating func optional(_ name: StaticString) throws(Unusual) -> String? {
    guard skip(name), !isNull() else { return nil }
    return try string()
  }

  package mutating func optional(_ name: StaticString) throws(Unusual) -> Double? {
    guard skip(name), !isNull() else { return nil }
    return try number()
  }

  package mutating func optional<T: DirectlyRead>(_ name: StaticString) throws(Unusual) -> T? {
    guard skip(name), !isNull() else { return nil }
    return try T(from: &self)
  }

  package mutating func optional<T>(_ name: StaticString, as make: (String) -> T?) throws(Unusual) -> T? {
    guard skip(name), !isNull() else { return nil }
    guard let value = make(try string()) else { throw Unusual() }
    return value
  }

  /// A list, each of whose elements `read` reads.
  mutating func list<T>(_ read: (inout JSONScanner) throws(Unusual) -> T) throws(Unusual) -> [T] {
    try expect("[")
    if skip("]") { return [] }
    var result = [try read(&self)]
    while skip(",") { result.append(try read(&self)) }
    try expect("]")
    return result
  }

  mutating func integers() throws(Unusual) -> [Int] { try list { json throws(Unusual) in try json.integer() } }

  mutating func strings() throws(Unusual) -> [String] { try list { json throws(Unusual) in try json.string() } }

  package mutating func close() throws(Unusual) { try expect("}") }

  // MARK: What is gone over

  /// Values within each other that are gone over at most.
  private static let maximumDepth = 64

  /// Goes over a string.
  package mutating func skipString() throws(Unusual) {
    var union: UInt8 = 0
    let start = try openString()
    while try !passPlain(&union) {
      at += 1
      _ = try escape()
    }
    let text = UnsafeBufferPointer(rebasing: bytes[start..<at])
    guard union < 0x80 || String(validating: text, as: UTF8.self) != nil else { throw Unusual() }
    at += 1
  }

  /// Goes over a value, whatever it is.
  package mutating func skipValue() throws(Unusual) { try skipValue(depth: 0) }

  private mutating func skipValue(depth: Int) throws(Unusual) {
    guard at < bytes.count, depth < Self.maximumDepth else { throw Unusual() }
    switch bytes[at] {
    case UInt8(ascii: "\""): try skipString()
    case UInt8(ascii: "{"):
      at += 1
      if skip("}") { return }
      repeat {
        try skipString()
        try expect(":")
        try skipValue(depth: depth + 1)
      } while skip(",")
      try close()
    case UInt8(ascii: "["):
      at += 1
      if skip("]") { return }
      repeat { try skipValue(depth: depth + 1) } while skip(",")
      try expect("]")
    case UInt8(ascii: "t"): try expect("true")
    case UInt8(ascii: "f"): try expect("false")
    case UInt8(ascii: "n"): try expect("null")
    default: _ = try number()
    }
  }
}

/// What has a way from its JSON without containers and keys: the same value as its `init(from:)` gives, several times as quickly.
package protocol DirectlyRead: Decodable {
  /// - Throws: ``JSONScanner/Unusual`` where it is not as Courant writes it.
  init(from json: inout JSONScanner) throws(JSONScanner.Unusual)
}
