/// The bytes that an ``OrderedEncoder`` writes, and which containers are open.
///
/// A container has no moment at which it ends, so each remembers its depth, and whoever writes next closes what is deeper.
final class JSONOutput {
  private var writer = JSONWriter()
  var bytes: [UInt8] { writer.bytes }
  private var closers: [UInt8] = []
  private var isFirst: [Bool] = []

  var depth: Int { closers.count }

  func open(_ opener: UInt8, _ closer: UInt8) -> Int {
    writer.write(byte: opener)
    closers.append(closer)
    isFirst.append(true)
    return closers.count
  }

  func closeContainers(deeperThan depth: Int) {
    while closers.count > depth, let closer = closers.popLast() {
      isFirst.removeLast()
      writer.write(byte: closer)
    }
  }

  /// Ends what is deeper than the container at `depth`, and puts the comma between its members.
  func beginMember(at depth: Int) {
    closeContainers(deeperThan: depth)
    if isFirst[depth - 1] {
      isFirst[depth - 1] = false
    } else {
      writer.write(byte: UInt8(ascii: ","))
    }
  }

  func write(literal: StaticString) { writer.write(literal: literal) }

  func write(_ number: some BinaryInteger) { writer.write(number) }

  func write(_ number: Double, _ codingPath: [any CodingKey]) throws {
    do {
      try writer.write(number)
    } catch let error as JSONWriter.NotFinite {
      throw error.encodingError(codingPath)
    }
  }

  func write(_ text: String) { writer.write(text) }

  /// Writes what has a way of its own.
  func write(_ value: any DirectlyWritten, _ codingPath: [any CodingKey]) throws {
    do {
      try value.write(to: &writer)
    } catch let error as JSONWriter.NotFinite {
      throw error.encodingError(codingPath)
    }
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
    case let value as any DirectlyWritten: try output.write(value, path)
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
