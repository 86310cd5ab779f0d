import Language
import Model
import Values

/// How the facts of a document came about, sentence by sentence, for people to read.
public struct Explanation: Sendable {
  /// One sentence: its words with tags and tree, its names and values, its clauses, and its facts with their rules.
  public struct Sentence: Sendable {
    /// The text of it.
    public var text: String
    /// The words as a tree, a line each.
    public var tree: [String]
    public var names: [String]
    public var values: [String]
    public var clauses: [String]
    public var facts: [String]
  }

  public var sentences: [Sentence] = []
  /// The document's own day.
  public var date: Day?
  /// The lines that are not read for facts but for what the document is: its title, headings, and lines about it.
  public var layout: [String] = []
  /// What is not read at all.
  public var skipped: [SkippedLines] = []
}

extension Explanation.Sentence {
  init(_ graph: SentenceGraph, clauses: [String], _ facts: [ResolvedFact]) {
    text = graph.plain(graph.range)
    tree = TreeDrawing(graph).lines
    names = graph.names.map { "\(graph.words(Array($0.nodes))) (\($0.kind.rawValue))" }
    values = graph.nodes.compactMap { node in node.value.map { "\(node.form) → \(Self.describe($0))" } }
    self.clauses = clauses
    self.facts = facts.map(Self.describe)
  }

  private static func describe(_ span: ValueSpan) -> String {
    switch span.content {
    case .value(let value):
      let number =
        value.number.map { "\($0)" }
        ?? [value.low, value.high].compactMap { $0 }.map { "\($0)" }.joined(separator: "…")
      let days = [value.start, value.end].compactMap { $0?.description }.joined(separator: "…")
      return [
        value.kind.rawValue, number, value.unit ?? "", days, value.bound.map { "\($0)" } ?? "",
        value.approximate ? "approximate" : "",
      ].filter { !$0.isEmpty }.joined(separator: " ")
    case .yearless(let month, let day):
      return "date without a year: month \(month)" + (day.map { ", day \($0)" } ?? "")
    case .relative(let relative): return "relative date \(relative)"
    case .time(let time): return "time \(time)"
    case .ordinal(let number): return "ordinal \(number)"
    case .identifier(let identifier): return identifier.rawValue
    }
  }

  private static func describe(_ fact: ResolvedFact) -> String {
    var line = "\(fact.subject.text)"
    if let name = fact.subject.name, name != fact.subject.text { line += " [\(name)]" }
    line += " | \(fact.relation.text) | \(fact.object.text)"
    if let name = fact.object.name, name != fact.object.text { line += " [\(name)]" }
    var more = ["rule \(fact.rule.rawValue)", "key \(fact.key)", "confidence \(fact.confidence.value)"]
    if let time = fact.time { more.append("time \(time.start?.description ?? "")…\(time.end?.description ?? "")") }
    if let place = fact.place { more.append("place \(place)") }
    if let attribution = fact.attribution { more.append("said by \(attribution.source)") }
    if fact.polarity == .negative { more.append("negative") }
    if fact.modality != .asserted { more.append(fact.modality.rawValue) }
    return line + "  (" + more.joined(separator: ", ") + ")"
  }
}

/// A sentence's tree as lines of text: each word with its tag and relation, under the word that it depends on.
struct TreeDrawing {
  private(set) var lines: [String] = []
  private let graph: SentenceGraph

  init(_ graph: SentenceGraph) {
    self.graph = graph
    for node in graph.nodes.indices where graph[node].head == nil { draw(node, indent: "", isLast: true, isTop: true) }
  }

  private mutating func draw(_ node: Int, indent: String, isLast: Bool, isTop: Bool) {
    let word = graph[node]
    let relation = word.subtype.isEmpty ? word.relation : word.relation + ":" + word.subtype
    let branch = isTop ? "" : isLast ? "└─ " : "├─ "
    lines.append(
      "\(indent)\(branch)\(word.form)  \(relation) \(word.tag)\(word.lemma == word.form ? "" : " ‹\(word.lemma)›")"
    )
    // Deeper than this nobody reads, and recursion must end.
    guard indent.count < 240 else { return }
    let next = indent + (isTop ? "" : isLast ? "   " : "│  ")
    for (index, child) in graph.children[node].enumerated() {
      draw(child, indent: next, isLast: index == graph.children[node].count - 1, isTop: false)
    }
  }
}
