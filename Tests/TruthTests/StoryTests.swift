import Foundation
import Model
import Testing

/// Copies of a story share its origin, and reports by other writers do not.
@Suite("Copies of stories")
struct StoryTests {
  /// How similar the versions of one kind are to their stories.
  private struct Measured {
    var similarities: [Double] = []
    /// Whether the version would be looked at: see `TextIndex`.
    var shareBand: [Bool] = []

    /// The share of the versions that are taken for copies.
    func found(_ threshold: Double = Fingerprint.copies) -> Double {
      let found = zip(similarities, shareBand).count { $0 >= threshold && $1 }
      return Double(found) / Double(max(1, similarities.count))
    }
  }

  private static func measured(_ half: String) throws -> [Story.Kind: Measured] {
    var result: [Story.Kind: Measured] = [:]
    for story in try Story.all(half) {
      let fingerprint = try #require(Fingerprint(ofText: story.text.utf8), "\(story.name)")
      for (kind, text) in story.versions {
        let other = try #require(Fingerprint(ofText: text.utf8), "\(story.name): \(kind)")
        result[kind, default: Measured()].similarities.append(fingerprint.similarity(to: other))
        result[kind, default: Measured()].shareBand.append(!Set(fingerprint.bands).isDisjoint(with: other.bands))
      }
    }
    return result
  }

  /// Which of the wanted rates are not met.
  private static func faults(_ measured: [Story.Kind: Measured], threshold: Double) -> [String] {
    var faults: [String] = []
    func want(_ kinds: [Story.Kind], _ rates: ClosedRange<Double>) {
      for kind in kinds {
        let found = measured[kind]?.found(threshold) ?? -1
        if !rates.contains(found) { faults.append("\(kind): \(found) were taken for copies, not \(rates)") }
      }
    }
    want([.headed, .half, .corrected, .local, .desk], 1...1)
    want([.third], 0.8...1)
    want([.digest], 0.55...1)
    want([.report], 0...0)
    // What is written by one hand to one template may well be taken for a copy.
    want([.alike], 0...0.5)
    // No luck: four hashes more in common, of 64, and no report would be taken for a copy either.
    let nearest = measured[.report]?.similarities.max() ?? 1
    if nearest + 4.0 / Double(Fingerprint.size) >= threshold { faults.append("a report lies at \(nearest)") }
    return faults
  }

  @Test("copies are found, and no independent report is taken for one", arguments: ["seen", "unseen"])
  func copies(_ half: String) throws {
    let measured = try Self.measured(half)
    for kind in Story.Kind.allCases {
      guard let part = measured[kind] else { continue }
      let sorted = part.similarities.sorted()
      let shares = [0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6].map { threshold in
        let similar = sorted.count { $0 >= threshold }
        return String(format: "%.2f/%.2f", part.found(threshold), Double(similar) / Double(sorted.count))
      }
      let three = [sorted[0], sorted[sorted.count / 2], sorted[sorted.count - 1]].map { String(format: "%.2f", $0) }
      print("\(half) | \(kind) | \(sorted.count) | \(three.joined(separator: " ")) | \(shares.joined(separator: " "))")
    }
    #expect(measured[.headed]?.similarities.count == 12)
    #expect(Self.faults(measured, threshold: Fingerprint.copies) == [])
  }

  @Test("another threshold would not do", arguments: ["seen", "unseen"], [0.12, 0.3])
  func otherThresholds(_ half: String, _ threshold: Double) throws {
    #expect(Self.faults(try Self.measured(half), threshold: threshold) != [])
  }

  @Test("stories of other events have nothing in common", arguments: ["seen", "unseen"])
  func unrelated(_ half: String) throws {
    let fingerprints = try Story.all(half).compactMap { Fingerprint(ofText: $0.text.utf8) }
    for (place, one) in fingerprints.enumerated() {
      for other in fingerprints[..<place] { #expect(one.similarity(to: other) < 0.05) }
    }
  }
}
