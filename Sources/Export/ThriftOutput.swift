/// Structures in Thrift's compact protocol, in which Parquet writes what is not data.
///
/// Fields are written in the order of their numbers, so a difference of more than 15 between two does not come up.
struct ThriftOutput {
  private(set) var bytes: [UInt8] = []
  /// The last field of each structure that is open.
  private var last: [Int] = [0]

  private enum Kind: UInt8 {
    case yes = 1
    case no, byte, i16, i32, i64, double, binary, list, set, map, structure
  }

  private mutating func field(_ number: Int, _ kind: Kind) {
    bytes.append(UInt8(number - last[last.count - 1]) << 4 | kind.rawValue)
    last[last.count - 1] = number
  }

  private mutating func varint(_ value: UInt64) {
    var value = value
    while value >= 0x80 {
      bytes.append(UInt8(value & 0x7F) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(value))
  }

  private mutating func zigzag(_ value: Int64) {
    varint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  mutating func i32(_ number: Int, _ value: Int) {
    field(number, .i32)
    zigzag(Int64(value))
  }

  mutating func i64(_ number: Int, _ value: Int) {
    field(number, .i64)
    zigzag(Int64(value))
  }

  mutating func bool(_ number: Int, _ value: Bool) {
    field(number, value ? .yes : .no)
  }

  mutating func text(_ number: Int, _ value: String) {
    field(number, .binary)
    element(value)
  }

  private mutating func element(_ value: String) {
    varint(UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  mutating func structure(_ number: Int, _ body: (inout ThriftOutput) -> Void) {
    field(number, .structure)
    structure(body)
  }

  /// A structure that is a member of a list, or all there is.
  mutating func structure(_ body: (inout ThriftOutput) -> Void) {
    last.append(0)
    body(&self)
    last.removeLast()
    bytes.append(0)
  }

  private mutating func list(_ number: Int, of kind: Kind, count: Int) {
    field(number, .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | kind.rawValue)
    } else {
      bytes.append(0xF0 | kind.rawValue)
      varint(UInt64(count))
    }
  }

  mutating func list(_ number: Int, i32 values: [Int]) {
    list(number, of: .i32, count: values.count)
    for value in values { zigzag(Int64(value)) }
  }

  mutating func list(_ number: Int, texts: [String]) {
    list(number, of: .binary, count: texts.count)
    for text in texts { element(text) }
  }

  mutating func list<Value>(_ number: Int, _ values: [Value], _ body: (inout ThriftOutput, Value) -> Void) {
    list(number, of: .structure, count: values.count)
    for value in values { structure { body(&$0, value) } }
  }
}
