import Foundation
import Glibc
import Testing

@Suite("A daemon whose database went backwards", .serialized)
struct BackwardsEndToEndTests {
  private func submit(_ numbers: ClosedRange<Int>, to bench: Workbench, known: Int) throws {
    let names = try numbers.map { number in
      try bench.write("The population of Town \(number) was 1,0\(number) in 2020.\n", to: "t\(number).txt")
    }
    #expect(try bench.run("courant", ["submit"] + names).code == 0)
    try bench.waitForDocuments(known)
  }

  private func save(_ names: [String], of bench: Workbench) throws {
    for name in names {
      try FileManager.default.copyItem(atPath: "\(bench.state)/\(name)", toPath: "\(bench.folder)/saved-\(name)")
    }
  }

  private func putBack(_ names: [String], in bench: Workbench) throws {
    for name in ["courant.db-wal", "courant.db-shm"] { unlink("\(bench.state)/\(name)") }
    for name in names {
      unlink("\(bench.state)/\(name)")
      try FileManager.default.copyItem(atPath: "\(bench.folder)/saved-\(name)", toPath: "\(bench.state)/\(name)")
    }
  }

  enum Harm: String, CaseIterable {
    /// An older copy of the database is put back by hand.
    case databasePutBack
    /// And so are all files beside it, so that nothing can tell but the cursor.
    case allPutBack
    case logRemoved, logEmptied, logCut

    /// Whether the daemon can tell at its start.
    var isSeen: Bool { self != .allPutBack }
  }

  @Test("a watch that goes on by its cursor is told, and hears of every later document", arguments: Harm.allCases)
  func backwards(_ harm: Harm) throws {
    let bench = try Workbench()
    try bench.start()
    try submit(1...12, to: bench, known: 12)
    try bench.stop()
    try save(["courant.db", "courant.db-head"], of: bench)
    try bench.start()
    try submit(13...18, to: bench, known: 18)
    let epoch = try epoch(of: bench)
    #expect(try bench.courant("watch", "--once", "--json", "--cursor", "c").code == 0)
    #expect(try bench.courant("watch", "--once", "--json", "--cursor", "c").errors.isEmpty)
    let log = bench.state + "/courant.db-wal"
    switch harm {
    case .databasePutBack:
      try bench.stop()
      try putBack(["courant.db"], in: bench)
    case .allPutBack:
      try bench.stop()
      try putBack(["courant.db", "courant.db-head"], in: bench)
    case .logRemoved:
      try bench.stop(SIGKILL)
      #expect(unlink(log) == 0)
    case .logEmptied:
      try bench.stop(SIGKILL)
      #expect(truncate(log, 0) == 0)
    case .logCut:
      try bench.stop(SIGKILL)
      var status = stat()
      #expect(stat(log, &status) == 0 && truncate(log, status.st_size / 3) == 0)
    }
    let before = try bench.run("courantd", ["check", "--state", bench.state])
    #expect(before.code == (harm.isSeen ? 1 : 0), "\(harm): \(before)")
    if harm == .databasePutBack || harm == .logRemoved {
      #expect(before.errors.contains("a log was lost, or an older copy was put back; restore a backup"))
    }
    try bench.start()
    let known = try #require(try bench.status()["aggregator"]?.counts["documents"])
    #expect(known < 18)
    // As many as were there before and more, so that the sequence of the old cursor exists again.
    try submit(31...60, to: bench, known: known + 30)
    let told = try bench.courant("watch", "--once", "--json", "--cursor", "c")
    #expect(told.errors == "courant: the cursor is of another journal: taking a new snapshot\n", "\(harm)")
    for number in 31...60 { #expect(told.text.contains("/t\(number).txt\""), "\(harm): document \(number) is missing") }

    let status = try bench.courant("status")
    let line = "is not the database that was left: it ends with event "
    #expect(bench.log.contains(line) == harm.isSeen, "\(bench.log)")
    #expect(status.text.contains(line) == harm.isSeen, "\(status.text)")
    #expect(status.code == 0)
    #expect((try self.epoch(of: bench) != epoch) == harm.isSeen)
    #expect(bench.log.components(separatedBy: line).count == (harm.isSeen ? 2 : 1), "said once")
    try bench.stop()
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
  }

  /// As a cursor has it that a watch keeps.
  private func epoch(of bench: Workbench) throws -> String {
    unlink(bench.folder + "/epoch")
    #expect(try bench.courant("watch", "--once", "--cursor", "epoch").code == 0)
    let line = try #require(bench.lines(of: "epoch").first)
    let cursor = try #require(line.firstRange(of: #""cursor":""#)?.upperBound)
    return String(line[cursor...].prefix(32))
  }

  @Test("a subscriber that stays connected is told when the journal has come to its place by another way")
  func connected() throws {
    let bench = try Workbench()
    try bench.start()
    try submit(1...3, to: bench, known: 3)
    try bench.stop()
    try save(["courant.db", "courant.db-head"], of: bench)
    try bench.start()
    try submit(4...6, to: bench, known: 6)
    let watch = try bench.begin("courant", ["watch", "--since", "0", "--json"], output: "seen")
    try bench.wait("the watch has seen all") { bench.lines(of: "seen").contains { $0.contains("/t6.txt\"") } }
    // It hears nothing while another journal comes to the same event.
    kill(watch.processIdentifier, SIGSTOP)
    try bench.stop()
    try putBack(["courant.db", "courant.db-head"], in: bench)
    try bench.start()
    try submit(31...33, to: bench, known: 6)
    kill(watch.processIdentifier, SIGCONT)
    try bench.wait("the watch is told") {
      bench.lines(of: "seen.err").contains { $0.hasSuffix("taking a new snapshot") }
    }
    try bench.wait("the watch has seen all of the other journal") {
      let text = bench.lines(of: "seen").joined()
      return (31...33).allSatisfy { text.contains("/t\($0).txt\"") }
    }
    kill(watch.processIdentifier, SIGTERM)
  }
}
