import Language

/// The loss of whole sequences of name labels: a conditional random field over a sentence's words (Lafferty et al. 2001; Lample et al. 2016),
/// by the forward and backward sums. A word without a label may have any.
struct NameChain {
  /// What it is worth that one label follows another: a row for each label before.
  let transitions: Parameter
  private let labels: Int

  init(labels: Int) {
    self.labels = labels
    transitions = Parameter("names.transitions", rows: labels, columns: labels)
  }

  /// Turns scores into the gradient of the loss, and returns the loss.
  /// - Parameters:
  ///   - golden: the right labels, -1 where there is none.
  ///   - weight: what each word counts.
  func lossAndSlope(_ scores: Matrix, sentences: [Range<Int>], golden: [Int], weight: Float) -> Float {
    var loss = 0.0
    let worth = NamePath.worth(transitions.value, labels: labels)
    for sentence in sentences {
      let at = scores[sentence.lowerBound]
      let count = sentence.count
      guard golden[sentence].contains(where: { $0 >= 0 }) else {
        at.update(repeating: 0, count: count * labels)
        continue
      }
      let free = NamePath.starting(at, words: count, labels: labels)
      let bound = free.enumerated().map { index, score in
        let word = sentence.lowerBound + index / labels
        let before = word == sentence.lowerBound ? 0 : golden[word - 1]
        // A label that cannot follow the one before it, as where a name's beginning was merged into a date, counts as none.
        let goal = before < 0 || NamePath.canFollow(golden[word], before) ? golden[word] : -1
        return goal < 0 || goal == index % labels ? score : NamePath.never
      }
      let all = LabelSums(free, worth, labels)
      let right = LabelSums(bound, worth, labels)
      loss += all.total - right.total
      for index in 0..<(count * labels) { at[index] = Float(all.share(index) - right.share(index)) * weight }
      for word in 1..<max(count, 1) {
        for before in 0..<labels {
          for label in 0..<labels where NamePath.canFollow(label, before) {
            let excess = all.share(word, before, label) - right.share(word, before, label)
            transitions.gradient[before * labels + label] += Float(excess) * weight
          }
        }
      }
    }
    return Float(loss) * weight
  }
}
