/// GUM's mentions of entities, which column 10 has as `Entity=(1-person-…` and `1)`, and names from them.
extension Treebank {
  /// A phrase that refers to something.
  public struct Mention: Sendable, Hashable {
    /// Its words, as places in the sentence.
    public var range: Range<Int>
    /// What it refers to: the same within a document for all mentions of one thing.
    public var entity: String
    /// What that is, such as `person`.
    public var kind: String
    /// The words of the mention that count, from 1.
    public var heads: [Int]
  }

  /// Takes the named ones among mentions of persons, places and organisations as names.
  public mutating func takeNamesFromMentions() {
    for index in sentences.indices {
      let words = sentences[index].words
      var labels = [String](repeating: "O", count: words.count)
      for mention in Self.mentions(words).sorted(by: { $0.range.count > $1.range.count }) {
        guard let kind = ["person": "PER", "place": "LOC", "organization": "ORG"][mention.kind],
          let name = Self.name(mention, words), name.allSatisfy({ labels[$0] == "O" })
        else { continue }
        for word in name { labels[word] = (word == name.lowerBound ? "B-" : "I-") + kind }
      }
      for word in words.indices { sentences[index].words[word].name = labels[word] }
      sentences[index].hasNames = true
    }
  }

  /// The mentions that are annotated in some words. A mention in two parts is left out.
  public static func mentions(_ words: [Word]) -> [Mention] {
    var mentions: [Mention] = []
    var open: [(start: Int, fields: [Substring])] = []
    for (index, word) in words.enumerated() {
      guard let note = word.notes.split(separator: "|").first(where: { $0.hasPrefix("Entity=") }) else { continue }
      var rest = note.dropFirst(7)[...]
      while !rest.isEmpty {
        if rest.first == "(" {
          let end = rest.dropFirst().firstIndex { $0 == "(" || $0 == ")" } ?? rest.endIndex
          let fields = rest[rest.index(after: rest.startIndex)..<end].split(
            separator: "-",
            omittingEmptySubsequences: false
          )
          open.append((index, fields))
          rest = rest[end...]
          if rest.first == ")" {
            rest = rest.dropFirst()
            if let last = open.popLast() { mentions.append(contentsOf: mention(last, index)) }
          }
        } else {
          let end = rest.firstIndex(of: ")") ?? rest.endIndex
          let number = rest[..<end]
          if let at = open.lastIndex(where: { $0.fields.first == number }) {
            mentions.append(contentsOf: mention(open.remove(at: at), index))
          }
          rest = end < rest.endIndex ? rest[rest.index(after: end)...] : rest[end...]
        }
      }
    }
    return mentions
  }

  private static func mention(_ open: (start: Int, fields: [Substring]), _ last: Int) -> [Mention] {
    guard open.fields.count > 5 else { return [] }
    let heads = open.fields[5].split(separator: ",").compactMap { Int($0) }
    return [
      Mention(
        range: open.start..<(last + 1),
        entity: String(open.fields[0]),
        kind: String(open.fields[1]),
        heads: heads
      )
    ]
  }

  /// The capitalised words around a mention's head; nil where the head is no name.
  private static func name(_ mention: Mention, _ words: [Word]) -> Range<Int>? {
    func isName(_ word: Int) -> Bool {
      mention.range.contains(word) && (words[word].upos == "PROPN" || words[word].xpos.hasPrefix("NNP"))
    }
    func joins(_ word: Int) -> Bool { ["of", "and", "the", "&", "-", ".", "'s", "for"].contains(words[word].form) }
    guard
      let head = mention.heads.map({ mention.range.lowerBound + $0 - 1 }).first(where: {
        mention.range.contains($0) && words[$0].upos == "PROPN"
      })
    else { return nil }
    var first = head
    while first > mention.range.lowerBound {
      if isName(first - 1) {
        first -= 1
      } else if isName(first - 2), joins(first - 1) {
        first -= 2
      } else {
        break
      }
    }
    var end = head + 1
    while end < mention.range.upperBound {
      if isName(end) {
        end += 1
      } else if isName(end + 1), joins(end) {
        end += 2
      } else if isName(end + 2), words[end].form == "of", words[end + 1].form == "the" {
        end += 3
      } else {
        break
      }
    }
    return first..<end
  }
}
