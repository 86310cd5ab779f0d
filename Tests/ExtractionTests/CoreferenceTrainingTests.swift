import Coreference
import Corpora
import Evaluation
import Testing
import Training

/// Learning coreference from annotated text, and measuring it.
@Suite struct CoreferenceTrainingTests {
  /// Two sentences a document: somebody bought something, and what became of it.
  private static let bank: String = {
    var text = ""
    let rows = [("Anna", "ship", "It"), ("Karl", "house", "It"), ("Vera", "mill", "It"), ("Nils", "farm", "It")]
    for (number, row) in rows.enumerated() {
      text += """
        # newdoc id = \(number)
        # sent_id = \(number)-1
        # text = \(row.0) bought a \(row.1) .
        1\t\(row.0)\t\(row.0)\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-person-new-nnnnn-cf1-1-coref)
        2\tbought\tbuy\tVERB\tVBD\t_\t0\troot\t_\t_
        3\ta\ta\tDET\tDT\t_\t4\tdet\t_\tEntity=(2-object-new-nnnnn-cf2-2-ana
        4\t\(row.1)\t\(row.1)\tNOUN\tNN\t_\t2\tobj\t_\tEntity=2)
        5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

        # sent_id = \(number)-2
        # text = \(row.2) pleased \(row.0) .
        1\t\(row.2)\tit\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(2-object-giv:act-nnnnn-cf1-1-ana)
        2\tpleased\tplease\tVERB\tVBD\t_\t0\troot\t_\t_
        3\t\(row.0)\t\(row.0)\tPROPN\tNNP\t_\t2\tobj\t_\tEntity=(1-person-giv:act-nnnnn-cf2-1-coref)
        4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_


        """
    }
    return text
  }()

  @Test func readsMentionsWithTheirThings() throws {
    let bank = try Treebank(conllu: Self.bank, file: "a.conllu")
    let mentions = Treebank.mentions(bank.sentences[0].words)
    #expect(mentions.map(\.range) == [0..<1, 2..<4])
    #expect(mentions.map(\.entity) == ["1", "2"])
    #expect(mentions.map(\.kind) == ["person", "object"])
  }

  @Test func theSameTextGivesTheSameModel() throws {
    let bank = try Treebank(conllu: Self.bank, file: "a.conllu")
    let language = try English.model()
    let first = try CoreferenceTrainer(language: language).trainedBytes(bank)
    #expect(try CoreferenceTrainer(language: language).trainedBytes(bank) == first)
    let scores = CoreferenceScores(
      CoreferenceDocument.all(of: bank, readBy: language),
      model: try CoreferenceModel(bytes: first),
      language: language,
      policy: .balanced,
      givenMentions: true
    )
    #expect(scores.exact.conll > 90, "\(scores.errors)")
    #expect(scores.counts[.it]?.there == 4)
  }

  @Test func textWithoutMentionsTeachesNothing() throws {
    let bank = try Treebank(conllu: "1\tShips\tship\tNOUN\tNNS\t_\t0\troot\t_\t_\n\n", file: "a.conllu")
    #expect(throws: CorpusError("has no mentions that are of one thing")) {
      try CoreferenceTrainer(language: try English.model()).train(bank)
    }
  }
}
