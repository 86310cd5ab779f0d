import Foundation
import Model
import Testing

@Suite("Originals that cannot be kept", .serialized)
struct KeepingEndToEndTests {
  /// A daemon whose disk takes no original of a document, which was worked on.
  private func bench(_ text: String) throws -> (bench: Workbench, blocked: String) {
    let bench = try Workbench()
    try bench.start()
    let digits = Digest(of: text.utf8).description.dropFirst("sha256:".count)
    // A file where its folder would be: this disk fails also for root.
    let blocked = "\(bench.state)/originals/\(digits.prefix(2))"
    try Data("x".utf8).write(to: URL(fileURLWithPath: blocked))
    try bench.write(text, to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("it is not kept") { bench.log.contains("cannot keep ") }
    return (bench, blocked)
  }

  private func files(_ folder: String, _ bench: Workbench) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(bench.state)/\(folder)")
  }

  @Test("a file of the spool that is damaged once its facts are in the journal is put aside, not tried for ever")
  func damaged() throws {
    let (bench, _) = try bench("Oslo\n\nThe population of Oslo was 700,000 in 2021.\n")
    let name = try #require(try files("spool/new", bench).first)
    let path = "\(bench.state)/spool/new/\(name)"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count - 3] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    try bench.wait("it is put aside") { try files("spool/damaged", bench) == [name] }
    #expect(try files("spool/new", bench).isEmpty)
    let line =
      "the spool: \(path): the content is not what was written; moved to \(bench.state)/spool/damaged/\(name): the original of "
    #expect(bench.log.contains(line))
    #expect(try bench.status()["intake"]?.counts["spoolBytes"] == 0)
    #expect(try bench.courant("get", "oslo/population").code == 0)
  }

  @Test("a text that the disk does not take is not held in memory, and had from a worker once more")
  func text() throws {
    // With a byte order mark, the text is another than the content.
    let (bench, blocked) = try bench("\u{FEFF}Oslo\n\nThe population of Oslo was 700,000 in 2021.\n")
    try FileManager.default.removeItem(atPath: blocked)
    try bench.wait("both are kept") {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: blocked, isDirectory: &isFolder), isFolder.boolValue else {
        return false
      }
      return try FileManager.default.contentsOfDirectory(atPath: blocked).count == 2
    }
    try bench.wait("it has left the spool") { try files("spool/new", bench).isEmpty }
    #expect(try bench.status()["aggregator"]?.counts["duplicates"] ?? 0 > 0)
    #expect(try bench.courant("failed").text.isEmpty)
  }
}
