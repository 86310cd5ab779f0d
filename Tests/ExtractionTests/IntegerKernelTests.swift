import CKernels
import TestSupport
import Testing

/// Products in integers: each way to multiply that the machine has gives what one product after the other gives.
@Suite struct IntegerKernelTests {
  /// What numbers with one scale are as integers, reckoned one after the other.
  private struct Naive {
    var scale: Float
    var integers: [Int]

    init(_ numbers: [Float]) {
      var most = 32767
      while most * most > Int(Int32.max) / numbers.count { most -= 1 }
      let largest = numbers.reduce(0) { max($0, abs($1)) }
      let up = largest < 1e-30 ? 0 : Float(most) / largest
      scale = largest / Float(most)
      integers = numbers.map { min(max(Int(($0 * up).rounded(.toNearestOrEven)), -most), most) }
    }
  }

  /// What the kernel makes of rows.
  private static func quantised(_ a: [Float], rows: Int, depth: Int) -> (pairs: [Int32], scales: [Float]) {
    var pairs = [Int32](repeating: 0x5555_5555, count: rows * courant_pairs(depth))
    var scales = [Float](repeating: -1, count: rows)
    courant_quantise(&pairs, &scales, a, rows, depth)
    return (pairs, scales)
  }

  /// A·B + bias, in each of the ways that this machine has.
  private static func products(_ a: [Float], _ b: [Float], _ bias: [Float]?, rows: Int, depth: Int) -> [[Float]] {
    let columns = b.count / depth
    let left = quantised(a, rows: rows, depth: depth)
    var packed = [Int32](repeating: 0x5555_5555, count: courant_packed_pairs(depth, columns))
    var scales = [Float](repeating: -1, count: courant_packed_scales(columns))
    courant_pack(&packed, &scales, b, depth, columns)
    return (0...courant_fastest()).map { way in
      // Beyond the last product nothing may be written.
      var c = [Float](repeating: -12345, count: rows * columns + 64)
      if let bias {
        courant_multiply_integers(way, &c, left.pairs, left.scales, packed, scales, bias, rows, columns, depth)
      } else {
        courant_multiply_integers(way, &c, left.pairs, left.scales, packed, scales, nil, rows, columns, depth)
      }
      #expect(c.suffix(64).allSatisfy { $0 == -12345 }, "way \(way)")
      return Array(c.prefix(rows * columns))
    }
  }

  private static func naive(_ a: [Float], _ b: [Float], _ bias: [Float]?, rows: Int, depth: Int) -> [Float] {
    let columns = b.count / depth
    let left = (0..<rows).map { Naive(Array(a[$0 * depth..<($0 + 1) * depth])) }
    let right = (0..<columns).map { column in Naive((0..<depth).map { b[$0 * columns + column] }) }
    var c: [Float] = []
    for row in left {
      for (column, other) in right.enumerated() {
        let sum = zip(row.integers, other.integers).reduce(0) { $0 + $1.0 * $1.1 }
        let product = Float(sum) * (row.scale * other.scale)
        c.append(bias.map { product + $0[column] } ?? product)
      }
    }
    return c
  }

  /// How far each element of A·B can lie from the product of integers: each number is off by half a step of its scale
  /// at most, and a sum of floats by its rounding.
  private static func largestErrors(_ a: [Float], _ b: [Float], rows: Int, depth: Int) -> [Float] {
    let columns = b.count / depth
    let left = (0..<rows).map { Array(a[$0 * depth..<($0 + 1) * depth]) }
    let right = (0..<columns).map { column in (0..<depth).map { b[$0 * columns + column] } }
    let (leftSteps, rightSteps) = (left.map { Naive($0).scale / 2 }, right.map { Naive($0).scale / 2 })
    var errors: [Float] = []
    for (row, x) in zip(left, leftSteps) {
      for (column, y) in zip(right, rightSteps) {
        let steps = zip(row, column).reduce(Float(0)) { $0 + abs($1.0) * y + abs($1.1) * x + x * y }
        errors.append(steps + zip(row, column).reduce(Float(1)) { $0 + abs($1.0 * $1.1) } * Float(depth) * 2e-7)
      }
    }
    return errors
  }

  @Test func eachWayIsExact() {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let shapes =
      [(1, 1, 1), (8, 32, 224), (9, 33, 225), (7, 31, 2), (16, 64, 3), (17, 51, 96)]
      + (0..<40).map { _ in
        (
          Int.random(in: 1...40, using: &generator), Int.random(in: 1...100, using: &generator),
          Int.random(in: 1...260, using: &generator)
        )
      }
    for (rows, columns, depth) in shapes {
      func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in .random(in: -3...3, using: &generator) } }
      let a = numbers(rows * depth)
      let b = numbers(depth * columns)
      let bias = Bool.random(using: &generator) ? numbers(columns) : nil
      let expected = Self.naive(a, b, bias, rows: rows, depth: depth)
      for (way, found) in Self.products(a, b, bias, rows: rows, depth: depth).enumerated() {
        #expect(found == expected, "seed \(seed), \(rows) × \(depth) · \(depth) × \(columns), way \(way)")
      }
      // And as near to what floats give as the steps of the two scales allow.
      let steps = Self.largestErrors(a, b, rows: rows, depth: depth)
      var floats = [Float](repeating: 0, count: rows * columns)
      for row in 0..<rows { for column in 0..<columns { floats[row * columns + column] = bias?[column] ?? 0 } }
      courant_multiply(&floats, columns, a, depth, 1, b, columns, 1, rows, columns, depth, 1)
      #expect(
        zip(zip(floats, expected), steps).allSatisfy { abs($0.0 - $0.1) <= $1 },
        "seed \(seed), \(rows) × \(depth) · \(depth) × \(columns)"
      )
    }
  }

  @Test(arguments: [1, 2, 3, 224, 511, 512, 4096])
  func noSumLeaves32Bits(depth: Int) {
    let columns = 3
    // Two rows of the largest numbers, one of zeros, one of numbers too small for a scale, and one large among small.
    var a = [Float](repeating: 3e33, count: depth) + [Float](repeating: -1e-6, count: depth)
    a += [Float](repeating: 0, count: depth) + [Float](repeating: 1e-38, count: depth)
    a += (0..<depth).map { $0 == depth - 1 ? -7 : 1e-4 }
    let b = (0..<depth).flatMap { _ -> [Float] in [1, -1, 0] }
    let expected = Self.naive(a, b, nil, rows: 5, depth: depth)
    for found in Self.products(a, b, nil, rows: 5, depth: depth) {
      #expect(found == expected)
      #expect(abs(found[columns] + 1e-6 * Float(depth)) < 1e-9 * Float(depth))
      #expect(found[columns + 1] == -found[columns])
      #expect(found[2 * columns..<4 * columns].allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: [1, 2, 31, 224])
  func rowsBecomeIntegers(depth: Int) {
    var generator = SeededGenerator(seed: UInt64(depth))
    let rows = 5
    let a = (0..<rows * depth).map { _ in Float.random(in: -9...9, using: &generator) }
    let found = Self.quantised(a, rows: rows, depth: depth)
    for row in 0..<rows {
      let naive = Naive(Array(a[row * depth..<(row + 1) * depth]))
      #expect(found.scales[row] == naive.scale)
      let pairs = found.pairs[row * courant_pairs(depth)..<(row + 1) * courant_pairs(depth)]
      let integers = pairs.flatMap { [Int(Int16(truncatingIfNeeded: $0)), Int($0 >> 16)] }
      #expect(integers == naive.integers + (depth % 2 == 0 ? [] : [0]))
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func whatIsNoNumberSpoilsItsOwnRowAlone(odd: Float) {
    let depth = 37
    var generator = SeededGenerator(seed: 3)
    var a = (0..<3 * depth).map { _ in Float.random(in: -3...3, using: &generator) }
    let b = (0..<depth * 40).map { _ in Float.random(in: -3...3, using: &generator) }
    let expected = Self.naive(a, b, nil, rows: 3, depth: depth)
    a[depth + 5] = odd
    for found in Self.products(a, b, nil, rows: 3, depth: depth) {
      #expect(found[..<40] == expected[..<40])
      #expect(found[40..<80].allSatisfy { !$0.isFinite })
      #expect(found[80...] == expected[80...])
    }
  }
}
