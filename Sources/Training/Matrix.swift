import CKernels

/// A dense matrix of 32-bit floats, row after row, whose storage is kept for the next batch.
final class Matrix {
  private(set) var rows = 0
  private(set) var columns = 0
  private(set) var values: UnsafeMutablePointer<Float>
  private var capacity: Int

  init(rows: Int = 0, columns: Int = 0) {
    capacity = max(rows * columns, 1)
    values = .allocate(capacity: capacity)
    self.rows = rows
    self.columns = columns
    zero()
  }

  deinit { values.deallocate() }

  var count: Int { rows * columns }

  /// Changes the shape; the values are undefined after.
  func reshape(_ rows: Int, _ columns: Int) {
    if rows * columns > capacity {
      values.deallocate()
      capacity = rows * columns * 5 / 4
      values = .allocate(capacity: capacity)
    }
    self.rows = rows
    self.columns = columns
  }

  /// Takes the shape of another matrix, all 0.
  func clear(like other: Matrix) {
    reshape(other.rows, other.columns)
    zero()
  }

  func zero() { values.update(repeating: 0, count: count) }

  subscript(row: Int) -> UnsafeMutablePointer<Float> { values + row * columns }
}

/// A matrix or a part of one, perhaps turned on its side, as an operand.
struct MatrixView {
  var values: UnsafeMutablePointer<Float>
  var rows: Int
  var columns: Int
  var rowStep: Int
  var columnStep: Int

  init(_ matrix: Matrix) {
    self.init(matrix.values, rows: matrix.rows, columns: matrix.columns)
  }

  init(_ values: UnsafeMutablePointer<Float>, rows: Int, columns: Int, rowStep: Int? = nil) {
    self.values = values
    self.rows = rows
    self.columns = columns
    self.rowStep = rowStep ?? columns
    columnStep = 1
  }

  var transposed: MatrixView {
    var view = self
    swap(&view.rows, &view.columns)
    swap(&view.rowStep, &view.columnStep)
    return view
  }

  /// Some of the columns.
  func columns(_ range: Range<Int>) -> MatrixView {
    var view = self
    view.values += range.lowerBound * columnStep
    view.columns = range.count
    return view
  }

  /// Some of the rows.
  func rows(_ range: Range<Int>) -> MatrixView {
    var view = self
    view.values += range.lowerBound * rowStep
    view.rows = range.count
    return view
  }
}

/// `c` = `a`·`b`, or `c` += `a`·`b`.
func multiply(_ a: MatrixView, _ b: MatrixView, into c: MatrixView, adding: Bool = false) {
  precondition(a.columns == b.rows && c.rows == a.rows && c.columns == b.columns && c.columnStep == 1)
  courant_multiply(
    c.values,
    c.rowStep,
    a.values,
    a.rowStep,
    a.columnStep,
    b.values,
    b.rowStep,
    b.columnStep,
    a.rows,
    b.columns,
    a.columns,
    adding ? 1 : 0
  )
}
