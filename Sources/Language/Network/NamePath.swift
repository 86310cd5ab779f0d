/// The best sequence of name labels in which a name goes on only where it began (Viterbi).
///
/// Labels are numbered `O`, then for each kind `B-` and `I-`.
package enum NamePath {
  package static func best(_ scores: UnsafePointer<Float>, words: Int, labels: Int) -> [Int] {
    guard words > 0 else { return [] }
    var before = [Float](repeating: 0, count: labels)
    var now = before
    var from = [UInt8](repeating: 0, count: words * labels)
    for label in 0..<labels { before[label] = label > 0 && label.isMultiple(of: 2) ? -1e9 : scores[label] }
    for word in 1..<max(words, 1) {
      var best = 0
      for label in 1..<labels where before[label] > before[best] { best = label }
      for label in 0..<labels {
        var source = best
        if label > 0, label.isMultiple(of: 2) { source = before[label - 1] > before[label] ? label - 1 : label }
        from[word * labels + label] = UInt8(source)
        now[label] = before[source] + scores[word * labels + label]
      }
      swap(&before, &now)
    }
    var label = 0
    for candidate in 1..<labels where before[candidate] > before[label] { label = candidate }
    var path = [Int](repeating: 0, count: words)
    for word in stride(from: words - 1, through: 0, by: -1) {
      path[word] = label
      label = Int(from[word * labels + label])
    }
    return path
  }
}
