import TestSupport
import Testing

@testable import Model
@testable import State

/// The index finds what going through all texts would find.
@Suite("The index of copies")
struct CopyIndexTests {
  private struct Text {
    var revision: Int64
    var text: Int64
    var fingerprint: Fingerprint
  }

  /// What the index says it does, by going through everything.
  private func expected(_ fingerprint: Fingerprint, _ texts: [Text], window: Int) -> Int64? {
    let seen = Array(texts.suffix(window))
    var found: Set<Int> = []
    for (band, number) in fingerprint.bands.enumerated() {
      let equal = seen.indices.reversed().filter { seen[$0].fingerprint.bands[band] == number }
      found.formUnion(equal.prefix(CopyIndex.candidates))
    }
    var best: (similarity: Double, text: Int64)?
    for index in found.sorted() {
      let similarity = fingerprint.similarity(to: seen[index].fingerprint)
      if similarity >= Fingerprint.copies, similarity > best?.similarity ?? 0 { best = (similarity, seen[index].text) }
    }
    return best?.text
  }

  /// A fingerprint that has some of the hashes of another.
  private func fingerprint(like other: Fingerprint?, _ random: inout SeededGenerator) throws -> Fingerprint {
    let share = Double.random(in: 0...1, using: &random)
    let text = (0..<Fingerprint.size).map { index in
      let hash =
        other.flatMap { Double.random(in: 0...1, using: &random) < share ? $0.hashes[index] : nil }
        ?? UInt16.random(in: .min ... .max, using: &random)
      return String(UInt32(hash) | 0x10000, radix: 16).dropFirst()
    }.joined()
    return try #require(Fingerprint(text))
  }

  @Test(
    "a text is found among the newest, and none that was taken out or is too old",
    arguments: (1...6).map(UInt64.init)
  )
  func found(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (window, slack) = (30, 8)
    var index = CopyIndex(window: window, slack: slack)
    var texts: [Text] = []
    var hits = 0
    for step in 1...600 {
      let like = texts.suffix(window + 10).randomElement(using: &random)?.fingerprint
      let fingerprint = try fingerprint(like: like, &random)
      let wanted = expected(fingerprint, texts, window: window)
      #expect(index.text(of: fingerprint) == wanted, "seed \(seed), step \(step)")
      if wanted != nil { hits += 1 }
      let revision = (texts.last?.revision ?? 0) + Int64.random(in: 1...3, using: &random)
      index.append(revision, text: wanted ?? revision, fingerprint)
      texts.append(Text(revision: revision, text: wanted ?? revision, fingerprint: fingerprint))
      // A transaction is given up.
      if Int.random(in: 0..<5, using: &random) == 0 {
        let count = Int.random(in: 1...4, using: &random)
        guard let first = texts.suffix(count).first?.revision else { continue }
        texts.removeLast(min(count, texts.count))
        if !index.remove(from: first) {
          index = CopyIndex(window: window, slack: slack)
          for text in texts.suffix(window) { index.append(text.revision, text: text.text, text.fingerprint) }
        }
      }
    }
    #expect(hits > 100, "seed \(seed)")
  }

  @Test("more than can be taken out is refused")
  func slack() throws {
    var random = SeededGenerator(seed: 1)
    var index = CopyIndex(window: 10, slack: 3)
    for revision in 1...20 { index.append(Int64(revision), text: 1, try fingerprint(like: nil, &random)) }
    let removed = [index.remove(from: 18), index.remove(from: 17)]
    #expect(removed == [true, false])
  }
}
