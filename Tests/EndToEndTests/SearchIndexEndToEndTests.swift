import Foundation
import Glibc
import Testing

/// The search index of a daemon: fed after each commit, and made anew whatever becomes of its file.
@Suite("The search index of a daemon", .serialized)
struct SearchIndexEndToEndTests {
  private func submit(_ numbers: ClosedRange<Int>, _ bench: Workbench) throws {
    for number in numbers {
      try bench.write(
        "Good morning from the quay.\n\nThe population of Town \(number) was 1,\(100 + number) in 2020.\n",
        to: "t\(number).txt"
      )
      #expect(try bench.courant("submit", "t\(number).txt").code == 0)
    }
    try bench.waitForDocuments(numbers.upperBound)
  }

  private func count(_ name: String, _ bench: Workbench) throws -> Int? {
    try bench.status()["aggregator"]?.counts[name]
  }

  /// Waits until the index has everything: then every search finds it.
  private func expectFound(_ documents: Int, _ bench: Workbench) throws {
    try bench.wait("the index has everything") { try count("searchLag", bench) == 0 }
    #expect(try count("searchLagSeconds", bench) == 0)
    let found = try bench.courant("search", "population", "--json").lines
    #expect(found.count { $0.contains("population of Town") } == documents, "\(found)")
    #expect(try bench.courant("search", "quay").lines.count == documents)
  }

  @Test("it is fed, and made anew when it is removed, damaged or of another journal; check says how it is")
  func madeAnew() throws {
    let bench = try Workbench()
    let index = bench.state + "/courant.db-search"
    let state = ["--state", bench.state]
    func check() throws -> String {
      let output = try bench.run("courantd", ["check"] + state)
      #expect(output.code == 0, "\(output.errors)")
      return output.lines.first { $0.hasPrefix("\(index): ") } ?? ""
    }
    try bench.start()
    try submit(1...3, bench)
    try expectFound(3, bench)
    #expect(try check().hasPrefix("\(index): sound: "))
    var status = stat()
    #expect(stat(index, &status) == 0 && status.st_mode & 0o777 == 0o600)
    // What a kill leaves is gone on with.
    try bench.stop(SIGKILL)
    try bench.start()
    try expectFound(3, bench)
    #expect(!bench.log.contains("the search index is being made: it"))
    // Under a daemon that goes on.
    for rest in ["", "-wal", "-shm"] { unlink(index + rest) }
    try bench.wait("it is there again") { FileManager.default.fileExists(atPath: index) }
    try submit(4...4, bench)
    try expectFound(4, bench)
    #expect(bench.log.contains("the search index is being made: its file was removed or replaced"))
    #expect(try bench.stop() == 0)

    try Data("no database".utf8).write(to: URL(fileURLWithPath: index))
    try bench.start()
    try submit(5...5, bench)
    try expectFound(5, bench)
    #expect(bench.log.contains("the search index is being made: it was damaged"))
    #expect(try bench.run("courantd", ["backup", "copy.bak"] + state).code == 0)
    #expect(try bench.stop() == 0)

    // Check removes what cannot be gone on with.
    let bytes = try Data(contentsOf: URL(fileURLWithPath: index))
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: index))
    let damaged = try check()
    #expect(damaged.hasPrefix("\(index): damaged: "), "\(damaged)")
    #expect(damaged.hasSuffix("; it was removed, and the daemon makes it anew at its start"), "\(damaged)")
    #expect(try check().isEmpty)

    // A backup does not have it, and a restore leaves none behind.
    try bytes.write(to: URL(fileURLWithPath: index))
    #expect(try bench.run("courantd", ["restore", "--force", "copy.bak"] + state).code == 0)
    #expect(!FileManager.default.fileExists(atPath: index))
    try bench.start()
    try expectFound(5, bench)
    #expect(try bench.stop() == 0)
  }
}
