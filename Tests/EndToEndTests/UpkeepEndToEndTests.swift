import Foundation
import Glibc
import Testing

@Suite("Check, backup and restore, as commands", .serialized)
struct UpkeepEndToEndTests {
  @Test("a backup of the running daemon is restored under a new epoch, and every subscriber is told")
  func backup() throws {
    let bench = try Workbench()
    try bench.start()
    for number in 1...3 {
      try bench.write(
        "Town \(number)\n\nThe population of Town \(number) was 100\(number) in 2020.\n",
        to: "t\(number).txt"
      )
    }
    #expect(try bench.run("courant", ["submit", "t1.txt", "t2.txt"]).code == 0)
    try bench.waitForDocuments(2)
    let state = ["--state", bench.state]
    let saved = try bench.journal().count
    let backup = try bench.run("courantd", ["backup", "copy.bak"] + state)
    #expect(backup.text.hasPrefix("copy.bak: \(saved) events of "), "\(backup.errors)")
    let again = try bench.run("courantd", ["backup", "copy.bak"] + state)
    #expect(again.code == 64)
    #expect(again.errors == "courantd: copy.bak is there already; name another file, or replace it with --force\n")
    let sound = try bench.run("courantd", ["check"] + state)
    #expect(sound.code == 0)
    #expect(sound.text.contains("sound: \(saved) events"))
    #expect(try bench.courant("submit", "t3.txt").code == 0)
    try bench.waitForDocuments(3)
    _ = try bench.courant("watch", "--once", "--cursor", "c")

    // A file that is not there leaves nothing behind.
    let missing = try bench.run("courantd", ["restore", "none.bak", "--state", "\(bench.folder)/other"])
    #expect(missing.code == 1)
    #expect(missing.errors == "courantd: \(bench.folder)/none.bak: No such file or directory\n")
    #expect(!FileManager.default.fileExists(atPath: "\(bench.folder)/other"))

    let busy = try bench.run("courantd", ["restore", "--force", "copy.bak"] + state)
    #expect(busy.code == 78)
    #expect(busy.errors.contains("is in use by another courantd"))
    // Killed, so that a log is left over that must not be read into the backup.
    try bench.stop(SIGKILL)
    let refused = try bench.run("courantd", ["restore", "copy.bak"] + state)
    #expect(refused.code == 78)
    #expect(refused.errors == "courantd: \(bench.state)/courant.db is there already; replace it with --force\n")
    let restored = try bench.run("courantd", ["restore", "--force", "copy.bak"] + state)
    #expect(restored.code == 0, "\(restored.errors)")
    try bench.start()
    #expect(try bench.journal().count == saved)
    let told = try bench.courant("watch", "--once", "--cursor", "c")
    #expect(told.errors == "courant: the cursor is of another journal: taking a new snapshot\n")
    #expect(try bench.courant("submit", "t3.txt").code == 0)
    try bench.waitForDocuments(3)
    try bench.stop()

    // What is not what was written is named by check, and refused by restore.
    let file = URL(fileURLWithPath: "\(bench.folder)/copy.bak")
    var bytes = try Data(contentsOf: file)
    let place = try #require(bytes.range(of: Data("Town 1 was".utf8)))
    bytes[place.lowerBound] ^= 1
    try bytes.write(to: file)
    let damaged = try bench.run("courantd", ["restore", "--force", "copy.bak"] + state)
    #expect(damaged.code == 1)
    #expect(damaged.errors.hasPrefix("courantd: \(bench.folder)/copy.bak is damaged: event "), "\(damaged.errors)")
    #expect(try bench.run("courantd", ["check"] + state).code == 0)
    try bench.write("{", to: "state/spool/new/0000000000009999.0")
    let spool = try bench.run("courantd", ["check"] + state)
    #expect(spool.code == 1)
    #expect(spool.errors.contains("/spool/new/0000000000009999.0 is damaged: the first line does not end"))
    // An empty file is not a database that has nothing in it.
    try Data().write(to: URL(fileURLWithPath: bench.state + "/courant.db"))
    let empty = try bench.run("courantd", ["run"] + state)
    #expect(empty.code == 1)
    #expect(empty.errors.contains("courantd: \(bench.state)/courant.db is empty, and no database is"))
  }

  @Test("a backup is not made without what a damaged log holds")
  func damagedLog() throws {
    let bench = try Workbench()
    try bench.start()
    for number in 1...4 {
      try bench.write("The population of Town \(number) was 1,000 in 2020.\n", to: "t\(number).txt")
      #expect(try bench.courant("submit", "t\(number).txt").code == 0)
      try bench.waitForDocuments(number)
    }
    try bench.stop(SIGKILL)
    let log = URL(fileURLWithPath: bench.state + "/courant.db-wal")
    var bytes = try Data(contentsOf: log)
    bytes[32 + 24 + 100] ^= 4
    try bytes.write(to: log)
    for command in [["check"], ["backup", bench.folder + "/copy"]] {
      let output = try bench.run("courantd", command + ["--state", bench.state])
      #expect(output.code == 1)
      #expect(output.errors.hasPrefix("courantd: \(log.path) is damaged: "), "\(output.errors)")
      #expect(output.errors.split(separator: "\n").count == 1)
    }
    #expect(!FileManager.default.fileExists(atPath: bench.folder + "/copy"))
  }
}
