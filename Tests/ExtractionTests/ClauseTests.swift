import Extraction
import Model
import Testing

/// What verbs govern, who says it and how; sentences are plain, so that they hold with any good model.
@Suite struct ClauseTests {
  private func lines(_ text: String) throws -> [String] {
    try facts(text).map { fact in
      var line = "\(fact.subject.name ?? fact.subject.text) | \(fact.relation.text) | \(fact.object.text)"
      if fact.polarity == .negative { line += " | not" }
      if fact.modality != .asserted { line += " | \(fact.modality.rawValue)" }
      if let attribution = fact.attribution { line += " | says \(attribution.source)" }
      return line
    }
  }

  @Test(arguments: [
    // Complements.
    (
      "Armstrong Industries Inc. agreed in principle to sell its carpet operations.",
      "Armstrong Industries Inc. | agreed to sell | its carpet operations"
    ),
    ("The tool was designed to measure pressure.", "tool | was designed to measure | pressure"),
    ("The minister urged residents to leave the city.", "residents | leave | the city | desired"),
    ("The law allows companies to sell gas.", "companies | sell | gas | possible"),
    ("The mayor ordered the firm to pay a fine.", "firm | pay | a fine | required"),
    (
      "The bank expects the rate to be around 4% next year.",
      "rate | be | around 4% | planned | says bank"
    ),
    ("NASA called the image a discovery.", "image | called | a discovery | says NASA"),
    ("Exports will rise to 257 million euros, then fall by 5%.", "Exports | fall by | 5% | planned"),
    ("The reason is that the city is surrounded by mountains.", "city | is surrounded by | mountains"),
    // What limits the verb is a part of what is said.
    ("The board usually consists of nine members.", "board | usually consists of | nine members"),
    ("Handelsbanken no longer expects a cut.", "Handelsbanken | expects | a cut | not"),
    // Who says it.
    (
      "\"The burden is heavy,\" said Peter Boyd.",
      "Peter Boyd | said | The burden is heavy"
    ),
    ("The machine can run programs, the company said.", "company | said | The machine can run programs"),
    ("The traders, a broker said, were angry about the fees.", "traders | were angry about | the fees | says broker"),
    // Relative clauses, wherever their noun stands.
    (
      "The report covers a takeover of the brewery, which is owned by Peter Boyd.",
      "brewery | is owned by | Peter Boyd"
    ),
    ("The cuts, which amount to 15% of the staff, begin in May.", "cuts | amount to | 15% of the staff"),
    (
      "The source lies at a distance of 12 Mpc, corresponding to a redshift of 0.003.",
      "distance of 12 Mpc | corresponding to | a redshift of 0.003"
    ),
    ("The canal links the Danube with the Rhine.", "canal | links the Danube with | the Rhine"),
    ("The company bought back shares.", "company | bought back | shares"),
    ("At least 23 people died.", "people | died | At least 23 people"),
    ("Anna, one of the crew, repaired the engine.", "Anna | is | one of the crew"),
    (
      "The cost was shared by NASA, the European Space Agency and the Italian Space Agency.",
      "cost | was shared by | the European Space Agency"
    ),
    ("The lake is famous for its clear water.", "lake | is famous for | its clear water"),
  ])
  func reads(_ text: String, _ expected: String) throws {
    let found = try lines(text)
    #expect(found.contains(expected), "\(found)")
  }

  @Test(arguments: [
    // Nobody says what stands behind a semicolon.
    ("Nordwind agreed to buy Vinge; the deal requires approval.", "says Nordwind"),
    // A list is no apposition.
    ("The cost was shared by NASA, the European Space Agency and the Italian Space Agency.", "NASA | is"),
    ("The poster presents the course, its aims and its place in the plan.", "course | is"),
    // What something is the size of, without saying of what.
    ("It is a lake with an area of 68,000 km².", "area | of"),
    // What it becomes is not what it does.
    ("Ghana became the first country to approve the vaccine.", "became to approve"),
    ("The remainder are in other markets, according to the company.", "according"),
    ("For details, see the annex.", "see"),
    ("In fact, delays are not uncommon.", "In fact"),
    ("It was found by the critic, whom she met.", "met | the critic, whom"),
  ])
  func leavesOut(_ text: String, _ wrong: String) throws {
    // Behind a sentence that is surely read, so that what finds nothing at all does not pass.
    let found = try lines("Oslo has 15 districts. \(text)")
    #expect(found.contains { $0.hasPrefix("Oslo | has | 15 districts") }, "\(found)")
    #expect(!found.contains { $0.contains(wrong) }, "\(found)")
  }

  @Test func knowsTheCompanyByWhatCameBefore() throws {
    let found = try lines(
      "Volvo Cars AB cut 3,000 jobs. The company, owned by Geely Holding, withdrew its forecast. The company can appeal to the Court of Justice."
    )
    #expect(found.contains("Volvo Cars AB | withdrew | its forecast"), "\(found)")
    #expect(found.contains { $0.hasPrefix("Volvo Cars AB | can appeal to") }, "\(found)")
  }

  @Test func tellsTheTimeOfAnAmountAndNotOfItsClause() throws {
    let found = try facts("In 2023 net debt fell to 310 million euros from 402 million euros at the end of 2022.")
    let now = try #require(found.first { $0.object.number == 310_000_000 })
    #expect(now.time?.start == Day("2023-01-01"))
    let before = try #require(found.first { $0.object.number == 402_000_000 })
    #expect(before.time?.end == Day("2022-12-31"))
    let first = try facts("Mount Sorrel erupted for the first time since 1937, sending ash into the sky.")
    #expect(!first.isEmpty && first.allSatisfy { $0.time == nil })
  }
}
