/// What the names of a document are, told from all of it: what is a person in most places is one everywhere, what is a name in most places is one
/// everywhere, and a person's full name teaches its parts.
public struct DocumentNames: Sendable {
  /// A sentence's words, and the names that were found in it.
  public struct Sentence: Sendable, Hashable {
    public var words: [String]
    public var names: [AnalysedName]

    public init(words: [String], names: [AnalysedName]) {
      self.words = words
      self.names = names
    }
  }

  /// How often some words were taken for a name of each kind, and how often they stand in the text.
  private struct Tally: Sendable {
    var words: [String]
    var kinds: [NameKind: Int] = [:]
    var seen = 0

    var told: Int { kinds.values.reduce(0, +) }

    /// The kind that it is most often; of those that it is as often, the first of all kinds.
    var kind: NameKind? {
      var best: NameKind?
      for kind in NameKind.allCases where kinds[kind, default: 0] > best.map({ kinds[$0, default: 0] }) ?? 0 {
        best = kind
      }
      return best
    }
  }

  /// So many names are kept of a document, and none of more words.
  private static let limit = 4096
  private static let longest = 8

  private var tallies: [Tally] = []
  private var indices: [[String]: Int] = [:]
  /// By first word, the longest first.
  private var beginnings: [String: [Int]] = [:]
  private var parts: Set<String> = []

  public init() {}

  /// Makes the names of sentences agree with each other, and with those of the sentences that came before.
  public mutating func settle(_ sentences: inout [Sentence]) {
    for sentence in sentences { hear(sentence) }
    for sentence in sentences { count(sentence.words) }
    for index in sentences.indices { settle(&sentences[index]) }
  }

  /// The same for what an analyser gives, block by block.
  public mutating func settle(_ blocks: inout [[AnalysedSentence]]) {
    var sentences = blocks.flatMap { block in
      block.map { Sentence(words: $0.tokens.map(\.form), names: $0.names) }
    }
    settle(&sentences)
    var next = 0
    for block in blocks.indices {
      for sentence in blocks[block].indices {
        blocks[block][sentence].names = sentences[next].names
        next += 1
      }
    }
  }

  private mutating func hear(_ sentence: Sentence) {
    for name in sentence.names where name.tokens.count <= Self.longest {
      let words = Array(sentence.words[name.tokens])
      if indices[words] == nil, tallies.count < Self.limit {
        let index = tallies.count
        indices[words] = index
        tallies.append(Tally(words: words))
        var alike = beginnings[words[0]] ?? []
        let place = alike.firstIndex { tallies[$0].words.count < words.count } ?? alike.count
        alike.insert(index, at: place)
        beginnings[words[0]] = alike
      }
      if let index = indices[words] { tallies[index].kinds[name.kind, default: 0] += 1 }
      guard name.kind == .person, words.count > 1, parts.count < Self.limit else { continue }
      for word in [words[0], words[words.count - 1]] where isCapitalised(word) && word.utf8.count > 2 {
        parts.insert(word)
      }
    }
  }

  private mutating func count(_ words: [String]) {
    // Only of these it is ever asked.
    for start in words.indices where isCapitalised(words[start]) {
      for index in beginnings[words[start]] ?? [] where stands(tallies[index].words, in: words, at: start) {
        tallies[index].seen += 1
      }
    }
  }

  private func settle(_ sentence: inout Sentence) {
    var names = sentence.names.map { name -> AnalysedName in
      var name = name
      let words = Array(sentence.words[name.tokens])
      if let tally = indices[words].map({ tallies[$0] }), let kind = tally.kind,
        tally.kinds[kind, default: 0] > tally.kinds[name.kind, default: 0]
      {
        name.kind = kind
      }
      if words.count == 1, parts.contains(words[0]) { name.kind = .person }
      return name
    }
    var isTaken = [Bool](repeating: false, count: sentence.words.count)
    for name in names { for token in name.tokens { isTaken[token] = true } }
    var at = 0
    while at < sentence.words.count {
      guard !isTaken[at], let name = missed(sentence.words, at), !name.tokens.contains(where: { isTaken[$0] }) else {
        at += 1
        continue
      }
      names.append(name)
      at = name.tokens.upperBound
    }
    names.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
    sentence.names = names
  }

  /// A name that begins at a word, though none was found there: what is one in most places, or a part of a person's.
  private func missed(_ words: [String], _ start: Int) -> AnalysedName? {
    guard isCapitalised(words[start]) else { return nil }
    for index in beginnings[words[start]] ?? [] where stands(tallies[index].words, in: words, at: start) {
      let tally = tallies[index]
      if tally.told * 2 > tally.seen, let kind = tally.kind {
        return AnalysedName(kind: kind, tokens: start..<(start + tally.words.count))
      }
    }
    return parts.contains(words[start]) ? AnalysedName(kind: .person, tokens: start..<(start + 1)) : nil
  }

  private func stands(_ name: [String], in words: [String], at start: Int) -> Bool {
    start + name.count <= words.count && words[start..<(start + name.count)].elementsEqual(name)
  }

  private func isCapitalised(_ word: String) -> Bool {
    guard let byte = word.utf8.first else { return false }
    return byte < 0x80 ? (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) : word.first?.isUppercase ?? false
  }
}
