/// Characters without a space between them, where they stand.
///
/// Places are in points along and across the line: for upright text those from the page's upper left corner.
struct Word: Sendable {
  var text: [UInt8]
  var left: Float
  var right: Float
  var baseline: Float
  var ascent: Float
  var descent: Float
  var size: Float
  var isBold: Bool
  var isItalic: Bool
  var isFixedWidth: Bool
  /// A running head, foot or watermark by the document's own word.
  var isArtifact: Bool
  /// Whether the document has a space after it.
  var hasSpace: Bool
  /// Whether its characters are but the numbers of glyphs in their font.
  var isNumbered: Bool
  /// Whether its font says which characters its glyphs are, or is one that everybody knows.
  var isMapped: Bool
  /// Whether most of its letters belong to a script that goes from right to left.
  var isRightToLeft: Bool
  /// The gap from which on another word begins, in points.
  var breakingGap: Float

  var top: Float { baseline - ascent }
  var bottom: Float { baseline + descent }
  var width: Float { right - left }
}
