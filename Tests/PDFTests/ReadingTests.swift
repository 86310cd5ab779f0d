import Model
import PDF
import Testing

@Suite("What is read of a PDF")
struct ReadingTests {
  /// One program for all tests of a suite.
  private static let program = Result { () throws(PDFProgram.StartError) in try PDFProgram() }

  private func read(_ pdf: TestPDF) throws -> TextDocument {
    try PDFReader(try Self.program.get()).read(pdf.bytes())
  }

  private func blocks(_ document: TextDocument) -> [String] {
    document.blocks.map { "\($0.kind): \(document.text(in: $0.range))" }
  }

  private func omissions(_ document: TextDocument) -> [Omission.Reason: Int] {
    Dictionary(uniqueKeysWithValues: document.omissions.map { ($0.reason, $0.lines) })
  }

  private static let left = [
    "The harbour of Tarvik was built in 1890", "by fishermen. It has three quays and a",
    "light that was moved to the island in",
    "the spring of 1925. Ferries leave for", "the islands every day, also in winter,",
    "and a train goes to the mountains from",
  ]
  private static let right = [
    "the old station beside the church. In", "1980 the town bought a new crane, which",
    "lifts forty tonnes. The fish market has",
    "moved to the western quay, where boats", "of every size can land. Nobody lives on",
    "the smallest of the islands any longer.",
  ]

  @Test("columns are read one after the other, and a paragraph goes on in the next")
  func columns() throws {
    var page = TestPDF.Page()
    page.text("The harbours of the north coast", 150, 80, size: 20, font: "F2")
    page.lines(
      ["This is about harbours. It stands over both columns of the page, which are read", "each for itself."],
      50,
      120
    )
    page.lines(Self.left, 50, 160)
    page.lines(Self.right, 320, 163)
    let document = try read(TestPDF(page))
    let text = (Self.left + Self.right).joined(separator: " ")
    #expect(
      blocks(document) == [
        "title: The harbours of the north coast",
        "paragraph: This is about harbours. It stands over both columns of the page, which are read each for itself.",
        "paragraph: \(text)",
      ]
    )
  }

  @Test("each line has its page, and its place on it")
  func places() throws {
    var (first, second) = (TestPDF.Page(), TestPDF.Page())
    first.lines(Self.left, 50, 160)
    second.lines(Self.right, 72, 200)
    let document = try read(TestPDF(first, second))
    #expect(document.blocks.count == 1)
    let runs = document.places.runs
    #expect(runs.count == 12)
    #expect(document.text(in: runs[6].text) == Self.right[0])
    guard case .page(let page, let box) = runs[6].place else {
      Issue.record("no place on a page")
      return
    }
    #expect(page == 2)
    #expect(box.left == 72)
    #expect((290...296).contains(box.right))
    #expect((189...195).contains(box.top))
    #expect((200...205).contains(box.bottom))
  }

  @Test("running heads and page numbers are left out, with their count")
  func heads() throws {
    var pdf = TestPDF()
    for number in 1...3 {
      var page = TestPDF.Page()
      page.text("Journal of Harbours, vol. 12", 200, 40, size: 8)
      page.lines(Self.left, 50, 160)
      page.text("The page has a line of its own, number \(number * 7 * number) of many.", 50, 400)
      page.text("- \(number) -", 300, 760, size: 8)
      pdf.pages.append(page)
    }
    let document = try read(pdf)
    #expect(omissions(document) == [.runningHead: 3, .pageNumber: 3])
    #expect(!document.text.contains("Journal"))
    #expect(document.text.contains("number 28 of many"))
  }

  @Test("words that a hyphen divides are joined, and those that have one keep it")
  func hyphens() throws {
    var page = TestPDF.Page()
    page.lines(
      [
        "The commission approved the con-", "struction of a second, well-", "known bridge and of web-",
        "based services. Other web services",
        "are based in Oslo. The self-as-", "sessment of 2019-", "20 was the first that the harbour made.",
      ],
      50,
      100
    )
    let text = try read(TestPDF(page)).text
    #expect(
      text
        == "The commission approved the construction of a second, well-known bridge and of web-based services. "
        + "Other web services are based in Oslo. The self-assessment of 2019-20 was the first that the harbour made."
    )
  }

  @Test("spaces are neither lost nor doubled, and accents stand on their letters")
  func spaces() throws {
    var page = TestPDF.Page()
    // As TeX writes it: no spaces, but gaps; and an accent that is printed over its letter.
    page.content = """
      BT /F3 10 Tf 1 0 0 1 50 700 Tm [(The)-278(har)10(bour)-250(has)-333(a)-260(caf)] TJ (e) Tj -556 0 Td ET
      BT /F3 10 Tf 1 0 0 1 50 600 Tm [(Z)20(\\374rich,)-300(A)70(V)80(A)-300(and)-300(5)-300(km)] TJ ET
      """
    page.text("Two  spaces   are one", 50, 300, font: "F3")
    let text = try read(TestPDF(page)).text
    #expect(text.hasPrefix("The harbour has a cafe"))
    #expect(text.contains("Zürich, AVA and 5 km"))
    #expect(text.contains("Two spaces are one"))
  }

  @Test("text that cannot be seen is counted, and not read")
  func hidden() throws {
    var page = TestPDF.Page()
    page.text("The fee is 485,000 dollars.", 50, 100)
    page.text("The fee is 1 dollar.", 50, 130, before: "3 Tr")
    page.text("The fee is 2 dollars.", 50, 160, before: "1 g")
    page.text("The fee is 3 dollars.", -400, 200)
    page.text("The fee is 4 dollars.", 50, 230)
    page.content += "0 g 40 550 300 20 re f\n"
    page.text("White on black can be seen.", 50, 238, before: "1 g")
    let document = try read(TestPDF(page))
    #expect(document.text == "The fee is 485,000 dollars.\n\nWhite on black can be seen.")
    #expect(omissions(document) == [.hidden: 4])
  }

  @Test("text that was recognized behind a scan is read")
  func recognized() throws {
    var page = TestPDF.Page()
    page.picture(0, 0, 612, 792)
    page.text("The ferry Sorrel ran aground near Tarvik.", 50, 100, before: "3 Tr")
    let document = try read(TestPDF(page))
    #expect(document.text == "The ferry Sorrel ran aground near Tarvik.")
    #expect(document.omissions == [])
  }

  @Test("headings, items, captions and notes are told from paragraphs")
  func kinds() throws {
    var page = TestPDF.Page()
    page.text("Harbours and their boats", 50, 60, size: 18, font: "F2")
    page.text("1 Boats", 50, 90, size: 10, font: "F2")
    page.lines(Self.left, 50, 120)
    page.lines(
      ["\u{2022} The first boat is red.", "\u{2022} The second boat is blue."].map {
        $0.replacing("\u{2022}", with: "-")
      },
      60,
      220
    )
    page.text("Figure 1. A boat in the harbour.", 50, 280, size: 9)
    page.lines(["* The light was built by the state."], 50, 700, size: 8)
    #expect(
      try blocks(read(TestPDF(page))) == [
        "title: Harbours and their boats", "heading: 1 Boats", "paragraph: \(Self.left.joined(separator: " "))",
        "item: The first boat is red.", "item: The second boat is blue.", "caption: Figure 1. A boat in the harbour.",
        "footnote: * The light was built by the state.",
      ]
    )
  }

  @Test("the rows of a table are cells with their headers")
  func table() throws {
    var page = TestPDF.Page()
    page.lines(Self.left, 50, 60)
    for (row, cells) in [
      ["Town", "Boats", "Quays"], ["Tarvik", "31", "3"], ["Molvik", "112", "5"], ["Lunde", "7", "1"],
    ].enumerated() {
      for (column, cell) in cells.enumerated() { page.text(cell, 60 + column * 120, 200 + row * 14) }
    }
    let document = try read(TestPDF(page))
    let cells = document.blocks.filter { $0.kind == .cell }
    #expect(
      cells.map { document.text(in: $0.range) }.joined(separator: "|")
        == "Town|Boats|Quays|Tarvik|31|3|Molvik|112|5|Lunde|7|1"
    )
    let boats = try #require(cells.first { document.text(in: $0.range) == "112" }?.cell)
    #expect(boats.row == 2)
    #expect(boats.columnHeaders.map { document.text(in: $0) } == ["Boats"])
    #expect(boats.rowHeaders.map { document.text(in: $0) } == ["Molvik"])
  }

  @Test("contents and lists of references are left out")
  func lists() throws {
    var page = TestPDF.Page()
    page.text("Contents", 50, 60, size: 14, font: "F2")
    page.lines(["Boats ................ 3", "Harbours ............. 7", "Ferries .............. 9"], 50, 90)
    page.text("Boats", 50, 150, size: 14, font: "F2")
    page.lines(Self.left, 50, 180)
    page.text("References", 50, 300, size: 14, font: "F2")
    page.lines(["[1] A. Lee, Boats of the north, 1999.", "[2] B. Ek, Quays, 2003."], 50, 330)
    let document = try read(TestPDF(page))
    #expect(omissions(document) == [.contents: 4, .references: 2])
    #expect(document.text.hasSuffix("References"))
  }

  @Test("text that stands on its side is read after the page's own")
  func turned() throws {
    var page = TestPDF.Page()
    page.content = "BT /F1 10 Tf 0 1 -1 0 30 200 Tm (Printed in the harbour office) Tj ET\n"
    page.lines(Self.left, 50, 160)
    #expect(
      try blocks(read(TestPDF(page))) == [
        "paragraph: \(Self.left.joined(separator: " "))", "paragraph: Printed in the harbour office",
      ]
    )
  }

  @Test("the document's information is read as far as it is plausible")
  func metadata() throws {
    var page = TestPDF.Page()
    page.lines(Self.left, 50, 160)
    var pdf = TestPDF(page)
    pdf.information =
      "/Title (Harbours of the north) /Author (Ann Lee; Bo Ek) /CreationDate (D:20240229120000+01'00') /ModDate (D:20240301120000+01'00')"
    let metadata = try read(pdf).metadata
    #expect(metadata.title == "Harbours of the north")
    #expect(metadata.authors == ["Ann Lee", "Bo Ek"])
    // When the file was made, and not when its text came out.
    #expect(metadata.published == nil)
    #expect(metadata.modified == "2024-03-01T12:00:00+01:00")
    #expect(metadata.language == "en-GB")
    pdf.information = "/Title (Microsoft Word - harbours.doc) /Author (user) /ModDate (yesterday)"
    let other = try read(pdf).metadata
    #expect(other.title == nil)
    #expect(other.authors == [])
    #expect(other.modified == "yesterday")
  }

  @Test("a document whose table of objects is damaged is read")
  func damaged() throws {
    var page = TestPDF.Page()
    page.lines(Self.left, 50, 160)
    let document = try PDFReader(try Self.program.get()).read(TestPDF(page).bytes(isSound: false))
    #expect(document.text == Self.left.joined(separator: " "))
  }
}
