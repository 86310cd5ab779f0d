import Foundation
import Glibc
import Testing

/// The database's files are taken away from under the running daemon: it says so, acknowledges nothing more, and ends.
@Suite("Files that are lost while the daemon runs", .serialized)
struct LostFilesEndToEndTests {
  enum Harm: String, CaseIterable {
    case logRemoved, logReplaced, logCut, databaseRemoved, databaseReplaced, databaseCut

    /// Whether all that was acknowledged is still there at the next start.
    var isHarmless: Bool { self == .logRemoved || self == .logReplaced }
  }

  private static func submit(_ bench: Workbench, _ numbers: ClosedRange<Int>) throws {
    for number in numbers {
      try bench.write("The population of Town \(number) was 100\(number) in 2020.\n", to: "t\(number).txt")
      #expect(try bench.courant("submit", "t\(number).txt").code == 0)
    }
  }

  private static func documents(_ bench: Workbench) throws -> Int {
    try bench.courant("documents", "--json").lines.count
  }

  @Test("the daemon is not ready, says why, and ends with 1; nothing acknowledged is missing", arguments: Harm.allCases)
  func lost(_ harm: Harm) throws {
    let bench = try Workbench()
    let files = FileManager.default
    let (database, log) = ("\(bench.state)/courant.db", "\(bench.state)/courant.db-wal")
    try bench.start(["--workers", "1"])
    try Self.submit(bench, 1...3)
    try bench.waitForDocuments(3)
    if harm == .databaseCut {
      // Begun anew, so that there is something in the database itself.
      #expect(try bench.stop() == 0)
      try bench.start(["--workers", "1"])
      try bench.waitForDocuments(3)
    }
    switch harm {
    case .logRemoved: try files.removeItem(atPath: log)
    case .logReplaced:
      try files.copyItem(atPath: log, toPath: log + ".copy")
      #expect(rename(log + ".copy", log) == 0)
    case .logCut: #expect(truncate(log, 5000) == 0)
    case .databaseRemoved: #expect(rename(database, "\(bench.folder)/away.db") == 0)
    case .databaseReplaced:
      try files.copyItem(atPath: database, toPath: database + ".copy")
      #expect(rename(database + ".copy", database) == 0)
    case .databaseCut: #expect(truncate(database, 8192) == 0)
    }
    // Taken by intake all the while, and kept in its spool.
    try Self.submit(bench, 4...4)
    let name = "\(database)\(harm.rawValue.hasPrefix("log") ? "-wal" : "") was "
    try bench.wait("it is said", seconds: 60) {
      // Of a database without its pages there is no status.
      if harm == .databaseCut { return bench.log.contains(name) }
      let status = try bench.courant("status")
      return status.code == 1 && status.text.contains("not ready: \(name)")
    }
    let daemon = try #require(bench.daemon)
    try bench.wait("the daemon ends", seconds: 60) { !daemon.isRunning }
    #expect(daemon.terminationStatus == 1)
    let lines = bench.log.split(separator: "\n").filter { $0.contains(name) }
    #expect(lines.count == 2, "once in the log, and once as the error that it ends with: \(lines)")
    #expect(lines.last?.hasPrefix("courantd: \(name)") == true)

    if harm == .databaseRemoved {
      let output = try bench.run("courantd", ["run", "--state", bench.state])
      #expect(output.code == 1)
      #expect(rename("\(bench.folder)/away.db", database) == 0)
    }
    guard harm.isHarmless || harm == .databaseRemoved else { return }
    try bench.start(["--workers", "1"])
    try bench.waitForDocuments(4)
    #expect(try Self.documents(bench) == 4)
    #expect(!bench.log.contains("is not the database that was left"))
    #expect(try bench.stop() == 0)
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
  }
}
