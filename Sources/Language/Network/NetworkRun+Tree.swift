import CKernels

/// Heads by a product of each word's vector with that of each other, relations by the sum of the two.
extension NetworkRun {
  /// Up to how many words a sentence is kept from crossing arcs.
  static let longestProjective = 120

  /// Each word's head and the relation to it, from the normalised vectors of the last layer; parts of speech are told before.
  func tree(
    _ sentences: [Range<Int>],
    _ range: Range<Int>,
    _ readings: UnsafeMutableBufferPointer<WordReading>
  ) {
    let width = network.shape.arcWidth
    arcVectors(range.count)
    for sentence in sentences {
      let start = sentence.lowerBound - range.lowerBound
      arcs(sentence.count, self[.wide] + start * width, self[.narrow] + start * width)
      let inside = stops.filter(sentence.contains)
      if !inside.isEmpty {
        ArcLimits.apply(
          to: self[.scores],
          stops: inside.map { $0 - sentence.lowerBound },
          isFinite: sentence.map { finite[Int(readings[$0].xpos)] }
        )
      }
      var heads = TreeDecoder.heads(self[.scores], count: sentence.count)
      if sentence.count <= Self.longestProjective, !ProjectiveDecoder.isProjective(heads) {
        heads = projective.heads(self[.scores], count: sentence.count)
      }
      for (index, head) in heads.enumerated() {
        let row = self[.scores] + index * (sentence.count + 1)
        var other = -Float.infinity
        for candidate in 0...sentence.count where candidate != head && row[candidate] > other { other = row[candidate] }
        readings[sentence.lowerBound + index].head = Int32(head)
        readings[sentence.lowerBound + index].headMargin = row[head] - other
      }
    }
    relations(sentences, range, readings)
  }

  /// What words are as dependents, in buffer wide, and as heads, in buffer narrow.
  func arcVectors(_ count: Int) {
    let width = network.shape.arcWidth
    applyToNormal(network.dependents.weight, network.dependents.bias, self[.narrow])
    rectify(self[.narrow], count * width)
    apply(network.product, nil, self[.narrow], count, self[.wide])
    applyToNormal(network.heads.weight, network.heads.bias, self[.narrow])
    rectify(self[.narrow], count * width)
  }

  /// Scores of each word's heads, in buffer scores: column 0 is the root.
  func arcs(_ count: Int, _ dependents: UnsafeMutablePointer<Float>, _ heads: UnsafeMutablePointer<Float>) {
    let width = network.shape.arcWidth
    let limit = NetworkShape.distanceLimit
    let scores = self[.scores]
    let columns = count + 1
    courant_multiply(scores + 1, columns, dependents, width, 1, heads, 1, width, count, count, width, 0)
    courant_dots(scores, columns, dependents, count, network.root.values, width)
    let own = self[.pairs]
    courant_dots(own, 1, network.root.values, 1, network.headWeight.values, width)
    courant_dots(own + 1, 1, heads, count, network.headWeight.values, width)
    let distance = network.distance.values + limit
    for word in 0..<count {
      let row = scores + word * columns
      row[0] += own[0]
      for head in 0..<count { row[head + 1] += own[head + 1] + distance[min(max(head - word, -limit), limit)] }
      row[word + 1] = -1e9
    }
  }

  private func relations(
    _ sentences: [Range<Int>],
    _ range: Range<Int>,
    _ readings: UnsafeMutableBufferPointer<WordReading>
  ) {
    let labels = network.relations.weight.columns
    relationScores(sentences, range) { Int(readings[$0].head) }
    for row in 0..<range.count {
      let found = best(self[.wide] + row * labels, labels)
      readings[range.lowerBound + row].relation = UInt8(found.index)
      readings[range.lowerBound + row].relationMargin = found.margin
    }
  }

  /// Scores of each word's relations to the head that it is given, in buffer wide.
  func relationScores(_ sentences: [Range<Int>], _ range: Range<Int>, head: (Int) -> Int) {
    let width = network.shape.relationWidth
    let count = range.count
    applyToNormal(network.relationDependents.weight, network.relationDependents.bias, self[.pairs])
    applyToNormal(network.relationHeads, nil, self[.narrow])
    for sentence in sentences {
      for word in sentence {
        let to = self[.pairs] + (word - range.lowerBound) * width
        let head = head(word)
        let from =
          head == 0
          ? network.relationRoot.values
          : UnsafePointer(self[.narrow] + (sentence.lowerBound + head - 1 - range.lowerBound) * width)
        for index in 0..<width { to[index] += from[index] }
      }
    }
    rectify(self[.pairs], count * width)
    apply(network.relations.weight, network.relations.bias, self[.pairs], count, self[.wide])
  }
}
