import Foundation
import Testing

/// A worker reads hostile bytes: what it can reach is next to nothing, also where nobody but it sees to that.
@Suite("Confinement")
struct ConfinementEndToEndTests {
  private func attempts(_ bench: Workbench, _ arguments: [String] = []) throws -> [String: String] {
    let file = try bench.write("mine\n", to: "file")
    let output = try bench.run("courant-chaos", ["confinement", "--file", file] + arguments)
    #expect(output.code == 0, "\(output.errors)")
    let pairs = output.lines.map { $0.split(separator: "\t").map(String.init) }
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
  }

  @Test("a confined process opens no file but libraries, makes none, starts nothing, and has no network")
  func confined() throws {
    let bench = try Workbench()
    let results = try attempts(bench)
    let refused: Set<String> = ["Operation not permitted", "Permission denied"]
    for place in ["main", "thread"] {
      for what in [
        "read a file", "read the passwords", "write a file", "make a file", "remove a file", "list a folder",
        "read the environment of another process",
      ] {
        #expect(refused.contains(try #require(results["\(place) \(what)"])), "\(place) \(what): \(results)")
      }
      #expect(results["\(place) read a file of the system"] == "done")
    }
    for what in ["a socket of the network", "signal the parent", "change the user", "start a program"] {
      #expect(results["main \(what)"] == "Operation not permitted", "\(what): \(results)")
    }
    #expect(results["main a socket of the file system"] == "done")
    #expect(results["not confined"] == nil)
    #expect(results["end a socket of the file system"] == "Operation not permitted")
    #expect(results["end a pair of sockets"] == "Operation not permitted")
    #expect(results["pool"] == "done", "threads of the pool must be able to see each other's states")
    #expect(bench.lines(of: "file") == ["mine"])
    #expect(!FileManager.default.fileExists(atPath: "\(bench.folder)/file.new"))
    #expect(try attempts(bench, ["--network"])["main a socket of the network"] == "done")
  }

  @Test("the filter of system calls holds by itself, where the kernel has no Landlock and nothing was given up")
  func systemCallsAlone() throws {
    let bench = try Workbench()
    var results = try attempts(bench, ["--only-system-calls"])
    #expect(results["not confined"] == nil)
    for what in ["read its own limits", "read a file", "a socket of the file system", "load a library"] {
      #expect(results.removeValue(forKey: "call \(what)") == "done", "\(what)")
    }
    #expect(results.count > 60)
    for (what, result) in results { #expect(result == "Operation not permitted", "\(what): \(result)") }
    // Nothing of it has reached this process, which is the parent.
    #expect(bench.lines(of: "file") == ["mine"])
  }

  @Test("workers are confined as the daemon starts them, and as one does by hand")
  func workers() throws {
    let bench = try Workbench()
    try bench.start(["--workers", "1"])
    let byHand = try bench.begin("courantd", ["worker"], output: "worker")
    try bench.wait("both work") { try bench.status()["intake"]?.counts["idleWorkers"] == 2 }
    for pid in try bench.workers() + [byHand.processIdentifier] {
      let lines = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8).split(separator: "\n")
      for (name, value) in [("NoNewPrivs", "1"), ("Seccomp", "2"), ("CapEff", "0000000000000000")] {
        let line = try #require(lines.first { $0.hasPrefix("\(name):") })
        #expect(line.hasSuffix("\t\(value)"), "\(line)")
      }
    }
  }
}
