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
      #expect(submit.isRunning)
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
}
