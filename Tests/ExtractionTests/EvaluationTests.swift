import Corpora
import Evaluation
import Testing

@Suite struct EvaluationTests {
  /// `{"a": 1}` and the end of a line.
  private static let compressed: [UInt8] = [
    0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x00, 0x04, 0xE6, 0xD6, 0xB4, 0x46, 0x02, 0x00, 0x21, 0x01, 0x16, 0x00, 0x00,
    0x00, 0x74, 0x2F, 0xE5, 0xA3, 0x01, 0x00, 0x08, 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x20, 0x31, 0x7D, 0x0A, 0x00, 0x00,
    0x00, 0x00, 0xFC, 0xE5, 0x7E, 0xAC, 0x82, 0x4C, 0x59, 0x40, 0x00, 0x01, 0x21, 0x09, 0x6C, 0x18, 0xC5, 0xD5, 0x1F,
    0xB6, 0xF3, 0x7D, 0x01, 0x00, 0x00, 0x00, 0x00, 0x04, 0x59, 0x5A,
  ]

  @Test func decompresses() throws {
    let bytes = try XZ.decompress(Self.compressed, name: "a.xz", limit: 100)
    #expect(String(decoding: bytes, as: UTF8.self) == "{\"a\": 1}\n")
  }

  @Test func saysWhatIsWrongWithAFile() {
    #expect(throws: CorpusError.self) {
      try XZ.decompress(Array(Self.compressed.dropLast(5)), name: "a.xz", limit: 100)
    }
    #expect(throws: CorpusError.self) { try XZ.decompress(Self.compressed, name: "a.xz", limit: 3) }
    #expect(throws: CorpusError.self) { try XZ.read("/nowhere/a.xz") }
    #expect(throws: CorpusError.self) { try ValueEvaluation(Array("no case\n".utf8), name: "a") }
  }

  @Test func scoresACase() throws {
    let right =
      #"{"model": "NumberWithUnit/CurrencyModel", "input": "it paid $94,000 .", "results": [{"Text": "$94,000", "Start": 8, "TypeName": "currency", "Resolution": {"value": "94000", "unit": "Dollar"}}]}"#
    let wrong =
      #"{"model": "NumberWithUnit/CurrencyModel", "input": "it paid $94,000 .", "results": [{"Text": "$94,000", "Start": 8, "TypeName": "currency", "Resolution": {"value": "94", "unit": "Dollar"}}]}"#
    let evaluation = try ValueEvaluation(Array((right + "\n" + wrong + "\n").utf8), name: "cases")
    let score = try #require(evaluation.scores.first)
    #expect((score.expected, score.found, score.right) == (2, 2, 1))
    #expect(evaluation.misses.count == 1)
  }

  @Test func mapsTheirDatesToOurs() throws {
    let example =
      #"{"model": "DateTime/DateTimeModel", "input": "It fell last year.", "context": {"ReferenceDateTime": "2016-11-07T00:00:00"}, "results": [{"Text": "last year", "Start": 8, "TypeName": "datetimeV2.daterange", "Resolution": {"values": [{"timex": "2015", "type": "daterange", "start": "2015-01-01", "end": "2016-01-01"}]}}]}"#
    let evaluation = try ValueEvaluation(Array(example.utf8), name: "cases")
    #expect(evaluation.scores.first?.right == 1)
  }
}
