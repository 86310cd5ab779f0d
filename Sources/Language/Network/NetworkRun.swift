import CKernels

/// What the network says of one word.
struct WordReading {
  var upos: UInt8 = 0
  var xpos: UInt8 = 0
  /// The place of the head in its sentence, from 1; 0 for the root.
  var head: Int32 = 0
  var relation: UInt8 = 0
  var name: UInt8 = 0
  /// How much better the head's score is than the next best.
  var headMargin: Float = 0
  /// How much better the relation's score is than the next best.
  var relationMargin: Float = 0
}

/// Runs a network over words, with buffers that are used again. One belongs to one thread.
final class NetworkRun {
  /// How many words go through the layers together; a sentence is never parted.
  static let chunk = 512

  /// Up to how many words a sentence is kept from crossing arcs.
  static let longestProjective = 120

  let network: Network
  private var projective = ProjectiveDecoder()
  private let finite: [Bool]
  /// Words of the chunk that may part clauses.
  private var stops: [Int] = []
  private var features: WordFeatures
  private var buffers: [UnsafeMutablePointer<Float>] = []
  private var capacity = 0
  /// Of the words that are being read, those that cannot be inside a person's name.
  private var closers: [Int] = []

  init(_ network: Network) {
    self.network = network
    finite = network.labels.xpos.map { ["VBD", "VBZ", "VBP", "MD"].contains($0) }
    features = WordFeatures(tableBits: network.shape.pieceBits)
  }

  deinit {
    features.deallocate()
    for buffer in buffers { buffer.deallocate() }
  }

  enum Buffer: Int, CaseIterable { case a, b, gates, states, skip, normal, wide, narrow, pairs, scores }

  func reserve(_ words: Int) {
    guard words > capacity else { return }
    for buffer in buffers { buffer.deallocate() }
    capacity = words
    let shape = network.shape
    let vector = max(shape.vectorWidth, shape.topWidth)
    let widest = max(vector, shape.arcWidth, shape.relationWidth, shape.nameWidth, 256)
    buffers = Buffer.allCases.map { buffer in
      let width: Int
      switch buffer {
      case .gates: width = vector * 3
      case .a, .b, .states, .skip, .normal: width = vector
      case .wide, .narrow, .pairs: width = widest
      case .scores: width = words + 1
      }
      return .allocate(capacity: words * width)
    }
  }

  subscript(_ buffer: Buffer) -> UnsafeMutablePointer<Float> { buffers[buffer.rawValue] }

  /// Reads words.
  /// - Parameters:
  ///   - bytes: the text.
  ///   - words: each word's place in it.
  ///   - forms: for each word what is read in its place, nil for the word itself; empty where there is none.
  ///   - marks: for each word, the gazetteer's rows as bits.
  ///   - sentences: ranges of words, one after the other without a gap.
  ///   - treebank: as which of the treebanks the text is to be read.
  func read(
    _ bytes: UnsafeRawBufferPointer,
    words: [Range<Int>],
    forms: [String?] = [],
    marks: [UInt64],
    sentences: [Range<Int>],
    treebank: Int
  ) -> [WordReading] {
    var readings = [WordReading](repeating: WordReading(), count: words.count)
    var first = 0
    while first < sentences.count {
      var last = first
      while last + 1 < sentences.count,
        sentences[last + 1].upperBound - sentences[first].lowerBound <= Self.chunk
      { last += 1 }
      let part = sentences[first...last]
      let range = sentences[first].lowerBound..<sentences[last].upperBound
      if !range.isEmpty {
        reserve(range.count)
        input(bytes, words, forms, marks, range, treebank)
        stops = range.filter { ArcLimits.isStop(UnsafeRawBufferPointer(rebasing: bytes[words[$0]])) }
        closers = NamePath.closers(bytes, words, range)
        readings.withUnsafeMutableBufferPointer { readings in
          run(Array(part), range, readings)
        }
      }
      first = last + 1
    }
    return readings
  }

  /// The words' vectors, in buffer a.
  func input(
    _ bytes: UnsafeRawBufferPointer,
    _ words: [Range<Int>],
    _ forms: [String?],
    _ marks: [UInt64],
    _ range: Range<Int>,
    _ treebank: Int
  ) {
    let width = network.shape.vectorWidth
    let sum = self[.normal]
    for word in range {
      sum.update(from: network.source.values + treebank * width, count: width)
      if !forms.isEmpty, var form = forms[word] {
        form.withUTF8 { features.read(UnsafeRawBufferPointer($0)) }
      } else {
        features.read(UnsafeRawBufferPointer(rebasing: bytes[words[word]]))
      }
      add(network.words, network.vocabulary.value(features.form) ?? 0, sum)
      if let classes = network.classes, let set = classes.words.value(features.form) { add(classes.rows, set, sum) }
      for piece in 0..<features.pieceCount { add(network.pieces, Int(features.pieces[piece]), sum) }
      var bits = marks.isEmpty ? 0 : marks[word]
      while bits != 0 {
        let row = bits.trailingZeroBitCount
        if row < network.gazetteer.rows { add(network.gazetteer, row, sum) }
        bits &= bits - 1
      }
      courant_normalise(
        self[.a] + (word - range.lowerBound) * width,
        sum,
        network.inputNorm.scale.values,
        network.inputNorm.shift.values,
        width
      )
    }
  }

  private func add(_ table: Network.Table, _ row: Int, _ sum: UnsafeMutablePointer<Float>) {
    courant_add_row(sum, table.values + row * table.columns, table.scales[row], table.columns)
  }

  private func run(
    _ sentences: [Range<Int>],
    _ range: Range<Int>,
    _ readings: UnsafeMutableBufferPointer<WordReading>
  ) {
    let top = layers(sentences, range) { tags($0, range, readings) }
    normalise(top, network.topNorm, range.count)
    names(sentences, range, readings)
    tree(sentences, range, readings)
  }

  /// Takes the words' vectors in buffer a through the layers; gives those of the last one.
  /// - Parameter tag: is shown those of the layer after which parts of speech are told.
  func layers(
    _ sentences: [Range<Int>],
    _ range: Range<Int>,
    tag: (UnsafeMutablePointer<Float>) -> Void
  ) -> UnsafeMutablePointer<Float> {
    let shape = network.shape
    let count = range.count
    var now = self[.a]
    var next = self[.b]
    if shape.tagLayer == 0 { tag(now) }
    for (index, layer) in network.layers.enumerated() {
      let width = shape.width(ofLayer: index)
      apply(layer.gates, layer.bias, now, count, self[.gates])
      var past = now
      if let skip = layer.skip {
        apply(skip, nil, now, count, self[.skip])
        past = self[.skip]
      }
      for sentence in sentences {
        for direction in 0..<2 {
          let row = (direction == 0 ? sentence.lowerBound : sentence.upperBound - 1) - range.lowerBound
          let sign = direction == 0 ? 1 : -1
          let at = row * width * 2 + direction * width
          courant_recurrence(
            sentence.count,
            width,
            self[.gates] + row * width * 6 + direction * width * 3,
            sign * width * 6,
            past + at,
            sign * width * 2,
            layer.peephole.values + direction * width * 2,
            layer.peephole.values + direction * width * 2 + width,
            self[.states] + at,
            sign * width * 2,
            next + at,
            sign * width * 2
          )
        }
      }
      swap(&now, &next)
      if shape.tagLayer == index + 1 { tag(now) }
    }
    return now
  }

  func apply(
    _ weight: Network.Dense,
    _ bias: Network.Dense?,
    _ from: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ to: UnsafeMutablePointer<Float>
  ) {
    if let bias {
      for row in 0..<count { (to + row * weight.columns).update(from: bias.values, count: weight.columns) }
    }
    courant_multiply(
      to,
      weight.columns,
      from,
      weight.rows,
      1,
      weight.values,
      weight.columns,
      1,
      count,
      weight.columns,
      weight.rows,
      bias == nil ? 0 : 1
    )
  }

  func normalise(_ vectors: UnsafeMutablePointer<Float>, _ norm: Network.Norm, _ count: Int) {
    let width = norm.scale.columns
    for row in 0..<count {
      courant_normalise(
        self[.normal] + row * width,
        vectors + row * width,
        norm.scale.values,
        norm.shift.values,
        width
      )
    }
  }

  func rectify(_ values: UnsafeMutablePointer<Float>, _ count: Int) {
    for index in 0..<count { values[index] = max(values[index], values[index] * 0.1) }
  }

  private func tags(
    _ vectors: UnsafeMutablePointer<Float>,
    _ range: Range<Int>,
    _ readings: UnsafeMutableBufferPointer<WordReading>
  ) {
    normalise(vectors, network.tagNorm, range.count)
    apply(network.upos.weight, network.upos.bias, self[.normal], range.count, self[.wide])
    for row in 0..<range.count {
      readings[range.lowerBound + row].upos = UInt8(
        best(self[.wide] + row * network.upos.weight.columns, network.upos.weight.columns).index
      )
    }
    apply(network.xpos.weight, network.xpos.bias, self[.normal], range.count, self[.wide])
    for row in 0..<range.count {
      readings[range.lowerBound + row].xpos = UInt8(
        best(self[.wide] + row * network.xpos.weight.columns, network.xpos.weight.columns).index
      )
    }
  }

  private func best(_ scores: UnsafeMutablePointer<Float>, _ count: Int) -> (index: Int, margin: Float) {
    var index = 0
    var second = -Float.infinity
    for candidate in 1..<max(count, 1) {
      if scores[candidate] > scores[index] {
        second = scores[index]
        index = candidate
      } else if scores[candidate] > second {
        second = scores[candidate]
      }
    }
    return (index, scores[index] - second)
  }

  private func names(
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
    apply(network.nameMiddle.weight, network.nameMiddle.bias, self[.normal], count, self[.narrow])
    rectify(self[.narrow], count * network.nameMiddle.weight.columns)
    apply(network.names.weight, network.names.bias, self[.narrow], count, self[.wide])
  }

  private func tree(
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
    apply(network.dependents.weight, network.dependents.bias, self[.normal], count, self[.narrow])
    rectify(self[.narrow], count * width)
    apply(network.product, nil, self[.narrow], count, self[.wide])
    apply(network.heads.weight, network.heads.bias, self[.normal], count, self[.narrow])
    rectify(self[.narrow], count * width)
  }

  /// Scores of each word's heads, in buffer scores: column 0 is the root.
  func arcs(_ count: Int, _ dependents: UnsafeMutablePointer<Float>, _ heads: UnsafeMutablePointer<Float>) {
    let width = network.shape.arcWidth
    let limit = NetworkShape.distanceLimit
    let scores = self[.scores]
    let columns = count + 1
    courant_multiply(scores + 1, columns, dependents, width, 1, heads, 1, width, count, count, width, 0)
    courant_multiply(scores, columns, dependents, width, 1, network.root.values, 1, width, count, 1, width, 0)
    let own = self[.pairs]
    courant_multiply(own, 1, network.root.values, width, 1, network.headWeight.values, 1, width, 1, 1, width, 0)
    courant_multiply(own + 1, 1, heads, width, 1, network.headWeight.values, 1, width, count, 1, width, 0)
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
    apply(network.relationDependents.weight, network.relationDependents.bias, self[.normal], count, self[.pairs])
    apply(network.relationHeads, nil, self[.normal], count, self[.narrow])
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
