import FileOutput
import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Export

@Suite("Exports")
struct ExportTests {
  private func stated(_ change: (inout Fact) -> Void = { _ in }) -> StatedFact {
    var fact = SamplePackets.fact
    change(&fact)
    return StatedFact(
      id: fact.id,
      sequence: 12,
      recorded: SamplePackets.event.time,
      retracted: nil,
      status: .single,
      fact: fact
    )
  }

  private func export(_ format: ExportFormat, _ facts: [StatedFact], isCSVSafe: Bool = true) throws -> Data {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out"
    let file = try OutputFile(path)
    var writer = try format.writer(to: file, cursor: SamplePackets.cursor, isCSVSafe: isCSVSafe)
    for fact in facts { try writer.write(fact) }
    try writer.finish()
    try file.finish()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out"])
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  @Test("a fact is one line of JSON, and reads back")
  func jsonLines() throws {
    let facts = [stated(), stated { $0.place = "Åland" }]
    let lines = try export(.jsonl, facts).split(separator: UInt8(ascii: "\n"))
    #expect(try lines.map { try JSON.decode(StatedFact.self, from: Array($0)) } == facts)
  }

  @Test("CSV quotes what has to be quoted, and tells an empty text from none")
  func quoting() throws {
    let text = try String(decoding: export(.csv, [stated { $0.object.text = "a \"b\", c\nd" }]), as: UTF8.self)
    let rows = text.components(separatedBy: "\r\n")
    #expect(rows[0].hasPrefix("fact,key,entity,attribute,status,valid_start,"))
    #expect(text.contains(",\"a \"\"b\"\", c\nd\","))
    #expect(rows.last == "")
    #expect(text.contains(",2012-01-01,2012-12-31,"))
  }

  @Test(
    "text that a spreadsheet would run is neutralised, and a number is left a number",
    arguments: [
      ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-cmd", "'-cmd"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
      ("\rx", "'\rx"), ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"), ("-", "'-"), ("＝1", "'＝1"),
      ("-5", "-5"), ("+5.25", "+5.25"), ("-1e9", "-1e9"), ("-inf", "'-inf"), ("-0x10", "'-0x10"), ("plain", "plain"),
      ("", ""), ("a=b", "a=b"), ("−5", "−5"),
    ]
  )
  func formulas(text: String, cell: String) throws {
    #expect(CSVWriter.neutralised(text) == cell)
  }

  @Test("formulas are neutralised unless that is not wanted; numbers of facts never are")
  func safety() throws {
    let fact = stated {
      $0.object = Value(text: "=HYPERLINK(1)", kind: .number, number: -5)
      $0.subject.text = "-5"
    }
    let safe = try String(decoding: export(.csv, [fact]), as: UTF8.self)
    #expect(safe.contains(",'=HYPERLINK(1),"))
    #expect(safe.contains(",-5,"))
    #expect(!safe.contains("'-5"))
    let raw = try String(decoding: export(.csv, [fact], isCSVSafe: false), as: UTF8.self)
    #expect(raw.contains(",=HYPERLINK(1),"))
    #expect(raw.replacing("=HYPERLINK", with: "'=HYPERLINK") == safe)
  }

  @Test("a Parquet file begins and ends with its mark, and has a footer of the length that it says")
  func parquet() throws {
    let bytes = Array(try export(.parquet, [stated()]))
    #expect(bytes.starts(with: "PAR1".utf8))
    #expect(bytes.suffix(4).elementsEqual("PAR1".utf8))
    let length = bytes.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(length > 100 && length < bytes.count - 12)
  }

  @Test("N-Triples are lines of subject, predicate and object that end in a full stop")
  func triples() throws {
    let text = String(decoding: try export(.ntriples, [stated { $0.object.text = "a \"b\"\\\n" }]), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count > 20)
    #expect(lines.allSatisfy { $0.hasPrefix("<urn:courant:") && $0.hasSuffix(" .") })
    #expect(text.contains(#""a \"b\"\\\n""#))
  }

  @Test("an SQLite file has the facts and the moment that they are of")
  func sqlite() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/facts.db"
    let file = try OutputFile(path)
    var writer = try ExportFormat.sqlite.writer(to: file, cursor: SamplePackets.cursor)
    try writer.write(stated())
    try writer.finish()
    try file.finish()
    let row = try DatabaseQueue(path: path).read {
      try Row.fetchOne($0, sql: "SELECT key, number, approximate, (SELECT cursor FROM export) FROM facts")
    }
    #expect(row?[0] == "trade-volume/is")
    #expect(row?[1] == 33_500_000_000.0)
    #expect(row?[2] == 0)
    #expect(row?[3] == SamplePackets.cursor.description)
  }

  @Test("what is not finished leaves the file as it was, and nothing beside it")
  func unfinished() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out"
    try Data("before".utf8).write(to: URL(fileURLWithPath: path))
    do {
      let file = try OutputFile(path)
      try file.write([UInt8](repeating: 1, count: 1 << 20))
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out"])
    #expect { try OutputFile(folder.path) } throws: { "\($0)" == "\(folder.path): is a folder; name a file" }
  }
}
