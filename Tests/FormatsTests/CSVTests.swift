import Formats
import Model
import Testing

/// Tables in text: marks, quotes, headers, and where each cell stood.
@Suite struct CSVTests {
  private func cells(_ text: String) throws -> [String] {
    let document = try DocumentReader().read(Array(text.utf8), as: MediaType(essence: "text/csv"))
    return document.blocks.map { block in
      let headers = ((block.cell?.rowHeaders ?? []) + (block.cell?.columnHeaders ?? [])).map(document.text(in:))
      return "\(document.text(in: block.range)) [\(headers.joined(separator: "/"))]"
    }
  }

  @Test(arguments: [
    "Port,2019,2020\nTarvik,1,2\n", "Port;2019;2020\r\nTarvik;1;2\r\n", "Port\t2019\t2020\nTarvik\t1\t2",
    "\"Port\",\"2019\", \"2020\"\n\n\"Tarvik\" ,1,2\n", "Port|2019|2020\nTarvik|1|2\n",
  ])
  func findsTheMark(_ text: String) throws {
    #expect(
      try cells(text) == ["Port []", "2019 []", "2020 []", "Tarvik [Port]", "1 [Tarvik/2019]", "2 [Tarvik/2020]"]
    )
  }

  @Test func takesNumbersThatStandOnceForNames() throws {
    #expect(try cells("Version,Downloads\n3.1,400\n3.2,900\n").suffix(2) == ["3.2 [Version]", "900 [3.2/Downloads]"])
    #expect(try cells("Width,Height\n3,400\n3,900\n").suffix(2) == ["3 [Width]", "900 [Height]"])
  }

  @Test func readsQuotes() throws {
    #expect(
      try cells("Name,Note,Size\n\"Berg, Ida\",\"says \"\"no\"\"\nand goes\",3\n") == [
        "Name []", "Note []", "Size []", "Berg, Ida [Name]", "says \"no\"\nand goes [Berg, Ida/Note]",
        "3 [Berg, Ida/Size]",
      ]
    )
    // A quote that nobody closes is a quote.
    #expect(try cells("A,B\n\"x,1\ny,2\n").contains("2 [y/B]"))
  }

  @Test func keepsDecimalCommasWhole() throws {
    #expect(try cells("Port;Cargo\nTarvik;1,2\nMolvik;0,4\n").contains("1,2 [Tarvik/Cargo]"))
  }

  @Test func countsTheRecordsThatAreTooMany() throws {
    let rows = (0..<20_003).map { "Town \($0),\($0)\n" }.joined()
    let document = try DocumentReader().read(Array(("Town,Size\n" + rows).utf8), as: MediaType(essence: "text/csv"))
    #expect(document.omissions == [Omission(.rows, lines: 4)])
  }

  @Test func saysWhereACellStood() throws {
    let document = try DocumentReader().read(Array("A,B\nx,1\n".utf8), as: MediaType(essence: "text/csv"))
    let last = try #require(document.blocks.last)
    #expect(document.places.place(of: last.range) == .cell(row: 2, column: 2))
  }

  @Test func readsLongTextAsProse() throws {
    let prose = "The ferry Sorrel ran aground near Tarvik on Monday with 112 passengers on board. "
    let document = try DocumentReader().read(
      Array("Day,Report\n1,\"\(String(repeating: prose, count: 4))\"\n".utf8),
      as: MediaType(essence: "text/csv")
    )
    #expect(document.blocks.last?.kind == .paragraph)
  }

  @Test(.timeLimit(.minutes(10))) func isLinear() throws {
    for piece in ["\"", ",", "\"a", "a;b|c\t", "\n\""] {
      _ = try? DocumentReader().read(
        Array(String(repeating: piece, count: 300_000).utf8),
        as: MediaType(essence: "text/csv")
      )
    }
  }
}
