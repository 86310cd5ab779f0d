import Glibc

/// A line of a page within one column: words from left to right, with spaces where they belong.
struct PageLine: Sendable {
  /// A part of a line that stands apart from the rest, as the cells of a table do.
  struct Cell: Sendable {
    /// Into the line's text.
    var text: Range<Int>
    var left: Float
    var right: Float
  }

  var text: [UInt8]
  var cells: [Cell]
  var left: Float
  var right: Float
  var top: Float
  var bottom: Float
  var baseline: Float
  /// That of most of its characters.
  var size: Float
  /// Whether all of its words are.
  var isBold: Bool
  var isItalic: Bool
  var isFixedWidth: Bool
  var isArtifact: Bool
  /// Whether the document has a space at its end.
  var endsInSpace = false
  /// How wide its first word is.
  var firstWord: Float
  /// From 0.
  var page: Int
  /// Which part of the document in reading order it belongs to; its lines stand under each other.
  var column: Int
  /// Its direction, in degrees clockwise from the horizontal.
  var angle: Float

  /// Its place on the page as it is shown.
  var area: PDFFile.Area {
    if angle == 0 { return PDFFile.Area(left: left, top: top, right: right, bottom: bottom) }
    let turn = angle * .pi / 180
    let (cosine, sine) = (cos(turn), sin(turn))
    var area = PDFFile.Area(
      left: .greatestFiniteMagnitude,
      top: .greatestFiniteMagnitude,
      right: -.greatestFiniteMagnitude,
      bottom: -.greatestFiniteMagnitude
    )
    for (along, across) in [(left, top), (right, top), (left, bottom), (right, bottom)] {
      let (x, y) = (along * cosine - across * sine, along * sine + across * cosine)
      area.left = min(area.left, x)
      area.right = max(area.right, x)
      area.top = min(area.top, y)
      area.bottom = max(area.bottom, y)
    }
    return area
  }
}
