import Evaluation
import Extraction
import Foundation
import Interpretation
import Language
import Model
import Testing

/// Rules that look at more than one word of the tree; sentences are plain, so that they hold with any good model.
@Suite struct RuleTests {
  private func lines(_ text: String) throws -> [String] {
    try facts(text).map { "\($0.subject.name ?? $0.subject.text) | \($0.relation.text) | \($0.object.text)" }
  }

  /// The days of a time, as they are compared.
  private func days(_ fact: Fact?) -> String {
    "\(fact?.time?.start?.description ?? "-")…\(fact?.time?.end?.description ?? "-")"
  }

  @Test func keepsClausesBehindASemicolonApart() throws {
    let found = try lines("Russia exports oil to Japan; in 2015 the bank opened an office in Tokyo.")
    #expect(found.contains { $0.hasPrefix("Russia | exports | oil") })
    #expect(found.contains { $0.contains("bank | opened | an office") })
    #expect(!found.contains { $0.hasPrefix("Russia | opened") })
  }

  @Test func fillsGapsOfTwoAmounts() throws {
    let found = try lines("Exports rose 3% to 5 billion euros and imports 4% to 6 billion euros.")
    #expect(
      Set(found).isSuperset(of: [
        "Exports | rose | 3%", "Exports | rose to | 5 billion euros", "imports | rose | 4%",
        "imports | rose to | 6 billion euros",
      ]),
      "\(found)"
    )
  }

  @Test func readsAmountsOfTheYearBefore() throws {
    let found = try facts(
      "In 2012 net sales rose by 5% to 40 million euros, compared with 38 million euros a year earlier."
    )
    let before = try #require(found.first { $0.object.number == 38_000_000 })
    #expect(before.relation.lemma == "be")
    #expect(days(before) == "2011-01-01…2011-12-31")
    let bracket = try facts("Net profit reached 20 million euros (2011: 18 million euros).")
    let earlier = try #require(bracket.first { $0.object.number == 18_000_000 })
    #expect(days(earlier) == "2011-01-01…2011-12-31")
    #expect(earlier.key.description == "net-profit/is")
  }

  @Test func readsRangesAndSecondReadings() throws {
    let found = try lines(
      "The distance is about 410 km (range 230–570 km). Exports reached 777 billion euros, i.e. 58.5% of the total."
    )
    #expect(found.contains { $0.hasSuffix("| range | 230–570 km") }, "\(found)")
    #expect(found.contains { $0.hasPrefix("Exports | reached | 58.5%") }, "\(found)")
  }

  @Test func countsWhatFollowsACountedNoun() throws {
    let found = try lines("Two companies, Nokia and Siemens, signed the contract.")
    #expect(found.contains("Nokia | signed | the contract"), "\(found)")
    #expect(found.contains("Siemens | signed | the contract"), "\(found)")
  }

  @Test func readsWhatStandsBeforeItsVerb() throws {
    let found = try lines("Among the guests was Peter Higgs.")
    #expect(found.contains("Peter Higgs | was among | the guests"), "\(found)")
  }

  @Test func tellsNoTimeOfOneEventToAnother() throws {
    let found = try facts(
      "The probe landed on Titan on 14 January 2005. It carried six instruments. The crew sold three maps."
    )
    let others = found.filter { $0.relation.lemma == "carry" || $0.relation.lemma == "sell" }
    #expect(Set(others.map(\.relation.lemma)) == ["carry", "sell"])
    #expect(others.allSatisfy { $0.time == nil })
  }

  @Test func tellsTheYearOfAParagraphToItsAmounts() throws {
    let found = try facts("In 2018 about 10 million people fell ill. Men accounted for 57% of the cases.")
    let share = try #require(found.first { $0.object.kind == .percent })
    #expect(days(share) == "2018-01-01…2018-12-31")
  }

  @Test func resolvesRoles() throws {
    let found = try lines(
      "Reykjavík is the capital of Iceland. The city lies on a bay. Its main exports are fish and aluminium."
    )
    #expect(found.contains("Reykjavík | lies on | a bay"), "\(found)")
    let named = try lines("The University of Oslo opened in 1811. The university has 28,000 students.")
    #expect(named.contains { $0.hasPrefix("University of Oslo | has | 28,000 students") }, "\(named)")
  }

  @Test func resolvesAPronounByWhatStandsBeforeIt() throws {
    let found = try lines("Maria Smith founded the school. She met the painter John Miller.")
    #expect(found.contains { $0.hasPrefix("Maria Smith | met") }, "\(found)")
    #expect(!found.contains { $0.hasPrefix("John Miller | met") })
  }

  @Test func ownsWhatItsOwnerOwns() throws {
    let found = try facts("Russia's main exports to Japan are oil and coal. Its main imports from Japan are cars.")
    #expect(found.last?.key.entity == "russia")
  }

  @Test func namesWhatDescriptionsStandFor() throws {
    let found = try lines("The largest plant, Laukna Solar Park, has 420,000 panels. It cost €210 million.")
    #expect(found.contains("Laukna Solar Park | has | 420,000 panels"), "\(found)")
    #expect(found.contains("Laukna Solar Park | cost | €210 million"), "\(found)")
    let lake = try lines("Lake Geneva, the largest lake in the Alps, covers 580 square kilometres.")
    #expect(lake.contains("Lake Geneva | covers | 580 square kilometres"), "\(lake)")
  }

  @Test func speaksOfTheMainClauseNext() throws {
    let found = try lines(
      "The Court of Appeal ruled that Halden Water plc must repay the customers. It upheld a decision."
    )
    #expect(found.contains { $0.hasPrefix("Court of Appeal | upheld") }, "\(found)")
    let ruled = try facts("The Court of Appeal ruled that Halden Water plc must repay the customers.")
    let repaid = try #require(ruled.first { $0.relation.lemma == "repay" })
    #expect(repaid.attribution?.source == "Court of Appeal")
    #expect(repaid.modality == .required)
  }

  @Test func tellsTheFormerFromTheLatter() throws {
    let found = try lines(
      "Virgo and LIGO are detectors. The former stands near Pisa, and the latter stands in Louisiana."
    )
    #expect(found.contains { $0.hasPrefix("Virgo | stands near | Pisa") }, "\(found)")
    #expect(found.contains { $0.hasPrefix("LIGO | stands in | Louisiana") }, "\(found)")
  }

  @Test func readsCompaniesAsOneWord() throws {
    let found = try facts("Fjord Holding ASA sold its yard to Bosch GmbH. Apple Inc. paid $3 billion in 2014.")
    #expect(found.map { $0.subject.entity } == ["fjord-holding", "fjord-holding", "apple"])
    #expect(found.map(\.object.number).last == 3_000_000_000)
  }

  @Test func completesNamesByTheirAcronyms() throws {
    let found = try facts(
      "The Institute of Volcanology and Seismology (IVS) was founded in 1952. According to the IVS, the volcano is quiet."
    )
    #expect(found.last?.attribution?.source == "Institute of Volcanology and Seismology")
  }

  @Test func tellsOfSentencesThatWereCut() throws {
    let text = String(repeating: "Japan exports cars and ", count: 300)
    let extraction = try English.extractor().extract(Array(text.utf8), uri: "file:a", mediaType: "text/plain")
    #expect(
      extraction.notes == ["sentences longer than 500 words were cut in 2 places, the first at byte 2874 of the text"]
    )
    #expect(
      try English.extractor().extract(Array("It is 5 km.".utf8), uri: "file:a", mediaType: "text/plain").notes == []
    )
  }

  @Test func leavesOutWhatItIsLessSureOf() throws {
    // No reader is sure of the second sentence.
    let text = Array("Japan imports gas. The old man the boats, and the horse raced past the barn fell.".utf8)
    let sure = EnglishExtractor(
      model: try English.model(),
      coreference: try English.coreference(),
      minimumConfidence: 0.99
    )
    let none = try sure.extract(text, uri: "file:a", mediaType: "text/plain")
    #expect(none.facts.isEmpty)
    let all = EnglishExtractor(model: try English.model(), coreference: try English.coreference(), minimumConfidence: 0)
    let found = try all.extract(text, uri: "file:a", mediaType: "text/plain").facts
    #expect(found.allSatisfy { (0.01...0.99).contains($0.confidence) })
    let named = try #require(found.first { $0.subject.entity == "japan" })
    let others = found.filter { $0.subject.entity != "japan" }
    #expect(!others.isEmpty && others.allSatisfy { $0.confidence < named.confidence }, "\(found)")
    // What was left out is counted where nothing is left.
    #expect(none.reason == "no facts in 2 sentences but \(found.count) below the least confidence")
    #expect(try all.extract(text, uri: "file:a", mediaType: "text/plain").reason == nil)
  }
}

@Suite struct ConfidenceTrainerTests {
  @Test func learnsWhichMarksSpeakAgainstAFact() {
    let examples = (0..<200).map { number in
      ConfidenceTrainer.Example(
        marks: number.isMultiple(of: 2) ? ["good"] : ["bad"],
        isRight: number.isMultiple(of: 2) || number % 10 == 1,
        document: number % 5
      )
    }
    let trainer = ConfidenceTrainer(examples, ridge: 1)
    #expect(trainer.probability(["good"]) > 0.9)
    #expect(trainer.probability(["bad"]) < 0.3)
    #expect(trainer.probability(["never seen"]) == trainer.probability([]))
    let held = ConfidenceTrainer.held(examples, ridge: 1)
    #expect(held.count == 200 && held[0] > 0.8 && held[1] < 0.4)
  }
}
