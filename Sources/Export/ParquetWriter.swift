import FileOutput
import Model

/// Apache Parquet, version 1 pages in the plain encoding, compressed by Zstandard; a row group in memory at a time.
///
/// Written for want of a library: Debian has none. Readers others wrote prove it in the tests.
struct ParquetWriter: FactWriter {
  /// A row group ends at this many rows, or this many bytes.
  private static let groupRows = 20_000
  private static let groupBytes = 32 << 20
  private static let magic = Array("PAR1".utf8)

  private let file: OutputFile
  private let cursor: Cursor
  private var columns = FactColumn.all.map(ParquetColumn.init)
  private var rows = 0
  private var groups: [Group] = []
  /// How much was written so far.
  private var offset = 0

  /// What the footer says of a row group.
  private struct Group {
    struct Chunk {
      var type: Int
      var path: [String]
      var values: Int
      var size: Int
      var compressed: Int
      var offset: Int
    }

    var rows: Int
    var chunks: [Chunk]
  }

  init(file: OutputFile, cursor: Cursor) throws {
    self.file = file
    self.cursor = cursor
    try write(Self.magic)
  }

  private mutating func write(_ bytes: [UInt8]) throws {
    try file.write(bytes)
    offset += bytes.count
  }

  mutating func write(_ stated: StatedFact) throws {
    for index in columns.indices { columns[index].append(stated) }
    rows += 1
    if rows >= Self.groupRows || columns.reduce(0, { $0 + $1.size }) >= Self.groupBytes { try endGroup() }
  }

  private mutating func endGroup() throws {
    guard rows > 0 else { return }
    var chunks: [Group.Chunk] = []
    for column in columns {
      let page = column.page
      let compressed = try Zstandard.compress(page)
      var header = ThriftOutput()
      header.structure { header in
        header.i32(1, 0)
        header.i32(2, page.count)
        header.i32(3, compressed.count)
        header.structure(5) { data in
          data.i32(1, column.count)
          data.i32(2, ParquetColumn.Code.plain)
          data.i32(3, ParquetColumn.Code.runLength)
          data.i32(4, ParquetColumn.Code.runLength)
        }
      }
      chunks.append(
        Group.Chunk(
          type: column.type,
          path: column.path,
          values: column.count,
          size: header.bytes.count + page.count,
          compressed: header.bytes.count + compressed.count,
          offset: offset
        )
      )
      try write(header.bytes)
      try write(compressed)
    }
    groups.append(Group(rows: rows, chunks: chunks))
    columns = FactColumn.all.map(ParquetColumn.init)
    rows = 0
  }

  mutating func finish() throws {
    try endGroup()
    let footer = footer
    try write(footer)
    try write(withUnsafeBytes(of: UInt32(clamping: footer.count).littleEndian) { Array($0) })
    try write(Self.magic)
  }

  private var footer: [UInt8] {
    var schema = [ParquetColumn.SchemaElement(name: "facts", children: columns.count)]
    for column in columns { column.writeSchema(&schema) }
    var output = ThriftOutput()
    output.structure { file in
      file.i32(1, 2)
      file.list(2, schema) { $1.write(to: &$0) }
      file.i64(3, groups.reduce(0) { $0 + $1.rows })
      file.list(4, groups) { output, group in
        output.list(1, group.chunks) { output, chunk in
          output.i64(2, chunk.offset)
          output.structure(3) { data in
            data.i32(1, chunk.type)
            data.list(2, i32: [ParquetColumn.Code.plain, ParquetColumn.Code.runLength])
            data.list(3, texts: chunk.path)
            data.i32(4, ParquetColumn.Code.zstd)
            data.i64(5, chunk.values)
            data.i64(6, chunk.size)
            data.i64(7, chunk.compressed)
            data.i64(9, chunk.offset)
          }
        }
        output.i64(2, group.chunks.reduce(0) { $0 + $1.size })
        output.i64(3, group.rows)
      }
      // The moment that the facts are of.
      file.list(5, [("courant.cursor", cursor.description)]) { output, pair in
        output.text(1, pair.0)
        output.text(2, pair.1)
      }
      file.text(6, "courant")
    }
    return output.bytes
  }
}
