import Corpora
import Language

/// Learns how words become their dictionary forms.
struct LemmaTrainer {
  private let treebanks: [Treebank]
  private let upos: [String: UInt8]

  init(_ treebanks: [Treebank], labels: LabelSets) {
    self.treebanks = treebanks
    upos = Dictionary(uniqueKeysWithValues: labels.upos.enumerated().map { ($1, UInt8($0)) })
  }

  /// Adds the tables to a model.
  func train(into writer: inout ModelWriter) {
    var numbers: [String: Int] = [:]
    var names: [String] = []
    // For each word and each ending with its part of speech, how often each change.
    var words: [UInt64: [Int: Int]] = [:]
    var endings: [UInt64: [Int: Int]] = [:]
    var seen: Set<String> = []
    for word in treebanks.lazy.flatMap(\.sentences).flatMap(\.words) {
      guard let upos = upos[word.upos], word.lemma != "_" else { continue }
      let change = Self.change(word.form, word.lemma)
      let number = numbers[change] ?? names.count
      if number == names.count {
        numbers[change] = number
        names.append(change)
      }
      let lower = word.form.lowercased()
      words[Lemmatizer.key(lower, upos), default: [:]][number, default: 0] += 1
      // Endings count word types, not words: "said" tells nothing of other words.
      guard seen.insert("\(lower) \(upos) \(number)").inserted else { continue }
      let bytes = Array(lower.utf8)
      for length in 0...min(Lemmatizer.longestEnding, bytes.count) {
        let ending = String(decoding: bytes[(bytes.count - length)...], as: UTF8.self)
        endings[Lemmatizer.key(ending, upos), default: [:]][number, default: 0] += 1
      }
    }
    writer.add("lemmas.changes", text: names.joined(separator: "\n"))
    writer.addTable("lemmas.words", Self.best(words, atLeast: 1))
    writer.addTable("lemmas.endings", Self.best(endings, atLeast: 1))
  }

  private static func best(_ counts: [UInt64: [Int: Int]], atLeast minimum: Int) -> [(hash: UInt64, value: Int)] {
    counts.sorted { $0.key < $1.key }.compactMap { hash, changes in
      guard let most = changes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), most.value >= minimum else {
        return nil
      }
      return (hash, most.key)
    }
  }

  /// How a form becomes its lemma, as the lemmatizer reads it.
  private static func change(_ form: String, _ lemma: String) -> String {
    let keepsCase = lemma != lemma.lowercased()
    let from = Array((keepsCase ? form : form.lowercased()).utf8)
    let to = Array(lemma.utf8)
    var common = 0
    while common < from.count, common < to.count, from[common] == to[common] { common += 1 }
    while common > 0, common < to.count, to[common] & 0xC0 == 0x80 { common -= 1 }
    while common > 0, common < from.count, from[common] & 0xC0 == 0x80 { common -= 1 }
    return "\(from.count - common)\(keepsCase ? "=" : "+")\(String(decoding: to[common...], as: UTF8.self))"
  }
}
