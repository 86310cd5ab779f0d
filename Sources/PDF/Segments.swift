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
        // A heading may stand beside a text: the smaller tells how wide a space is.
        guard var segment = open,
          word.left - segment.right <= gap * min(words[segment.words.last ?? index].size, word.size)
        else {
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

  private struct Row {
    var words: [Int]
    var baseline: Float
    var size: Float
  }

  /// Words on one height.
  private static func rows(_ words: [Word]) -> [[Int]] {
    var rows: [Row] = []
    for index in words.indices.sorted(by: { words[$0].baseline < words[$1].baseline }) {
      let word = words[index]
      if let last = rows.indices.last, word.baseline - rows[last].baseline <= 0.3 * min(word.size, rows[last].size) {
        rows[last].words.append(index)
        if word.size > rows[last].size {
          rows[last].size = word.size
          rows[last].baseline = word.baseline
        }
      } else {
        rows.append(Row(words: [index], baseline: word.baseline, size: word.size))
      }
    }
    for row in rows.indices where rows[row].words.count <= mostSigns { moveSigns(of: row, in: &rows, words) }
    return rows.map(\.words).filter { !$0.isEmpty }
  }

  /// A row with more words is none of signs that are raised or lowered.
  private static let mostSigns = 12

  /// Moves signs that are raised or lowered to the line whose words they touch.
  private static func moveSigns(of row: Int, in rows: inout [Row], _ words: [Word]) {
    let near = (max(0, row - 3)...min(rows.count - 1, row + 3)).filter {
      $0 != row && rows[$0].size > rows[row].size * 1.1 && abs(rows[$0].baseline - rows[row].baseline) < rows[$0].size
    }
    guard !near.isEmpty else { return }
    var kept: [Int] = []
    for index in rows[row].words {
      let sign = words[index]
      let host = near.first { host in
        rows[host].words.contains { other in
          let word = words[other]
          let gap = max(word.left - sign.right, sign.left - word.right)
          let overlap = min(word.bottom, sign.bottom) - max(word.top, sign.top)
          return gap < 0.5 * word.size && overlap > 0.35 * sign.size && word.size > sign.size * 1.1
        }
      }
      if let host { rows[host].words.append(index) } else { kept.append(index) }
    }
    rows[row].words = kept
  }
}
