import CKernels
import TestSupport
import Testing

/// The arithmetic of the models: whatever the machine's vectors are, each number is what one sum after the other gives.
@Suite struct KernelTests {
  private static func numbers(_ count: Int, _ generator: inout SeededGenerator) -> [Float] {
    (0..<count).map { _ in Float.random(in: -3...3, using: &generator) }
  }

  @Test(arguments: [(1, 1, 1), (8, 32, 256), (9, 33, 257), (131, 70, 300), (7, 64, 5)])
  func multipliesInOneOrder(rows: Int, columns: Int, depth: Int) {
    var generator = SeededGenerator(seed: UInt64(rows * columns))
    let a = Self.numbers(rows * depth, &generator)
    let b = Self.numbers(depth * columns, &generator)
    var expected = Self.numbers(rows * columns, &generator)
    var found = expected
    courant_multiply(&found, columns, a, depth, 1, b, columns, 1, rows, columns, depth, 1)
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = expected[row * columns + column]
        for index in 0..<depth { sum.addProduct(a[row * depth + index], b[index * columns + column]) }
        expected[row * columns + column] = sum
      }
    }
    #expect(found == expected)
    // The same matrix, transposed.
    var turned = [Float](repeating: 0, count: b.count)
    for index in 0..<depth {
      for column in 0..<columns { turned[column * depth + index] = b[index * columns + column] }
    }
    var first = [Float](repeating: 1, count: rows * columns)
    var second = first
    courant_multiply(&first, columns, a, depth, 1, b, columns, 1, rows, columns, depth, 0)
    courant_multiply(&second, columns, a, depth, 1, turned, 1, depth, rows, columns, depth, 0)
    #expect(first == second)
  }

  @Test(arguments: [1, 15, 16, 37, 192])
  func aRecurrenceReadsEachNumberByItself(width: Int) {
    let count = 5
    var generator = SeededGenerator(seed: UInt64(width))
    let gates = Self.numbers(count * width * 3, &generator)
    let skip = Self.numbers(count * width, &generator)
    let forget = Self.numbers(width, &generator)
    let reset = Self.numbers(width, &generator)
    var together = gates
    var states = [Float](repeating: 0, count: count * width)
    var out = states
    courant_recurrence(count, width, &together, width * 3, skip, width, forget, reset, &states, width, &out, width)
    for column in 0..<width {
      var own = (0..<count).flatMap { word in (0..<3).map { gates[word * width * 3 + $0 * width + column] } }
      let ownSkip = (0..<count).map { skip[$0 * width + column] }
      var ownStates = [Float](repeating: 0, count: count)
      var ownOut = ownStates
      courant_recurrence(count, 1, &own, 3, ownSkip, 1, [forget[column]], [reset[column]], &ownStates, 1, &ownOut, 1)
      #expect(ownOut == (0..<count).map { out[$0 * width + column] }, "column \(column)")
      #expect(ownStates == (0..<count).map { states[$0 * width + column] }, "column \(column)")
    }
  }

  @Test(arguments: [3, 16, 40, 192])
  func normalises(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let row = Self.numbers(count, &generator)
    let scale = Self.numbers(count, &generator)
    let shift = Self.numbers(count, &generator)
    var sums = [Float](repeating: 0, count: 16)
    for index in row.indices { sums[index % 16] += row[index] }
    let mean = sums.reduce(0, +) / Float(count)
    var squares = [Float](repeating: 0, count: 16)
    for index in row.indices { squares[index % 16] += (row[index] - mean) * (row[index] - mean) }
    let inverse = 1 / (squares.reduce(0, +) / Float(count) + 1e-5).squareRoot()
    var found = row
    courant_normalise(&found, row, scale, shift, count)
    #expect(found == row.indices.map { (row[$0] - mean) * inverse * scale[$0] + shift[$0] })
  }

  @Test(arguments: [(1, 1), (3, 16), (5, 37), (2, 128)])
  func multipliesRowsWithOneVector(count: Int, width: Int) {
    var generator = SeededGenerator(seed: UInt64(width))
    let rows = Self.numbers(count * width, &generator)
    let vector = Self.numbers(width, &generator)
    // Every third number is a product; the others stay.
    var expected = Self.numbers(count * 3, &generator)
    var found = expected
    courant_dots(&found, 3, rows, count, vector, width)
    for row in 0..<count {
      var sums = [Float](repeating: 0, count: 16)
      for index in 0..<width { sums[index % 16] += rows[row * width + index] * vector[index] }
      expected[row * 3] = sums.reduce(0, +)
    }
    #expect(found == expected)
  }

  @Test(arguments: [1, 31, 32, 37, 224])
  func addsRowsOneAfterTheOther(width: Int) {
    var generator = SeededGenerator(seed: UInt64(width))
    let table = (0..<6 * width).map { _ in Int8.random(in: -128...127, using: &generator) }
    let scales = Self.numbers(6, &generator)
    for rows in [[], [5], [0, 3, 3, 1]] as [[Int32]] {
      var expected = Self.numbers(width, &generator)
      var found = expected
      courant_add_rows(&found, table, scales, rows, rows.count, width)
      for row in rows.map(Int.init) {
        for column in 0..<width { expected[column] += Float(table[row * width + column]) * scales[row] }
      }
      #expect(found == expected, "rows \(rows)")
    }
  }
}
