import Foundation
import Model
import Testing

/// Constructions of English that are easily read wrong, each with what must come of it and what must not.
@Suite("Constructions")
struct ConstructionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var wanted: [String] = []
    var unwanted: [String] = []
    var testDescription: String { text }
  }

  static let cases: [Case] = {
    guard
      let file = Bundle.module.url(forResource: "constructions", withExtension: "txt", subdirectory: "Constructions"),
      let content = try? String(contentsOf: file, encoding: .utf8)
    else { return [] }
    var cases: [Case] = []
    for line in content.split(separator: "\n") {
      let rest = String(line.dropFirst(2))
      switch line.first {
      case ">": cases.append(Case(text: rest))
      case "+": cases[cases.count - 1].wanted.append(rest)
      case "-": cases[cases.count - 1].unwanted.append(rest)
      default: continue
      }
    }
    return cases
  }()

  /// A fact in one line, as the file writes it.
  static func line(_ fact: Fact) -> String {
    let days = [fact.time?.start, fact.time?.end].compactMap { $0?.description }.joined(separator: "…")
    let rest = [
      days, fact.attribution.map { "by \($0.source)" } ?? "", fact.polarity.rawValue, fact.modality.rawValue,
    ]
    return
      "\(fact.subject.name ?? fact.subject.text) | \(fact.relation.text) | \(fact.object.text) {\(fact.key)} "
      + rest.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Whether a line has all parts of what is wanted, in their order; a subject may stand as text or as name.
  private func fits(_ fact: Fact, _ wanted: String) -> Bool {
    var named = fact
    named.subject.name = nil
    return [Self.line(fact), Self.line(named)].contains { line in
      var rest = line[...]
      for part in wanted.split(separator: " ") {
        guard let found = rest.range(of: part) else { return false }
        rest = rest[found.upperBound...]
      }
      return true
    }
  }

  @Test("are read right", arguments: cases)
  func all(_ example: Case) throws {
    #expect(!example.wanted.isEmpty || !example.unwanted.isEmpty)
    let facts = try facts(example.text)
    let lines = facts.map(Self.line).joined(separator: "\n")
    for wanted in example.wanted {
      #expect(facts.contains { fits($0, wanted) }, "\(wanted) is not in\n\(lines)")
    }
    for unwanted in example.unwanted {
      #expect(!facts.contains { Self.line($0).contains(unwanted) }, "\(unwanted) is in\n\(lines)")
    }
  }

  @Test func fileIsThere() { #expect(Self.cases.count > 25) }
}
