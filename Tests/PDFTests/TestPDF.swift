/// A small PDF, written as a test wants it.
struct TestPDF {
  /// What a page draws.
  struct Page {
    var content = ""
    var resources = ""

    /// Draws text.
    /// - Parameters:
    ///   - left: in points, from the left.
    ///   - top: of its baseline, from the top of a page of 792 points.
    ///   - font: `F1` Courier, `F2` Courier bold, `F3` Helvetica, or one that the test adds.
    ///   - before: operators before the text: `3 Tr` for no colour.
    mutating func text(
      _ text: String,
      _ left: Int,
      _ top: Int,
      size: Int = 10,
      font: String = "F1",
      before: String = ""
    ) {
      let escaped = text.flatMap { "()\\".contains($0) ? "\\\($0)" : "\($0)" }
      content += "q BT /\(font) \(size) Tf \(before) 1 0 0 1 \(left) \(792 - top) Tm (\(String(escaped))) Tj ET Q\n"
    }

    /// Draws lines under each other, 12 points apart.
    mutating func lines(_ lines: [String], _ left: Int, _ top: Int, size: Int = 10, font: String = "F1") {
      for (index, line) in lines.enumerated() { text(line, left, top + index * 12, size: size, font: font) }
    }

    /// Covers a part of the page with a picture, in points from the lower left corner.
    mutating func picture(_ left: Int, _ bottom: Int, _ width: Int, _ height: Int) {
      content += "q \(width) 0 0 \(height) \(left) \(bottom) cm /Im Do Q\n"
    }
  }

  var pages: [Page] = []
  /// Entries of the document's information: `/Title (…)`.
  var information = ""
  /// Further fonts: `/F9 << … >>`.
  var fonts = ""
  /// Further objects, from number 100 on.
  var objects: [String] = []
  /// Entries of the trailer.
  var trailer = ""

  init(_ pages: Page...) { self.pages = pages }

  /// - Parameter isSound: false for a table of objects that stands elsewhere than the document says.
  func bytes(isSound: Bool = true) -> [UInt8] {
    var file = "%PDF-1.4\n"
    var places: [Int: Int] = [:]
    func add(_ number: Int, _ text: String) {
      places[number] = file.utf8.count
      file += "\(number) 0 obj\n\(text)\nendobj\n"
    }
    let kids = pages.indices.map { "\(10 + $0 * 2) 0 R" }.joined(separator: " ")
    add(1, "<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>")
    add(2, "<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>")
    add(3, "<< \(information) >>")
    let image =
      "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1"
    add(4, "<< \(image) >>\nstream\nA\nendstream")
    let simple = ["Courier", "Courier-Bold", "Helvetica"].enumerated().map { index, name in
      "/F\(index + 1) << /Type /Font /Subtype /Type1 /BaseFont /\(name) /Encoding /WinAnsiEncoding >>"
    }
    for (index, page) in pages.enumerated() {
      let resources = "/Font << \(simple.joined(separator: " ")) \(fonts) >> /XObject << /Im 4 0 R \(page.resources) >>"
      add(
        10 + index * 2,
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents \(11 + index * 2) 0 R "
          + "/Resources << \(resources) >> >>"
      )
      add(11 + index * 2, "<< /Length \(page.content.utf8.count) >>\nstream\n\(page.content)\nendstream")
    }
    for (index, object) in objects.enumerated() { add(100 + index, object) }
    let start = file.utf8.count
    let count = (places.keys.max() ?? 0) + 1
    file += "xref\n0 \(count)\n"
    for number in 0..<count {
      let place = places[number].map { String($0) } ?? "0"
      let padded = String(repeating: "0", count: 10 - place.count) + place
      file += places[number] == nil ? "0000000000 65535 f \n" : "\(padded) 00000 n \n"
    }
    file +=
      "trailer\n<< /Size \(count) /Root 1 0 R /Info 3 0 R \(trailer) >>\nstartxref\n\(isSound ? start : 7)\n%%EOF\n"
    return Array(file.utf8)
  }
}
