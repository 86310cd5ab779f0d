import Model

/// Puts sections together to a model file.
public struct ModelWriter {
  private var sections: [(name: String, bytes: [UInt8], rows: Int, columns: Int)] = []

  public init() {}

  /// Adds a section; its name has at most 39 bytes.
  public mutating func add(_ name: String, bytes: [UInt8], rows: Int = 0, columns: Int = 0) {
    precondition(name.utf8.count < ModelFile.nameLength)
    sections.append((name, bytes, rows, columns))
  }

  public mutating func add(_ name: String, text: String) {
    add(name, bytes: Array(text.utf8))
  }

  /// Adds numbers as they are in memory.
  public mutating func add(_ name: String, numbers: [some BitwiseCopyable], rows: Int = 0, columns: Int = 0) {
    add(name, bytes: numbers.withUnsafeBytes(Array.init), rows: rows, columns: columns)
  }

  /// Adds a table from hashes to numbers; of entries with one hash the first stays.
  public mutating func addTable(_ name: String, _ entries: [(hash: UInt64, value: Int)]) {
    var capacity = 16
    while capacity < entries.count * 3 / 2 { capacity *= 2 }
    var keys = [UInt64](repeating: 0, count: capacity)
    var values = [UInt32](repeating: 0, count: capacity)
    for entry in entries {
      let key = entry.hash == 0 ? 1 : entry.hash
      var slot = Int(key & UInt64(capacity - 1))
      while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & (capacity - 1) }
      guard keys[slot] == 0 else { continue }
      keys[slot] = key
      values[slot] = UInt32(entry.value)
    }
    add(name + ".keys", numbers: keys)
    add(name + ".values", numbers: values)
  }

  /// Adds a table of rows in small integers, each row with a scale of its own.
  public mutating func addRows(_ name: String, _ values: [Float], columns: Int) {
    var small = [Int8](repeating: 0, count: values.count)
    var scales: [Float] = []
    for start in stride(from: 0, to: values.count, by: columns) {
      let row = values[start..<(start + columns)]
      let highest = row.reduce(0) { max($0, abs($1)) }
      let scale = highest / 127
      scales.append(scale)
      guard scale > 0 else { continue }
      for (index, value) in row.enumerated() { small[start + index] = Int8((value / scale).rounded()) }
    }
    add(name, numbers: small, rows: scales.count, columns: columns)
    add(name + ".scales", numbers: scales)
  }

  /// The whole file.
  public func finish() -> [UInt8] {
    var offset = ModelFile.headerLength + sections.count * ModelFile.entryLength
    var table: [UInt8] = []
    var starts: [Int] = []
    for section in sections {
      offset = (offset + 63) / 64 * 64
      starts.append(offset)
      table += Array(section.name.utf8)
      table += Array(repeating: 0, count: ModelFile.nameLength - section.name.utf8.count)
      append(UInt64(offset), to: &table)
      append(UInt64(section.bytes.count), to: &table)
      append(UInt32(section.rows), to: &table)
      append(UInt32(section.columns), to: &table)
      offset += section.bytes.count
    }
    var body = table
    for (section, start) in zip(sections, starts) {
      body += Array(repeating: 0, count: start - ModelFile.headerLength - body.count)
      body += section.bytes
    }
    var file = ModelFile.magic
    append(ModelFile.formatVersion, to: &file)
    append(UInt32(sections.count), to: &file)
    append(UInt64(ModelFile.headerLength + body.count), to: &file)
    file += Digest(of: body).bytes
    append(UInt64(0), to: &file)
    return file + body
  }

  private func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes += Array($0) }
  }
}
