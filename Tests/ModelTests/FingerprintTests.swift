import TestSupport
import Testing

@testable import Model

@Suite("Fingerprints of texts")
struct FingerprintTests {
  private func fingerprint(_ words: [String]) throws -> Fingerprint {
    try #require(Fingerprint(ofText: words.joined(separator: " ").utf8))
  }

  @Test(
    "the share of hashes in common estimates the share of runs of words in common",
    arguments: [1, 2, 3] as [UInt64]
  )
  func estimates(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for shared in [0, 30, 60, 90, 120] {
      let common = (0..<shared).map { _ in "c\(Int.random(in: 0..<1_000_000, using: &random))" }
      let one = common + (0..<(150 - shared)).map { _ in "a\(Int.random(in: 0..<1_000_000, using: &random))" }
      let two = common + (0..<(150 - shared)).map { _ in "b\(Int.random(in: 0..<1_000_000, using: &random))" }
      let runs = Double(max(0, shared - 3))
      let similarity = runs / (2 * 147 - runs)
      // Four standard deviations of 64 draws.
      let estimate = try fingerprint(one).similarity(to: fingerprint(two))
      #expect((estimate - similarity).magnitude < 0.25, "seed \(seed), \(shared) words shared: \(estimate)")
    }
  }

  @Test("case, punctuation and layout make no other text")
  func layout() throws {
    let words = (0..<40).map { "word\($0)" }
    let other = words.map { $0.uppercased() + "," }.joined(separator: "\n  ")
    #expect(try fingerprint(words) == Fingerprint(ofText: other.utf8))
  }

  @Test("a short text has none, whatever its bytes are")
  func short() {
    #expect(Fingerprint(ofText: "".utf8) == nil)
    #expect(Fingerprint(ofText: "Oslo has 15 districts.".utf8) == nil)
    #expect(Fingerprint(ofText: Array(repeating: 0xFF, count: 1000)) == nil)
  }

  @Test("it is written and read back, and nothing else is read")
  func text() throws {
    let one = try fingerprint((0..<40).map { "word\($0)" })
    #expect(Fingerprint(one.description) == one)
    #expect(try JSON.decode(Fingerprint.self, from: JSON.encode(one)) == one)
    for bad in ["", "00", String(repeating: "g", count: 256), one.description + "0", one.description.uppercased()] {
      #expect(Fingerprint(bad) == nil, "\(bad)")
    }
    #expect(Set(one.bands).count == Fingerprint.size / Fingerprint.rows)
  }
}
