/// The best sequence of name labels in which a name goes on only where it began (Viterbi).
///
/// Labels are numbered `O`, then for each kind `B-` and `I-`.
package enum NamePath {
  /// What is worth so little that it is not chosen.
  package static let never = -1e9

  /// A name goes on only where it began.
  package static func canFollow(_ label: Int, _ before: Int) -> Bool {
    label == 0 || !label.isMultiple(of: 2) || before == label || before == label - 1
  }

  /// What it is worth that one label follows another, by the label before.
  package static func worth(_ transitions: UnsafePointer<Float>?, labels: Int) -> [[Double]] {
    (0..<labels).map { before in
      (0..<labels).map { canFollow($0, before) ? Double(transitions?[before * labels + $0] ?? 0) : never }
    }
  }

  /// The scores, but no sentence begins inside a name.
  package static func starting(_ scores: UnsafePointer<Float>, words: Int, labels: Int) -> [Double] {
    (0..<(words * labels)).map { index in
      index < labels && index > 0 && index.isMultiple(of: 2) ? never : Double(scores[index])
    }
  }

  /// - Parameter transitions: what it is worth that one label follows another, a row for each label before; nil for nothing.
  package static func best(
    _ scores: UnsafePointer<Float>,
    words: Int,
    labels: Int,
    transitions: UnsafePointer<Float>? = nil
  ) -> [Int] {
    guard words > 0 else { return [] }
    var before = [Float](repeating: 0, count: labels)
    var now = before
    var from = [UInt8](repeating: 0, count: words * labels)
    for label in 0..<labels { before[label] = label > 0 && label.isMultiple(of: 2) ? -1e9 : scores[label] }
    for word in 1..<max(words, 1) {
      for label in 0..<labels {
        // `I-` follows only its own kind; all others follow any.
        let sources = label > 0 && label.isMultiple(of: 2) ? (label - 1)..<(label + 1) : 0..<labels
        var source = sources.lowerBound
        var highest = -Float.infinity
        for candidate in sources {
          let value = before[candidate] + (transitions?[candidate * labels + label] ?? 0)
          if value > highest {
            highest = value
            source = candidate
          }
        }
        from[word * labels + label] = UInt8(source)
        now[label] = highest + scores[word * labels + label]
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
