import Foundation
import Glibc
import Testing

/// Connections that say nothing, in a process of their own: thousands of open files would be those of every test that runs meanwhile.
struct Strangers {
  private let bench: Workbench
  private let process: Process

  /// Comes back when all are there.
  /// - Parameters:
  ///   - count: how many there are at each place.
  ///   - places: sockets in the file system, or hosts with ports.
  ///   - greet: whether every third says half a greeting, and then nothing.
  init(_ bench: Workbench, _ count: Int, at places: [String], greet: Bool = false) throws {
    self.bench = bench
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Python/strangers.py"
    let arguments = [script, "\(count)", greet ? "greet" : "quiet"] + places
    let process = try bench.begin("/usr/bin/python3", arguments, output: "strangers")
    self.process = process
    try bench.wait("the strangers are there") {
      bench.lines(of: "strangers").contains("open")
    } unless: {
      process.isRunning ? nil : "\(bench.lines(of: "strangers.err"))"
    }
  }

  /// How many of them the daemon has turned away, and how many of the 40 that came first.
  var ended: (all: Int, first: Int) {
    let numbers = bench.lines(of: "strangers").last?.split(separator: " ").compactMap { Int($0) } ?? []
    return numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
  }

  func leave() throws {
    // Whoever runs the tests may hold other signals back.
    kill(process.processIdentifier, SIGKILL)
    try bench.wait("the strangers are gone") { !process.isRunning }
  }
}
