import Foundation
import Glibc
import Testing

/// A daemon that starts on a disk that takes nothing, over what an earlier one has left there.
@Suite("Starting on a disk that takes nothing", .serialized)
struct FullDiskStartTests {
  private func town(_ number: Int) -> String {
    "Town \(number)\n\nThe population of Town \(number) was 1,000 in 2020.\n"
  }

  /// What readers are told, in the words that they are told it.
  private func answers(_ bench: Workbench) throws -> [String] {
    try [
      ["get", "town-1/population", "--json"], ["history", "town-1/population", "--json"],
      ["search", "population", "--json"], ["watch", "--since", "0", "--once", "--json"],
    ].map { arguments in
      let output = try bench.run("courant", arguments)
      #expect(output.code == 0, "\(arguments): \(output.errors)")
      #expect(!output.text.isEmpty, "\(arguments)")
      return output.text
    }
  }

  /// How many documents the aggregator knows, ready or not.
  private func documentCount(_ bench: Workbench) throws -> Int? {
    try bench.courant("status", "--json").lines
      .map { try JSONDecoder().decode(Workbench.Report.self, from: Data($0.utf8)) }
      .first { $0.role == "aggregator" }?.counts["documents"]
  }

  /// Puts a document into the spool, where it waits: there is no worker.
  private func spool(_ number: Int, _ bench: Workbench) throws {
    try bench.write(town(number), to: "\(number).txt")
    let intake = try bench.begin("courantd", ["intake", "--state", bench.state], output: "intake.\(number)")
    try bench.wait("intake is ready") { bench.lines(of: "intake.\(number).err").contains { $0.contains(": ready") } }
    #expect(try bench.courant("submit", "\(number).txt", "--uri", "d:\(number)").code == 0)
    kill(intake.processIdentifier, SIGKILL)
    try bench.wait("intake has ended") { !intake.isRunning }
  }

  /// Starts on a disk that is full, reads, makes room, and sees that all goes on by itself.
  private func startWhileFull(
    _ bench: Workbench,
    documents: Int,
    environment: [String: String],
    reason: String,
    fill: () throws -> Void,
    empty: () throws -> Void
  ) throws {
    let before = try answers(bench)
    let follower = try bench.begin("courant", ["watch", "--json"], output: "watched.\(documents)")
    // One that has not found the daemon yet ends with it.
    try bench.wait("the subscriber has its snapshot") { !bench.lines(of: "watched.\(documents)").isEmpty }
    try withExtendedLifetime(follower) {
      #expect(try bench.stop(documents % 2 == 0 ? SIGTERM : SIGKILL) == (documents % 2 == 0 ? 0 : SIGKILL))
      try spool(documents + 1, bench)
      try fill()
      // The wait for the disk is no failure of the document that waits.
      try bench.start(environment: environment.merging(["COURANT_LIMITS_ATTEMPTS": "1"]) { $1 })
      #expect(try answers(bench) == before)
      let status = try bench.courant("status")
      #expect(status.code == 1)
      #expect(status.text.contains("not ready: cannot commit: \(bench.state): \(reason)"), "\(status.text)")
      #expect(status.text.contains("not ready: the spool: \(bench.state)/spool"), "\(status.text)")
      try bench.write(town(documents + 2), to: "\(documents + 2).txt")
      let submit = try bench.begin(
        "courant",
        ["submit", "\(documents + 2).txt", "--uri", "d:\(documents + 2)"],
        output: "submit.\(documents)"
      )
      try bench.wait("the submitter is told to wait") {
        bench.lines(of: "submit.\(documents).err").contains { $0.hasPrefix("courant: waiting for the daemon: ") }
      }
      kill(submit.processIdentifier, SIGKILL)
      // Nobody brings anything: it is found out by itself.
      try bench.hold("what is there is served, and nothing else happens", seconds: 2) {
        try documentCount(bench) == documents
      }
      try empty()
      try bench.wait("the document that waited is done", seconds: 60) {
        try documentCount(bench) == documents + 1
      }
      try bench.wait("it says that it is ready", seconds: 60) { try bench.courant("status").code == 0 }
      try bench.wait("the subscriber has heard of it") {
        bench.lines(of: "watched.\(documents)").contains { $0.contains("d:\(documents + 1)") }
      }
      expectSound(try bench.journal())
    }
  }

  @Test(
    "what is there is served while the disk takes nothing, and then it goes on by itself",
    arguments: [
      (Workbench.DiskFault.full, "No space left on device"), (.readOnly, "Read-only file system"),
      (.error, "Input/output error"), (.sync, "Input/output error"),
    ]
  )
  func faulty(fault: Workbench.DiskFault, reason: String) throws {
    let bench = try Workbench()
    let environment = try bench.faultyDisk(root: bench.state)
    try bench.start(environment: environment)
    try bench.write(town(1), to: "1.txt")
    #expect(try bench.courant("submit", "1.txt", "--uri", "d:1").code == 0)
    try bench.waitForDocuments(1)
    // After kill -9, with a log, and then after an end in order, without one.
    for documents in 1...2 {
      try startWhileFull(bench, documents: documents, environment: environment, reason: reason) {
        try bench.fail(fault)
      } empty: {
        try bench.fail(nil)
      }
    }
    #expect(try bench.stop() == 0)
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
  }

  @Test(
    "the same on a small file system that is really full",
    .enabled(if: SmallDisk.isPossible, "only root can mount")
  )
  func reallyFull() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.state, withIntermediateDirectories: false)
    try #require(SmallDisk.mount(bench.state))
    defer { umount2(bench.state, Int32(MNT_DETACH)) }
    try bench.start()
    try bench.write(town(1), to: "1.txt")
    #expect(try bench.courant("submit", "1.txt", "--uri", "d:1").code == 0)
    try bench.waitForDocuments(1)
    for documents in 1...2 {
      try startWhileFull(bench, documents: documents, environment: [:], reason: "No space left on device") {
        SmallDisk.fill(bench.state)
      } empty: {
        #expect(unlink(bench.state + "/filler") == 0)
      }
    }
    #expect(try bench.stop() == 0)
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
  }

  @Test("a journal that went back is not served under its old epoch while no new one can be written")
  func wentBack() throws {
    let bench = try Workbench()
    let environment = try bench.faultyDisk(root: bench.state)
    try bench.start(environment: environment)
    try bench.write(town(1), to: "1.txt")
    #expect(try bench.courant("submit", "1.txt", "--uri", "d:1").code == 0)
    try bench.waitForDocuments(1)
    #expect(try bench.stop() == 0)
    #expect(unlink(bench.state + "/courant.db-head") == 0)
    try bench.fail(.full)
    let daemon = try bench.begin("courantd", ["run", "--state", bench.state], output: "back", environment: environment)
    let lines = { bench.lines(of: "back.err") }
    try bench.wait("it waits") {
      lines().contains {
        $0.contains("waits for its disk: \(bench.state)/courant.db is not the database that was left")
          && $0.contains("it needs a new epoch first, and cannot be written")
      }
    }
    // Several tries.
    try bench.hold("it goes on waiting", seconds: 2.5) {
      daemon.isRunning && !lines().contains { $0.contains("aggregator: ready") }
    }
    try bench.fail(nil)
    try bench.wait("it serves the new epoch", seconds: 60) { lines().contains { $0.contains("aggregator: ready") } }
    #expect(lines().contains { $0.contains("the journal goes on under a new epoch") })
    #expect(try bench.courant("get", "town-1/population").code == 0)
  }
}

/// A file system in memory with little room.
private enum SmallDisk {
  static func mount(_ folder: String) -> Bool { Glibc.mount("tmpfs", folder, "tmpfs", 0, "size=16m,mode=0700") == 0 }

  static let isPossible: Bool = {
    let folder = "/tmp/ct-mount-\(getpid())"
    guard mkdir(folder, 0o700) == 0 else { return false }
    defer { rmdir(folder) }
    guard mount(folder) else { return false }
    umount2(folder, Int32(MNT_DETACH))
    return true
  }()

  /// Takes all the room that there is.
  static func fill(_ folder: String) {
    let file = open(folder + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    #expect(file >= 0)
    defer { close(file) }
    let bytes = [UInt8](repeating: 1, count: 4096)
    while write(file, bytes, bytes.count) > 0 {}
  }
}
