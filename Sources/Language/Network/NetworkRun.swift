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

  let network: Network
  private let rules: any LanguageRules
  /// What finds trees without crossing arcs.
  var projective = ProjectiveDecoder()
  /// For each tag whether it is of a finite verb.
  let finite: [Bool]
  /// Words of the chunk that may part clauses.
  private(set) var stops: [Int] = []
  private var features: WordFeatures
  private var buffers: [UnsafeMutablePointer<Float>] = []
  /// The rows that are being multiplied, and those of buffer normal.
  private var integers = QuantisedRows(capacity: 0, width: 0)
  private var normalIntegers = QuantisedRows(capacity: 0, width: 0)
  private var capacity = 0
  /// Of the words that are being read, those that cannot be inside a person's name.
  private(set) var closers: [Int] = []

  init(_ network: Network, _ rules: any LanguageRules) {
    self.network = network
    self.rules = rules
    finite = network.labels.xpos.map(rules.isFinite)
    features = WordFeatures(tableBits: network.shape.pieceBits)
  }

  deinit {
    features.deallocate()
    for buffer in buffers { buffer.deallocate() }
    integers.deallocate()
    normalIntegers.deallocate()
  }

  enum Buffer: Int, CaseIterable { case a, b, gates, states, skip, normal, wide, narrow, pairs, scores }

  func reserve(_ words: Int) {
    guard words > capacity else { return }
    for buffer in buffers { buffer.deallocate() }
    integers.deallocate()
    normalIntegers.deallocate()
    capacity = words
    let shape = network.shape
    let vector = max(shape.vectorWidth, shape.topWidth)
    let widest = max(vector, shape.arcWidth, shape.relationWidth, shape.nameWidth, 256)
    integers = QuantisedRows(capacity: words, width: widest)
    normalIntegers = QuantisedRows(capacity: words, width: widest)
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
    let distinct = DistinctSentences(bytes, words: words, forms: forms, marks: marks, sentences: sentences)
    return distinct.spread(read(bytes, distinct, treebank))
  }

  private func read(_ bytes: UnsafeRawBufferPointer, _ text: DistinctSentences, _ treebank: Int) -> [WordReading] {
    let (words, forms, marks, sentences) = (text.words, text.forms, text.marks, text.sentences)
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
        closers = rules.nameEnds(bytes, words, range)
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
      var row = Int32(network.vocabulary.value(features.form) ?? 0)
      add(network.words, &row, 1, sum)
      if let classes = network.classes, let set = classes.words.value(features.form) {
        row = Int32(set)
        add(classes.rows, &row, 1, sum)
      }
      add(network.pieces, features.pieces, features.pieceCount, sum)
      var bits = marks.isEmpty ? 0 : marks[word]
      while bits != 0 {
        row = Int32(bits.trailingZeroBitCount)
        if row < network.gazetteer.rows { add(network.gazetteer, &row, 1, sum) }
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

  private func add(
    _ table: Network.Table,
    _ rows: UnsafePointer<Int32>,
    _ count: Int,
    _ sum: UnsafeMutablePointer<Float>
  ) {
    courant_add_rows(sum, table.values, table.scales, rows, count, table.columns)
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

  /// Multiplies rows of numbers with a matrix, and adds a row to each product.
  func apply(
    _ weight: PackedWeights,
    _ bias: Network.Dense?,
    _ from: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ to: UnsafeMutablePointer<Float>
  ) {
    integers.take(from, count, width: weight.rows)
    weight.multiply(integers, bias: bias, into: to)
  }

  /// The same with the rows that ``normalise(_:_:_:)`` gave last.
  func applyToNormal(_ weight: PackedWeights, _ bias: Network.Dense?, _ to: UnsafeMutablePointer<Float>) {
    weight.multiply(normalIntegers, bias: bias, into: to)
  }

  /// Normalises rows of numbers; they are in buffer normal then.
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
    normalIntegers.take(self[.normal], count, width: width)
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
    applyToNormal(network.upos.weight, network.upos.bias, self[.wide])
    for row in 0..<range.count {
      readings[range.lowerBound + row].upos = UInt8(
        best(self[.wide] + row * network.upos.weight.columns, network.upos.weight.columns).index
      )
    }
    applyToNormal(network.xpos.weight, network.xpos.bias, self[.wide])
    for row in 0..<range.count {
      readings[range.lowerBound + row].xpos = UInt8(
        best(self[.wide] + row * network.xpos.weight.columns, network.xpos.weight.columns).index
      )
    }
  }

  /// The label with the highest score, and how much higher it is than the next.
  func best(_ scores: UnsafeMutablePointer<Float>, _ count: Int) -> (index: Int, margin: Float) {
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
}
