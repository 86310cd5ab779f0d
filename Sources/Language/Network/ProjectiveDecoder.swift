/// Finds the best tree in which no two arcs cross, by Eisner's algorithm (1996), with one root.
///
/// English crosses arcs in three words of a thousand; where the best heads alone make no tree, or one with crossing arcs, it is
/// more often the scores that are wrong. The time grows with the cube of the words, so it is for sentences of ordinary length.
struct ProjectiveDecoder {
  private var count = 0
  /// By first and last word: the best trees that reach from the first, or from the last, over all between; first with the arc
  /// between the two still to be closed, then closed.
  private var openRight: [Float] = []
  private var openLeft: [Float] = []
  private var right: [Float] = []
  private var left: [Float] = []
  private var openSplit: [Int16] = []
  private var rightSplit: [Int16] = []
  private var leftSplit: [Int16] = []
  private var heads: [Int] = []

  /// Whether heads, from 1 with 0 for the root, make one tree without crossing arcs.
  static func isProjective(_ heads: [Int]) -> Bool {
    // Arcs that are open while walking from left to right have to close in the reverse order.
    var roots = 0
    for word in heads.indices where heads[word] == 0 { roots += 1 }
    guard roots == 1 else { return false }
    for word in heads.indices {
      let head = heads[word] - 1
      let low = head < 0 ? 0 : min(word, head)
      let high = max(word, head)
      if head < 0 {
        // Nothing passes over the root.
        for other in heads.indices where heads[other] > 0 {
          let far = heads[other] - 1
          if min(other, far) < word, max(other, far) > word { return false }
        }
        continue
      }
      guard high - low > 1 else { continue }
      for inner in (low + 1)..<high {
        let far = heads[inner] - 1
        if far >= 0, far < low || far > high { return false }
      }
    }
    return true
  }

  /// Heads from 1, 0 for the root.
  /// - Parameters:
  ///   - scores: a row for each word; column 0 is the root, column j + 1 the word j.
  ///   - count: how many words.
  mutating func heads(_ scores: UnsafePointer<Float>, count: Int) -> [Int] {
    self.count = count
    let cells = count * count
    if right.count < cells {
      openRight = Array(repeating: 0, count: cells)
      openLeft = openRight
      right = openRight
      left = openRight
      openSplit = Array(repeating: 0, count: cells)
      rightSplit = openSplit
      leftSplit = openSplit
    }
    for word in 0..<count {
      right[word * count + word] = 0
      left[word * count + word] = 0
    }
    for length in 1..<max(count, 1) {
      for first in 0..<(count - length) { fill(scores, first, first + length) }
    }
    var root = 0
    var best = -Float.infinity
    for word in 0..<count {
      let sum = left[word] + right[word * count + count - 1] + scores[word * (count + 1)]
      if sum > best {
        best = sum
        root = word
      }
    }
    heads = Array(repeating: 0, count: count)
    read(0, root, isOpen: false, isRight: false)
    read(root, count - 1, isOpen: false, isRight: true)
    return heads
  }

  private mutating func fill(_ scores: UnsafePointer<Float>, _ first: Int, _ last: Int) {
    let cell = first * count + last
    var best = -Float.infinity
    var split = first
    for middle in first..<last {
      let sum = right[first * count + middle] + left[(middle + 1) * count + last]
      if sum > best {
        best = sum
        split = middle
      }
    }
    openSplit[cell] = Int16(split)
    openRight[cell] = best + scores[last * (count + 1) + first + 1]
    openLeft[cell] = best + scores[first * (count + 1) + last + 1]
    best = -Float.infinity
    for middle in (first + 1)...last {
      let sum = openRight[first * count + middle] + right[middle * count + last]
      if sum > best {
        best = sum
        split = middle
      }
    }
    right[cell] = best
    rightSplit[cell] = Int16(split)
    best = -Float.infinity
    for middle in first..<last {
      let sum = left[first * count + middle] + openLeft[middle * count + last]
      if sum > best {
        best = sum
        split = middle
      }
    }
    left[cell] = best
    leftSplit[cell] = Int16(split)
  }

  /// Writes the heads of what a cell was made of.
  private mutating func read(_ first: Int, _ last: Int, isOpen: Bool, isRight: Bool) {
    guard first < last else { return }
    let cell = first * count + last
    switch (isOpen, isRight) {
    case (true, _):
      if isRight { heads[last] = first + 1 } else { heads[first] = last + 1 }
      let split = Int(openSplit[cell])
      read(first, split, isOpen: false, isRight: true)
      read(split + 1, last, isOpen: false, isRight: false)
    case (false, true):
      let split = Int(rightSplit[cell])
      read(first, split, isOpen: true, isRight: true)
      read(split, last, isOpen: false, isRight: true)
    case (false, false):
      let split = Int(leftSplit[cell])
      read(first, split, isOpen: false, isRight: false)
      read(split, last, isOpen: true, isRight: false)
    }
  }
}
