import Corpora
import Evaluation
import Testing

/// Names of a file in IOB2, and how well they are found.
@Suite struct NameScoreTests {
  private static let names = """
    # sent_id = 1
    # text = Anna Berg flew to Port Lind.
    1\tAnna\tB-PER\t-
    2\tBerg\tI-PER\t-
    3\tflew\tO\t-
    4\tto\tO\t-
    5\tPort\tB-LOC\t-
    6\tLind\tI-LOC\t-
    7\t.\tO\t-

    # sent_id = 2
    1\tNordic\tB-ORG
    2\tMarine\tI-ORG
    3\tsued\tO
    4\tKarl\tB-PER

    # sent_id = 3
    1\tNobody\tO
    2\tcame\tO

    """

  private func bank() throws -> Treebank {
    try Treebank(iob2: Self.names, file: "a.iob2", kinds: ["PER", "LOC", "ORG"])
  }

  private func labels(_ bank: Treebank) -> [[String]] { bank.sentences.map { $0.words.map(\.name) } }

  @Test func readsAFileOfNamesByItself() throws {
    let bank = try bank()
    #expect(bank.sentences.map(\.id) == ["1", "2", "3"])
    #expect(bank.sentences.map(\.text) == ["Anna Berg flew to Port Lind.", "Nordic Marine sued Karl", "Nobody came"])
    #expect(bank.sentences.map(\.words.count) == [7, 4, 2])
    #expect(bank.sentences[1].words.map(\.name) == ["B-ORG", "I-ORG", "O", "B-PER"])
    #expect(bank.sentences.map(\.hasNames) == [true, true, true])
  }

  @Test func leavesOtherKindsOut() throws {
    let bank = try Treebank(iob2: Self.names, file: "a.iob2", kinds: ["LOC"])
    #expect(bank.sentences[0].words.map(\.name) == ["O", "O", "O", "O", "B-LOC", "I-LOC", "O"])
    #expect(bank.sentences[1].words.map(\.name) == ["O", "O", "O", "O"])
  }

  @Test(arguments: [
    ("1\tAnna\n", "a.iob2:1: 2 columns where IOB2 has at least 3"),
    ("1\tAnna\tB-PER\n2\tBerg\tPER\n", "a.iob2:2: a label is O, B-KIND or I-KIND, and not \"PER\""),
    ("# text = Anna\n1\tAnna\tB-\n", "a.iob2:2: a label is O, B-KIND or I-KIND, and not \"B-\""),
  ])
  func saysWhatIsWrong(_ text: String, _ message: String) {
    #expect(throws: CorpusError(message)) { try Treebank(iob2: text, file: "a.iob2", kinds: ["PER"]) }
  }

  @Test func allRight() throws {
    let bank = try bank()
    let scores = NameScores(labels(bank), on: bank)
    #expect((scores.all.there, scores.all.told, scores.all.right) == (4, 4, 4))
    #expect((scores.all.precision, scores.all.recall, scores.all.f1) == (100, 100, 100))
    #expect(scores.misread.isEmpty)
  }

  @Test func nothingTold() throws {
    let bank = try bank()
    let scores = NameScores(labels(bank).map { $0.map { _ in "O" } }, on: bank)
    #expect((scores.all.precision, scores.all.recall, scores.all.f1) == (0, 0, 0))
    #expect((scores.missed, scores.spurious) == (4, 0))
  }

  @Test func tellsMissedSpuriousAndWronglyBoundedOrTypedNames() throws {
    let bank = try bank()
    var told = labels(bank)
    // "Berg flew" for "Anna Berg"; Port Lind is taken for somebody.
    told[0] = ["O", "B-PER", "I-PER", "O", "B-PER", "I-PER", "O"]
    told[1] = ["B-ORG", "I-ORG", "O", "O"]
    told[2] = ["B-LOC", "O"]
    let scores = NameScores(told, on: bank)
    #expect((scores.missed, scores.spurious, scores.wrongKind, scores.wrongBounds) == (1, 1, 1, 1))
    #expect((scores.all.there, scores.all.told, scores.all.right) == (4, 4, 1))
    #expect(scores.all.precision == 25)
    #expect(scores.byKind["ORG"]?.f1 == 100)
    #expect(scores.byKind["PER"].map { [$0.there, $0.told, $0.right] } == [2, 2, 0])
    #expect(scores.byKind["LOC"].map { [$0.there, $0.told, $0.right] } == [1, 1, 0])
    #expect(
      scores.misread.map { ([$0.text] + $0.mistakes.map(\.description)).joined(separator: "\n") } == [
        """
        Anna Berg flew to Port Lind.
        bounds    told Berg flew (PER), there is Anna Berg (PER)
        kind      told Port Lind (PER), there is Port Lind (LOC)
        """,
        "Nordic Marine sued Karl\nmissed    Karl (PER)",
        "Nobody came\nspurious  Nobody (LOC)",
      ]
    )
  }

  @Test func twoNamesForOneAreOneOfWrongBoundsAndOneSpurious() throws {
    let bank = try bank()
    var told = labels(bank)
    told[0][1] = "B-PER"
    let scores = NameScores(told, on: bank)
    #expect((scores.missed, scores.spurious, scores.wrongKind, scores.wrongBounds) == (0, 1, 0, 1))
    #expect(
      scores.misread.first?.mistakes.map(\.description) == [
        "bounds    told Anna (PER), there is Anna Berg (PER)", "spurious  Berg (PER)",
      ]
    )
  }

  @Test func anIWithoutItsBBeginsAName() throws {
    let bank = try bank()
    var told = labels(bank)
    told[1][0] = "I-ORG"
    #expect(NameScores(told, on: bank).all.f1 == 100)
  }
}
