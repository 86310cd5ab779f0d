import Interpretation
import Language
import Readers
import Testing
import TestSupport
import Values

@testable import Extraction

/// What mends a tree must leave a tree.
@Suite struct RepairTests {
  /// Words with the place of each one's head; nil for the root.
  private func graph(_ words: [(form: String, part: PartOfSpeech, head: Int?, relation: String)]) -> SentenceGraph {
    let text = Array(words.map(\.form).joined(separator: " ").utf8)
    var at = 0
    let tokens = words.map { word in
      let range = at..<(at + word.form.utf8.count)
      at = range.upperBound + 1
      return AnalysedToken(
        range: range,
        form: word.form,
        lemma: word.form,
        partOfSpeech: word.part,
        tag: word.part == .noun ? "NN" : "X",
        head: word.head,
        relation: word.relation
      )
    }
    let values = Values.find(in: text, style: .decimalPoint)
    return SentenceGraph(AnalysedSentence(tokens: tokens, names: []), values: values[...], text: text)
  }

  @Test func makesNoCircleOfAMeasureAboveItsNoun() {
    let graph = graph([
      ("ridge", .noun, 3, "nmod"), ("300 km", .noun, nil, "root"), ("high", .adjective, 1, "amod"),
      ("here", .adverb, 1, "advmod"),
    ])
    #expect(graph.nodes.map(\.form) == ["ridge", "300 km", "high", "here"])
    expectNoCircle(graph)
  }

  /// What `courant-eval rules` relies on.
  @Test func leavesOutTheRepairsThatItIsTold() throws {
    let text = Array("The trial was extended from five to ten frames.".utf8)
    var extractor = try EnglishExtractor.installed()
    func objects() throws -> [String] {
      try extractor.extract(text, uri: "text:", mediaType: "text/plain").facts.map(\.object.text)
    }
    #expect(try objects() == ["five", "ten frames"])
    #expect(extractor.repairs(try PlainTextReader().read(text))[.fromTo] == 1)
    extractor.withoutRepairs = [.fromTo]
    #expect(try !objects().contains("ten frames"))
  }

  @Test func ordersEachRepairOnce() {
    let order = TreeRepair.ofRoots + TreeRepair.ofSubjects + TreeRepair.ofPhrases
    #expect(order.count == TreeRepair.allCases.count && Set(order) == Set(TreeRepair.allCases))
  }

  private func expectNoCircle(_ graph: SentenceGraph, _ what: String = "") {
    for node in graph.nodes.indices {
      var at = node
      var steps = 0
      while let head = graph.nodes[at].head, steps <= graph.nodes.count {
        at = head
        steps += 1
      }
      #expect(steps <= graph.nodes.count, "\(what): \(graph.nodes[node].form) hangs on itself")
    }
  }

  /// Trees that no parser makes, of the words, tags and relations that repairs look for.
  @Test(arguments: 0..<8) func leavesATreeOfAnyTree(_ part: Int) throws {
    let forms = [
      "profit", "rose", "to", "5%", "in 2012", "and", ",", ";", "said", "agreed", "sell", "called", "of", "company",
      "back", "after", "more", "five", "Smith", "Bank", "which", "is", "that", "by", "corresponding", "$5 million",
      "from", "years later", "high", "among", "them", "the",
    ]
    let parts: [PartOfSpeech] = [
      .noun, .verb, .name, .adjective, .adverb, .adposition, .pronoun, .punctuation, .auxiliary,
    ]
    let tags = ["NN", "NNS", "NNP", "VB", "VBD", "VBZ", "VBN", "VBG", "JJ", "CD", "IN", "DT", "X"]
    let relations = [
      "nsubj", "obj", "obl", "nmod", "advcl", "acl", "acl:relcl", "ccomp", "xcomp", "conj", "cc", "case", "mark",
      "appos",
      "parataxis", "aux", "aux:pass", "cop", "nummod", "compound", "punct", "det", "advmod", "csubj", "iobj",
    ]
    for seed in UInt64(part * 500)..<UInt64(part * 500 + 500) {
      var random = SeededGenerator(seed: seed)
      let count = Int.random(in: 2...14, using: &random)
      // A head is any node that is nearer to the root in a random order.
      let order = Array(0..<count).shuffled(using: &random)
      var heads = [Int?](repeating: nil, count: count)
      for place in 1..<count { heads[order[place]] = order[Int.random(in: 0..<place, using: &random)] }
      var at = 0
      let words = (0..<count).map { _ in forms.randomElement(using: &random) ?? "a" }
      let tokens = words.indices.map { index in
        let range = at..<(at + words[index].utf8.count)
        at = range.upperBound + 1
        return AnalysedToken(
          range: range,
          form: words[index],
          lemma: words[index],
          partOfSpeech: parts.randomElement(using: &random) ?? .noun,
          tag: tags.randomElement(using: &random) ?? "X",
          head: heads[index],
          relation: heads[index] == nil ? "root" : relations.randomElement(using: &random) ?? "dep"
        )
      }
      let text = Array(words.joined(separator: " ").utf8)
      let values = Values.find(in: text, style: .decimalPoint)
      let graph = SentenceGraph(AnalysedSentence(tokens: tokens, names: []), values: values[...], text: text)
      expectNoCircle(graph, "seed \(seed): \(words)")
      for node in graph.nodes.indices {
        for child in graph.children[node] {
          #expect(graph.nodes[child].head == node, "seed \(seed): \(words): the lists of children are old")
        }
      }
      let reached = graph.nodes.indices.filter { graph.nodes[$0].head == nil }.flatMap { graph.subtree($0) }
      #expect(reached.count == graph.nodes.count, "seed \(seed): \(words): a word is lost")
    }
  }
}
