import Extraction
import Foundation
import Model
import Readers
import TestSupport
import Testing

/// Two examples for each rule and each repair of trees and one against it, as `Constructions/rules.txt` has them.
@Suite("Examples of rules") struct RuleExampleTests {
  /// A rule or a repair with its examples.
  struct Entry: Sendable, CustomTestStringConvertible {
    var kind: String
    var id: String
    /// Sentences with the fact that comes of them.
    var positive: [(text: String, fact: String)] = []
    /// Sentences with the parts of a line that must not come of them; empty for a repair that only must do nothing.
    var negative: [(text: String, parts: String)] = []
    var testDescription: String { "\(kind) \(id)" }
  }

  static let entries: [Entry] = {
    guard let file = Bundle.module.url(forResource: "rules", withExtension: "txt", subdirectory: "Constructions"),
      let content = try? String(contentsOf: file, encoding: .utf8)
    else { return [] }
    var entries: [Entry] = []
    for line in content.split(separator: "\n") {
      let parts = line.split(separator: " ")
      if parts.count == 3, parts[0] == "##" { entries.append(Entry(kind: String(parts[1]), id: String(parts[2]))) }
      guard !entries.isEmpty else { continue }
      let last = entries.count - 1
      let rest = String(line.dropFirst(2))
      switch line.first {
      case ">": entries[last].positive.append((rest, ""))
      case "<": entries[last].negative.append((rest, ""))
      case "+" where !entries[last].positive.isEmpty:
        entries[last].positive[entries[last].positive.count - 1].fact = rest
      case "-" where !entries[last].negative.isEmpty:
        entries[last].negative[entries[last].negative.count - 1].parts = rest
      default: continue
      }
    }
    return entries
  }()

  @Test func everyRuleAndRepairHasThem() {
    let wanted = EnglishExtractor.rules.map { "rule \($0)" } + TreeRepair.allCases.map { "repair \($0.rawValue)" }
    let there = Self.entries.map(\.testDescription)
    for name in wanted { #expect(there.count { $0 == name } == 1, "\(name): no examples in rules.txt, or twice") }
    for name in there { #expect(wanted.contains(name), "\(name): examples of what is not there") }
    for entry in Self.entries {
      #expect(entry.positive.count >= 2 && !entry.negative.isEmpty, "\(entry.testDescription): too few examples")
      #expect(entry.positive.allSatisfy { $0.fact.contains(" | ") }, "\(entry.testDescription): a sentence without +")
      #expect(
        entry.kind == "repair" || entry.negative.allSatisfy { !$0.parts.isEmpty },
        "\(entry.testDescription): a sentence without -"
      )
    }
  }

  /// A fact in one line, and what else is told of it in another.
  private func line(_ fact: Fact) -> (fact: String, rest: String) {
    let days = [fact.time?.start, fact.time?.end].compactMap { $0?.description }.joined(separator: "…")
    let rest = [
      days, fact.attribution.map { "by \($0.source)" } ?? "", fact.polarity.rawValue, fact.modality.rawValue,
    ]
    return (
      "\(fact.subject.name ?? fact.subject.text) | \(fact.relation.text) | \(fact.object.text)",
      rest.filter { !$0.isEmpty }.joined(separator: " ")
    )
  }

  private func fits(_ fact: Fact, _ wanted: String) -> Bool {
    let parts = wanted.components(separatedBy: " ; ")
    let (line, rest) = line(fact)
    return line == parts[0] && (parts.count < 2 || rest.contains(parts[1]))
  }

  private func described(_ facts: [Fact]) -> String {
    facts.map(line).map { "\n  \($0.fact) ; \($0.rest)" }.joined()
  }

  @Test(arguments: entries.filter { $0.kind == "rule" }) func rules(_ entry: Entry) throws {
    let extractor = try English.extractor()
    /// The facts that the rule made.
    func made(_ text: String) throws -> [Fact] {
      extractor.markedFacts(try PlainTextReader().read(Array(text.utf8)))
        .filter { $0.marks.contains("rule:\(entry.id)") }.map(\.fact)
    }
    for (text, wanted) in entry.positive {
      let facts = try made(text)
      #expect(
        facts.contains { fits($0, wanted) },
        "rule \(entry.id): \(text)\n  made no \(wanted) but\(described(facts))"
      )
    }
    for (text, parts) in entry.negative {
      let facts = try made(text)
      #expect(
        !facts.contains { line($0).fact.contains(parts) },
        "rule \(entry.id): \(text)\n  made something with \(parts):\(described(facts))"
      )
    }
  }

  @Test(arguments: entries.filter { $0.kind == "repair" }) func repairs(_ entry: Entry) throws {
    let repair = try #require(TreeRepair(rawValue: entry.id))
    let extractor = try English.extractor()
    var other = extractor
    other.withoutRepairs = [repair]
    for (text, wanted) in entry.positive {
      let facts = extractor.facts(inSentence: text)
      #expect(
        facts.contains { fits($0, wanted) },
        "repair \(entry.id): \(text)\n  no \(wanted) but\(described(facts))"
      )
      let without = other.facts(inSentence: text)
      #expect(
        !without.contains { fits($0, wanted) },
        "repair \(entry.id): \(text)\n  \(wanted) without the repair too:\(described(without))"
      )
    }
    for (text, _) in entry.negative {
      let times = extractor.repairs(try PlainTextReader().read(Array(text.utf8)))[repair] ?? 0
      #expect(
        times == 0,
        "repair \(entry.id): \(text)\n  it did something:\(described(extractor.facts(inSentence: text)))"
      )
    }
  }
}
