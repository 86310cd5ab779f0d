import Model
import PDF
import Testing

@Suite("Why a PDF is refused")
struct RefusalTests {
  private static let program = Result { () throws(PDFProgram.StartError) in try PDFProgram() }

  private func refusal(_ bytes: [UInt8], _ program: PDFProgram? = nil) throws -> ReadError? {
    let reader = PDFReader(try program ?? Self.program.get())
    do throws(ReadError) {
      _ = try reader.read(bytes)
      return nil
    } catch {
      return error
    }
  }

  private func page(_ lines: [String], font: String = "F1") -> TestPDF.Page {
    var page = TestPDF.Page()
    page.lines(lines, 50, 100, font: font)
    return page
  }

  @Test("what is empty, cut off or no PDF")
  func broken() throws {
    let broken = ReadError(.broken, "broken: the PDF is cut off or damaged; save it again")
    #expect(try refusal([]) == ReadError(.empty, "empty document"))
    #expect(try refusal(Array("%PDF-1.4\n".utf8)) == broken)
    #expect(try refusal([UInt8](repeating: 0x41, count: 5000)) == broken)
  }

  @Test("a password")
  func encrypted() throws {
    var pdf = TestPDF(page(["The harbour."]))
    let key = String(repeating: "41", count: 32)
    pdf.trailer = "/Encrypt << /Filter /Standard /V 1 /R 2 /O <\(key)> /U <\(key)> /P -4 >> /ID [<41> <41>]"
    #expect(try refusal(pdf.bytes()) == ReadError(.encrypted, "encrypted: save the PDF without a password"))
  }

  @Test("pictures of pages")
  func scanned() throws {
    var page = TestPDF.Page()
    page.picture(0, 0, 612, 792)
    #expect(
      try refusal(TestPDF(page, page).bytes())
        == ReadError(
          .scanned,
          "scanned: pictures of pages without text; recognize the text with ocrmypdf and send that"
        )
    )
  }

  @Test("no text, or none that can be seen")
  func noText() throws {
    #expect(
      try refusal(TestPDF(TestPDF.Page()).bytes()) == ReadError(.noText, "no text: the PDF has none on its pages")
    )
    var page = TestPDF.Page()
    page.text("The fee is 1 dollar.", 50, 100, before: "3 Tr")
    #expect(
      try refusal(TestPDF(page).bytes())
        == ReadError(.noText, "no text: the PDF has none that can be seen on its pages")
    )
  }

  private static let unreadable = ReadError(
    .unreadableText,
    "unreadable text: its fonts do not say which characters they are; "
      + "recognize it with ocrmypdf --force-ocr and send that"
  )

  @Test("fonts that only number their glyphs")
  func numbered() throws {
    var pdf = TestPDF()
    var page = TestPDF.Page()
    page.content = "BT /F9 10 Tf 1 0 0 1 50 700 Tm <0036005800500050> Tj ET\n"
    pdf.pages = [page]
    pdf.fonts = """
      /F9 << /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Some /Encoding /Identity-H /DescendantFonts [<< /Type /Font \
      /Subtype /CIDFontType2 /BaseFont /AAAAAA+Some /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) \
      /Supplement 0 >> /DW 600 >>] >>
      """
    #expect(try refusal(pdf.bytes()) == Self.unreadable)
  }

  @Test("Russian letters under Latin names")
  func nonsense() throws {
    // As a form of the Russian tax office reads whose fonts have no map.
    let nonsense = [
      "Hanorosas:t AeKnapai:tHfl no nanory Ha npH6binb", "opraHH3ai.tHH npeACTaBnAeTcA B HanoroBbIH opraH",
      "no MecTy HaxoKAeHHA yYpe)KAeHHA KoToporo HaxoAHTcR", "3anonHAeTcA no cTpoKe KoA no OKBE)J, H HaHMeHoBaHHe",
    ]
    var pdf = TestPDF(page(nonsense, font: "F9"))
    pdf.fonts = """
      /F9 << /Type /Font /Subtype /TrueType /BaseFont /AAAAAA+Some /FirstChar 32 /LastChar 34 /Widths [600 600 600] \
      /Encoding /WinAnsiEncoding /FontDescriptor << /Type /FontDescriptor /FontName /AAAAAA+Some /Flags 32 \
      /MissingWidth 600       /FontFile2 100 0 R >> >>
      """
    pdf.objects = ["<< /Length 4 >>\nstream\nnone\nendstream"]
    #expect(try refusal(pdf.bytes()) == Self.unreadable)
    // The same font is believed where it reads as a language does.
    pdf.pages = [
      page(
        ["The harbour of Tarvik was built in 1890 by the", "fishermen of the town, and it has three quays."],
        font: "F9"
      )
    ]
    #expect(try refusal(pdf.bytes()) == nil)
  }

  @Test("more pages, characters, bytes or time than is read")
  func limits() throws {
    var limits = PDFLimits()
    limits.pages = 2
    limits.characters = 1000
    limits.bytes = 1 << 20
    limits.milliseconds = 1500
    let program = try PDFProgram(limits: limits)
    let tooLarge = ReadError(
      .tooLarge,
      "too large: a PDF with more than 2 pages, 1000 characters or 512 MiB of content; split it"
    )
    let small = page(["The harbour."])
    let other = page(["The lighthouse of Tarvik."])
    #expect(try refusal(TestPDF(small, other).bytes(), program) == nil)
    #expect(try refusal(TestPDF(small, other, small).bytes(), program) == tooLarge)
    let long = page([String](repeating: "The harbour of Tarvik was built.", count: 40))
    #expect(
      try refusal(TestPDF(long).bytes(), program)
        == ReadError(.tooLarge, "too large: a PDF with more than 1000 characters; split it")
    )
    #expect(
      try refusal([UInt8](repeating: 0x20, count: 1 << 20 + 1), program)
        == ReadError(.tooLarge, "too large: a PDF of more than 1 MiB; split it")
    )
    // Forms that draw forms that draw forms: two thousand bytes that are thousands of millions of characters.
    var bomb = TestPDF(TestPDF.Page(content: "/X0 Do\n", resources: "/X0 100 0 R"))
    for level in 0..<9 {
      let content = level == 8 ? "BT /F1 10 Tf (Tarvik) Tj ET" : String(repeating: "/X Do ", count: 20)
      let next = level == 8 ? "" : "/XObject << /X \(101 + level) 0 R >>"
      bomb.objects.append(
        "<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << \(next) /Font << /F1 << /Type /Font "
          + "/Subtype /Type1 /BaseFont /Courier >> >> >> /Length \(content.count) >>\nstream\n\(content)\nendstream"
      )
    }
    let refused = try refusal(bomb.bytes(), program)
    #expect(
      refused == tooLarge
        || refused == ReadError(.tooLarge, "too large: the PDF takes longer than 1 s to read; split it")
    )
    // It is as good as new.
    #expect(try refusal(TestPDF(small).bytes(), program) == nil)
  }
}
