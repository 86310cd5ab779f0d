import Language
import TestSupport
import Testing

@Suite struct DecoderTests {
  /// Every tree over a few words that has one root, by its heads.
  private static func trees(_ count: Int) -> [[Int]] {
    var result: [[Int]] = [[]]
    for _ in 0..<count { result = result.flatMap { heads in (0...count).map { heads + [$0] } } }
    return result.filter { isTree($0) }
  }

  private static func isTree(_ heads: [Int]) -> Bool {
    guard heads.count(where: { $0 == 0 }) == 1 else { return false }
    return heads.indices.allSatisfy { word in
      var at = word + 1
      for _ in 0...heads.count where at != 0 { at = heads[at - 1] }
      return at == 0
    }
  }

  private static func score(_ heads: [Int], _ scores: [Float]) -> Float {
    heads.enumerated().reduce(0) { $0 + scores[$1.offset * (heads.count + 1) + $1.element] }
  }

  @Test func findsTheBestTreeOfItsRoot() {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    for round in 0..<400 {
      let count = Int.random(in: 1...4, using: &generator)
      var scores = (0..<(count * (count + 1))).map { _ in Float.random(in: -5...5, using: &generator) }
      for word in 0..<count { scores[word * (count + 1) + word + 1] = -1e9 }
      let heads = TreeDecoder.heads(scores, count: count)
      #expect(Self.isTree(heads), "seed \(seed), round \(round): \(heads)")
      let root = heads.firstIndex(of: 0)
      let best = Self.trees(count).filter { $0.firstIndex(of: 0) == root }.map { Self.score($0, scores) }.max() ?? 0
      #expect(abs(Self.score(heads, scores) - best) < 1e-3, "seed \(seed), round \(round)")
    }
  }

  @Test func makesATreeOfManyWords() {
    var generator = SeededGenerator(seed: 7)
    let count = 500
    let scores = (0..<(count * (count + 1))).map { _ in Float.random(in: -5...5, using: &generator) }
    #expect(Self.isTree(TreeDecoder.heads(scores, count: count)))
  }

  /// Scores of words of which each likes the nearest best, and the last one the root: a circle of two, which is in a circle with the
  /// third, and so on to the last.
  private static func circlesInCircles(_ count: Int) -> [Float] {
    (0..<count).flatMap { word in
      (0...count).map { column -> Float in
        if column == 0 { return word == count - 1 ? 10 : -1000 }
        return column == word + 1 ? -1e9 : -Float(abs(column - 1 - word))
      }
    }
  }

  @Test func opensCirclesInCircles() {
    #expect(TreeDecoder.heads(Self.circlesInCircles(300), count: 300) == Array(2...300) + [0])
  }

  /// Four times the words cost sixteen times as much where the time grows with their square, and 64 times with their cube.
  @Test func takesTimeWithTheSquareOfTheWords() {
    func seconds(_ count: Int) -> Double {
      let scores = Self.circlesInCircles(count)
      return (0..<7).map { _ in threadSeconds { _ = TreeDecoder.heads(scores, count: count) } }.min() ?? 0
    }
    let (few, many) = (seconds(125), seconds(500))
    #expect(many < few * 32, "\(few) s for 125 words, \(many) s for 500")
  }

  @Test func goesOnWithANameOnlyWhereItBegan() {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    for round in 0..<500 {
      let words = Int.random(in: 1...12, using: &generator)
      let scores = (0..<(words * 7)).map { _ in Float.random(in: -5...5, using: &generator) }
      let path = NamePath.best(scores, words: words, labels: 7)
      #expect(path.count == words)
      for (index, label) in path.enumerated() where label > 0 && label.isMultiple(of: 2) {
        #expect(index > 0 && (path[index - 1] == label || path[index - 1] == label - 1), "seed \(seed), round \(round)")
      }
    }
  }

  /// What a person is of is no part of the name, after a given name and a surname.
  @Test(arguments: [
    ("Shinzo Abe of Japan", [2]), ("Joan of Arc", []), ("Prince Charles of Wales left", [2]),
    ("a friend of Berlin", []),
  ])
  func endsAPersonsNameBeforeOf(_ text: String, _ closers: [Int]) {
    var bytes: [UInt8] = []
    var words: [Range<Int>] = []
    for word in text.split(separator: " ") {
      words.append(bytes.count..<(bytes.count + word.utf8.count))
      bytes += Array(word.utf8) + [0x20]
    }
    #expect(bytes.withUnsafeBytes { EnglishRules().nameEnds($0, words, words.indices) } == closers)
  }
}
