import Foundation
import Glibc
import Model
import Testing

/// A daemon with one sink, documents for it, and what the sink must have by then.
final class SinkBench {
  let bench: Workbench
  private let settings: String
  private var revision = 0

  static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let python = "\(project)/.build/python/bin/python"

  /// - Parameter settings: the options of the sink, as lines of YAML; FOLDER stands for the bench's.
  init(_ settings: String) throws {
    bench = try Workbench()
    self.settings = settings.replacing("FOLDER", with: bench.folder).split(separator: "\n").map { "    \($0)\n" }
      .joined()
    try bench.write("sinks:\n  far:\n\(self.settings)", to: "courantd.yaml")
  }

  func start() throws {
    try bench.start(["--config", "\(bench.folder)/courantd.yaml", "--workers", "1"])
  }

  /// Submits documents again, each with other numbers than before and further down, and withdraws one.
  func submit(_ documents: ClosedRange<Int>, withdrawing withdrawn: Int? = nil) throws {
    revision += 1
    for number in documents {
      try bench.write(
        "Town \(number)\n\n\(String(repeating: "\n", count: revision))The population of Town \(number) was \(1000 * number + revision) in 2020. Town \(number) has a \"new\"\\old harbour.\n",
        to: "t\(number).txt"
      )
    }
    #expect(try bench.run("courant", ["submit"] + documents.map { "t\($0).txt" }).code == 0)
    if let withdrawn { #expect(try bench.courant("withdraw", "t\(withdrawn).txt").code == 0) }
    try bench.wait("they are worked on") {
      guard let intake = try bench.status()["intake"]?.counts else { return false }
      return intake["waiting"] == 0 && intake["working"] == 0
    }
  }

  /// The facts that stand, by their ids.
  func standing() throws -> Set<String> {
    let output = try bench.courant("export", "--format", "jsonl")
    #expect(output.code == 0, "\(output.errors)")
    return Set(try output.lines.map { try JSON.decode(StatedFact.self, from: Array($0.utf8)).id.description })
  }

  /// The facts that stand, and where their evidence does.
  func places() throws -> Set<String> {
    let output = try bench.courant("export", "--format", "jsonl")
    return Set(
      try output.lines.map { line in
        let stated = try JSON.decode(StatedFact.self, from: Array(line.utf8))
        return "\(stated.id) \(stated.fact.evidence.start) \(stated.fact.evidence.end) \(stated.fact.document.digest)"
      }
    )
  }

  /// The journal's end, as a cursor.
  func head() throws -> String {
    let output = try bench.courant("top", "--once")
    #expect(output.code == 0)
    return output.lines.first?.split(separator: " ").last.map(String.init) ?? ""
  }

  /// Waits until a sink has just what stands.
  func expectEqual(_ what: String, seconds: Double = 180, _ facts: () throws -> Set<String>?) throws {
    let wanted = try standing()
    #expect(!wanted.isEmpty)
    try bench.wait("\(what): the sink has what stands", seconds: seconds) { try facts() == wanted }
  }

  /// What stands by lines of "kind cursor event"; each may come more than once, and none may be missing.
  static func fold(_ lines: [String]) throws -> Set<String> {
    var facts: Set<String> = []
    var incoming: Set<String> = []
    for line in lines {
      let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
      guard parts.count == 3 else { continue }
      if parts[0] == "snapshot-begin" { incoming = [] }
      if parts[0] == "snapshot-end" { facts = incoming }
      guard parts[2] != "null" else { continue }
      let event = try JSON.decode(Event.self, from: Array(parts[2].utf8))
      guard let id = event.fact?.description else { continue }
      if parts[0] == "snapshot" {
        incoming.insert(id)
        // Where nothing says that it begins and ends, it only adds.
        facts.insert(id)
      } else if event.kind == .factAsserted {
        facts.insert(id)
      } else {
        facts.remove(id)
      }
    }
    return facts
  }
}
