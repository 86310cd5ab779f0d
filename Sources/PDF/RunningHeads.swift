import Model

/// Finds what stands at the top and bottom of pages and is no part of the text: heads and feet that pages share, and
/// page numbers.
struct RunningHeads {
  /// A line near the top or the bottom of its page.
  private struct Edge {
    var line: Int
    var baseline: Float
    /// Its words with `#` for each number.
    var pattern: [UInt8]
    /// The lines after it, towards the middle of the page.
    var inward: [Int]
  }

  /// Lines at either end of a page that are looked at.
  private static let depth = 3
  /// How far into the page they may stand, as a part of its height.
  private static let margin: Float = 0.2
  /// Pages on which the same line is looked for: left and right pages have different heads.
  private static let reach = 2

  /// Why lines are none of the text; nil for those that are.
  /// - Parameters:
  ///   - lines: of all pages, a page's lines in one piece.
  ///   - heights: of the pages, in points.
  static func reasons(_ lines: [PageLine], heights: [Float]) -> [Omission.Reason?] {
    var reasons: [Omission.Reason?] = lines.map { line in
      guard line.isArtifact else { return nil }
      return isPageNumber(pattern(line.text)) ? .pageNumber : .runningHead
    }
    let edges = edges(lines, heights)
    let sizes = lines.map(\.size).sorted()
    let usual = sizes.isEmpty ? 0 : sizes[sizes.count / 2]
    var isShared = [Bool](repeating: false, count: lines.count)
    for page in edges.indices {
      let near = (max(0, page - reach)...min(edges.count - 1, page + reach)).filter { $0 != page }
      for edge in edges[page] {
        isShared[edge.line] = near.contains { other in
          edges[other].contains { abs($0.baseline - edge.baseline) < 6 && $0.pattern == edge.pattern }
        }
      }
    }
    for edge in edges.joined() where reasons[edge.line] == nil {
      let isNumber = isPageNumber(edge.pattern)
      // Chapters may begin at one height with names that are but numbers, and are larger than heads.
      let isChapter = lines[edge.line].size > usual * 1.15 && edge.pattern.contains(UInt8(ascii: "#")) && !isNumber
      let isHead = isShared[edge.line] && !isChapter && isApart(edge, lines, isShared)
      // "Page 3 of 7" needs no other page.
      if isHead || isNumber && edge.pattern.count > 3 { reasons[edge.line] = isNumber ? .pageNumber : .runningHead }
    }
    return reasons
  }

  private static func edges(_ lines: [PageLine], _ heights: [Float]) -> [[Edge]] {
    var edges = [[Edge]](repeating: [], count: heights.count)
    var start = 0
    while start < lines.count {
      let page = lines[start].page
      var end = start
      while end < lines.count, lines[end].page == page { end += 1 }
      let order = (start..<end).filter { lines[$0].angle == 0 }.sorted { lines[$0].baseline < lines[$1].baseline }
      let height = heights[page]
      let top = order.prefix(depth * 2).filter { lines[$0].bottom < height * margin }.prefix(depth)
      let bottom = order.suffix(depth * 2).filter { lines[$0].top > height * (1 - margin) }.suffix(depth)
      for (group, inward) in [(top, order), (bottom, order.reversed())] {
        for index in group {
          let after = inward.drop { $0 != index }.dropFirst().prefix(depth + 1)
          edges[page].append(
            Edge(
              line: index,
              baseline: lines[index].baseline,
              pattern: pattern(lines[index].text),
              inward: Array(after)
            )
          )
        }
      }
      start = end
    }
    return edges
  }

  /// Whether white stands between a line, or the few lines with it, and the text; or the text is set otherwise.
  private static func isApart(_ edge: Edge, _ lines: [PageLine], _ isShared: [Bool]) -> Bool {
    var last = lines[edge.line]
    for next in edge.inward {
      let line = lines[next]
      let distance = abs(line.baseline - last.baseline)
      // Beside it, on one height, stand others.
      if distance < 0.4 * last.size { continue }
      if distance > 1.7 * max(line.size, last.size) || abs(line.size - last.size) > 0.1 * last.size { return true }
      // Documents that say one thing on each page have it in sentences; heads are none.
      let goesOn = LineText.first((last.baseline < line.baseline ? line : last).text)?.properties.isLowercase ?? false
      guard isShared[next], !goesOn else { return false }
      last = line
    }
    return edge.inward.count <= depth
  }

  /// A line's words in small letters with `#` for each number.
  private static func pattern(_ text: [UInt8]) -> [UInt8] {
    var pattern: [UInt8] = []
    for byte in text {
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        if pattern.last != UInt8(ascii: "#") { pattern.append(UInt8(ascii: "#")) }
      } else if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) {
        pattern.append(byte | 0x20)
      } else if byte > 0x20 {
        pattern.append(byte)
      }
    }
    if !pattern.isEmpty, pattern.count < 8, pattern.allSatisfy({ "ivxl".utf8.contains($0) }) {
      return [UInt8(ascii: "#")]
    }
    return pattern
  }

  private static let numbers: Set<[UInt8]> = Set(
    [
      "#", "-#-", "–#–", "—#—", "#/#", "|#", "#|", "p.#", "p#", "page#", "page#of#", "page#/#", "#of#", "[#]", "seite#",
      "стр.#", "страница#",
    ]
    .map { Array($0.utf8) }
  )

  private static func isPageNumber(_ pattern: [UInt8]) -> Bool { numbers.contains(pattern) }
}
