/// Divides a page into columns, and puts them into the order in which they are read.
///
/// A gutter is a height of white between lines of text on either side. It is looked for as the place that the most
/// lines stand beside on both sides without one that crosses it. Lines that cross it (a title over two columns, a wide
/// picture's caption) divide the page into bands, and each band is read column after column. What looks like a table
/// keeps its rows.
struct Columns {
  private let segments: [Segment]
  private let words: [Word]

  /// Divisions within divisions; pages have three or four.
  private static let deepest = 12
  /// Distance in points between places at which a gutter is looked for.
  private static let step: Float = 2
  /// Half of a column's text at least is in lines with as many characters; the cells of a table have fewer.
  private static let shortestLine = 16

  init(_ segments: [Segment], _ words: [Word]) {
    self.segments = segments
    self.words = words
  }

  /// The segments of each column, from its top, in the order in which the columns are read.
  func inOrder() -> [[Segment]] {
    divide(Array(segments.indices), depth: 0).map { $0.map { segments[$0] } }
  }

  private func divide(_ part: [Int], depth: Int) -> [[Int]] {
    guard depth < Self.deepest, part.count >= 4, let gutter = gutter(of: part) else {
      return part.isEmpty ? [] : [part]
    }
    var columns: [[Int]] = []
    var crossing: [Int] = []
    func take() {
      if !crossing.isEmpty { columns += divide(crossing, depth: depth + 1) }
      crossing = []
    }
    for band in bands(of: part, at: gutter) {
      guard band.isDivided else {
        crossing += band.left + band.crossing + band.right
        continue
      }
      take()
      columns += divide(band.left, depth: depth + 1) + divide(band.right, depth: depth + 1)
    }
    take()
    return columns.map { $0.sorted() }
  }

  /// A height of the page in which no line crosses a gutter, or lines that do.
  private struct Band {
    var left: [Int] = []
    var right: [Int] = []
    var crossing: [Int] = []
    var isDivided = false
  }

  /// The place that has the most lines on both sides of it.
  private func gutter(of part: [Int]) -> Float? {
    var (low, high) = (Float.greatestFiniteMagnitude, -Float.greatestFiniteMagnitude)
    for index in part {
      low = min(low, segments[index].left)
      high = max(high, segments[index].right)
    }
    guard high - low > 60, high - low < 20_000 else { return nil }
    // Only where something ends can a gutter begin: how many begin and end at each step.
    let count = Int((high - low) / Self.step) + 2
    var covered = [Int](repeating: 0, count: count + 1)
    for index in part {
      covered[Int((segments[index].left - low) / Self.step)] += 1
      covered[Int((segments[index].right - low) / Self.step) + 1] -= 1
    }
    for place in 1..<count { covered[place] += covered[place - 1] }
    // The least covered place of each valley.
    var candidates: [(place: Float, crossing: Int)] = []
    var at = 1
    while at < count - 1 {
      var end = at
      while end + 1 < count - 1, covered[end + 1] == covered[at] { end += 1 }
      if covered[at] < covered[at - 1], covered[end + 1] > covered[at] {
        candidates.append((low + (Float(at + end) / 2 + 0.5) * Self.step, covered[at]))
      }
      at = end + 1
    }
    var best: (place: Float, lines: Int)?
    for candidate in candidates.sorted(by: { $0.crossing < $1.crossing }).prefix(12) {
      let divided = bands(of: part, at: candidate.place).filter(\.isDivided)
      let lines = divided.reduce(0) { $0 + min($1.left.count, $1.right.count) }
      guard lines > 0, lines > best?.lines ?? 0 else { continue }
      best = (candidate.place, lines)
    }
    return best?.place
  }

  private func bands(of part: [Int], at gutter: Float) -> [Band] {
    var bands: [Band] = []
    var open = Band()
    for index in part {
      let segment = segments[index]
      if segment.left < gutter, segment.right > gutter {
        if !open.left.isEmpty || !open.right.isEmpty {
          bands.append(open)
          open = Band()
        }
        open.crossing.append(index)
        continue
      }
      if !open.crossing.isEmpty {
        bands.append(open)
        open = Band()
      }
      if segment.right <= gutter { open.left.append(index) } else { open.right.append(index) }
    }
    bands.append(open)
    // A few lines under a gutter that others have are columns as well.
    var divided: [Bool] = bands.map { areColumns($0.left, $0.right, leastLines: 3) }
    if divided.contains(true) { divided = bands.map { areColumns($0.left, $0.right, leastLines: 1) } }
    for (index, isDivided) in divided.enumerated() { bands[index].isDivided = isDivided }
    return bands
  }

  /// Whether what stands on both sides of a gutter is columns of text, and no table's.
  private func areColumns(_ left: [Int], _ right: [Int], leastLines: Int) -> Bool {
    guard rows(left) >= leastLines, rows(right) >= leastLines, let first = left.first, let other = right.first else {
      return false
    }
    // They stand beside each other, and not under.
    let top = max(segments[first].top, segments[other].top)
    let bottom = min(segments[left[left.count - 1]].bottom, segments[right[right.count - 1]].bottom)
    guard bottom > top else { return false }
    let texts = [left, right].count { length(of: $0) >= Self.shortestLine }
    // Beside a text may stand what is short; what is short on both sides is cells.
    return texts == 2 ? !isTable(left, right) : texts == 1 && !areLevel(left, right)
  }

  /// How many heights there are lines at.
  private func rows(_ side: [Int]) -> Int {
    var rows = 0
    var last = -Float.greatestFiniteMagnitude
    for index in side where segments[index].baseline - last > segments[index].size * 0.3 {
      rows += 1
      last = segments[index].baseline
    }
    return rows
  }

  /// The length that half of the text has at least, in characters: words that are spread over a narrow column do not
  /// count for much.
  private func length(of side: [Int]) -> Int {
    let lengths = side.map { segments[$0].length }.sorted(by: >)
    var rest = lengths.reduce(0, +) / 2
    for length in lengths {
      rest -= length
      if rest < 0 { return length }
    }
    return 0
  }

  /// Whether the lines of the smaller side each have one of the other on their height.
  private func areLevel(_ left: [Int], _ right: [Int]) -> Bool {
    let (fewer, more) = left.count < right.count ? (left, right) : (right, left)
    var at = 0
    var level = 0
    for index in fewer {
      let segment = segments[index]
      while at < more.count, segments[more[at]].baseline < segment.baseline - segment.size * 0.3 { at += 1 }
      if at < more.count, abs(segments[more[at]].baseline - segment.baseline) <= segment.size * 0.3 { level += 1 }
    }
    return level * 10 >= fewer.count * 7
  }

  /// Whether lines stand further from each other than those of a text do.
  private func isWide(_ side: [Int]) -> Bool {
    let leads = zip(side, side.dropFirst()).map { (segments[$1].baseline - segments[$0].baseline) / segments[$0].size }
      .sorted()
    return !leads.isEmpty && leads[leads.count / 2] > 2.2
  }

  /// Whether level lines are the rows of a table with long cells: few of them fill their column.
  private func isTable(_ left: [Int], _ right: [Int]) -> Bool {
    guard areLevel(left, right) else { return false }
    if isWide(left) || isWide(right) { return true }
    return [left, right].contains { side in
      let low = side.map { segments[$0].left }.min() ?? 0
      let high = side.map { segments[$0].right }.max() ?? 0
      let full = side.count { segments[$0].right > low + (high - low) * 0.75 }
      return full * 3 < side.count
    }
  }
}
