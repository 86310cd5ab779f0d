import Testing

@testable import courant

@Suite("Tables")
struct TableTests {
  private let key = "the-ministry-of-foreign-affairs-of-the-republic/budget-for-development-cooperation"

  private func table(isWide: Bool = false, total: Int?) -> Table {
    var table = Table(["STATUS", "KEY", "VALUE", "SOURCES"], spareable: ["SOURCES"], isWide: isWide, total: total)
    table.add(Table.Cell("single"), Table.Cell(key), Table.Cell(String(repeating: "v", count: 60)), Table.Cell("a.txt"))
    table.add(Table.Cell("disputed"), Table.Cell("oslo/mayor"), Table.Cell("x"), Table.Cell("b.txt"))
    return table
  }

  @Test("a key is whole at every width", arguments: [20, 40, 60, 80, 100, 120, 200, nil] as [Int?])
  func keys(total: Int?) {
    let lines = table(total: total).lines
    #expect(lines.contains { $0.contains(key) }, "\(lines)")
    #expect(lines.contains { $0.contains("oslo/mayor") })
  }

  @Test("where a row has no room each field has a line, and only what is copied is wider than the terminal")
  func records() {
    let lines = table(total: 60).lines
    #expect(lines[0] == "STATUS  single")
    #expect(lines[1] == "KEY     " + key)
    #expect(lines.filter { $0.count > 60 } == [lines[1]])
    #expect(lines.contains(""))
  }

  @Test("where there is room for keys, the rest is cut to it")
  func shrunk() {
    let lines = table(total: 120).lines
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.count <= 120 })
    #expect(lines[0].hasPrefix("STATUS    KEY"))
  }

  @Test("wide and in a pipe nothing is cut")
  func wide() {
    let values = String(repeating: "v", count: 60)
    #expect(table(isWide: true, total: 40).lines[1].contains("\(values)  a.txt"))
    let piped = table(total: nil).lines
    #expect(piped.count == 2)
    #expect(piped[0] == "single    \(key)  \(values)  a.txt")
  }

  @Test("a cell shows what is invisible, and nothing stands behind the last")
  func cells() {
    var table = Table(["A", "B"], total: nil)
    // The last is U+FDD3, a mark of a colour.
    let mark = String(decoding: [0xEF, 0xB7, 0x93], as: UTF8.self)
    table.add(Table.Cell("x\u{202E}y\u{1B}[31m\(mark)"), Table.Cell(""))
    #expect(table.lines == ["x\\u{202E}y\\u{1B}[31m\\u{FDD3}"])
  }

  @Test("a line shows what is invisible, whoever wrote it")
  func rendered() {
    #expect(Terminal.rendered("a\u{1B}[2Jb\u{202E}c") == "a\\u{1B}[2Jb\\u{202E}c")
    #expect(Terminal.rendered("plain") == "plain")
  }
}
