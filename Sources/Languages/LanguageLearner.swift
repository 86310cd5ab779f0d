import Foundation

/// Learns what languages are known by from sentences in them.
package struct LanguageLearner {
  /// The most frequent features of a language that are kept.
  private static let kept = 1000
  /// What is added to each count, so that nothing unseen is impossible.
  private static let smoothing = 0.05

  private var counts: [(tag: String, features: [UInt64: Int])] = []

  package init() {}

  /// Takes the sentences of a language.
  package mutating func add(_ sentences: some Sequence<String>, language tag: String) {
    var features: [UInt64: Int] = [:]
    for sentence in sentences {
      Array(sentence.utf8).withUnsafeBufferPointer { bytes in
        TextFeatures.forEach(in: bytes) { features[$0, default: 0] += 1 }
      }
    }
    counts.append((tag, features))
  }

  /// The table's bytes; the same for the same sentences.
  package func table() -> [UInt8] {
    var all: Set<UInt64> = []
    for (_, features) in counts {
      let frequent = features.filter { $0.value > 1 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      all.formUnion(frequent.prefix(Self.kept).map(\.key))
    }
    let features = all.sorted()
    let languages = counts.sorted { $0.tag < $1.tag }
    var bytes = LanguageTable.mark + [UInt8(languages.count)]
    var totals: [Double] = []
    var floors: [Float] = []
    for (tag, known) in languages {
      let total = features.reduce(0.0) { $0 + Double(known[$1] ?? 0) } + Self.smoothing * Double(features.count)
      totals.append(total)
      floors.append(Float(log(Self.smoothing / total)))
      bytes += Array((Array(tag.utf8) + [UInt8](repeating: 0, count: 8)).prefix(8))
      bytes += Self.number(UInt64(floors[floors.count - 1].bitPattern), 4)
    }
    bytes += Self.number(UInt64(features.count), 4)
    var entries: [UInt8] = []
    for feature in features {
      var count: UInt8 = 0
      for (number, language) in languages.enumerated() {
        guard let times = language.features[feature] else { continue }
        let gain = Float(log((Double(times) + Self.smoothing) / totals[number])) - floors[number]
        entries += [UInt8(number), UInt8(max(0, min(255, (gain / LanguageTable.step).rounded())))]
        count += 1
      }
      bytes += Self.number(feature, 8) + [count]
    }
    return bytes + entries
  }

  private static func number(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
  }
}
