/// Finds the best tree for scores of heads: each word's best head, and where those make a circle or several roots, the best tree
/// by Chu & Liu's and Edmonds' algorithm (1965, 1967).
package struct TreeDecoder {
  /// Heads from 1, 0 for the root.
  /// - Parameters:
  ///   - scores: a row for each word; column 0 is the root, column j + 1 the word j.
  ///   - count: how many words.
  package static func heads(_ scores: UnsafePointer<Float>, count: Int) -> [Int] {
    var heads = [Int](repeating: 0, count: count)
    var roots: [Int] = []
    for word in 0..<count {
      let row = scores + word * (count + 1)
      var best = 0
      for head in 1...count where row[head] > row[best] { best = head }
      heads[word] = best
      if best == 0 { roots.append(word) }
    }
    if roots.count == 1, !hasCircle(heads) { return heads }
    // One root: of those words that want to be it the one that wants most; where none does, the one that minds least.
    var root = roots.first ?? 0
    var gain = -Float.infinity
    for word in roots.isEmpty ? Array(0..<count) : roots {
      let row = scores + word * (count + 1)
      var other = -Float.infinity
      for head in 1...count where row[head] > other { other = row[head] }
      if row[0] - other > gain {
        gain = row[0] - other
        root = word
      }
    }
    var table = Contraction(count: count + 1)
    for word in 0..<count {
      let row = scores + word * (count + 1)
      for head in 0...count where head != word + 1 && (head == 0) == (word == root) {
        table[word + 1, head] = row[head]
      }
    }
    return Array(table.tree().dropFirst())
  }

  private static func hasCircle(_ heads: [Int]) -> Bool {
    // 0 unseen, otherwise the walk that came by.
    var seen = [Int](repeating: 0, count: heads.count)
    for start in heads.indices where seen[start] == 0 {
      var at = start
      while seen[at] == 0 {
        seen[at] = start + 1
        guard heads[at] > 0 else { break }
        at = heads[at] - 1
        if seen[at] == start + 1 { return true }
      }
    }
    return false
  }
}
