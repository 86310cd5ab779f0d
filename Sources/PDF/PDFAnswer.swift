/// Reads what `courant-pdf` has written of a document.
///
/// The bytes come from a process that a hostile document may have taken over, so nothing in them is believed.
struct PDFAnswer {
  /// The bytes are not what the program writes.
  struct Malformed: Error {}

  private let bytes: [UInt8]
  private var at = 0

  static func decode(_ bytes: [UInt8]) throws(Malformed) -> PDFFile {
    var answer = PDFAnswer(bytes: bytes)
    return try answer.file()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func file() throws(Malformed) -> PDFFile {
    var file = PDFFile()
    while true {
      switch try byte() {
      case UInt8(ascii: "M"):
        file.title = try text()
        file.author = try text()
        file.created = try text()
        file.modified = try text()
        file.language = try text()
      case UInt8(ascii: "F"):
        guard try number() == file.fonts.count else { throw Malformed() }
        file.fonts.append(PDFFile.Font(look: PDFFile.Font.Look(rawValue: try byte()), name: try text()))
      case UInt8(ascii: "P"): file.pages.append(PDFFile.Page(width: try real(), height: try real()))
      case UInt8(ascii: "I"):
        guard let page = file.pages.indices.last else { throw Malformed() }
        let area = PDFFile.Area(left: try real(), top: try real(), right: try real(), bottom: try real())
        file.pages[page].pictures.append(area)
      case UInt8(ascii: "R"):
        guard let page = file.pages.indices.last else { throw Malformed() }
        try run(into: &file.pages[page], fonts: file.fonts.count)
      case UInt8(ascii: "E"): return file
      default: throw Malformed()
      }
    }
  }

  private mutating func run(into page: inout PDFFile.Page, fonts: Int) throws(Malformed) {
    let font = try number()
    let flags = PDFFile.Flags(rawValue: try byte())
    let angle = try real()
    let size = try real()
    let baseline = try real()
    let ascent = try real()
    let descent = try real()
    let count = try number()
    let width = 12
    guard size > 0, bytes.count - at >= count * width else { throw Malformed() }
    let first = page.glyphs.count
    page.glyphs.reserveCapacity(first + count)
    let start = at
    let isSound = bytes.withUnsafeBytes { raw in
      for glyph in 0..<count {
        let offset = start + glyph * width
        let from = Float(bitPattern: raw.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
        let to = Float(bitPattern: raw.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self))
        guard Self.isPlace(from), Self.isPlace(to) else { return false }
        page.glyphs.append(
          PDFFile.Glyph(scalar: raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self), start: from, end: to)
        )
      }
      return true
    }
    guard isSound else { throw Malformed() }
    at += count * width
    page.runs.append(
      PDFFile.Run(
        font: min(font, max(0, fonts - 1)),
        flags: flags,
        angle: angle,
        size: size,
        baseline: baseline,
        ascent: ascent,
        descent: descent,
        glyphs: first..<page.glyphs.count
      )
    )
  }

  private mutating func byte() throws(Malformed) -> UInt8 {
    guard at < bytes.count else { throw Malformed() }
    defer { at += 1 }
    return bytes[at]
  }

  private mutating func number() throws(Malformed) -> Int {
    guard bytes.count - at >= 4 else { throw Malformed() }
    defer { at += 4 }
    return (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
  }

  private mutating func real() throws(Malformed) -> Float {
    let value = Float(bitPattern: UInt32(truncatingIfNeeded: try number()))
    guard Self.isPlace(value) else { throw Malformed() }
    return value
  }

  /// Whether a number can be a place on paper: pages are at most 200 inches wide, and what lies far outside is told
  /// apart as well.
  private static func isPlace(_ value: Float) -> Bool { abs(value) < 10_000_000 }

  private mutating func text() throws(Malformed) -> String {
    let count = try number()
    guard bytes.count - at >= count else { throw Malformed() }
    defer { at += count }
    return String(decoding: bytes[at..<(at + count)], as: UTF8.self)
  }
}
