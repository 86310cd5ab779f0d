/// Text with words marked: by colours where there are any, else by brackets around them.
enum MarkedText {
  typealias Mark = (range: Range<Int>, style: Style)

  /// A text, or part of one, with its marks; where marks lie over each other, the first counts.
  /// - Parameters:
  ///   - bytes: the text in UTF-8.
  ///   - part: which bytes of it.
  ///   - marks: in bytes of the text.
  static func render(_ bytes: [UInt8], part: Range<Int>? = nil, _ marks: [Mark]) -> String {
    let part = part ?? 0..<bytes.count
    var cuts: Set<Int> = [part.lowerBound, part.upperBound]
    let marks = marks.map { (range: $0.range.clamped(to: part), style: $0.style) }.filter { !$0.range.isEmpty }
    for mark in marks { cuts.formUnion([mark.range.lowerBound, mark.range.upperBound]) }
    let edges = cuts.sorted()
    var rendered = ""
    var open: Int?
    for (start, end) in zip(edges, edges.dropFirst()) {
      let piece = Terminal.clean(String(decoding: bytes[start..<end], as: UTF8.self))
      let mark = marks.firstIndex { $0.range.contains(start) }
      if Terminal.hasColour {
        rendered += mark.map { marks[$0].style(piece) } ?? piece
        continue
      }
      if open != mark {
        if open != nil { rendered += "]" }
        if mark != nil { rendered += "[" }
        open = mark
      }
      rendered += piece
    }
    return rendered + (open == nil ? "" : "]")
  }
}
