import Foundation
import Glibc
import Testing

/// Workers that cannot start leave documents waiting, and the daemon says why.
@Suite("Workers that do not start")
struct WorkerStartTests {
  @Test("without a model the daemon is not ready, and says so until a worker comes")
  func noModel() throws {
    let bench = try Workbench()
    let empty = "\(bench.folder)/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    try bench.start(["--workers", "1"], environment: ["COURANT_MODELS": empty])
    try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("intake says that no worker starts") {
      let output = try bench.courant("status")
      return output.code == 1
        && output.text.contains("not ready: no worker starts: the worker exited with 78; the log says why")
    }
    // With a model all is well, and what waited is read.
    #expect(try bench.stop() == 0)
    try bench.start(["--workers", "1"])
    try bench.waitForDocuments(1)
    #expect(try bench.courant("status").code == 0)
  }

  @Test("a worker that is told to end while it still reads its model ends with 0")
  func endsAtOnce() throws {
    let bench = try Workbench()
    for number in 0..<5 {
      let worker = try bench.begin("courantd", ["worker"], output: "worker-\(number)")
      let status = "/proc/\(worker.processIdentifier)/status"
      // From its first lines on it knows the signal, caught or left to the lifecycle.
      try bench.wait("the worker knows SIGTERM") {
        let masks = try String(contentsOfFile: status, encoding: .utf8).split(separator: "\n").filter {
          $0.hasPrefix("SigCgt:") || $0.hasPrefix("SigIgn:")
        }
        let bits = masks.compactMap { UInt64($0.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16) }
        return bits.contains { $0 >> 14 & 1 == 1 }
      }
      kill(worker.processIdentifier, SIGTERM)
      worker.waitUntilExit()
      #expect(worker.terminationReason == .exit && worker.terminationStatus == 0)
    }
  }
}
