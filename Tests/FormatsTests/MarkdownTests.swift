import Formats
import Model
import Testing

/// Markdown: the words without the marks, each block as what it is, and where it stood.
@Suite struct MarkdownTests {
  private func read(_ text: String) throws -> TextDocument {
    try DocumentReader().read(Array(text.utf8), as: .markdown)
  }

  private func blocks(_ text: String) throws -> [String] {
    let document = try read(text)
    return document.blocks.map { "\($0.kind.rawValue): \(document.text(in: $0.range))" }
  }

  @Test("a table is read whole letters at a time, where returns end lines as well")
  func returns() throws {
    let table = "| Öre | ü |\n|---|---|\n| é | 2 |\n| ä | 5 |\n"
    for before in ["", "a\r\r\rb\r\r", "Ö\rä\n\n", "> ö\r\r", "\tx\r\n\r\n"] {
      let document = try read("# H\n\n\(before)\n\n\(table)")
      #expect(document.blocks.count { $0.kind == .cell } == 6, "\(before.debugDescription)")
      for block in document.blocks {
        #expect(String(validating: document.bytes[block.range], as: UTF8.self) != nil, "\(before.debugDescription)")
      }
    }
  }

  @Test("a document that is nothing but marks is refused before it takes more memory than a worker has")
  func marks() throws {
    for piece in ["*a ", "[a](", "> ", "a\n\n", "- a\n", "- - ", "1. "] {
      let text = String(repeating: piece, count: 16_000_000 / piece.utf8.count)
      let error = #expect(throws: ReadError.self) { try read(text) }
      #expect(error?.code == .tooLarge, "\(piece)")
    }
    let line =
      "The harbour of Tarvik (built in 1921) is large, and *all* ships - also [new ones](a.html) - visit it.\n\n"
    #expect(try read(String(repeating: line, count: 10_000)).blocks.count == 10_000)
  }

  @Test func readsBlocks() throws {
    let text = """
      # Harbour of Tarvik

      The **port** of [Tarvik](http://example.org "a port") handled *1.2 million
      tonnes* in `2020`. ![A crane](c.png)<br>Next\\
      line.

      ## Lines
      1. To Molde &amp; back.
         - Twice a day.

      > Traffic will double.

      ***
      """
    #expect(
      try blocks(text) == [
        "title: Harbour of Tarvik",
        "paragraph: The port of Tarvik handled 1.2 million tonnes in 2020. A craneNext\nline.", "heading: Lines",
        "item: To Molde & back.", "item: Twice a day.", "quotation: Traffic will double.",
      ]
    )
  }

  @Test func takesOutTheMarksOfNotes() throws {
    let text =
      "The gauge stands at Halden.[^1] It was [built] in 1931 [^b-2].\n\n- Four gates.[^1]\n\n`[^x]` is a class.\n\n"
    #expect(
      try blocks(text + "[^1]: The dam has 12 gates.\n[^b-2]: So says *Holm*.\n") == [
        "paragraph: The gauge stands at Halden. It was [built] in 1931.", "item: Four gates.",
        "paragraph: [^x] is a class.",
        "footnote: The dam has 12 gates.", "footnote: So says Holm.",
      ]
    )
    // libcmark takes a note of one word for the address of a link.
    #expect(try blocks("Halden[^1] has a dam.\n\n[^1]: Ibid.\n") == ["paragraph: Halden has a dam."])
  }

  @Test func leavesOutCode() throws {
    let document = try read("A port.\n\n```swift\nlet x = 1\nlet y = 2\n```\n\n    indented()\n")
    #expect(document.blocks.map(\.kind) == [.paragraph])
    #expect(document.omissions == [Omission(.code, lines: 3)])
  }

  @Test func readsFrontMatter() throws {
    let document = try read(
      "---\r\ntitle: 'A: b'\r\nauthor: [Ida Holm, \"Per Moe\"]\r\ndate: 2021-03-04\r\n---\r\nA port.\r\n"
    )
    #expect(document.metadata.title == "A: b")
    #expect(document.title == "A: b")
    #expect(document.metadata.authors == ["Ida Holm", "Per Moe"])
    #expect(document.metadata.published == "2021-03-04")
    #expect(document.text == "A port.")
    // A line at the beginning, and no end: no front matter.
    #expect(try blocks("---\ntitle: a\n") == ["paragraph: title: a"])
  }

  @Test func readsTables() throws {
    let document = try read("| Port | 2020 |\n|:-----|----:|\n| Tarvik | 1.2 |\n| Molde \\| Sør | |\n")
    let cells = document.blocks.compactMap { block in
      block.cell.map { cell in
        let headers = (cell.rowHeaders + cell.columnHeaders).map(document.text(in:)).joined(separator: "/")
        return "\(cell.row),\(cell.column) \(document.text(in: block.range)) [\(headers)]"
      }
    }
    #expect(
      cells == ["0,0 Port []", "0,1 2020 []", "1,0 Tarvik [Port]", "1,1 1.2 [Tarvik/2020]", "2,0 Molde \\| Sør [Port]"]
    )
  }

  @Test func saysWhereABlockStood() throws {
    let text = "Første *linje*.\n\n- En vare.\n"
    let document = try read(text)
    let bytes = Array(text.utf8)
    let places = document.blocks.map { block -> String in
      guard case .bytes(let range) = document.places.place(of: block.range) else { return "" }
      return String(decoding: bytes[range], as: UTF8.self)
    }
    #expect(places == ["Første *linje*.", "En vare."])
  }

  @Test func refusesWhatIsEmpty() {
    #expect(throws: ReadError(.empty, "empty document")) { try read("[a]: http://example.org\n") }
  }

  /// Deep and long nesting takes neither the stack nor more than linear time.
  @Test(.timeLimit(.minutes(10)), arguments: [">", "- ", "[", "*a_", "`", "<!--", "![", "| a |\n|-|\n", "  \n"])
  func isNotHurtByNesting(_ mark: String) throws {
    let text = String(repeating: mark, count: 60_000) + "\n\nA port.\n"
    _ = try? read(text)
  }
}
