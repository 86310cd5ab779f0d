/// The lines of a page in the order in which they are read.
struct PageLayout {
  var lines: [PageLine] = []
  /// Lines that are on the page and cannot be seen.
  var hidden = 0

  /// - Parameters:
  ///   - number: of the page, from 0.
  ///   - columns: how many columns the pages before have.
  init(
    _ page: PDFFile.Page,
    number: Int,
    columns: Int,
    scan: WordScan,
    legibility: inout Legibility
  ) {
    let isScan = Self.isRecognized(page)
    var directions: [Float: [PDFFile.Run]] = [:]
    var hiddenLine: Float?
    for run in page.runs {
      let flags = isScan ? run.flags.subtracting([.invisible, .covered, .whiteOnWhite]) : run.flags
      guard flags.isDisjoint(with: .hidden) else {
        let isBlank = run.glyphs.allSatisfy { Characters.isSpace(page.glyphs[$0].scalar) }
        if !isBlank, hiddenLine.map({ abs($0 - run.baseline) > run.size * 0.5 }) ?? true {
          hidden += 1
          hiddenLine = run.baseline
        }
        continue
      }
      directions[run.angle.rounded(), default: []].append(run)
    }
    // Most of a page goes one way; what goes another is read after it.
    var column = columns
    let ordered = directions.sorted { a, b in
      let (first, second) = (Self.count(a.value), Self.count(b.value))
      return first == second ? a.key < b.key : first > second
    }
    for (angle, runs) in ordered {
      let words = scan.words(of: runs, on: page)
      legibility.count(words)
      for part in Columns(Segment.all(words), words).inOrder() {
        lines += Self.lines(of: part, words, page: number, column: column, angle: angle)
        column += 1
      }
    }
  }

  private static func count(_ runs: [PDFFile.Run]) -> Int { runs.reduce(0) { $0 + $1.glyphs.count } }

  /// Whether a page is a picture, with its text as somebody's program has recognized it behind or before it.
  private static func isRecognized(_ page: PDFFile.Page) -> Bool {
    guard page.pictured > 0.5 else { return false }
    let invisible = page.runs.filter { $0.flags.contains(.invisible) || $0.flags.contains(.covered) }
    return count(invisible) * 2 > count(page.runs)
  }

  /// Lines of one column: what stands on one height.
  private static func lines(
    of segments: [Segment],
    _ words: [Word],
    page: Int,
    column: Int,
    angle: Float
  ) -> [PageLine] {
    var lines: [PageLine] = []
    var row: [Segment] = []
    func close() {
      guard !row.isEmpty else { return }
      lines.append(line(row.sorted { $0.left < $1.left }, words, page: page, column: column, angle: angle))
      row = []
    }
    for segment in segments {
      if let first = row.first, segment.baseline - first.baseline > 0.35 * min(first.size, segment.size) { close() }
      row.append(segment)
    }
    close()
    return lines
  }

  private static func line(_ row: [Segment], _ words: [Word], page: Int, column: Int, angle: Float) -> PageLine {
    var line = PageLine(
      text: [],
      cells: [],
      left: row[0].left,
      right: row[0].right,
      top: row[0].top,
      bottom: row[0].bottom,
      baseline: row[0].baseline,
      size: row[0].size,
      isBold: true,
      isItalic: true,
      isFixedWidth: true,
      isArtifact: true,
      firstWord: 0,
      page: page,
      column: column,
      angle: angle
    )
    line.text.reserveCapacity(row.reduce(0) { $0 + $1.length + 1 })
    let isBackward = isRightToLeft(row, words)
    var sizes: [(size: Float, count: Int)] = []
    var last: Word?
    for segment in isBackward ? row.reversed() : row {
      line.left = min(line.left, segment.left)
      line.right = max(line.right, segment.right)
      line.top = min(line.top, segment.top)
      line.bottom = max(line.bottom, segment.bottom)
      var start: Int?
      for index in isBackward ? segment.words.reversed() : segment.words {
        let word = words[index]
        if let last, needsSpace(last, word, isBackward) { line.text.append(0x20) }
        if start == nil { start = line.text.count }
        if last == nil { line.firstWord = word.width }
        line.text += isBackward && word.isRightToLeft ? turned(word.text) : word.text
        line.isBold = line.isBold && word.isBold
        line.isItalic = line.isItalic && word.isItalic
        line.isFixedWidth = line.isFixedWidth && word.isFixedWidth
        line.isArtifact = line.isArtifact && word.isArtifact
        if let known = sizes.firstIndex(where: { abs($0.size - word.size) < 0.05 * word.size }) {
          sizes[known].count += word.text.count
        } else {
          sizes.append((word.size, word.text.count))
        }
        last = word
      }
      line.cells.append(
        PageLine.Cell(text: (start ?? line.text.count)..<line.text.count, left: segment.left, right: segment.right)
      )
    }
    line.endsInSpace = last?.hasSpace ?? false
    if let most = sizes.max(by: { $0.count < $1.count }) { line.size = most.size }
    return line
  }

  private static func needsSpace(_ a: Word, _ b: Word, _ isBackward: Bool) -> Bool {
    let gap = isBackward ? a.left - b.right : b.left - a.right
    if a.hasSpace { return true }
    if gap > min(a.breakingGap, b.breakingGap) {
      // Scripts without spaces have none where a line is spread.
      guard let last = String(decoding: a.text, as: UTF8.self).unicodeScalars.last,
        let first = String(decoding: b.text, as: UTF8.self).unicodeScalars.first
      else { return true }
      return !(Characters.isUnspaced(last.value) && Characters.isUnspaced(first.value)) || gap > b.size
    }
    return false
  }

  private static func isRightToLeft(_ row: [Segment], _ words: [Word]) -> Bool {
    var (backward, forward) = (0, 0)
    for segment in row {
      for index in segment.words {
        if words[index].isRightToLeft {
          backward += words[index].text.count
        } else {
          forward += words[index].text.count
        }
      }
    }
    return backward > forward
  }

  /// The characters of a word in the order in which it is spoken: pages have those from right to left as they are
  /// drawn.
  private static func turned(_ text: [UInt8]) -> [UInt8] {
    Array(String(String.UnicodeScalarView(String(decoding: text, as: UTF8.self).unicodeScalars.reversed())).utf8)
  }
}

extension PDFFile.Page {
  /// How much of the page its largest pictures cover, from 0 to 1.
  var pictured: Float {
    guard width > 0, height > 0 else { return 0 }
    // Strips of one scan do not overlap.
    return min(1, pictures.reduce(0) { $0 + $1.size } / (width * height))
  }
}
