import Formats
import Interpretation
import Model
import Testing

/// What the cells of tables state.
@Suite struct TableFactTests {
  private func facts(_ text: String, _ type: String = "text/csv") throws -> [String] {
    try English.extractor().extract(Array(text.utf8), uri: "file:a", mediaType: type).facts.map { fact in
      let number = fact.object.number.map { "\($0)" } ?? ""
      let unit = fact.object.unit.map { " \($0)" } ?? ""
      let time = fact.time?.start.map { " \($0.description.prefix(4))" } ?? ""
      return "\(fact.key): \(number)\(unit)\(time)"
    }
  }

  @Test func takesUnitsAndYearsFromHeaders() throws {
    #expect(
      try facts("Country;GDP (US$ bn);Area, km²;Share (%)\nNorway;482;385,207;12\nTarvik;4.5;31;0.5\n") == [
        "norway/gdp: 482000000000.0 USD", "norway/area: 385207.0 km²", "norway/share: 12.0 %",
        "tarvik/gdp: 4500000000.0 USD",
        "tarvik/area: 31.0 km²", "tarvik/share: 0.5 %",
      ]
    )
  }

  @Test func takesUnitsThatAreWrittenTogether() throws {
    #expect(
      try facts("Region,Revenue (£m),Costs (NOKm),Debt (US$bn)\nNorth,512,12,1.5\nSouth,410,14,2\n") == [
        "north/revenue: 512000000.0 GBP", "north/costs: 12000000.0 NOK", "north/debt: 1500000000.0 USD",
        "south/revenue: 410000000.0 GBP", "south/costs: 14000000.0 NOK", "south/debt: 2000000000.0 USD",
      ]
    )
    #expect(
      try facts("Key figures (NOK million unless stated),2023,2024\nRevenue,2318,2410\nEBITDA,611,(574)\n") == [
        "revenue/is: 2318000000.0 NOK 2023", "revenue/is: 2410000000.0 NOK 2024", "ebitda/is: 611000000.0 NOK 2023",
        "ebitda/is: -574000000.0 NOK 2024",
      ]
    )
  }

  @Test func takesATimeBehindAnAttribute() throws {
    #expect(
      try facts("Country,Unemployment rate 2024 (%),Population in June 2025,Exports (2023)\nAustria,5.2,9100000,12\n")
        == [
          "austria/unemployment-rate: 5.2 % 2024", "austria/population: 9100000.0 2025", "austria/exports: 12.0 2023",
        ]
    )
    // What a row is called has its year as part of its name.
    #expect(
      try facts("Event,Visitors\nSummer Games 2012,1100000\nWorld Expo 2010,73000000\n") == [
        "summer-games-2012/visitors: 1100000.0", "world-expo-2010/visitors: 73000000.0",
      ]
    )
  }

  @Test func takesTheMeasureFromTheCorner() throws {
    #expect(
      try facts("GDP (USD bn),2022,2023\nAustria,520,510\nBelgium,480,470\n") == [
        "austria/gdp: 520000000000.0 USD 2022", "austria/gdp: 510000000000.0 USD 2023",
        "belgium/gdp: 480000000000.0 USD 2022", "belgium/gdp: 470000000000.0 USD 2023",
      ]
    )
  }

  @Test func takesNamesFromColumnsWhereRowsAreTimes() throws {
    #expect(
      try facts("year,unemployment rate (%),GDP (USD bn)\n2021,4.4,490.3\n2022,3.2,593.7\n") == [
        "unemployment-rate/is: 4.4 % 2021", "gdp/is: 490300000000.0 USD 2021", "unemployment-rate/is: 3.2 % 2022",
        "gdp/is: 593700000000.0 USD 2022",
      ]
    )
    // Of what 12 is, nothing says.
    #expect(try facts("Year,North,South\n2021,12,14\n2022,13,15\n").isEmpty)
    #expect(try facts("Year,North (€m),South (€m)\n2021,12,14\n2022,13,15\n").isEmpty)
    func page(_ caption: String, _ columns: String) -> String {
      let cells =
        "<tr><td>2021</td><td>81,000</td><td>90,100</td></tr><tr><td>2022</td><td>96,300</td><td>90,400</td></tr>"
      return "<table><caption>\(caption)</caption><tr><th>Year</th>\(columns)</tr>\(cells)</table>"
    }
    #expect(
      try facts(page("Halden Museum by year", "<th>Visitors</th><th>Members</th>"), "text/html").filter {
        !$0.hasPrefix("document/")
      } == [
        "halden-museum/visitors: 81000.0 2021", "halden-museum/members: 90100.0 2021",
        "halden-museum/visitors: 96300.0 2022", "halden-museum/members: 90400.0 2022",
      ]
    )
    // A caption that is a measure does not own the columns, and a total is not a place.
    #expect(
      try facts(page("Exports by year", "<th>Norway</th><th>Sweden</th>"), "text/html").allSatisfy {
        $0.hasPrefix("document/")
      }
    )
    #expect(
      try facts(page("Population", "<th>Tarvik</th><th>Total</th>"), "text/html").filter { !$0.hasPrefix("document/") }
        == [
          "tarvik/population: 81000.0 2021", "tarvik/population: 96300.0 2022",
        ]
    )
    #expect(
      try facts(page("Population", "<th>Tarvik</th><th>Halden</th>"), "text/html").filter { !$0.hasPrefix("document/") }
        == [
          "tarvik/population: 81000.0 2021", "halden/population: 90100.0 2021", "tarvik/population: 96300.0 2022",
          "halden/population: 90400.0 2022",
        ]
    )
  }

  @Test func namesRowsThatHaveNothingButANumber() throws {
    let rows = [("3.1", "2 May 2023", "1 May 2025", "1200"), ("3.2", "4 June 2024", "3 June 2026", "900")]
      .map { "<tr><td>\($0)</td><td>\($1)</td><td>\($2)</td><td>\($3)</td></tr>" }.joined()
    let head = "<tr><th>Version</th><th>Released</th><th>End of support</th><th>Downloads</th></tr>"
    let found = try English.extractor()
      .extract(Array("<table>\(head)\(rows)</table>".utf8), uri: "file:a", mediaType: "text/html").facts
    #expect(
      found.map { "\($0.key): \($0.object.start?.description ?? $0.object.text)" } == [
        "version-3-1/released: 2023-05-02", "version-3-1/end-of-support: 2025-05-01", "version-3-1/downloads: 1200",
        "version-3-2/released: 2024-06-04", "version-3-2/end-of-support: 2026-06-03", "version-3-2/downloads: 900",
      ]
    )
    // When a game was is said beside its figures, and is no figure of the club.
    #expect(
      try facts("Club,Date,Attendance\nTarvik FC,2 May 2023,1200\nHalden FC,9 May 2023,1400\n") == [
        "tarvik-fc/attendance: 1200.0 2023", "halden-fc/attendance: 1400.0 2023",
      ]
    )
    // A rank names nothing.
    #expect(try facts("Rank,Downloads\n1,1200\n2,900\n").isEmpty)
  }

  @Test func takesTheNameBehindARank() throws {
    #expect(
      try facts("Pos,Club,Played,Points\n1,Harbour City,12,30\n2,Milton Rovers,12,25\n") == [
        "harbour-city/played: 12.0", "harbour-city/points: 30.0", "milton-rovers/played: 12.0",
        "milton-rovers/points: 25.0",
      ]
    )
  }

  @Test func takesTheAttributeFromTheCaption() throws {
    let page = """
      <html><body><h1>Cargo</h1><p>The ports of the coast handled more cargo than ever before, as the table of the authority shows.</p>
      <table><caption>Cargo, tonnes</caption><tr><th>Port</th><th>2019</th><th>2020</th></tr>
      <tr><td>Tarvik</td><td>1,100</td><td>1,200</td></tr><tr><td>Molvik</td><td>400</td><td>–</td></tr></table></body></html>
      """
    #expect(
      try facts(page, "text/html").filter { $0.contains("cargo") } == [
        "tarvik/cargo: 1100.0 t 2019", "tarvik/cargo: 1200.0 t 2020", "molvik/cargo: 400.0 t 2019",
      ]
    )
  }

  @Test func saysNothingOfCellsThatAreNoValues() throws {
    #expect(try facts("Name,Office,Room\nIda Holm,Director,\nPer Moe,Clerk,by the stairs\n") == [])
    // No name to stand under, or a unit that is none.
    #expect(try facts("2019,2020\n1,2\n3,4\n") == [])
    #expect(try facts("Ship,Speed (rating)\nSorrel,3\n") == [])
  }

  @Test func leavesCountsAndRatiosOutOfTheUnitOfAllOthers() throws {
    let rows = """
      Revenue,412.7,377.6\nFuel costs,(121.0),(98.5)\nEmployees,2140,2010\nMargin (%),7.6,10.6\nEarnings per share (EUR),0.91,1.4
      Dividend per share (cents),35,40\nGrowth,9,\n
      """
    #expect(
      try facts("Item,2024 (EUR m),2023 (EUR m)\n" + rows) == [
        "revenue/is: 412700000.0 EUR 2024", "revenue/is: 377600000.0 EUR 2023", "fuel-costs/is: -121000000.0 EUR 2024",
        "fuel-costs/is: -98500000.0 EUR 2023", "employees/is: 2140.0 2024",
        "employees/is: 2010.0 2023",
        "margin/is: 7.6 % 2024", "margin/is: 10.6 % 2023", "earnings-per-share/is: 0.91 EUR 2024",
        "earnings-per-share/is: 1.4 EUR 2023", "dividend-per-share/is: 0.35 EUR 2024",
        "dividend-per-share/is: 0.4 EUR 2023",
      ]
    )
    #expect(
      try facts("€ million;2024\nRevenue;412.7\nStaff;2140\n") == [
        "revenue/is: 412700000.0 EUR 2024", "staff/is: 2140.0 2024",
      ]
    )
  }

  @Test func takesACaptionForAnAttributeUnlessItIsThatOfAReport() throws {
    func page(_ caption: String, _ row: String, _ cell: String) -> String {
      "<p>The office has put the figures of the year together, as it does every year.</p><table><caption>\(caption)</caption>"
        + "<tr><th></th><th>2019</th></tr><tr><th>\(row)</th><td>\(cell)</td></tr><tr><th>Molvik</th><td>7</td></tr></table>"
    }
    func first(_ caption: String, _ row: String, _ cell: String) throws -> String? {
      try facts(page(caption, row, cell), "text/html").first { $0.hasSuffix(" 2019") }
    }
    #expect(try first("Table 3: Exports, € million", "Norway", "482") == "norway/exports: 482000000.0 EUR 2019")
    #expect(try first("Income statement (€ million)", "Fuel costs", "(121)") == "fuel-costs/is: -121000000.0 EUR 2019")
    #expect(try first("Population (thousands)", "Median age (years)", "41") == "median-age/is: 41.0 year 2019")
  }

  @Test func readsACommaInAQuotationAsSomebodyElses() throws {
    for text in [
      "The town has 31,200 inhabitants.\n\nA coffee costs 2,5 euros.",
      "The town has 31,200 inhabitants. The paper wrote \"3,5 Prozent\" and \"62,4 Millionen\".",
    ] {
      #expect(try facts(text, "text/plain").contains { $0.contains(": 31200.0") }, "\(text)")
    }
    #expect(
      try facts("The town has 3,120 houses. It paid 2,5 euros, 3,5 euros and 16,8 euros.", "text/plain").contains {
        $0.contains("3.12 house")
      }
    )
  }

  @Test func takesNoDayOfARowForItsDocuments() throws {
    let text = "Town;Grant (EUR);Date\nTarvik;1200;2024-11-30\nMolvik;900;2024-12-01\n"
    #expect(
      try English.extractor().extract(Array(text.utf8), uri: "file:a", mediaType: "text/csv").document.date == nil
    )
  }

  @Test func takesDaysOfWhatHappensOnceAndTimesOfColumns() throws {
    let found = try English.extractor().extract(
      Array("Ship,Built,Crew\nSorrel,3 May 1999,12\nIda,1904,9\nTotal,,21\n".utf8),
      uri: "file:a",
      mediaType: "text/csv"
    ).facts
    #expect(
      found.map { "\($0.key) \($0.object.start?.description ?? "") \($0.object.number ?? 0)" } == [
        "sorrel/built 1999-05-03 0.0", "sorrel/crew  12.0", "ida/built 1904-01-01 0.0", "ida/crew  9.0",
      ]
    )
    #expect(try facts("Port,Month,Ships\nTarvik,2019-05-01,12\n") == ["tarvik/ships: 12.0 2019"])
    #expect(
      try facts("Port,Loss (EUR m),Guests (thousands)\nTarvik,-3,1.5\n") == [
        "tarvik/loss: -3000000.0 EUR", "tarvik/guests: 1500.0",
      ]
    )
  }

  @Test func belongsToItsDocumentUnlessEverybodyKnowsIt() throws {
    let found = try English.extractor().extract(
      Array("Country,Population\nNorway,5400000\nTarvik,4200\n".utf8),
      uri: "file:a",
      mediaType: "text/csv"
    ).facts
    #expect(found.map(\.subject.scope) == [.named, .local])
    #expect(found.map(\.evidence.text) == ["Norway\n5400000", "Tarvik\n4200"])
  }
}
