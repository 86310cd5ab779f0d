/// Remembers the phrases of a sentence's tree: in a long chain ("Nokia's Nokia's …") each node has a long phrase, and several rules
/// ask for each of them.
///
/// It belongs to one graph on one thread. The tree must not change once the memory is filled.
final class PhraseMemory {
  /// By node, and whether the other members of its list are kept.
  private var phrases: [[Phrase?]]
  /// By node, whether a phrase keeps it that has its head but does not begin there: one table for each combination of a phrase in
  /// brackets or not, and with the members of its lists or without.
  private var kept: [[Bool?]]

  /// - Parameter count: how many nodes the tree has. With 0 nothing is remembered.
  init(count: Int = 0) {
    phrases = Array(repeating: [], count: 2)
    kept = Array(repeating: [], count: 4)
    guard count > 0 else { return }
    phrases = Array(repeating: Array(repeating: nil, count: count), count: 2)
    kept = Array(repeating: Array(repeating: nil, count: count), count: 4)
  }

  func phrase(_ head: Int, _ keepsConjuncts: Bool, _ make: () -> Phrase) -> Phrase {
    let table = keepsConjuncts ? 1 : 0
    guard phrases[table].indices.contains(head) else { return make() }
    if let phrase = phrases[table][head] { return phrase }
    let phrase = make()
    phrases[table][head] = phrase
    return phrase
  }

  func keeps(_ node: Int, isBracketed: Bool, _ keepsConjuncts: Bool, _ tell: () -> Bool) -> Bool {
    let table = (isBracketed ? 2 : 0) + (keepsConjuncts ? 1 : 0)
    guard kept[table].indices.contains(node) else { return tell() }
    if let isKept = kept[table][node] { return isKept }
    let isKept = tell()
    kept[table][node] = isKept
    return isKept
  }
}
