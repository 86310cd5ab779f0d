import Formats
import Model
import TestSupport
import Testing

/// Word and OpenDocument: the accepted text, each part once and as what it is.
@Suite struct OfficeTests {
  private static let word = MediaType(
    essence: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  )
  private static let text = MediaType(essence: "application/vnd.oasis.opendocument.text")

  private func wordFile(_ body: String, _ others: [(String, String)] = []) -> [UInt8] {
    let space =
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
      + "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""
    func part(_ content: String) -> String {
      content.hasPrefix("<") && !content.hasPrefix("<w:p>")
        ? content.replacing("<w:part", with: "<w:part \(space)") : content
    }
    return Packing.zip(
      [("word/document.xml", "<w:document \(space)><w:body>\(body)</w:body></w:document>")]
        + others.map { ($0.0, part($0.1)) }
    )
  }

  private func paragraph(_ text: String, style: String? = nil) -> String {
    let properties = style.map { "<w:pPr><w:pStyle w:val=\"\($0)\"/></w:pPr>" } ?? ""
    return "<w:p>\(properties)<w:r><w:t>\(text)</w:t></w:r></w:p>"
  }

  private func blocks(_ bytes: [UInt8], _ type: MediaType = word) throws -> [String] {
    let document = try DocumentReader().read(bytes, as: type)
    return document.blocks.map { "\($0.kind.rawValue): \(document.text(in: $0.range))" }
  }

  @Test func readsStylesByTheirNames() throws {
    let styles = """
      <w:part><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>\
      <w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>\
      <w:style w:styleId="Eigen"><w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:part>
      """
    let file = wordFile(
      paragraph("Harbour of Tarvik", style: "Titel") + paragraph("Cargo", style: "berschrift1")
        + paragraph("Ferries", style: "Eigen") + paragraph("The port has 3 cranes.")
        + paragraph("One", style: "ListBullet")
        + paragraph("Contents 1", style: "TOC1"),
      [("word/styles.xml", styles)]
    )
    #expect(
      try blocks(file) == [
        "title: Harbour of Tarvik", "heading: Cargo", "heading: Ferries", "paragraph: The port has 3 cranes.",
        "item: One",
      ]
    )
    let document = try DocumentReader().read(file, as: Self.word)
    #expect(document.blocks.map(\.level) == [0, 1, 2, 0, 0])
    #expect(document.omissions == [Omission(.contents, lines: 1)])
    #expect(document.places.place(of: document.blocks[3].range) == .part("word/document.xml", paragraph: 4))
  }

  @Test func takesWhatIsAccepted() throws {
    let body = """
      <w:p><w:r><w:t xml:space="preserve">It rose by </w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del>\
      <w:ins><w:r><w:t>4</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> %</w:t></w:r>\
      <w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>\
      <w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:tab/><w:t>in</w:t><w:br/><w:t>May</w:t><w:noBreakHyphen/><w:t>June</w:t></w:r></w:p>
      """
    #expect(try blocks(wordFile(body)) == ["paragraph: It rose by 4 %\tin\nMay-June"])
  }

  @Test func readsBoxesNotesAndHeadersOnce() throws {
    let box = "<w:txbxContent>\(paragraph("In a box."))</w:txbxContent>"
    let body = """
      <w:p><w:r><mc:AlternateContent><mc:Choice>\(box)</mc:Choice><mc:Fallback>\(box)</mc:Fallback></mc:AlternateContent></w:r>\
      <w:r><w:t>Beside it.</w:t></w:r></w:p>
      """
    let header = "<w:part>\(paragraph("Secret"))</w:part>"
    let notes = """
      <w:part><w:footnote w:type="separator">\(paragraph("line"))</w:footnote><w:footnote w:id="2">\(paragraph("A note."))</w:footnote></w:part>
      """
    let file = wordFile(
      body,
      [("word/header1.xml", header), ("word/header2.xml", header), ("word/footnotes.xml", notes)]
    )
    #expect(
      try blocks(file) == ["masthead: Secret", "paragraph: In a box.", "paragraph: Beside it.", "footnote: A note."]
    )
  }

  @Test func readsTablesWithTheirHeaders() throws {
    func cell(_ text: String, _ properties: String = "") -> String {
      "<w:tc><w:tcPr>\(properties)</w:tcPr>\(paragraph(text))</w:tc>"
    }
    let table = """
      <w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>\(cell("Port"))\(cell("Cargo", "<w:gridSpan w:val=\"2\"/>"))</w:tr>\
      <w:tr><w:trPr><w:tblHeader/></w:trPr>\(cell(""))\(cell("2019"))\(cell("2020"))</w:tr>\
      <w:tr>\(cell("Tarvik", "<w:vMerge w:val=\"restart\"/>"))\(cell("1.1"))\(cell("1.2"))</w:tr>\
      <w:tr>\(cell("", "<w:vMerge/>"))\(cell("7"))\(cell("8"))</w:tr></w:tbl>
      """
    let document = try DocumentReader().read(wordFile(table), as: Self.word)
    let cells = document.blocks.compactMap { block in
      block.cell.map { cell in
        "\(cell.row),\(cell.column) \(document.text(in: block.range)) "
          + "[\((cell.rowHeaders + cell.columnHeaders).map(document.text(in:)).joined(separator: "/"))]"
      }
    }
    #expect(
      cells == [
        "0,0 Port []", "0,1 Cargo []", "1,1 2019 []", "1,2 2020 []", "2,0 Tarvik [Port]", "2,1 1.1 [Tarvik/Cargo/2019]",
        "2,2 1.2 [Tarvik/Cargo/2020]", "3,1 7 [Tarvik/Cargo/2019]", "3,2 8 [Tarvik/Cargo/2020]",
      ]
    )
    // One column is no table of data.
    #expect(try blocks(wordFile("<w:tbl><w:tr>\(cell("A port."))</w:tr></w:tbl>")) == ["paragraph: A port."])
  }

  @Test func readsOpenDocument() throws {
    let content = """
      <o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
      xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:b="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><o:body><o:text>\
      <t:tracked-changes><t:p>gone</t:p></t:tracked-changes><t:h t:outline-level="2">Cargo</t:h>\
      <t:p>The port<t:s t:c="2"/>has<t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>A note.</t:p></t:note-body></t:note> 3 cranes.</t:p>\
      <t:list><t:list-item><t:p>One</t:p></t:list-item></t:list>\
      <b:table><b:table-row><b:table-cell><t:p>Port</t:p></b:table-cell><b:table-cell><t:p>2020</t:p></b:table-cell></b:table-row>\
      <b:table-row><b:table-cell><t:p>Tarvik</t:p></b:table-cell><b:table-cell><t:p>1.2</t:p></b:table-cell></b:table-row></b:table>\
      </o:text></o:body></o:document-content>
      """
    let meta = """
      <m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Harbour</dc:title><dc:creator>Ida Holm</dc:creator><dc:date>2021-03-04</dc:date></m>
      """
    let file = Packing.zip([("content.xml", content), ("meta.xml", meta)])
    #expect(
      try blocks(file, Self.text) == [
        "heading: Cargo", "paragraph: The port has 3 cranes.", "item: One", "cell: Port", "cell: 2020", "cell: Tarvik",
        "cell: 1.2", "footnote: A note.",
      ]
    )
    let document = try DocumentReader().read(file, as: Self.text)
    #expect(document.title == "Harbour")
    #expect(document.metadata.authors == ["Ida Holm"])
    #expect(document.metadata.published == nil)
    #expect(document.metadata.modified == "2021-03-04")
  }

  @Test func saysWhenItsTextCameOut() throws {
    let core = """
      <c xmlns:d="http://purl.org/dc/terms/"><d:created>2026-11-30T08:00:00Z</d:created><d:modified>2026-11-30T09:00:00Z</d:modified></c>
      """
    func paragraph(_ text: String) -> String { "<w:p><w:r><w:t>\(text)</w:t></w:r></w:p>" }
    let lines = [
      "Published 18 March 2025", "Published by Orsa in 2024", "The harbour employs 310 people.",
      "Last updated: 3 May 2025",
    ]
    let body = """
      <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>\
      \(lines.map(paragraph).joined())</w:body></w:document>
      """
    let file = Packing.zip([("word/document.xml", body), ("docProps/core.xml", core)])
    #expect(
      try blocks(file) == zip(["masthead", "paragraph", "paragraph", "masthead"], lines).map { "\($0): \($1)" }
    )
    let document = try DocumentReader().read(file, as: Self.word)
    #expect(document.metadata.published == nil)
    #expect(document.metadata.modified == "2026-11-30T09:00:00Z")
  }

  private func code(_ bytes: [UInt8], _ type: MediaType = word) -> ReadError.Code? {
    do {
      _ = try DocumentReader().read(bytes, as: type)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func saysWhatIsWrong() throws {
    let good = wordFile(paragraph("A port."))
    #expect(code(Array(good.prefix(good.count / 2))) == .broken)
    #expect(code([]) == .broken)
    #expect(code(Packing.zip([("a.txt", "A")])) == .broken)
    #expect(code(wordFile("")) == .noText)
    let secret = Packing.zip([("META-INF/manifest.xml", "<m><encryption-data/></m>"), ("content.xml", "<a/>")])
    #expect(code(secret, Self.text) == .encrypted)
    var file = Packing.File(path: "word/document.xml", content: Array("<a>A</a>".utf8))
    file.flags = 1
    #expect(code(Packing.zip([file])) == .encrypted)
    file.flags = 0
    file.checksum = 1
    #expect(code(Packing.zip([file])) == .broken)
  }

  @Test func isNotBlownUp() throws {
    // A small file that is large when it is unpacked, and says that it is small.
    var bomb = Packing.File(path: "word/document.xml", content: [UInt8](repeating: 0x20, count: 70 << 20))
    bomb.statedSize = 10
    #expect(code(Packing.zip([bomb])) == .tooLarge)
    let deep = String(repeating: "<w:p>", count: 100_000)
    #expect(code(wordFile(deep)) == .tooDeep)
    let entity =
      "<!DOCTYPE a [<!ENTITY a \"\(String(repeating: "a", count: 1000))\">"
      + (0..<20).map { "<!ENTITY e\($0) \"\(String(repeating: $0 == 0 ? "&a;" : "&e\($0 - 1);", count: 10))\">" }
      .joined()
      + "]><a>&e19;</a>"
    #expect(code(Packing.zip([("word/document.xml", entity)])) == .broken)
  }

  /// Whatever is damaged ends as a text or an error, and in bounded time.
  @Test(.timeLimit(.minutes(10))) func survivesDamage() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let good = wordFile(
      (0..<50).map { paragraph("Port \($0) has 3 cranes.") }.joined(),
      [("docProps/core.xml", "<a><title>T</title></a>"), ("word/styles.xml", "<w:part/>")]
    )
    for _ in 0..<500 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
      guard let document = try? DocumentReader().read(bytes, as: Self.word) else { continue }
      #expect(String(validating: document.bytes, as: UTF8.self) != nil, "seed \(seed)")
      #expect(document.blocks.allSatisfy { $0.range.upperBound <= document.bytes.count }, "seed \(seed)")
    }
  }
}
