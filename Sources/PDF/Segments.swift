/// Words that follow each other on one line, with no more than a usual space between two: what columns are told from.
struct Segment: Sendable {
  /// From left to right, into the page's words.
  var words: [Int]
  var left: Float
  var right: Float
  var top: Float
  var bottom: Float
  var baseline: Float
  var size: Float
  /// Characters of its text.
  var length: Int

  var middle: Float { (left + right) / 2 }

  /// A gap from which on words belong to different columns perhaps, in parts of the size.
  private static let gap: Float = 0.75

  /// All segments of some words, from the top.
  static func all(_ words: [Word]) -> [Segment] {
    var segments: [Segment] = []
    for row in rows(words) {
      var open: Segment?
      for index in row.sorted(by: { words[$0].left < words[$1].left }) {
        let word = words[index]
        guard var segment = open, word.left - segment.right <= gap * max(segment.size, word.size) else {
          if let open { segments.append(open) }
          open = Segment(word, index)
          continue
        }
        segment.add(word, index)
        open = segment
      }
      if let open { segments.append(open) }
    }
    return segments.sorted { ($0.baseline, $0.left) < ($1.baseline, $1.left) }
  }

  private init(_ word: Word, _ index: Int) {
    words = [index]
    left = word.left
    right = word.right
    top = word.top
    bottom = word.bottom
    baseline = word.baseline
    size = word.size
    length = LineText.characters(word.text)
  }

  private mutating func add(_ word: Word, _ index: Int) {
    words.append(index)
    right = max(right, word.right)
    top = min(top, word.top)
    bottom = max(bottom, word.bottom)
    if word.size > size * 1.05 {
      size = word.size
      baseline = word.baseline
    }
    length += LineText.characters(word.text) + 1
  }

  /// Words on one height.
  private static func rows(_ words: [Word]) -> [[Int]] {
    struct Row {
      var words: [Int]
      var baseline: Float
      var size: Float
      var top: Float
    }
    var rows: [Row] = []
    for index in words.indices.sorted(by: { words[$0].baseline < words[$1].baseline }) {
      let word = words[index]
      if var row = rows.last {
        let isLevel = word.baseline - row.baseline <= 0.3 * min(word.size, row.size)
        // Raised and lowered signs stand on lines of their own within another.
        let overlap = min(word.bottom, row.baseline) - max(word.top, row.top)
        let isWithin =
          abs(word.size - row.size) > 0.15 * max(word.size, row.size) && overlap > 0.55 * min(word.size, row.size)
          && word.baseline - row.baseline <= 0.5 * max(word.size, row.size)
        if isLevel || isWithin {
          row.words.append(index)
          if word.size > row.size {
            row.size = word.size
            row.baseline = word.baseline
            row.top = min(row.top, word.top)
          }
          rows[rows.count - 1] = row
          continue
        }
      }
      rows.append(Row(words: [index], baseline: word.baseline, size: word.size, top: word.top))
    }
    return rows.map(\.words)
  }
}
