import Corpora
import Evaluation
import Language
import Testing

/// Which sentences a tree was read wrongly in, and what is told of them.
@Suite struct MisreadSentenceTests {
  /// Three sentences: of two, four and five words.
  private static let treebank = """
    # text = Ships wait
    1\tShips\tship\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
    2\twait\twait\tVERB\tVBP\t_\t0\troot\t_\t_

    # text = The mayor resigned.
    1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
    2\tmayor\tmayor\tNOUN\tNN\t_\t3\tnsubj\t_\t_
    3\tresigned\tresign\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
    4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

    # text = The quay of the port
    1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
    2\tquay\tquay\tNOUN\tNN\t_\t0\troot\t_\t_
    3\tof\tof\tADP\tIN\t_\t5\tcase\t_\t_
    4\tthe\tthe\tDET\tDT\t_\t5\tdet\t_\t_
    5\tport\tport\tNOUN\tNN\t_\t2\tnmod\t_\t_


    """

  /// What is there, with other arcs for some words: sentence and place from 1, head, relation.
  private func readings(_ bank: Treebank, _ changes: [(Int, Int, head: Int, relation: String)] = [])
    -> [[TokenReader.Reading]]
  {
    var readings = bank.sentences.map { sentence in
      sentence.words.map {
        TokenReader.Reading(upos: $0.upos, xpos: $0.xpos, head: $0.head, relation: $0.relation, name: "O")
      }
    }
    for (sentence, word, head, relation) in changes {
      readings[sentence - 1][word - 1].head = head
      readings[sentence - 1][word - 1].relation = relation
    }
    return readings
  }

  @Test func listsNothingWhereAllIsRight() throws {
    let bank = try Treebank(conllu: Self.treebank, file: "a.conllu")
    #expect(MisreadSentence.worst(readings(bank), on: bank).isEmpty)
  }

  @Test func tellsWhatWasToldAndWhatIsThere() throws {
    let bank = try Treebank(conllu: Self.treebank, file: "a.conllu")
    let worst = MisreadSentence.worst(
      readings(bank, [(2, 2, 0, "root"), (2, 3, 2, "acl"), (3, 3, 2, "case")]),
      on: bank
    )
    #expect(worst.map(\.text) == ["The mayor resigned.", "The quay of the port"])
    let first = try #require(worst.first)
    #expect(first.wordCount == 4)
    #expect(
      first.mistakes.map { "\($0.place) \($0.word): \($0.told); \($0.there)" } == [
        "2 mayor: root, the root; nsubj of resigned", "3 resigned: acl of mayor; root, the root",
      ]
    )
    let second = try #require(worst.last?.mistakes.first)
    #expect("\(second.told), \(second.there)" == "case of quay, case of port")
  }

  @Test func ordersByTheShareOfWrongArcs() throws {
    let bank = try Treebank(conllu: Self.treebank, file: "a.conllu")
    // One of two words, one of four, and two of five.
    let worst = MisreadSentence.worst(
      readings(bank, [(1, 1, 2, "obj"), (2, 1, 3, "det"), (3, 3, 2, "case"), (3, 5, 2, "conj")]),
      on: bank
    )
    #expect(worst.map(\.text) == ["Ships wait", "The quay of the port", "The mayor resigned."])
    #expect(worst.map(\.share) == [0.5, 0.4, 0.25])
  }

  @Test func subtypesOfRelationsDoNotCount() throws {
    let bank = try Treebank(conllu: Self.treebank, file: "a.conllu")
    let told = readings(bank, [(2, 2, 3, "nsubj:pass")])
    #expect(MisreadSentence.worst(told, on: bank).isEmpty)
    #expect(TreebankScores(told, on: bank).labelledAttachment == 100)
  }

  @Test func wrongArcsAreThoseThatTheFiguresMiss() throws {
    let bank = try Treebank(conllu: Self.treebank, file: "a.conllu")
    let told = readings(bank, [(1, 1, 2, "obj"), (2, 2, 0, "root"), (3, 3, 2, "case"), (3, 5, 2, "nmod:poss")])
    let scores = TreebankScores(told, on: bank)
    let wrong = MisreadSentence.worst(told, on: bank).reduce(0) { $0 + $1.mistakes.count }
    #expect(scores.words - scores.relations == wrong)
  }

  @Test func namesTheRightOneOfLikeHeads() throws {
    let bank = try Treebank(conllu: Self.treebank.replacing("\tport\tport", with: "\tquay\tquay"), file: "a.conllu")
    let mistake = try #require(
      MisreadSentence.worst(readings(bank, [(3, 4, 2, "det")]), on: bank).first?.mistakes.first
    )
    #expect(mistake.told.head == "quay (2)")
    #expect(mistake.there.head == "quay (5)")
  }
}
