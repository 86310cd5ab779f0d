/// Writes JSON's tokens, as Courant writes them everywhere: nothing between tokens, escaped only what RFC 8259 says must be, whole
/// numbers without a fraction.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []

  init(capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  mutating func write(byte: UInt8) { bytes.append(byte) }

  /// Writes what is JSON already.
  mutating func write(json: [UInt8]) { bytes.append(contentsOf: json) }

  mutating func write(literal: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  mutating func write(_ number: some BinaryInteger) {
    bytes.append(contentsOf: String(number).utf8)
  }

  /// - Throws: ``NotFinite``.
  mutating func write(_ number: Double) throws {
    guard number.isFinite else { throw NotFinite(number: number) }
    if let whole = Int64(exactly: number), whole.magnitude < 1 << 53 {
      write(whole)
    } else {
      bytes.append(contentsOf: number.description.utf8)
    }
  }

  /// JSON has no such number.
  struct NotFinite: Error {
    let number: Double

    func encodingError(_ codingPath: [any CodingKey]) -> EncodingError {
      EncodingError.invalidValue(
        number,
        EncodingError.Context(codingPath: codingPath, debugDescription: "JSON has no number \(number)")
      )
    }
  }

  mutating func write(_ text: String) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      var start = 0
      for index in utf8.indices where Self.isEscaped(utf8[index]) {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
        start = index + 1
        writeEscape(utf8[index])
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func writeEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    default:
      let hexadecimal: StaticString = "0123456789abcdef"
      write(literal: "u00")
      bytes.append(hexadecimal.utf8Start[Int(byte >> 4)])
      bytes.append(hexadecimal.utf8Start[Int(byte & 15)])
    }
  }
}

/// What has a way to its JSON without containers and keys: the same bytes as its `encode(to:)` gives, several times as quickly.
package protocol DirectlyWritten {
  /// - Throws: ``JSONWriter/NotFinite``.
  func write(to json: inout JSONWriter) throws
}

extension JSONWriter {
  /// A field's name with what stands before and behind it: `{"text":`, `,"name":`.
  package mutating func field(_ name: StaticString, _ value: String) {
    write(literal: name)
    write(value)
  }

  package mutating func field(_ name: StaticString, _ value: String?) {
    write(literal: name)
    if let value { write(value) } else { writeNull() }
  }

  package mutating func field(_ name: StaticString, _ value: Double?) throws {
    write(literal: name)
    if let value { try write(value) } else { writeNull() }
  }

  package mutating func field(_ name: StaticString, _ value: Bool) {
    write(literal: name)
    write(literal: value ? "true" : "false")
  }

  package mutating func field(_ name: StaticString, _ value: (some DirectlyWritten)?) throws {
    write(literal: name)
    if let value { try value.write(to: &self) } else { writeNull() }
  }

  package mutating func field(_ name: StaticString, _ value: some BinaryInteger) {
    write(literal: name)
    write(value)
  }

  mutating func list(_ name: StaticString, _ values: [some DirectlyWritten]) throws {
    write(literal: name)
    write(byte: UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { write(byte: UInt8(ascii: ",")) }
      try value.write(to: &self)
    }
    write(byte: UInt8(ascii: "]"))
  }

  private mutating func writeNull() { write(literal: "null") }

  package mutating func close() { write(byte: UInt8(ascii: "}")) }
}
