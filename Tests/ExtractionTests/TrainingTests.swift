import Corpora
import Evaluation
import Foundation
import Testing

@Suite struct CorpusTests {
  private static let treebank = """
    # newdoc id = a
    # newpar
    # sent_id = a-1
    # text = They didn't go to Graz.
    1\tThey\tthey\tPRON\tPRP\t_\t4\tnsubj\t_\t_
    2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
    2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
    3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
    4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_
    5\tto\tto\tADP\tIN\t_\t6\tcase\t_\t_
    6\tGraz\tGraz\tPROPN\tNNP\t_\t4\tobl\t_\tEntity=(1-place-new-x-cf1-1-sgl)|SpaceAfter=No
    7\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

    # sent_id = a-2
    # text = Why?
    1\tWhy\twhy\tADV\tWRB\t_\t0\troot\t_\tSpaceAfter=No
    2\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_

    """

  @Test func readsATreebank() throws {
    let bank = try Treebank(conllu: Self.treebank, file: "a.conllu")
    #expect(bank.sentences.count == 2)
    #expect(bank.sentences[0].words.map(\.form) == ["They", "did", "n't", "go", "to", "Graz", "."])
    #expect(bank.sentences[0].words.map(\.spaceAfter) == [true, false, true, true, true, false, true])
    #expect(bank.sentences[0].words.map { $0.range?.lowerBound } == [0, 5, 8, 12, 15, 18, 22])
    #expect(bank.sentences[0].startsDocument && !bank.sentences[1].startsParagraph)
    let raw = RawText(bank)
    #expect(raw.paragraphs.map { String(decoding: $0.bytes, as: UTF8.self) } == ["They didn't go to Graz. Why?"])
    #expect(raw.paragraphs.first?.sentences == [0..<7, 7..<9])
  }

  @Test func takesNames() throws {
    var bank = try Treebank(conllu: Self.treebank, file: "a.conllu")
    bank.takeNamesFromMentions()
    #expect(bank.sentences[0].words.map(\.name) == ["O", "O", "O", "O", "O", "B-LOC", "O"])
    let names = "# sent_id = a-2\n1\tWhy\tB-PER\n2\t?\tO\n\n"
    try bank.takeNames(iob2: names, file: "a.iob2", kinds: ["PER"])
    #expect(bank.sentences[1].words.map(\.name) == ["B-PER", "O"])
  }

  @Test(arguments: [
    ("1\tWhy\n", "a.conllu:1: 2 columns where CoNLL-U has 10"),
    ("2\tWhy\twhy\tADV\tWRB\t_\t0\troot\t_\t_\n", "a.conllu:1: a word wants its number 1 and a head, both digits"),
    ("1\tWhy\twhy\tADV\tWRB\t_\tx\troot\t_\t_\n", "a.conllu:1: a word wants its number 1 and a head, both digits"),
  ])
  func saysWhatIsWrong(_ text: String, _ message: String) {
    #expect(throws: CorpusError(message)) { try Treebank(conllu: text, file: "a.conllu") }
  }

  @Test func saysWhatIsWrongWithNames() throws {
    var bank = try Treebank(conllu: Self.treebank, file: "a.conllu")
    #expect(throws: CorpusError("a.iob2:2: 1 columns where IOB2 has at least 3")) {
      try bank.takeNames(iob2: "# sent_id = a-1\nThey\n", file: "a.iob2", kinds: [])
    }
  }
}
