import Model
import Readers

/// Reads tables in text, a record a line and a mark between fields (RFC 4180 and its variants): the mark is the one under which most records
/// have the same number of fields.
struct CSVReader: Reader {
  /// How many records decide which mark it is.
  private static let sample = 100
  private static let marks: [UInt8] = [
    UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
  ]

  func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    let mark = Self.mark(of: bytes)
    var table = TableText()
    var records = CSVRecords(bytes, mark: mark)
    var text = TextBuilder()
    var left = 0
    while let record = records.next() {
      if record.allSatisfy(\.isEmpty) { continue }
      // What a table does not hold is counted as left out.
      guard table.rows.count < TableText.maximumRows else {
        left += 1
        continue
      }
      let row = table.rows.count + 1
      table.rows.append(
        record.enumerated().map { column, words in
          TableText.Cell(words: words, place: .cell(row: row, column: column + 1))
        }
      )
    }
    text.leaveOut(.rows, lines: left)
    table.add(to: &text, number: 0)
    return try text.document()
  }

  private static func mark(of bytes: [UInt8]) -> UInt8 {
    var best = (mark: marks[0], score: 0.0)
    for mark in marks {
      var records = CSVRecords(bytes, mark: mark)
      var counts: [Int: Int] = [:]
      var all = 0
      while all < sample, let record = records.next() {
        if record.allSatisfy(\.isEmpty) { continue }
        counts[record.count, default: 0] += 1
        all += 1
      }
      guard let common = counts.filter({ $0.key > 1 }).max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else {
        continue
      }
      // Of marks under which as many records agree, the one that parts more.
      let score = Double(common.value) / Double(max(1, all)) + Double(min(common.key, 50)) / 1000
      if score > best.score { best = (mark, score) }
    }
    return best.mark
  }
}

/// The records of a table in text, one after the other.
private struct CSVRecords {
  private static let maximumFields = 1000

  private let bytes: [UInt8]
  private let mark: UInt8
  private var at = 0

  init(_ bytes: [UInt8], mark: UInt8) {
    self.bytes = bytes
    self.mark = mark
  }

  /// The fields of the next record, without their quotes; nil at the end.
  mutating func next() -> [[UInt8]]? {
    guard at < bytes.count else { return nil }
    var fields: [[UInt8]] = []
    while true {
      let (field, isLast) = field()
      if fields.count < Self.maximumFields { fields.append(field) }
      if isLast { return fields }
    }
  }

  private mutating func field() -> (field: [UInt8], isLast: Bool) {
    let quote = UInt8(ascii: "\"")
    var field: [UInt8] = []
    var isQuoted = false
    while at < bytes.count, bytes[at] == 0x20 { at += 1 }
    if at < bytes.count, bytes[at] == quote, hasEnd(from: at + 1) {
      isQuoted = true
      at += 1
    }
    while at < bytes.count {
      let byte = bytes[at]
      if isQuoted {
        if byte == quote {
          if at + 1 < bytes.count, bytes[at + 1] == quote {
            field.append(quote)
            at += 2
            continue
          }
          isQuoted = false
          at += 1
          continue
        }
      } else if byte == mark {
        at += 1
        return (trimmed(field), false)
      } else if byte == 0x0A || byte == 0x0D {
        at += byte == 0x0D && at + 1 < bytes.count && bytes[at + 1] == 0x0A ? 2 : 1
        return (trimmed(field), true)
      }
      field.append(byte)
      at += 1
    }
    return (trimmed(field), true)
  }

  /// How far the end of a quoted field may be; a quote that is not closed is one of the field's own.
  private static let longestField = 1 << 20

  private func hasEnd(from start: Int) -> Bool {
    bytes[start..<min(bytes.count, start + Self.longestField)].contains(UInt8(ascii: "\""))
  }

  private func trimmed(_ field: [UInt8]) -> [UInt8] {
    var field = field
    while let last = field.last, last <= 0x20 { field.removeLast() }
    return field
  }
}
