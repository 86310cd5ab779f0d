/// A PDF as `courant-pdf` tells it: what each page shows, and nothing of what that means.
struct PDFFile: Sendable {
  /// A font, by what its characters can be trusted for.
  struct Font: Sendable {
    struct Look: OptionSet, Sendable {
      let rawValue: UInt8

      static let bold = Look(rawValue: 1)
      static let italic = Look(rawValue: 2)
      /// It says which characters its glyphs are.
      static let unicodeMap = Look(rawValue: 4)
      static let fixedWidth = Look(rawValue: 8)
      static let embedded = Look(rawValue: 16)
      static let composite = Look(rawValue: 32)
    }

    var look: Look
    var name: String
  }

  struct Glyph: Sendable {
    var scalar: UInt32
    /// Where it begins and ends along its line, in points.
    var start: Float
    var end: Float
  }

  /// Why characters may not be seen, and what the document calls them.
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8

    /// Drawn in no colour: render mode 3, or transparent.
    static let invisible = Flags(rawValue: 1)
    /// Outside the page, or of what it is cut to.
    static let outside = Flags(rawValue: 2)
    static let whiteOnWhite = Flags(rawValue: 4)
    /// Under what was painted later.
    static let covered = Flags(rawValue: 8)
    /// A running head, foot or watermark by the document's own word.
    static let artifact = Flags(rawValue: 16)

    static let hidden: Flags = [.invisible, .outside, .whiteOnWhite, .covered]
  }

  /// Characters of one font and size on one line.
  struct Run: Sendable {
    var font: Int
    var flags: Flags
    /// The line's direction, in degrees clockwise from the page's horizontal.
    var angle: Float
    /// In points, as all of these.
    var size: Float
    /// How far the line is from the page's corner, across the line.
    var baseline: Float
    var ascent: Float
    var descent: Float
    /// Into the page's glyphs.
    var glyphs: Range<Int>
  }

  /// A part of a page in points, from its upper left corner.
  struct Area: Sendable {
    var left: Float
    var top: Float
    var right: Float
    var bottom: Float

    var size: Float { max(0, right - left) * max(0, bottom - top) }
  }

  struct Page: Sendable {
    var width: Float
    var height: Float
    var pictures: [Area] = []
    var runs: [Run] = []
    var glyphs: [Glyph] = []
  }

  var title = ""
  var author = ""
  /// As the format writes dates: `D:20240229120000+01'00'`.
  var created = ""
  var modified = ""
  var language = ""
  var fonts: [Font] = []
  var pages: [Page] = []
}
