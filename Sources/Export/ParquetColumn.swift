import Model

/// The values of one column of a row group, as Parquet's plain encoding has them.
struct ParquetColumn {
  /// The numbers that the format gives its types, encodings and the like.
  enum Code {
    static let (boolean, int32, int64, double, byteArray) = (0, 1, 2, 5, 6)
    static let (required, optional, repeated) = (0, 1, 2)
    static let (plain, runLength) = (0, 3)
    static let zstd = 6
    static let (utf8, list, date, timestampMillis) = (0, 3, 6, 9)
  }

  let column: FactColumn
  /// How many values there are, those that are not there included.
  private(set) var count = 0
  private var values: [UInt8] = []
  private var flags: [Bool] = []
  /// For each value whether it is there, and in lists whether it goes on with the list of the value before.
  private var definition = Levels()
  private var repetition = Levels()

  init(_ column: FactColumn) {
    self.column = column
  }

  var size: Int { values.count + flags.count / 8 }

  /// The names that lead to it in the schema.
  var path: [String] { isList ? [column.name, "list", "element"] : [column.name] }

  private var isList: Bool { column.kind == .texts }

  var type: Int {
    switch column.kind {
    case .text, .texts: Code.byteArray
    case .integer, .moment: Code.int64
    case .number: Code.double
    case .flag: Code.boolean
    case .day: Code.int32
    }
  }

  mutating func append(_ stated: StatedFact) {
    guard let cell = column.cell(stated) else {
      count += 1
      definition.append(0)
      return
    }
    if case .texts(let texts) = cell {
      for (index, text) in texts.enumerated() {
        append(text)
        repetition.append(index == 0 ? 0 : 1)
        definition.append(1)
      }
      if texts.isEmpty {
        repetition.append(0)
        definition.append(0)
      }
      count += max(1, texts.count)
      return
    }
    count += 1
    definition.append(1)
    switch cell {
    case .text(let text): append(text)
    case .integer(let number): append(UInt64(bitPattern: number))
    case .moment(let moment): append(UInt64(bitPattern: moment.milliseconds))
    case .number(let number): append(number.bitPattern)
    case .day(let day): append(UInt32(bitPattern: Int32(clamping: day.daysSince1970)))
    case .flag(let flag): flags.append(flag)
    case .texts: break
    }
  }

  private mutating func append(_ text: String) {
    append(UInt32(clamping: text.utf8.count))
    values.append(contentsOf: text.utf8)
  }

  private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.littleEndian) { values.append(contentsOf: $0) }
  }

  /// The page of all values: levels, where there can be any, and then the values that are there.
  var page: [UInt8] {
    var page: [UInt8] = []
    if isList { page += repetition.bytes }
    if isList || !column.isRequired { page += definition.bytes }
    page += values
    // Eight flags a byte, the first lowest.
    for start in stride(from: 0, to: flags.count, by: 8) {
      var byte: UInt8 = 0
      for (bit, flag) in flags[start..<min(start + 8, flags.count)].enumerated() where flag { byte |= 1 << bit }
      page.append(byte)
    }
    return page
  }

  /// Levels of 0 and 1, as runs of one of them, with their length before.
  private struct Levels {
    private var runs: [UInt8] = []
    private var last: UInt8 = 0
    private var length: UInt32 = 0

    mutating func append(_ level: UInt8) {
      if level != last, length > 0 {
        runs = ended
        length = 0
      }
      last = level
      length += 1
    }

    private var ended: [UInt8] {
      guard length > 0 else { return runs }
      var bytes = runs
      var head = UInt64(length) << 1
      while head >= 0x80 {
        bytes.append(UInt8(head & 0x7F) | 0x80)
        head >>= 7
      }
      bytes.append(UInt8(head))
      bytes.append(last)
      return bytes
    }

    var bytes: [UInt8] {
      let runs = ended
      return withUnsafeBytes(of: UInt32(clamping: runs.count).littleEndian) { Array($0) } + runs
    }
  }

  // MARK: What is not data

  /// Its part of the schema.
  func writeSchema(_ elements: inout [SchemaElement]) {
    if isList {
      elements.append(SchemaElement(name: column.name, repetition: Code.required, children: 1, kind: .texts))
      elements.append(SchemaElement(name: "list", repetition: Code.repeated, children: 1))
      elements.append(SchemaElement(name: "element", repetition: Code.required, type: type, kind: .text))
    } else {
      let repetition = column.isRequired ? Code.required : Code.optional
      elements.append(SchemaElement(name: column.name, repetition: repetition, type: type, kind: column.kind))
    }
  }

  /// One element of the schema, with what its values mean.
  struct SchemaElement {
    var name: String
    var repetition: Int?
    var type: Int?
    var children: Int?
    var kind: FactColumn.Kind?

    func write(to output: inout ThriftOutput) {
      if let type { output.i32(1, type) }
      if let repetition { output.i32(3, repetition) }
      output.text(4, name)
      if let children { output.i32(5, children) }
      // Each meaning is written in the old way and in the new one, for readers of either.
      switch kind {
      case .text: write(Code.utf8, logical: 1, to: &output)
      case .texts: write(Code.list, logical: 3, to: &output)
      case .day: write(Code.date, logical: 6, to: &output)
      case .moment:
        output.i32(6, Code.timestampMillis)
        output.structure(10) { logical in
          logical.structure(8) { timestamp in
            timestamp.bool(1, true)
            timestamp.structure(2) { unit in unit.structure(1) { _ in } }
          }
        }
      case .integer, .number, .flag, nil: break
      }
    }

    private func write(_ converted: Int, logical number: Int, to output: inout ThriftOutput) {
      output.i32(6, converted)
      output.structure(10) { $0.structure(number) { _ in } }
    }
  }
}
