import Language
import Testing
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
    for node in graph.nodes.indices {
      var at = node
      var steps = 0
      while let head = graph.nodes[at].head, steps <= graph.nodes.count {
        at = head
        steps += 1
      }
      #expect(steps <= graph.nodes.count, "\(graph.nodes[node].form) hangs on itself")
    }
  }
}
