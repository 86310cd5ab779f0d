import Formats
import Foundation
import Interpretation
import Model
import TestSupport
import Testing

/// Twelve tables whose facts were written down before anything was extracted, in `Tables`: a line for each cell, its subject, attribute,
/// value, unit and time.
@Suite("Tables")
struct TableGoldTests {
  private struct Cell: Hashable {
    var subject: String
    var attribute: String
    var value: String
    var unit: String
    var time: String
  }

  /// The lines of a file; what is left empty may be anything, but for the unit.
  private func wanted(_ url: URL) throws -> [Cell] {
    try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { line in
      let parts = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      try #require(parts.count == 5, "\(line)")
      let time = parts[4].isEmpty ? "" : parts[4].count == 4 ? parts[4] + "-01-01" : parts[4]
      return Cell(
        subject: Slug.make(parts[0]) ?? "",
        attribute: Slug.make(parts[1]) ?? "",
        value: parts[2],
        unit: parts[3],
        time: time
      )
    }
  }

  private func cell(_ fact: Fact) throws -> Cell {
    let number = try fact.object.number.map { try JSON.text(($0 * 1000).rounded() / 1000) }
    return Cell(
      subject: Slug.make(fact.subject.name ?? fact.subject.text) ?? "",
      attribute: fact.key.attribute,
      value: number ?? fact.object.start?.description ?? fact.object.text,
      unit: fact.object.unit ?? "",
      time: fact.time?.start?.description ?? ""
    )
  }

  private func agrees(_ found: Cell, _ wanted: Cell) -> Bool {
    found.subject == wanted.subject && found.value == wanted.value && found.unit == wanted.unit
      && (wanted.attribute.isEmpty || found.attribute == wanted.attribute)
      && (wanted.time.isEmpty ? true : found.time == wanted.time)
  }

  @Test("of their cells four of five are facts, and of the facts 95 % are right")
  func all() throws {
    let folder = try #require(Bundle.module.url(forResource: "Tables", withExtension: nil))
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension != "txt" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    try #require(files.count == 12)
    var (right, found, all): (Int, Int, Int) = (0, 0, 0)
    var report = ""
    for file in files {
      let bytes = Array(try Data(contentsOf: file))
      let type = TypeDetection.type(of: bytes, name: file.lastPathComponent, declared: nil)
      let extraction = try English.extractor().extract(bytes, uri: "doc:t", mediaType: type.description)
      let cells = try extraction.facts.filter { $0.key.entity != "document" && $0.confidence == 0.9 }.map(cell)
      var rest = try wanted(file.deletingPathExtension().appendingPathExtension("txt"))
      all += rest.count
      found += cells.count
      for cell in cells {
        if let index = rest.firstIndex(where: { agrees(cell, $0) }) {
          rest.remove(at: index)
          right += 1
        } else {
          report += "\(file.lastPathComponent): wrong \(cell)\n"
        }
      }
      for cell in rest { report += "\(file.lastPathComponent): missing \(cell)\n" }
    }
    let (recall, precision) = (Double(right) / Double(all), Double(right) / Double(max(1, found)))
    print("tables: \(all) cells, \(found) facts, recall \(recall), precision \(precision)")
    #expect(recall >= 0.8 && precision >= 0.95, "recall \(recall), precision \(precision)\n\(report)")
  }
}
