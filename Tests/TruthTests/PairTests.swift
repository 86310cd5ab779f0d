import Extraction
import Foundation
import Interpretation
import Model
import Store
import Testing

/// Two short documents, and what the state may make of them together.
struct Pair: Sendable, CustomTestStringConvertible {
  enum Outcome: String, Sendable {
    /// A value of both stands under one key, from two origins.
    case corroborated
    /// Values of theirs stand against each other.
    case disputed
    /// Neither: they are about different things, or one is no source of its own.
    case apart
  }

  var name: String
  var outcome: Outcome
  var texts: [String]

  var testDescription: String { name }

  /// Reads the pairs of a file: a line with name and outcome, then one for each document.
  static func all(_ file: String) throws -> [Pair] {
    let url = try #require(Bundle.module.url(forResource: "Pairs/\(file)", withExtension: "txt"))
    var pairs: [Pair] = []
    for block in try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n\n") {
      let lines = block.split(separator: "\n").filter { !$0.hasPrefix("#") }
      guard let head = lines.first else { continue }
      let parts = head.components(separatedBy: " | ")
      let outcome = try #require(parts.count == 2 ? Outcome(rawValue: parts[1]) : nil, "\(head)")
      let texts = try lines.dropFirst().map { line in
        try #require(line.hasPrefix("A: ") || line.hasPrefix("B: "), "\(line)")
        return String(line.dropFirst(3)).replacingOccurrences(of: "\\n", with: "\n")
      }
      try #require(texts.count == 2, "\(head)")
      pairs.append(Pair(name: parts[0], outcome: outcome, texts: texts))
    }
    return pairs
  }

  /// What the state makes of the two.
  func found(_ extractor: EnglishExtractor) throws -> (outcome: Outcome, entries: [Entry]) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pair-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try Store(path: folder.path + "/courant.db")
    defer { try? store.close() }
    for (index, text) in texts.enumerated() {
      let uri = "https://example.org/\(index)"
      let extraction = try extractor.extract(Array((text + "\n").utf8), uri: uri, mediaType: "text/plain")
      let batch = FactBatch(
        job: "j-\(index + 1)",
        document: extraction.document,
        extractor: extractor.version,
        fingerprint: Fingerprint(ofText: extraction.text.utf8),
        count: extraction.facts.count,
        lines: FactLines(bytes: try extraction.facts.flatMap { try JSON.encode($0) + [UInt8(ascii: "\n")] })
      )
      _ = try store.apply([.batch(batch)], at: Timestamp(milliseconds: 1))[0].get()
    }
    let entries = try store.entries(prefixes: [""], sources: 1000).entries
    let statuses = entries.flatMap(\.values).map(\.status)
    let outcome: Outcome =
      statuses.contains(.disputed) ? .disputed : statuses.contains(.corroborated) ? .corroborated : .apart
    return (outcome, entries)
  }
}

/// "Corroborated" and "disputed" are true whenever they are shown, and found where they are true.
@Suite("Pairs of documents")
struct PairTests {
  private static let extractor = Result { try EnglishExtractor.installed() }

  @Test(
    "no pair is falsely corroborated or disputed, and nearly all are found that are",
    arguments: ["seen", "unseen"]
  )
  func pairs(_ file: String) throws {
    let extractor = try Self.extractor.get()
    let pairs = try Pair.all(file)
    #expect(pairs.count >= 60)
    var (wanted, found) = (0, 0)
    for pair in pairs {
      let (outcome, entries) = try pair.found(extractor)
      if pair.outcome != .apart { wanted += 1 }
      if outcome == pair.outcome {
        if outcome != .apart { found += 1 }
        continue
      }
      let detail = entries.map { entry in
        "\(entry.key) \(entry.document ?? "*") \(entry.time?.start?.description ?? ""): "
          + entry.values.map { "\($0.polarity) \($0.modality) \($0.value.text) (\($0.speaker ?? "")) \($0.status)" }
          .joined(separator: "; ")
      }.joined(separator: "\n  ")
      // What is not found is lost; what is found and is not so misleads.
      if outcome == .apart {
        print("\(pair.name): \(pair.outcome) was not found\n  \(detail)")
      } else {
        Issue.record("\(pair.name): \(outcome), and they are \(pair.outcome)\n  \(detail)")
      }
    }
    print("\(file): \(found) of \(wanted) true ones were found, of \(pairs.count) pairs")
    #expect(Double(found) >= 0.9 * Double(wanted), "\(file): \(found) of \(wanted)")
  }
}
