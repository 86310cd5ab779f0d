import Foundation

/// Numbers to be learnt, with their gradient, Adam's moments and their running average.
final class Parameter {
  let name: String
  let rows: Int
  let columns: Int
  let value: UnsafeMutablePointer<Float>
  let gradient: UnsafeMutablePointer<Float>
  private let first: UnsafeMutablePointer<Float>
  private let second: UnsafeMutablePointer<Float>
  /// The average over the steps, which is what is kept in the end.
  private let average: UnsafeMutablePointer<Float>
  /// Of a table of which few rows change a step: those that do. Its other rows rest, their averages too.
  private(set) var touched: [Int] = []
  private var isTouched: [Bool]
  private var averagedAt: [Double]
  let isTable: Bool

  init(_ name: String, rows: Int, columns: Int, isTable: Bool = false) {
    self.name = name
    self.rows = rows
    self.columns = columns
    self.isTable = isTable
    let count = rows * columns
    func zeros() -> UnsafeMutablePointer<Float> {
      let memory = UnsafeMutablePointer<Float>.allocate(capacity: max(count, 1))
      memory.update(repeating: 0, count: max(count, 1))
      return memory
    }
    value = zeros()
    gradient = zeros()
    first = zeros()
    second = zeros()
    average = zeros()
    isTouched = isTable ? Array(repeating: false, count: rows) : []
    averagedAt = isTable ? Array(repeating: 0, count: rows) : []
  }

  deinit {
    for memory in [value, gradient, first, second, average] { memory.deallocate() }
  }

  var count: Int { rows * columns }
  var view: MatrixView { MatrixView(value, rows: rows, columns: columns) }
  var gradientView: MatrixView { MatrixView(gradient, rows: rows, columns: columns) }

  /// Glorot's uniform initialisation.
  func glorot(_ random: inout SeededRandom) {
    let bound = (6 / Float(rows + columns)).squareRoot()
    for index in 0..<count { value[index] = random.symmetric(bound) }
  }

  func normal(_ random: inout SeededRandom, deviation: Float) {
    for index in 0..<count { value[index] = random.normal(deviation) }
  }

  func fill(_ number: Float) { value.update(repeating: number, count: count) }

  /// Notes that a row of a table has a gradient.
  func touch(_ row: Int) {
    if !isTouched[row] {
      isTouched[row] = true
      touched.append(row)
    }
  }

  /// The sum of the gradient's squares.
  func squaredNorm() -> Double {
    var sum = 0.0
    forEachRun { start, length in
      var part: Float = 0
      for index in start..<(start + length) { part += gradient[index] * gradient[index] }
      sum += Double(part)
    }
    return sum
  }

  private func forEachRun(_ body: (Int, Int) -> Void) {
    if isTable {
      for row in touched { body(row * columns, columns) }
    } else {
      body(0, count)
    }
  }

  /// One step of Adam, decoupled weight decay and the running average included; the gradient is zero after.
  func step(_ optimiser: Optimiser) {
    let scale = optimiser.scale
    let beta1 = optimiser.beta1
    let beta2 = optimiser.beta2
    let rate = optimiser.rate / (1 - Float(pow(Double(beta1), Double(optimiser.steps))))
    let correction = 1 / (1 - Float(pow(Double(beta2), Double(optimiser.steps))))
    let decay = isTable ? 0 : optimiser.rate * optimiser.weightDecay
    if isTable { for row in touched { catchUp(row, optimiser) } }
    forEachRun { start, length in
      for index in start..<(start + length) {
        let slope = gradient[index] * scale
        first[index] = beta1 * first[index] + (1 - beta1) * slope
        second[index] = beta2 * second[index] + (1 - beta2) * slope * slope
        value[index] -= rate * first[index] / ((second[index] * correction).squareRoot() + 1e-8) + decay * value[index]
        gradient[index] = 0
      }
    }
    if isTable {
      for row in touched { isTouched[row] = false }
      touched.removeAll(keepingCapacity: true)
    } else {
      let keep = optimiser.keep
      for index in 0..<count { average[index] = keep * average[index] + (1 - keep) * value[index] }
    }
  }

  /// Brings the average of a row that rested up to now: its value stood still meanwhile.
  private func catchUp(_ row: Int, _ optimiser: Optimiser) {
    let keep = Float(exp(optimiser.logKept - averagedAt[row]))
    averagedAt[row] = optimiser.logKept
    for index in (row * columns)..<((row + 1) * columns) {
      average[index] = value[index] + (average[index] - value[index]) * keep
    }
  }

  /// The averaged values as they are now.
  func averaged(_ optimiser: Optimiser) -> [Float] {
    if isTable { for row in 0..<rows { catchUp(row, optimiser) } }
    return Array(UnsafeBufferPointer(start: average, count: count))
  }
}

/// Adam (Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019), gradient clipping and averaging of the weights.
struct Optimiser {
  var rate: Float = 0.002
  var beta1: Float = 0.9
  var beta2: Float = 0.98
  var weightDecay: Float = 0
  /// How much of the average stays at each step, in the end.
  var finalKeep: Float = 0.999
  var clip: Float = 5
  private(set) var steps = 0
  /// The logarithm of all that was kept so far.
  private(set) var logKept = 0.0
  private(set) var keep: Float = 0
  fileprivate var scale: Float = 1

  mutating func step(_ parameters: [Parameter]) {
    steps += 1
    let norm = Float(parameters.reduce(0) { $0 + $1.squaredNorm() }.squareRoot())
    scale = norm > clip ? clip / norm : 1
    keep = min(finalKeep, Float(1 + steps) / Float(10 + steps))
    for parameter in parameters { parameter.step(self) }
    logKept += log(Double(keep))
  }
}
