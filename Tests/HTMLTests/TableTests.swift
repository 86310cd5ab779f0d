import Model
import Testing

@testable import HTML

struct TableTests {
  private func cells(_ document: TextDocument) -> [String] {
    document.blocks.compactMap { block in
      block.cell.map { cell in
        let rows = cell.rowHeaders.map { document.text(in: $0) }.joined(separator: "/")
        let columns = cell.columnHeaders.map { document.text(in: $0) }.joined(separator: "/")
        return
          "\(cell.row),\(cell.column) \(document.text(in: block.range)) [\(rows)] [\(columns)]\(cell.isHeader ? " h" : "")"
      }
    }
  }

  @Test func cellsKnowTheirHeaders() throws {
    let document = try read(
      site(
        """
        <table><caption>Prices of timber</caption><thead><tr><th>Wood</th><th>2023</th><th>2024</th></tr></thead>
        <tbody><tr><th scope="row">Oak</th><td>410</td><td>455</td></tr>
        <tr><th scope="row">Larch</th><td>250</td><td>262</td></tr></tbody></table>
        """
      )
    )
    #expect(
      cells(document) == [
        "0,0 Wood [] [] h", "0,1 2023 [] [] h", "0,2 2024 [] [] h", "1,0 Oak [] [Wood] h", "1,1 410 [Oak] [2023]",
        "1,2 455 [Oak] [2024]", "2,0 Larch [] [Wood] h", "2,1 250 [Larch] [2023]", "2,2 262 [Larch] [2024]",
      ]
    )
    #expect(document.texts(.caption) == ["Prices of timber"])
    let caption = document.blocks.first { $0.kind == .caption }?.range
    #expect(document.blocks.filter { $0.cell != nil }.allSatisfy { $0.cell?.caption == caption })
    #expect(document.text.contains("Wood\n2023\n2024\nOak\n410"))
  }

  // Unstructured#4469, jgm/pandoc#8408
  @Test func spanningCellsStandInEachPlaceThatTheyCover() throws {
    let document = try read(
      site(
        """
        <table><tr><th rowspan="2">Wood</th><th colspan="2">Price in crowns</th></tr><tr><th>2023</th><th>2024</th></tr>
        <tr><td rowspan="2">Oak</td><td>410</td><td>455</td></tr><tr><td>390</td><td>440</td></tr></table>
        """
      )
    )
    #expect(
      cells(document) == [
        "0,0 Wood [] [] h", "0,1 Price in crowns [] [] h", "1,1 2023 [] [Price in crowns] h",
        "1,2 2024 [] [Price in crowns] h", "2,0 Oak [] [Wood]", "2,1 410 [Oak] [Price in crowns/2023]",
        "2,2 455 [Oak] [Price in crowns/2024]", "3,1 390 [Oak] [Price in crowns/2023]",
        "3,2 440 [Oak] [Price in crowns/2024]",
      ]
    )
  }

  @Test func theFirstRowHeadsATableThatMarksNone() throws {
    let rows =
      "<tr><td>Port</td><td>Boats</td></tr><tr><td>Varde</td><td>64</td></tr><tr><td>Halden</td><td>21</td></tr>"
    #expect(
      cells(try read(site("<table>\(rows)</table>"))) == [
        "0,0 Port [] [] h", "0,1 Boats [] [] h", "1,0 Varde [] [Port]", "1,1 64 [Varde] [Boats]",
        "2,0 Halden [] [Port]",
        "2,1 21 [Halden] [Boats]",
      ]
    )
    let years = "<tr><td></td><td>2023</td><td>2024</td></tr><tr><td>Oak</td><td>410</td><td>455</td></tr>"
    #expect(cells(try read(site("<table>\(years)</table>"))).contains("1,2 455 [Oak] [2024]"))
    // Words over words head nothing, and running text is no data.
    let names = "<tr><td>Ida</td><td>Oslo</td></tr><tr><td>Per</td><td>Bergen</td></tr>"
    #expect(cells(try read(site("<table>\(names)</table>"))).allSatisfy { !$0.hasSuffix("h") })
    let layout = "<table><tr><td>News</td><td>Sport</td></tr><tr><td>Latest</td><td>\(prose)</td></tr></table>"
    #expect(try read(layout).texts(.cell).isEmpty)
  }

  @Test func aTableThatLaysOutThePageGivesParagraphs() throws {
    let inner = "<table><tr><td>Tel.</td><td>12 34</td></tr></table>"
    let document = try read("<table><tr><td>\(prose)\(inner)</td><td>\(prose2)</td></tr></table>")
    #expect(document.texts(.paragraph).count >= 4)
    #expect(document.blocks.allSatisfy { $0.cell?.table ?? 0 == 0 })
    let second = try read("<table role=\"presentation\"><tr><td>\(prose)</td></tr><tr><td>\(prose2)</td></tr></table>")
    #expect(second.texts(.cell).isEmpty)
  }

  @Test func hugeSpansCostNothing() throws {
    let row = "<tr><td colspan=1000000 rowspan=99999999>Oak</td><td>12</td></tr>"
    let document = try read(site("<table>\(String(repeating: row, count: 300))</table>"))
    #expect(document.title == "Pier to be repaired")
  }

  @Test func severalTablesAreCounted() throws {
    let table = "<table><tr><th>Quay</th><th>Depth</th></tr><tr><td>North</td><td>6 m</td></tr></table>"
    let document = try read(
      site(table + "<p>The western quays are in another table, below this paragraph.</p>" + table)
    )
    #expect(document.blocks.compactMap { $0.cell?.table } == [0, 0, 0, 0, 1, 1, 1, 1])
  }
}
