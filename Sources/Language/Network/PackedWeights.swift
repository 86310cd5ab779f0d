import CKernels

/// A dense matrix that words' vectors are multiplied with, in 16-bit integers with a scale for each column, packed for the kernel
/// that multiplies (see `integers.h`).
///
/// Unchecked because pointers are not `Sendable`: what they point to is never written after `init`.
final class PackedWeights: @unchecked Sendable {
  /// The fastest way to multiply that this machine has.
  static let way = courant_fastest()

  let rows: Int
  let columns: Int
  private let pairs: UnsafeMutablePointer<Int32>
  private let scales: UnsafeMutablePointer<Float>

  init(_ matrix: Network.Dense) {
    rows = matrix.rows
    columns = matrix.columns
    pairs = Self.aligned(courant_packed_pairs(rows, columns))
    scales = Self.aligned(courant_packed_scales(columns))
    courant_pack(pairs, scales, matrix.values, rows, columns)
  }

  deinit {
    pairs.deallocate()
    scales.deallocate()
  }

  /// Room that begins where a line of the cache does.
  private static func aligned<Number>(_ count: Int) -> UnsafeMutablePointer<Number> {
    UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Number>.stride, alignment: 64)
      .bindMemory(to: Number.self, capacity: count)
  }

  /// Multiplies rows with the matrix and adds a row to each product.
  /// - Parameters:
  ///   - vectors: the rows, one after the other, each as long as the matrix has rows.
  ///   - bias: as long as the matrix has columns; nil for zeros.
  ///   - products: takes the products, one after the other.
  func multiply(_ vectors: QuantisedRows, bias: Network.Dense?, into products: UnsafeMutablePointer<Float>) {
    courant_multiply_integers(
      Self.way,
      products,
      vectors.pairs,
      vectors.scales,
      pairs,
      scales,
      bias?.values,
      vectors.count,
      columns,
      rows
    )
  }
}

/// Room for rows of numbers as integers, each with a scale of its own. It belongs to who made it.
struct QuantisedRows {
  let pairs: UnsafeMutablePointer<Int32>
  let scales: UnsafeMutablePointer<Float>
  private(set) var count = 0

  /// - Parameters:
  ///   - capacity: how many rows there may be.
  ///   - width: how long the longest may be.
  init(capacity: Int, width: Int) {
    pairs = .allocate(capacity: capacity * courant_pairs(width))
    scales = .allocate(capacity: capacity)
  }

  func deallocate() {
    pairs.deallocate()
    scales.deallocate()
  }

  /// Takes rows, one after the other.
  mutating func take(_ rows: UnsafePointer<Float>, _ count: Int, width: Int) {
    courant_quantise(pairs, scales, rows, count, width)
    self.count = count
  }
}
