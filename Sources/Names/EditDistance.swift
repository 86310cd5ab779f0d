/// The restricted Damerau–Levenshtein distance (optimal string alignment): insertions, deletions, substitutions, and
/// exchanges of neighbours, no part of a word edited twice.
///
/// Source: L. Boytsov, "Indexing methods for approximate dictionary searching", ACM JEA 16 (2011), section 2.2.
enum EditDistance {
  /// The distance, or nil if it is above `limit`.
  static func between(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int? {
    guard abs(a.count - b.count) <= limit else { return nil }
    if a == b { return 0 }
    guard limit > 0, !a.isEmpty, !b.isEmpty else { return nil }
    let refused = limit + 1
    var before = [Int](repeating: refused, count: b.count + 1)
    var row = Array(0...b.count)
    var next = row
    for i in 1...a.count {
      next[0] = i
      var least = i
      for j in 1...b.count {
        let x = a[i - 1]
        let y = b[j - 1]
        var cost = row[j - 1] + substitution(x, y, refused)
        cost = min(cost, row[j] + step(x, refused), next[j - 1] + step(y, refused))
        if i > 1, j > 1, x == b[j - 2], y == a[i - 2] { cost = min(cost, before[j - 2] + 1) }
        next[j] = min(cost, refused)
        least = min(least, next[j])
      }
      if least > limit { return nil }
      (before, row, next) = (row, next, before)
    }
    return row[b.count] <= limit ? row[b.count] : nil
  }

  /// A digit is no mistake for another letter than the one it looks like, and it is not typed by mistake.
  private static func substitution(_ x: Unicode.Scalar, _ y: Unicode.Scalar, _ refused: Int) -> Int {
    if x == y { return 0 }
    switch (isDigit(x), isDigit(y)) {
    case (false, false): return 1
    case (true, true): return refused
    case (true, false): return looksLike(x, y) ? 1 : refused
    case (false, true): return looksLike(y, x) ? 1 : refused
    }
  }

  private static func step(_ x: Unicode.Scalar, _ refused: Int) -> Int { isDigit(x) ? refused : 1 }

  private static func isDigit(_ x: Unicode.Scalar) -> Bool { ("0"..."9").contains(x) }

  private static func looksLike(_ digit: Unicode.Scalar, _ letter: Unicode.Scalar) -> Bool {
    switch (digit, letter) {
    case ("0", "o"), ("1", "i"), ("1", "l"), ("2", "z"), ("3", "e"), ("4", "a"), ("5", "s"), ("6", "b"), ("6", "g"),
      ("7", "t"), ("8", "b"), ("9", "g"), ("9", "q"):
      true
    default: false
    }
  }
}
