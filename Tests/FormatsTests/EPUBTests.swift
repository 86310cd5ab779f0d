import Formats
import Model
import Testing

/// Books: chapters in the order in which they are read, and nothing twice.
@Suite struct EPUBTests {
  private static let type = MediaType(essence: "application/epub+zip")
  private static let container = """
    <?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>\
    <rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
    """
  private static let package = """
    <?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">\
    <metadata><dc:title>The Ferries</dc:title><dc:creator>Ida Holm</dc:creator><dc:language>en</dc:language>\
    <dc:identifier>urn:isbn:978-0-306-40615-7</dc:identifier><dc:date>2019-03-05</dc:date></metadata><manifest>\
    <item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>\
    <item id="c1" href="text/z.xhtml" media-type="application/xhtml+xml"/>\
    <item id="c2" href="text/a%20b.xhtml#start" media-type="application/xhtml+xml"/>\
    <item id="c3" href="gone.xhtml" media-type="application/xhtml+xml"/></manifest>\
    <spine><itemref idref="n"/><itemref idref="c1"/><itemref idref="c3"/><itemref idref="c2"/></spine></package>
    """

  private func chapter(_ body: String) -> String {
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body>\(body)</body></html>"
  }

  private func book(_ others: [(String, String)] = []) -> [UInt8] {
    Packing.zip(
      [
        ("mimetype", "application/epub+zip"), ("META-INF/container.xml", Self.container),
        ("OPS/text/a b.xhtml", chapter("<h1>Two</h1><p>Tarvik has 3 cranes.</p>")),
        ("OPS/text/z.xhtml", chapter("<h1>One</h1><p>The <a id=\"x\"/>harbour opened in 1904.</p>")),
        ("OPS/nav.xhtml", chapter("<nav><ol><li><a href=\"z.xhtml\">One</a></li></ol></nav>")),
        ("OPS/book.opf", Self.package),
      ] + others
    )
  }

  @Test func readsTheSpineInItsOrder() throws {
    let bytes = book()
    #expect(TypeDetection.type(of: bytes, name: "x.zip", declared: nil) == Self.type)
    let document = try DocumentReader().read(bytes, as: Self.type)
    #expect(
      document.blocks.map { "\($0.kind.rawValue): \(document.text(in: $0.range))" } == [
        "title: The Ferries", "heading: One", "paragraph: The harbour opened in 1904.", "heading: Two",
        "paragraph: Tarvik has 3 cranes.",
      ]
    )
    #expect(document.places.place(of: document.blocks[4].range) == .part("OPS/text/a b.xhtml", paragraph: 2))
    #expect(document.omissions == [Omission(.contents, lines: 1), Omission(.unreadable, lines: 1)])
    #expect(document.metadata.authors == ["Ida Holm"])
    #expect(document.metadata.identifiers[.isbn] == "9780306406157")
    #expect(document.metadata.published == "2019-03-05")
  }

  @Test func leavesOutTheMarksOfNotes() throws {
    let body = """
      <p>It lifted 4 ships.<a epub:type="noteref" href="#n1">1</a> And 5 boats.<sup><a href="notes.xhtml#n2" id="r2">[2]</a></sup> \
      See <a href="#x">7</a>.</p><aside epub:type="footnote" id="n1"><p>So says Holm. <a href="#r1" role="doc-backlink">back</a></p>\
      <p>And Moe. <a href="#r2">↩\u{FE0E}</a></p></aside>
      """
    let document = try DocumentReader().read(book([("OPS/gone.xhtml", chapter(body))]), as: Self.type)
    #expect(document.text.contains("It lifted 4 ships. And 5 boats. See 7."))
    #expect(document.text.contains("So says Holm.\n\nAnd Moe."))
    #expect(!document.text.contains("↩"))
  }

  @Test func oneBadChapterLosesNoBook() throws {
    var bytes = book()
    // Its checksum in the directory, 30 bytes before its name.
    let name = Array("OPS/text/z.xhtml".utf8)
    let at = try #require(bytes.indices.last { bytes[$0...].starts(with: name) })
    bytes[at - 30] ^= 1
    let document = try DocumentReader().read(bytes, as: Self.type)
    #expect(document.text == "The Ferries\n\nTwo\n\nTarvik has 3 cranes.")
    #expect(document.omissions.contains(Omission(.unreadable, lines: 2)))
  }

  @Test func whatCannotBeReadIsRefusedWithItsReason() throws {
    let scrambled = """
      <encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData><CipherData>\
      <CipherReference URI="OPS/text/z.xhtml"/></CipherData></EncryptedData></encryption>
      """
    #expect(throws: ReadError(.encrypted, "encrypted: its chapters can be read with the shop's program alone")) {
      try DocumentReader().read(book([("META-INF/encryption.xml", scrambled)]), as: Self.type)
    }
    #expect(throws: ReadError(.broken, "no book: it has no package file")) {
      try DocumentReader().read(Packing.zip([("mimetype", "application/epub+zip")]), as: Self.type)
    }
  }
}
