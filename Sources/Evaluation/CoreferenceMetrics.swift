/// How well groups of mentions agree with those that people made: MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998)
/// and CEAF with the entity similarity phi4 (Luo 2005).
///
/// Sums run over documents before anything is divided, as the scorer of CoNLL 2012 does. Groups of one mention are to be
/// left out by the caller on both sides.
public struct CoreferenceMetrics: Sendable, Hashable {
  /// The numerators and denominators of recall and precision.
  public struct Sums: Sendable, Hashable {
    public var recallRight = 0.0
    public var recallAll = 0.0
    public var precisionRight = 0.0
    public var precisionAll = 0.0

    public var recall: Double { recallAll == 0 ? 0 : 100 * recallRight / recallAll }
    public var precision: Double { precisionAll == 0 ? 0 : 100 * precisionRight / precisionAll }
    public var f1: Double {
      recall + precision == 0 ? 0 : 2 * recall * precision / (recall + precision)
    }
  }

  public private(set) var muc = Sums()
  public private(set) var bCubed = Sums()
  public private(set) var ceaf = Sums()
  /// Of the mentions themselves.
  public private(set) var mentions = Sums()

  public init() {}

  /// The mean of the three F1.
  public var conll: Double { (muc.f1 + bCubed.f1 + ceaf.f1) / 3 }

  /// Adds a document.
  /// - Parameters:
  ///   - key: the groups that people made; no mention is in two of them.
  ///   - response: those that were told; no mention is in two of them.
  public mutating func add<Mention: Hashable>(key: [[Mention]], response: [[Mention]]) {
    let keyOf = Self.groups(key)
    let responseOf = Self.groups(response)
    let overlaps = Self.overlaps(key, responseOf)
    Self.addMUC(key, responseOf, &muc.recallRight, &muc.recallAll)
    Self.addMUC(response, keyOf, &muc.precisionRight, &muc.precisionAll)
    for (index, row) in overlaps.enumerated() {
      for (other, count) in row {
        let square = Double(count * count)
        bCubed.recallRight += square / Double(key[index].count)
        bCubed.precisionRight += square / Double(response[other].count)
        mentions.recallRight += Double(count)
        mentions.precisionRight += Double(count)
      }
    }
    let keyCount = Double(key.reduce(0) { $0 + $1.count })
    let responseCount = Double(response.reduce(0) { $0 + $1.count })
    bCubed.recallAll += keyCount
    bCubed.precisionAll += responseCount
    mentions.recallAll += keyCount
    mentions.precisionAll += responseCount
    let similarity = overlaps.enumerated().map { index, row -> [Int: Double] in
      var result: [Int: Double] = [:]
      for (other, count) in row {
        result[other] = 2 * Double(count) / Double(key[index].count + response[other].count)
      }
      return result
    }
    let best = Assignment.highestSum(similarity, columns: response.count)
    ceaf.recallRight += best
    ceaf.precisionRight += best
    ceaf.recallAll += Double(key.count)
    ceaf.precisionAll += Double(response.count)
  }

  private static func groups<Mention: Hashable>(_ groups: [[Mention]]) -> [Mention: Int] {
    var result: [Mention: Int] = [:]
    for (index, group) in groups.enumerated() { for mention in group { result[mention] = index } }
    return result
  }

  /// For each group of the key how many mentions it shares with which groups of the response.
  private static func overlaps<Mention: Hashable>(_ key: [[Mention]], _ responseOf: [Mention: Int]) -> [[Int: Int]] {
    key.map { group in
      var row: [Int: Int] = [:]
      for mention in group { if let other = responseOf[mention] { row[other, default: 0] += 1 } }
      return row
    }
  }

  private static func addMUC<Mention: Hashable>(
    _ groups: [[Mention]],
    _ otherOf: [Mention: Int],
    _ right: inout Double,
    _ all: inout Double
  ) {
    for group in groups where group.count > 1 {
      var parts: Set<Int> = []
      var alone = 0
      for mention in group {
        if let other = otherOf[mention] { parts.insert(other) } else { alone += 1 }
      }
      right += Double(group.count - parts.count - alone)
      all += Double(group.count - 1)
    }
  }
}

/// Which rows go with which columns so that the sum is highest: the Hungarian method, with potentials (Kuhn 1955, Munkres 1957).
enum Assignment {
  /// - Parameter values: for each row the values above 0 by their columns.
  static func highestSum(_ values: [[Int: Double]], columns: Int) -> Double {
    let rows = values.count
    let size = max(rows, columns)
    guard rows > 0, columns > 0 else { return 0 }
    func cost(_ row: Int, _ column: Int) -> Double { row < rows ? -(values[row][column] ?? 0) : 0 }
    var rowPotential = [Double](repeating: 0, count: size + 1)
    var columnPotential = rowPotential
    // The row of each column; 0 for none, as rows and columns count from 1 here.
    var match = [Int](repeating: 0, count: size + 1)
    var way = match
    for row in 1...size {
      match[0] = row
      var column = 0
      var least = [Double](repeating: .infinity, count: size + 1)
      var used = [Bool](repeating: false, count: size + 1)
      repeat {
        used[column] = true
        let current = match[column]
        var delta = Double.infinity
        var next = 0
        for other in 1...size where !used[other] {
          let reduced = cost(current - 1, other - 1) - rowPotential[current] - columnPotential[other]
          if reduced < least[other] {
            least[other] = reduced
            way[other] = column
          }
          if least[other] < delta {
            delta = least[other]
            next = other
          }
        }
        for other in 0...size {
          if used[other] {
            rowPotential[match[other]] += delta
            columnPotential[other] -= delta
          } else {
            least[other] -= delta
          }
        }
        column = next
      } while match[column] != 0
      repeat {
        let before = way[column]
        match[column] = match[before]
        column = before
      } while column != 0
    }
    var sum = 0.0
    for column in 1...size where match[column] >= 1 && match[column] <= rows {
      sum -= cost(match[column] - 1, column - 1)
    }
    return sum
  }
}
