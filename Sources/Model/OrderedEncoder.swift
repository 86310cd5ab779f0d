/// The bytes that an ``OrderedEncoder`` writes, and which containers are open.
///
/// A container has no moment at which it ends, so each remembers its depth, and whoever writes next closes what is deeper.
final class JSONOutput {
  private(set) var bytes: [UInt8] = []
  private var closers: [UInt8] = []
  private var isFirst: [Bool] = []

  var depth: Int { closers.count }

  func open(_ opener: UInt8, _ closer: UInt8) -> Int {
    bytes.append(opener)
    closers.append(closer)
    isFirst.append(true)
    return closers.count
  }

  func closeContainers(deeperThan depth: Int) {
    while closers.count > depth, let closer = closers.popLast() {
      isFirst.removeLast()
      bytes.append(closer)
    }
  }

  /// Ends what is deeper than the container at `depth`, and puts the comma between its members.
  func beginMember(at depth: Int) {
    closeContainers(deeperThan: depth)
    if isFirst[depth - 1] {
      isFirst[depth - 1] = false
    } else {
      bytes.append(UInt8(ascii: ","))
    }
  }

  func write(literal: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  func write(_ number: some BinaryInteger) {
    bytes.append(contentsOf: String(number).utf8)
  }

  func write(_ number: Double, _ codingPath: [any CodingKey]) throws {
    guard number.isFinite else {
      throw EncodingError.invalidValue(
        number,
        EncodingError.Context(codingPath: codingPath, debugDescription: "JSON has no number \(number)")
      )
    }
    if let whole = Int64(exactly: number), whole.magnitude < 1 << 53 {
      write(whole)
    } else {
      bytes.append(contentsOf: number.description.utf8)
    }
  }

  func write(_ text: String) {
    let hexadecimal = StaticString("0123456789abcdef")
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for (index, byte) in utf8.enumerated()
      where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes.append(contentsOf: utf8[start..<index])
        start = index + 1
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
          write(literal: "u00")
          bytes.append(hexadecimal.utf8Start[Int(byte >> 4)])
          bytes.append(hexadecimal.utf8Start[Int(byte & 15)])
        }
      }
      bytes.append(contentsOf: utf8[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

/// Writes `Encodable` values as JSON, in the order in which they encode their fields.
///
/// Foundation's encoder keeps objects in dictionaries, so that it can only sort the fields or shuffle them.
struct OrderedEncoder: Encoder {
  let output: JSONOutput
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    let depth = output.open(UInt8(ascii: "{"), UInt8(ascii: "}"))
    return KeyedEncodingContainer(OrderedKeyedContainer<Key>(output: output, depth: depth, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    let depth = output.open(UInt8(ascii: "["), UInt8(ascii: "]"))
    return OrderedUnkeyedContainer(output: output, depth: depth, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    OrderedSingleValueContainer(output: output, codingPath: codingPath)
  }
}

/// The one place that knows how each kind of value is written.
private protocol OrderedContainer {
  var output: JSONOutput { get }
  var codingPath: [any CodingKey] { get }
}

extension OrderedContainer {
  func write(_ value: some Encodable, at path: [any CodingKey]) throws {
    switch value {
    case let text as String: output.write(text)
    case let flag as Bool: output.write(literal: flag ? "true" : "false")
    case let number as Double: try output.write(number, path)
    case let number as Float: try output.write(Double(number), path)
    case let number as any BinaryInteger: output.write(number)
    default:
      let depth = output.depth
      let before = output.bytes.count
      try value.encode(to: OrderedEncoder(output: output, codingPath: path))
      output.closeContainers(deeperThan: depth)
      if output.bytes.count == before {
        throw EncodingError.invalidValue(
          value,
          EncodingError.Context(codingPath: path, debugDescription: "a value that encodes nothing")
        )
      }
    }
  }
}

private struct OrderedKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol, OrderedContainer {
  let output: JSONOutput
  let depth: Int
  let codingPath: [any CodingKey]

  private func begin(_ key: any CodingKey) {
    output.beginMember(at: depth)
    output.write(key.stringValue)
    output.write(literal: ":")
  }

  mutating func encodeNil(forKey key: Key) {
    begin(key)
    output.write(literal: "null")
  }

  mutating func encode(_ value: some Encodable, forKey key: Key) throws {
    begin(key)
    try write(value, at: codingPath + [key])
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy keyType: NestedKey.Type,
    forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    begin(key)
    return OrderedEncoder(output: output, codingPath: codingPath + [key]).container(keyedBy: keyType)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    begin(key)
    return OrderedEncoder(output: output, codingPath: codingPath + [key]).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    superEncoder(named: "super")
  }

  mutating func superEncoder(forKey key: Key) -> any Encoder {
    superEncoder(named: key.stringValue)
  }

  private func superEncoder(named name: String) -> any Encoder {
    output.beginMember(at: depth)
    output.write(name)
    output.write(literal: ":")
    return OrderedEncoder(output: output, codingPath: codingPath)
  }
}

private struct OrderedUnkeyedContainer: UnkeyedEncodingContainer, OrderedContainer {
  let output: JSONOutput
  let depth: Int
  let codingPath: [any CodingKey]
  var count = 0

  private mutating func begin() {
    output.beginMember(at: depth)
    count += 1
  }

  mutating func encodeNil() {
    begin()
    output.write(literal: "null")
  }

  mutating func encode(_ value: some Encodable) throws {
    begin()
    try write(value, at: codingPath)
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy keyType: NestedKey.Type
  ) -> KeyedEncodingContainer<NestedKey> {
    begin()
    return OrderedEncoder(output: output, codingPath: codingPath).container(keyedBy: keyType)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    begin()
    return OrderedEncoder(output: output, codingPath: codingPath).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    begin()
    return OrderedEncoder(output: output, codingPath: codingPath)
  }
}

private struct OrderedSingleValueContainer: SingleValueEncodingContainer, OrderedContainer {
  let output: JSONOutput
  let codingPath: [any CodingKey]

  mutating func encodeNil() {
    output.write(literal: "null")
  }

  mutating func encode(_ value: some Encodable) throws {
    try write(value, at: codingPath)
  }
}
