/// A word's vector: the sum of the rows of its form, its pieces, what the gazetteers say of it and its treebank, normalised.
final class InputLayer {
  let words: Parameter
  let pieces: Parameter
  let gazetteer: Parameter
  let source: Parameter
  let norm: LayerNorm
  private let sum = Matrix()
  private let sumSlope = Matrix()
  private var batch = Batch([])
  private var usesWord: [Bool] = []
  private var usesPieces: [Bool] = []
  /// Of each word, which of its marks of lists count in this batch.
  private var usesMarks: [UInt64] = []
  private let wordDropout: Float
  private let pieceDropout: Float
  private let bothDropout: Float
  private let gazetteerDropout: Float

  init(
    words: Int,
    pieces: Int,
    gazetteer: Int,
    width: Int,
    wordDropout: Float,
    pieceDropout: Float,
    bothDropout: Float = 0,
    gazetteerDropout: Float = 0,
    random: inout SeededRandom
  ) {
    self.words = Parameter("words", rows: words, columns: width, isTable: true)
    self.pieces = Parameter("pieces", rows: pieces, columns: width, isTable: true)
    self.gazetteer = Parameter("gazetteer", rows: gazetteer, columns: width, isTable: true)
    source = Parameter("source", rows: 4, columns: width, isTable: true)
    norm = LayerNorm("input", width: width)
    self.wordDropout = wordDropout
    self.pieceDropout = pieceDropout
    self.bothDropout = bothDropout
    self.gazetteerDropout = gazetteerDropout
    for table in [self.words, self.pieces, self.gazetteer] { table.normal(&random, deviation: 0.1) }
  }

  var parameters: [Parameter] { [words, pieces, gazetteer, source] + norm.parameters }

  func forward(_ batch: Batch, random: inout SeededRandom) -> Matrix {
    self.batch = batch
    sum.reshape(batch.rows, words.columns)
    sum.zero()
    usesWord = (0..<batch.rows).map { _ in random.unit() >= wordDropout }
    usesPieces = (0..<batch.rows).map { _ in random.unit() >= pieceDropout }
    if bothDropout > 0 {
      for row in 0..<batch.rows where random.unit() < bothDropout {
        usesWord[row] = false
        usesPieces[row] = false
      }
    }
    chooseMarks(&random)
    visit { row, table, entry in
      let to = sum[row]
      let from = table.value + entry * table.columns
      for column in 0..<table.columns { to[column] += from[column] }
    }
    return norm.forward(sum)
  }

  private func chooseMarks(_ random: inout SeededRandom) {
    usesMarks = Array(repeating: .max, count: batch.rows)
    guard gazetteerDropout > 0 else { return }
    var row = 0
    for sentence in batch.sentences {
      for marks in sentence.gazetteer {
        for place in marks.indices where random.unit() < gazetteerDropout { usesMarks[row] &= ~(1 << UInt64(place)) }
        row += 1
      }
    }
  }

  func backward(_ slope: Matrix) {
    sumSlope.clear(like: slope)
    norm.backward(slope, addingTo: sumSlope)
    visit { row, table, entry in
      let from = sumSlope[row]
      let to = table.gradient + entry * table.columns
      for column in 0..<table.columns { to[column] += from[column] }
      table.touch(entry)
    }
  }

  private func visit(_ body: (Int, Parameter, Int) -> Void) {
    var row = 0
    for sentence in batch.sentences {
      for index in 0..<sentence.count {
        body(row, words, usesWord[row] ? sentence.words[index] : 0)
        if usesPieces[row] {
          for piece in sentence.pieces[index] { body(row, pieces, Int(piece)) }
        }
        for (place, entry) in sentence.gazetteer[index].enumerated() where usesMarks[row] & (1 << UInt64(place)) != 0 {
          body(row, gazetteer, Int(entry))
        }
        body(row, source, sentence.source)
        row += 1
      }
    }
  }
}
