import Formats
import Model
import Readers
import Testing

@Suite struct ReaderTests {
  private func error(_ bytes: [UInt8]) -> String? {
    do {
      _ = try PlainTextReader().read(bytes)
      return nil
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    ([0x61, 0x62, 0xFF] as [UInt8], "not UTF-8: byte 0xff at offset 2; convert the document to UTF-8"),
    ([0xC0, 0x80], "not UTF-8: byte 0xc0 at offset 0; convert the document to UTF-8"),
    ([0x61, 0xED, 0xA0, 0x80], "not UTF-8: byte 0xed at offset 1; convert the document to UTF-8"),
    ([0xF5, 0x80, 0x80, 0x80], "not UTF-8: byte 0xf5 at offset 0; convert the document to UTF-8"),
    ([0x61, 0xE2, 0x82], "not UTF-8: byte 0xe2 at offset 1; convert the document to UTF-8"),
    ([0x61, 0x80], "not UTF-8: byte 0x80 at offset 1; convert the document to UTF-8"),
    ([0x61, 0x00, 0x62], "not text: byte 0x00 at offset 1; only plain text can be read as text/plain"),
    ([], "empty document"), ([0x20, 0x0A, 0x0D, 0x09], "empty document"), ([0xEF, 0xBB, 0xBF], "empty document"),
    ([0xC2, 0xA0, 0xE3, 0x80, 0x80], "empty document"),
  ])
  func saysWhatIsWrong(_ bytes: [UInt8], _ message: String) {
    #expect(error(bytes) == message)
  }

  @Test func acceptsAllOfUnicode() {
    #expect(error(Array("aé€😀\u{10FFFF}\u{FFFD}".utf8)) == nil)
    #expect(error(Array((String(repeating: "a", count: 1000) + "é").utf8)) == nil)
  }

  @Test func keepsTheTextAsItIsLessItsMark() throws {
    let body = Array("Title\r\n\r\nIt rose to 5 km in the year 2012.\r\n".utf8)
    #expect(try PlainTextReader().read(body).bytes == body)
    #expect(try PlainTextReader().read([0xEF, 0xBB, 0xBF] + body).bytes == body)
  }

  @Test(arguments: [
    String(repeating: "é", count: 5000), String(repeating: "T", count: 5000),
    (0..<14).map { "Wordofmorethantwentyletters\($0)" }.joined(separator: " "),
  ])
  func cutsALongTitle(_ long: String) throws {
    let body = "The population of Oslo was 5 million people on 1 January 2019."
    let document = try PlainTextReader().read(Array("\(long)\n\n\(body)\n".utf8))
    let title = try #require(document.title)
    #expect(long.hasPrefix(title.dropLast()) && title.hasSuffix("…"))
    #expect((270...TextDocument.maximumTitle).contains(title.utf8.count))
  }

  @Test func findsTitleHeadingsParagraphsAndItems() throws {
    let text = """
      A city by the sea
      Somewhere, 6 March 2023

      The city lies by the sea, and it has
      been there for a long time.

      History

      Nobody knows when it was first settled by anyone.
      - It was large, they say, and very old.
      - It was rich, they say, and very proud.

      """
    let document = try PlainTextReader().read(Array(text.utf8))
    #expect(document.title == "A city by the sea")
    #expect(document.blocks.map(\.kind) == [.title, .masthead, .paragraph, .heading, .paragraph, .item, .item])
    #expect(document.text(in: document.blocks[2].range).hasPrefix("The city lies"))
    #expect(document.text(in: document.blocks[5].range) == "It was large, they say, and very old.")
  }

  @Test func keepsTheMastheadFromTheBody() throws {
    let text =
      "Scientific journal\nJournal of Things\nISSN 2618–7159\nИФ РИНЦ = 0,839\n\n1 1\n\nThe body begins here and goes on for a while.\n"
    let document = try PlainTextReader().read(Array(text.utf8))
    #expect(document.blocks.map(\.kind) == [.masthead, .masthead, .masthead, .masthead, .paragraph])
    #expect(document.title == nil)
  }

  @Test func partsAParagraphWhereALineAboutTheDocumentStandsInIt() throws {
    let odd = "-SSN /618-7159\nVol. 2, It resi\nBssue istnot resi\nB Arrayr  °C."
    let ruled = "# Gop expotthard\n.\n- 57 km long\n- operts "
    for (text, kinds) in [
      (odd, [.title, .masthead, .paragraph]), (ruled, [.title, .item, .item]),
    ] as [(String, [TextDocument.Block.Kind])] {
      let document = try PlainTextReader().read(Array(text.utf8))
      var end = 0
      for block in document.blocks {
        #expect(block.range.lowerBound >= end)
        end = block.range.upperBound
      }
      #expect(document.blocks.map(\.kind) == kinds)
    }
  }

  @Test func takesASentenceForNoMasthead() throws {
    let text =
      "Report\n\nAccepted bids ranged from 8% to 9%.\n\nVolume rose by a tenth in May.\n\nReceived 3 March 2021; accepted 17 May 2021\n"
    let document = try PlainTextReader().read(Array(text.utf8))
    #expect(document.blocks.map(\.kind) == [.title, .paragraph, .paragraph, .masthead])
  }

  @Test func choosesByMediaType() {
    #expect(DocumentReader.canRead(MediaType("text/plain")))
    #expect(DocumentReader.canRead(MediaType("Text/Plain; charset=utf-8")))
    #expect(DocumentReader.canRead(MediaType("text/markdown")))
    #expect(DocumentReader.canRead(MediaType("application/pdf")))
    #expect(!DocumentReader.canRead(MediaType("application/rtf")))
    #expect(!DocumentReader.canRead(MediaType("")))
  }
}
