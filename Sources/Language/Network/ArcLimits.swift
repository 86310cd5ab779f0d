/// Makes arcs dear that pass over a semicolon between two clauses: what stands behind it hangs by one arc on what is before.
///
/// Scores of single arcs cannot know it: on annotated documents every third fact of a second clause had the subject of the first.
struct ArcLimits {
  /// What is taken from the score of an arc over a semicolon; the one arc that is needed pays it wherever it goes.
  static let price: Float = 4

  static func isStop(_ word: UnsafeRawBufferPointer) -> Bool {
    word.count == 1 && word[0] == UInt8(ascii: ";")
  }

  /// - Parameters:
  ///   - scores: a row for each word; column 0 is the root, column j + 1 the word j.
  ///   - stops: the semicolons, in order.
  ///   - isFinite: for each word whether it is a verb in a finite form; a part without one belongs to a list.
  static func apply(to scores: UnsafeMutablePointer<Float>, stops: [Int], isFinite: [Bool]) {
    let count = isFinite.count
    // For each word how many of the semicolons between clauses stand up to it.
    var passed = [Int](repeating: 0, count: count)
    var start = 0
    for stop in stops {
      guard isFinite[start..<stop].contains(true) else { continue }
      guard isFinite[stop...].contains(true) else { break }
      passed[stop] = 1
      start = stop
    }
    guard start > 0 else { return }
    for word in 1..<count { passed[word] += passed[word - 1] }
    for word in 0..<count {
      let row = scores + word * (count + 1) + 1
      for head in 0..<count { row[head] -= price * Float(abs(passed[word] - passed[head])) }
    }
  }
}
