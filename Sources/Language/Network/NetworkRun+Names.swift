/// Names by the best path through the labels of a sentence.
extension NetworkRun {
  /// Each word's name label, from the normalised vectors of the last layer.
  func names(
    _ sentences: [Range<Int>],
    _ range: Range<Int>,
    _ readings: UnsafeMutableBufferPointer<WordReading>
  ) {
    let labels = network.names.weight.columns
    nameScores(range.count)
    if let inside = network.labels.names.firstIndex(of: "I-PER") {
      for word in closers { self[.wide][(word - range.lowerBound) * labels + inside] = Float(NamePath.never) }
    }
    for sentence in sentences {
      let scores = self[.wide] + (sentence.lowerBound - range.lowerBound) * labels
      let path = NamePath.best(
        scores,
        words: sentence.count,
        labels: labels,
        transitions: network.nameTransitions?.values
      )
      for (index, label) in path.enumerated() { readings[sentence.lowerBound + index].name = UInt8(label) }
    }
  }

  /// Scores of each word's name labels, in buffer wide.
  func nameScores(_ count: Int) {
    applyToNormal(network.nameMiddle.weight, network.nameMiddle.bias, self[.narrow])
    rectify(self[.narrow], count * network.nameMiddle.weight.columns)
    apply(network.names.weight, network.names.bias, self[.narrow], count, self[.wide])
  }
}
