import Language
import Values

/// A sentence's tree in which each value is one node.
struct SentenceGraph {
  /// The text as read.
  let text: [UInt8]
  /// Byte offsets of the sentence.
  let range: Range<Int>
  /// Whether it goes on in the next: it was longer than a sentence may be.
  let isCut: Bool
  /// In the order of the text.
  var nodes: [Node] = []
  /// For each node the nodes that depend on it, in the order of the text.
  var children: [[Int]] = []
  /// For each node the first node under it.
  private(set) var starts: [Int] = []
  /// For each node whether it stands in brackets.
  private(set) var bracketed: [Bool] = []
  /// The phrases that were asked for. It remembers nothing until the repairs are done.
  private(set) var memory = PhraseMemory()
  /// The nodes of each name.
  var names: [(kind: NameKind, nodes: Range<Int>)] = []

  /// The rules of the sentence's language.
  let language: any GraphLanguage
  /// The repairs that are left out.
  let without: Set<TreeRepair>
  /// Those that did something, in their order.
  var repaired: [TreeRepair] = []

  /// - Parameters:
  ///   - values: those of the sentence, in order.
  ///   - without: the repairs that are left out, to tell what they are worth.
  init(
    _ sentence: AnalysedSentence,
    values: ArraySlice<ValueSpan>,
    text: [UInt8],
    language: any GraphLanguage,
    without: Set<TreeRepair>
  ) {
    self.text = text
    self.language = language
    self.without = without
    range = sentence.range
    isCut = sentence.isCut
    let owner = Self.owners(sentence, values)
    merge(sentence, owner, values)
    markBrackets()
    link()
    memory = PhraseMemory(count: nodes.count)
  }

  private mutating func markBrackets() {
    var depth = 0
    for node in nodes {
      bracketed.append(depth > 0)
      if node.lower == "(" || node.lower == "[" { depth += 1 }
      if node.lower == ")" || node.lower == "]" { depth = max(0, depth - 1) }
    }
  }

  /// For each token the value that it belongs to; nil for none. A value whose ends are not ends of tokens has none.
  private static func owners(_ sentence: AnalysedSentence, _ values: ArraySlice<ValueSpan>) -> [Int?] {
    var owners = [Int?](repeating: nil, count: sentence.tokens.count)
    var first = 0
    for index in values.indices {
      let span = values[index].range
      while first < sentence.tokens.count, sentence.tokens[first].range.upperBound <= span.lowerBound { first += 1 }
      var last = first
      while last < sentence.tokens.count, sentence.tokens[last].range.lowerBound < span.upperBound { last += 1 }
      guard last > first else { continue }
      let isWhole =
        sentence.tokens[first].range.lowerBound == span.lowerBound
        && sentence.tokens[last - 1].range.upperBound == span.upperBound
      if isWhole {
        for token in first..<last { owners[token] = index }
      }
      first = last
    }
    return owners
  }

  private mutating func merge(_ sentence: AnalysedSentence, _ owners: [Int?], _ values: ArraySlice<ValueSpan>) {
    let tokens = sentence.tokens
    var nodeOf = [Int](repeating: 0, count: tokens.count)
    var heads: [Int] = []
    var at = 0
    while at < tokens.count {
      var end = at + 1
      if let owner = owners[at] {
        while end < tokens.count, owners[end] == owner { end += 1 }
      }
      let head = Self.top(tokens, at..<end)
      for token in at..<end { nodeOf[token] = nodes.count }
      heads.append(head)
      let token = tokens[head]
      let parts = token.relation.split(separator: ":", maxSplits: 1)
      let range = tokens[at].range.lowerBound..<tokens[end - 1].range.upperBound
      let form = end == at + 1 ? token.form : String(decoding: text[range], as: UTF8.self)
      nodes.append(
        Node(
          range: range,
          form: form,
          lemma: end == at + 1 ? token.lemma : form,
          partOfSpeech: token.partOfSpeech,
          tag: token.tag,
          relation: parts.first.map(String.init) ?? "",
          subtype: parts.count > 1 ? String(parts[1]) : "",
          value: owners[at].map { values[$0] },
          margin: token.margin
        )
      )
      at = end
    }
    for node in nodes.indices {
      guard let head = tokens[heads[node]].head, nodeOf[head] != node else { continue }
      nodes[node].head = nodeOf[head]
    }
    for name in sentence.names {
      let range = nodeOf[name.tokens.lowerBound]..<(nodeOf[name.tokens.upperBound - 1] + 1)
      for node in range {
        nodes[node].name = name.kind
        nodes[node].nameIndex = names.count
      }
      names.append((name.kind, range))
    }
    let language = language
    language.completeWords(&self)
  }

  /// The token of a range that the others depend on: the one nearest to the root, and of those the first noun.
  private static func top(_ tokens: [AnalysedToken], _ range: Range<Int>) -> Int {
    if range.count == 1 { return range.lowerBound }
    var best = range.lowerBound
    var bestScore = Int.max
    for token in range {
      var depth = 0
      var at: Int? = token
      while let now = at, depth < 64 {
        at = tokens[now].head
        depth += 1
      }
      let isMark = tokens[token].partOfSpeech == .punctuation || tokens[token].partOfSpeech == .adverb
      let score = depth * 2 + (isMark ? 1 : 0)
      if score < bestScore {
        bestScore = score
        best = token
      }
    }
    return best
  }

  private mutating func link() {
    // Merging can leave a circle where the tree crossed a value; what hangs on itself becomes a root.
    for node in nodes.indices {
      var at = nodes[node].head
      var steps = 0
      while let now = at, now != node, steps <= nodes.count {
        at = nodes[now].head
        steps += 1
      }
      if at == node || steps > nodes.count {
        nodes[node].head = nil
        nodes[node].relation = "root"
      }
    }
    let language = language
    language.mend(&self)
  }

  mutating func linkChildren() {
    // Runs after each repair, so it uses the same arrays again.
    if children.count != nodes.count { children = Array(repeating: [], count: nodes.count) }
    for node in children.indices { children[node].removeAll(keepingCapacity: true) }
    for node in nodes.indices {
      if let head = nodes[node].head { children[head].append(node) }
    }
    // From above to below, and back.
    var order = nodes.indices.filter { nodes[$0].head == nil }
    var at = 0
    while at < order.count {
      order += children[order[at]]
      at += 1
    }
    starts = Array(nodes.indices)
    for node in order.reversed() {
      if let head = nodes[node].head { starts[head] = min(starts[head], starts[node]) }
    }
  }
}
