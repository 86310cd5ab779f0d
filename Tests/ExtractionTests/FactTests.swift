import Coreference
import Extraction
import Interpretation
import Language
import Model
import Testing

/// The English model, opened once.
enum English {
  private static let opened = Result { try LanguageModel.installed("en") }

  private static let openedExtractor = Result { EnglishExtractor(model: try model(), coreference: try coreference()) }
  private static let openedCoreference = Result { try CoreferenceModel.installed("en") }

  static func model() throws -> LanguageModel { try opened.get() }

  static func coreference() throws -> CoreferenceModel { try openedCoreference.get() }

  static func extractor() throws -> EnglishExtractor { try openedExtractor.get() }
}

/// The facts of a text.
func facts(_ text: String) throws -> [Fact] {
  try English.extractor().extract(Array(text.utf8), uri: "file:a.txt", mediaType: "text/plain").facts
}

private func short(_ facts: [Fact]) -> [String] {
  facts.map { "\($0.subject.name ?? $0.subject.text) | \($0.relation.text) | \($0.object.text)" }
}

@Suite struct FactTests {
  @Test func readsTheTradeVolumeExactly() throws {
    let text =
      "Russia and Japan trade. Russia sells oil to Japan. In 2012 the trade volume reached 33.5 billion U.S. dollars."
    let extraction = try English.extractor().extract(Array(text.utf8), uri: "file:a.txt", mediaType: "text/plain")
    let last = try #require(extraction.facts.last)
    #expect(last.confidence > 0.7)
    let expected = Fact(
      subject: Fact.Subject(text: "the trade volume", name: "trade volume", entity: nil),
      relation: Fact.Relation(text: "reached", lemma: "reach"),
      object: Value(text: "33.5 billion U.S. dollars", kind: .money, number: 33_500_000_000, unit: "USD"),
      key: Key(entity: "trade-volume", attribute: "is"),
      time: Interval(text: "In 2012", start: Day("2012-01-01"), end: Day("2012-12-31")),
      context: ["japan", "russia"],
      evidence: Evidence(
        text: "In 2012 the trade volume reached 33.5 billion U.S. dollars.",
        start: 51,
        end: 110,
        source: .bytes(51..<110)
      ),
      confidence: last.confidence,
      document: Document(uri: "file:a.txt", digest: Digest(of: Array(text.utf8))),
      extractor: "courant-en/1.14.0"
    )
    #expect(last == expected)
    #expect(extraction.text == text)
  }

  @Test func splitsAListIntoItsMembers() throws {
    let found = try facts(
      "Main Russian exports to Japan are crude oil and oil products; black coal; and ferrous alloy."
    )
    #expect(found.map(\.object.text) == ["crude oil", "oil products", "black coal", "ferrous alloy"])
    #expect(Set(found.map(\.key.description)) == ["russia/export-to-japan"])
  }

  @Test func meetsInWhatACountryExports() throws {
    let found = try facts("Russia's main exports to Japan are crude oil, black coal and platinum.")
    #expect(found.map(\.object.text) == ["crude oil", "black coal", "platinum"])
    #expect(Set(found.map(\.key.description)) == ["russia/export-to-japan"])
  }

  @Test func readsANamedKeyUnderNoContext() throws {
    let text =
      "Iceland and Reykjavík grow. Iceland likes Reykjavík. The population of Reykjavík was 139,000. Russian exports were $5 billion."
    let found = try facts(text).filter { $0.object.number != nil }
    #expect(found.map(\.key.description) == ["reykjavik/population", "russia/export"])
    #expect(found.allSatisfy { $0.context.isEmpty && $0.subject.entity == nil })
  }

  @Test func readsADemonymBehindAPreposition() throws {
    let found = try facts("Sales of German cars rose to 5 million units.")
    #expect(found.map(\.key.description) == ["sales-of-german-cars/is"])
  }

  @Test func neverSplitsBetween() throws {
    let found = try facts("The tunnel runs between Erstfeld and Bodio.")
    #expect(short(found) == ["tunnel | runs between | Erstfeld and Bodio"])
  }

  @Test func readsShares() throws {
    let found = try facts(
      "Japan’s share was 3.6%. Russia’s share in that of Japan is about 2%."
    )
    #expect(found.map(\.key.description) == ["japan/share", "russia/share-in-that-of-japan"])
    #expect(found.map(\.object.number) == [3.6, 2])
    #expect(found.map(\.object.approximate) == [false, true])
    #expect(found.allSatisfy { $0.object.kind == .percent && $0.object.unit == "%" })
  }

  @Test(arguments: [
    "Reykjavík's population is 139,000.", "The population of Reykjavík was 139,000 in 2023.",
    "Reykjavík has a population of 139,000.",
    "Reykjavík had 139,000 inhabitants in 2023.", "In 2023 Reykjavík had a population of 139,000 people.",
  ])
  func meetsInOneKey(_ text: String) throws {
    let fact = try #require(try facts(text).first)
    #expect(fact.key.description == "reykjavik/population")
    #expect(fact.object.number == 139_000)
    #expect(fact.object.unit == "person")
  }

  @Test(arguments: [
    "Mount Everest is 8,849 m high.", "The height of Mount Everest is 8,849 m.",
    "Mount Everest has a height of 8,849 m.",
    "Mount Everest's height is 8,849 m.",
  ])
  func meetsInTheHeight(_ text: String) throws {
    let fact = try #require(try facts(text).first)
    #expect(fact.key.description == "mount-everest/height")
    #expect(fact.object.number == 8849)
    #expect(fact.object.unit == "m")
  }

  @Test func readsAChange() throws {
    let found = try facts("In 2022 net profit fell by 5% to CHF 9.3 billion from CHF 16.9 billion.")
    #expect(
      short(found) == [
        "net profit | fell by | 5%", "net profit | fell to | CHF 9.3 billion",
        "net profit | fell from | CHF 16.9 billion",
      ]
    )
    #expect(found.map(\.key.description) == ["net-profit/change", "net-profit/is", "net-profit/before"])
    #expect(found.map(\.object.number) == [-5, 9_300_000_000, 16_900_000_000])
    // What a year's amount fell from is the year before's.
    #expect(found[2].time?.start == Day("2021-01-01"))
  }

  @Test func attributesWhatIsSaid() throws {
    let found = try facts(
      "In April 2013 Prime Minister Shinzo Abe visited Moscow. He noted that Japan needs energy. According to the Energy Agency, Japan imports gas."
    )
    let attributed = found.filter { $0.attribution != nil }
    #expect(short(attributed) == ["Japan | needs | energy", "Japan | imports | gas"])
    #expect(attributed.map { $0.attribution?.source } == ["Shinzo Abe", "Energy Agency"])
    #expect(attributed.map { $0.attribution?.verb } == ["note", "according to"])
  }

  @Test(arguments: [
    ("Japan may import gas.", Fact.Modality.possible), ("Japan will import gas.", .planned),
    ("Japan must import gas.", .required),
    ("Japan would import gas.", .conditional), ("Japan plans to import gas.", .planned),
    ("Japan wants to import gas.", .desired),
    ("Japan imported gas.", .asserted),
  ])
  func readsModality(_ text: String, _ modality: Fact.Modality) throws {
    #expect(try facts(text).map(\.modality) == [modality])
  }

  @Test(arguments: [
    "Japan did not import gas.", "Japan never imported gas.", "Japan has no gas.", "Japan doesn't import gas.",
  ])
  func readsNegation(_ text: String) throws {
    #expect(try facts(text).map(\.polarity) == [.negative])
  }

  @Test(arguments: [
    "Does Japan import gas?", "Import gas.", "It is necessary to import it.", "They imported it.", "See Table 3.",
    "Unless Japan imports gas, prices rise.",
    "There is gas.",
  ])
  func staysSilent(_ text: String) throws {
    #expect(try facts(text).isEmpty)
  }

  @Test func readsDatesAndAppositions() throws {
    let found = try facts(
      "The Huygens probe landed on Titan on 14 January 2005. Jonas Salk, an American physician, developed a vaccine."
    )
    #expect(found.first?.time?.start == Day("2005-01-14"))
    #expect(short(found).contains("Jonas Salk | is | an American physician"))
    #expect(short(found).contains("Jonas Salk | developed | a vaccine"))
  }
}

@Suite struct MastheadTests {
  private static let text = """
    Scientific journal
    International Journal of Experimental Education
    ISSN 2618–7159
    ИФ РИНЦ = 0,839

    1 1

    In 2012 the trade volume reached 33.5 billion U.S. dollars.
    """

  @Test func saysWhatTheJournalIs() throws {
    let found = try facts(Self.text)
    #expect(
      found.map(\.key.description) == [
        "international-journal-of-experimental-education/issn",
        "international-journal-of-experimental-education/impact-factor",
        "trade-volume/is",
      ]
    )
    #expect(found.map(\.relation.text) == ["ISSN", "ИФ РИНЦ", "reached"])
    #expect(found[0].object.text == "2618–7159")
    #expect(found[1].object.number == 0.839)
    #expect(found[1].object.kind == .number)
    #expect(found[1].evidence.text == "ИФ РИНЦ = 0,839")
    #expect(found[2].evidence.text == "In 2012 the trade volume reached 33.5 billion U.S. dollars.")
  }

  @Test func mapsTheImpactFactorOfBothLanguages() throws {
    let found = try facts(
      "Physical Notes, Vol. 3; ISSN 0031-9007; Impact Factor (2016): 8.462.\n\nThe wave was weak, and nobody saw it at all."
    )
    let fact = try #require(found.first { $0.key.attribute == "impact-factor" })
    #expect(fact.key.entity == "physical-notes")
    #expect(fact.object.number == 8.462)
    #expect(fact.time?.start == Day("2016-01-01"))
  }

  @Test func takesTheDateOfTheDocument() throws {
    let text = "A report\nWiesbaden, 7 February 2020\n\nExports rose to 5 million tonnes in that year."
    let extraction = try English.extractor().extract(Array(text.utf8), uri: "file:a.txt", mediaType: "text/plain")
    #expect(extraction.document.date == Day("2020-02-07"))
    #expect(extraction.document.title == "A report")
  }

  @Test(arguments: [
    "", " \n ",
  ])
  func saysWhyItCannotRead(_ text: String) {
    #expect(throws: ReadError(.empty, "empty document")) {
      try English.extractor().extract(Array(text.utf8), uri: "file:a", mediaType: "text/plain")
    }
  }

  @Test func saysWhichTypesItReads() {
    #expect(throws: ReadError(.noReader, "a picture, which cannot be read: send its text")) {
      try English.extractor().extract([0x61], uri: "file:a", mediaType: "image/png")
    }
    #expect(throws: ReadError(.noReader, "no reader for media type \"font/otf\"; send text, Markdown or HTML")) {
      try English.extractor().extract([0x61], uri: "file:a", mediaType: "font/otf")
    }
  }
}
