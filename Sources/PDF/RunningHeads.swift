import Model

/// Finds what stands at the top and bottom of pages and is no part of the text: heads and feet that pages share, and page numbers.
struct RunningHeads {
  /// A line near the top or the bottom of its page.
  private struct Edge {
    var line: Int
    var baseline: Float
    /// Its words with `#` for each number.
    var pattern: [UInt8]
  }

  /// Lines at either end of a page that are looked at.
  private static let depth = 3
  /// How far into the page they may stand, as a part of its height.
  private static let margin: Float = 0.14
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
    for page in edges.indices {
      for edge in edges[page] where reasons[edge.line] == nil {
        let near = (max(0, page - reach)...min(edges.count - 1, page + reach)).filter { $0 != page }
        let isShared = near.contains { other in
          edges[other].contains { abs($0.baseline - edge.baseline) < 6 && $0.pattern == edge.pattern }
        }
        let isNumber = isPageNumber(edge.pattern)
        if isShared || isNumber && edge.pattern.count > 3 {
          reasons[edge.line] = isNumber ? .pageNumber : .runningHead
        }
      }
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
      for index in Set(top).union(bottom) {
        edges[page].append(Edge(line: index, baseline: lines[index].baseline, pattern: pattern(lines[index].text)))
      }
      start = end
    }
    return edges
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
    if !pattern.isEmpty, pattern.count < 8, pattern.allSatisfy({ "ivxl".utf8.contains($0) }) { return [UInt8(ascii: "#")] }
    return pattern
  }

  private static let numbers: Set<[UInt8]> = Set(
    ["#", "-#-", "–#–", "—#—", "#/#", "|#", "#|", "p.#", "p#", "page#", "page#of#", "page#/#", "#of#", "[#]", "seite#", "стр.#", "страница#"]
      .map { Array($0.utf8) }
  )

  private static func isPageNumber(_ pattern: [UInt8]) -> Bool { numbers.contains(pattern) }
}
