import Foundation
import Glibc
import Testing

@Suite("Storage faults", .serialized)
struct StorageFaultTests {
  @Test("while the database cannot be written nothing is acknowledged, the daemon is not ready, and then it goes on")
  func database() throws {
    let bench = try Workbench()
    try bench.start(environment: try bench.faultyDisk(root: bench.state + "/courant.db"))
    var documents = 0
    for fault in Workbench.DiskFault.allCases {
      documents += 1
      let before = try bench.journal().count
      try bench.fail(fault)
      try bench.write("Town \(documents)\n\nThe population of Town \(documents) was 1,000 in 2020.\n", to: "a.txt")
      // Intake's disk takes it.
      #expect(try bench.courant("submit", "a.txt", "--uri", "d:\(documents)").code == 0)
      try bench.wait("it is not ready, \(fault)") {
        let status = try bench.courant("status")
        return status.code == 1 && status.text.contains("not ready: cannot commit: \(bench.state)/courant.db")
      }
      #expect(try bench.journal().count == before)
      try bench.fail(nil)
      try bench.waitForDocuments(documents)
      #expect(try bench.courant("status").code == 0)
      #expect(try bench.journal().count > before)
    }
    expectSound(try bench.journal())
    #expect(bench.log.contains("cannot commit: \(bench.state)/courant.db: the disk is full; make room"))
    #expect(try bench.stop() == 0)
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
  }

  @Test("while the spool cannot be written no document has a receipt, the daemon is not ready, and then it goes on")
  func spool() throws {
    let bench = try Workbench()
    try bench.start(environment: try bench.faultyDisk(root: bench.state + "/spool"))
    var documents = 0
    for fault in Workbench.DiskFault.allCases {
      documents += 1
      try bench.fail(fault)
      try bench.write("Town \(documents)\n\nThe population of Town \(documents) was 1,000 in 2020.\n", to: "a.txt")
      let submit = try bench.begin(
        "courant",
        ["submit", "a.txt", "--uri", "d:\(documents)"],
        output: "submit.\(documents)"
      )
      try bench.wait("it is not ready, \(fault)") {
        let status = try bench.courant("status")
        return status.code == 1 && status.text.contains("not ready: the spool: \(bench.state)/spool")
      }
      // It comes again and again, and what was not synced does not pile up.
      try bench.hold("nothing piles up, and the submitter waits, \(fault)", seconds: 1.5) {
        try FileManager.default.contentsOfDirectory(atPath: bench.state + "/spool/new").count <= 1 && submit.isRunning
      }
      #expect(bench.lines(of: "submit.\(documents)").isEmpty)
      try bench.fail(nil)
      try bench.wait("it has its receipt") { !submit.isRunning }
      #expect(submit.terminationStatus == 0)
      #expect(bench.lines(of: "submit.\(documents).err").first?.hasPrefix("courant: waiting for the daemon: ") == true)
      try bench.waitForDocuments(documents)
      #expect(try bench.courant("status").code == 0)
    }
    expectSound(try bench.journal())
  }

  @Test("a worker that holds what cannot be committed ends when it is asked to, and its document has not failed")
  func askedToEnd() throws {
    let bench = try Workbench()
    let environment = try bench.faultyDisk(root: bench.state + "/courant.db")
    let file = try bench.write("workers: 1\n", to: "d.yaml")
    try bench.start(
      ["--config", file],
      environment: environment.merging(["COURANT_LIMITS_ATTEMPTS": "1"]) { $1 },
      under: ["/usr/bin/python3"] + Workbench.unblocked([])
    )
    try bench.fail(.full)
    try bench.write("The population of Town 1 was 1,000 in 2020.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("it is not committed") { try bench.courant("status").text.contains("not ready: cannot commit") }
    let worker = try #require(bench.workers().first)
    try bench.write("workers: 1\nlog: {level: debug}\n", to: "d.yaml")
    kill(try #require(bench.daemon).processIdentifier, SIGHUP)
    try bench.wait("another has taken its place") {
      let workers = try bench.workers()
      return !workers.isEmpty && !workers.contains(worker)
    }
    try bench.fail(nil)
    try bench.waitForDocuments(1)
    #expect(try bench.courant("failed").text.isEmpty)
    #expect(try bench.stop() == 0)
  }

  @Test("what cannot be committed holds back submitters and folders, and nothing in between grows")
  func backpressure() throws {
    let bench = try Workbench()
    let environment = try bench.faultyDisk(root: bench.state + "/courant.db")
    try bench.write("", to: "in/.hidden")
    try bench.start(
      ["--watch", "\(bench.folder)/in"],
      environment: environment.merging(["COURANT_LIMITS_SPOOL_DOCUMENTS": "3"]) { $1 }
    )
    try bench.fail(.full)
    func town(_ number: Int) -> String { "The population of Town \(number) was 1,000 in 2020.\n" }
    let names = try (1...10).map { try bench.write(town($0), to: "t\($0).txt") }
    let submit = try bench.begin("courant", ["submit"] + names, output: "submitted")
    for number in 11...16 { try bench.write(town(number), to: "in/t\(number).txt") }
    try bench.wait("the submitter is told to wait") {
      bench.lines(of: "submitted.err").contains("courant: waiting for the daemon: the spool is full")
    }
    try bench.wait("the aggregator is not ready") {
      try bench.courant("status").text.contains("not ready: cannot commit")
    }
    // Several rounds of everybody's coming again.
    try bench.hold("nothing grows, and the submitter waits", seconds: 2.5) {
      try FileManager.default.contentsOfDirectory(atPath: bench.state + "/spool/new").count <= 3 && submit.isRunning
    }
    let report = try #require(try bench.courant("status", "--json").lines.first)
    let intake = try JSONDecoder().decode(Workbench.Report.self, from: Data(report.utf8)).counts
    #expect((intake["waiting"] ?? 0) + (intake["working"] ?? 0) == 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.state + "/spool/new").count == 3)
    #expect(bench.lines(of: "submitted").count <= 3)
    #expect(submit.isRunning)
    try bench.fail(nil)
    try bench.wait("the submitter has its receipts") { !submit.isRunning }
    #expect(submit.terminationStatus == 0)
    #expect(bench.lines(of: "submitted").count == 10)
    try bench.waitForDocuments(16)
    expectSound(try bench.journal())
  }
}
