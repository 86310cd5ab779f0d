import Coreference
import Extraction
import Interpretation
import Language
import Model
import TestSupport
import Testing

/// Whom pronouns and descriptions stand for in facts: by rules and by the coreference model, and nobody where they do not know.
@Suite struct ReferenceTests {
  /// Subjects with the names that they stand for.
  private func subjects(_ text: String) throws -> [String] {
    try facts(text).map { "\($0.subject.text) = \($0.subject.name ?? "?")" }
  }

  private func entities(_ text: String, subject: String) throws -> [String?] {
    try facts(text).filter { $0.subject.text == subject }.map(\.subject.entity)
  }

  @Test(arguments: [
    ("Athens is the capital of Greece. It was founded by Theseus.", "It = Athens"),
    ("The Minamata Convention was adopted in 2013. It has 128 signatories.", "It = Minamata Convention"),
    ("Tropical cyclones form over warm water. They lose strength over land.", "They = Tropical cyclones"),
    ("Karl Holm and Peter Lund met in Oslo in 2003. They signed the contract.", "They = Karl Holm and Peter Lund"),
    ("Anna Berg met Karl Holm in Oslo. She led the museum for ten years.", "She = Anna Berg"),
    ("Mary Berg married Edward Hale in 1964. He died in 2009.", "He = Edward Hale"),
    ("Anna Berg married Edward Hale in 1964. He died in 2009.", "He = Edward Hale"),
    ("The mayor opened Vik Bridge in 1998. The bridge is 400 metres long.", "The bridge = Vik Bridge"),
    ("Nokia bought Navteq in 2008. The company paid 8.1 billion dollars.", "The company = Nokia"),
  ])
  func tellsWho(_ text: String, _ expected: String) throws {
    let found = try subjects(text)
    #expect(found.contains(expected), "\(found)")
  }

  @Test func saysOfNobodyThatHeIsHimself() throws {
    let text = "Margarethe Lindqvist-Hale married the geologist Edward Hale in 1964; he died in 2009."
    let found = try facts(text).map {
      "\($0.subject.name ?? "?") \($0.relation.text) \($0.object.name ?? $0.object.text)"
    }
    #expect(
      found == [
        "Margarethe Lindqvist-Hale married Edward Hale", "Edward Hale is the geologist", "Edward Hale died in 2009",
      ]
    )
  }

  /// Who tells the news is nobody's "the company", however often it is named.
  @Test(arguments: [
    "Reuters reported that Bloomberg had said the bank was insolvent.",
    "Reuters reported on Monday that Bloomberg had said the company was insolvent. Reuters did not name a source.",
    "Reuters said on Friday that the company had lost 4 million euros.",
  ])
  func isNotTheAgencyThatReports(_ text: String) throws {
    for subject in ["the bank", "the company"] {
      #expect(try entities(text, subject: subject).allSatisfy { $0 == nil })
    }
    #expect(try subjects(text).contains { $0 == "the bank = bank" || $0 == "the company = company" })
  }

  /// One of several is none.
  @Test(arguments: [
    ("Barclays Bank and Lloyds Bank merged in 1999. The bank closed 40 offices in 2001.", "The bank"),
    (
      "Oslo University and Bergen University signed an agreement in 2010. The university has 27,000 students.",
      "The university"
    ),
    ("Telenor and Telia merged in 1999. The company had 50,000 employees.", "The company"),
  ])
  func isNotTheLastOfSeveral(_ text: String, _ subject: String) throws {
    let found = try entities(text, subject: subject)
    #expect(!found.isEmpty && found.allSatisfy { $0 == nil }, "\(found)")
  }

  /// "It" that stands for nothing is no city.
  @Test func nothingIsNobody() throws {
    let found = try subjects("It is known that Oslo has 700,000 inhabitants. It rained in Bergen.")
    #expect(found == ["Oslo = Oslo"], "\(found)")
  }

  @Test func tellsObjects() throws {
    let found = try facts("Maria Lund wrote to Karl Holm in May. The museum has honoured her.")
    #expect(found.contains { $0.object.text == "her" && $0.object.name == "Maria Lund" }, "\(found.map(\.object))")
  }

  // MARK: Long documents

  private static let hostile = [
    "it ", "they said it ", "the company and the bank ", "Karl Holm met Karl Berg. ", "The bank sold it to them. ",
  ]

  /// Twice as much takes about twice as long, and so does what is one paragraph.
  @Test(arguments: hostile) func timeIsLinear(_ piece: String) throws {
    // A number in each makes no two sentences the same.
    func text(_ size: Int) -> [UInt8] {
      var text = ""
      var number = 0
      while text.utf8.count < size {
        text += String(repeating: piece, count: 12) + "\(number).\n"
        number += 1
      }
      return Array(text.utf8)
    }
    let extractor = try English.extractor()
    func seconds(_ size: Int) throws -> Double {
      let bytes = text(size)
      return try (0..<3).map { _ in
        try threadSeconds { _ = try extractor.extract(bytes, uri: "file:long", mediaType: "text/plain") }
      }.min() ?? 0
    }
    let (short, long) = (try seconds(20_000), try seconds(80_000))
    #expect(long < short * 8, "\(long) s for four times what took \(short) s")
  }

  /// What is resolved in parts is as it is resolved as a whole, as long as nothing is forgotten.
  @Test func partsAreResolvedAsAWhole() throws {
    let sentences = try CoreferenceTests.read(
      """
      Anna Berg founded Nordhaven Shipping in 1998. She led the company for ten years. Karl Holm joined her in 2003. He sold \
      the harbour. The company bought two ships in 2005. They carried grain. Berg left the company when it was sold.
      """
    )
    var whole = CoreferenceStream(try CoreferenceTests.resolver())
    var parts = CoreferenceStream(try CoreferenceTests.resolver())
    let together = whole.resolve(sentences)
    let apart = sentences.flatMap { parts.resolve([$0]) }
    #expect(together == apart)
    #expect(together.count == sentences.count)
    #expect(together.enumerated().allSatisfy { index, told in told.allSatisfy { $0.mention.sentence == index } })
    #expect(together.joined().contains { $0.sort == .person && $0.isLinked })
  }

  /// A long document is forgotten but for its last sentences, and what follows is told from these.
  @Test func forgetsWhatIsFarBehind() throws {
    let two = try CoreferenceTests.read(
      "Anna Berg founded Nordhaven Shipping in 1998. She led the company for ten years."
    )
    var stream = CoreferenceStream(try CoreferenceTests.resolver())
    var furthest = 0
    var linked = 0
    for round in 0..<1500 {
      let told = stream.resolve(two)
      furthest = max(furthest, round * 2 - stream.firstSentence)
      let she = told[1].first { $0.sort == .person }
      if she?.isLinked ?? false, let antecedent = she?.antecedent {
        linked += 1
        #expect(antecedent.sentence >= stream.firstSentence)
      }
    }
    #expect(stream.firstSentence > 0)
    #expect(linked > 1400)
    #expect(furthest < 3000)
  }

  @Test func withoutTheModelThereIsOneLine() {
    #expect(throws: CoreferenceModelError.self) { try CoreferenceModel(path: "/nowhere/en-coreference.model") }
    do {
      _ = try CoreferenceModel(path: "/nowhere/en-coreference.model")
    } catch {
      #expect(error.description == "/nowhere/en-coreference.model cannot be read")
    }
  }
}
