import Foundation
import Model

/// Which of the facts that state a value come from the same origin.
///
/// Facts share an origin when they stand in the same document, in copies of one text, or in the same sentence of ten words or more, and
/// when one speaker is reported. Corroboration counts origins.
public struct OriginLink: Sendable, Hashable {
  /// The document, by any number that tells documents apart.
  public var document: Int64
  /// The first of the revisions that its text is a copy of, itself included.
  public var text: Int64
  /// What the sentence is known by; nil for a short one.
  public var sentence: Int64?
  /// How much the document counts as a source, 0 to 1.
  public var weight: Double

  public init(document: Int64, text: Int64, sentence: Int64?, weight: Double = 1) {
    self.document = document
    self.weight = weight
    self.text = text
    self.sentence = sentence
  }
}

public enum Origins {
  /// So many facts that state a value are looked at, the oldest first.
  public static let maximumLinks = 200

  /// For each link the place of the first one that has the same origin.
  public static func roots(of links: [OriginLink]) -> [Int] {
    var parents = Array(links.indices)
    func root(_ index: Int) -> Int {
      var at = index
      while parents[at] != at {
        parents[at] = parents[parents[at]]
        at = parents[at]
      }
      return at
    }
    var documents: [Int64: Int] = [:]
    var texts: [Int64: Int] = [:]
    var sentences: [Int64: Int] = [:]
    func join(_ index: Int, _ known: inout [Int64: Int], _ name: Int64) {
      guard let other = known[name] else { return known[name] = index }
      let (one, two) = (root(index), root(other))
      parents[max(one, two)] = min(one, two)
    }
    for (index, link) in links.enumerated() {
      join(index, &documents, link.document)
      join(index, &texts, link.text)
      if let sentence = link.sentence { join(index, &sentences, sentence) }
    }
    return links.indices.map(root)
  }

  /// How many origins count, and how much they weigh together; an origin weighs as much as the weightiest of its documents.
  public static func tally(of links: [OriginLink], roots: [Int]? = nil) -> (count: Int, weight: Double) {
    var weights: [Int: Double] = [:]
    for (link, root) in zip(links, roots ?? self.roots(of: links)) {
      weights[root] = max(weights[root] ?? 0, link.weight)
    }
    // In one order, for sums of fractions differ with it.
    return (weights.values.count { $0 > 0 }, weights.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value })
  }

  /// So many words make it unlikely that two people wrote the same sentence by chance.
  public static let sentenceWords = 10

  /// What a sentence is known by wherever it is repeated word for word; nil for a short one.
  ///
  /// Case, punctuation and spaces count for nothing. 63 bits of a SHA-256.
  public static func sentence(_ text: String) -> Int64? {
    var plain: [UInt8] = []
    plain.reserveCapacity(text.utf8.count)
    var (words, isWithin) = (0, false)
    for byte in text.utf8 {
      let isLetter = byte >= 0x80 || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
      guard isLetter || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") else {
        isWithin = false
        continue
      }
      if !isWithin {
        words += 1
        if words > 1 { plain.append(UInt8(ascii: " ")) }
        isWithin = true
      }
      plain.append(byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte)
    }
    guard words >= sentenceWords else { return nil }
    return Digest(of: plain).number
  }
}
