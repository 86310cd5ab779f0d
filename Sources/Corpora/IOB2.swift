/// Names in IOB2: number, word, label, and an empty line after each sentence.
extension Treebank {
  /// Reads a file of names alone: its sentences have words and names, and neither tags nor trees.
  /// - Parameter kinds: the kinds to keep; names of any other kind become `O`.
  /// - Throws: ``CorpusError`` that names the line.
  public init(iob2 text: String, file: String, kinds: Set<String>) throws(CorpusError) {
    self.init(
      sentences: try Self.namedSentences(text, file: file).map { named in
        Sentence(
          id: named.id,
          text: named.text.isEmpty ? named.words.map { String($0.form) }.joined(separator: " ") : named.text,
          words: named.words.map { word in
            Word(
              form: String(word.form),
              lemma: "_",
              upos: "_",
              xpos: "_",
              head: 0,
              relation: "_",
              spaceAfter: true,
              notes: "_",
              name: Self.label(word.label, of: kinds)
            )
          },
          startsDocument: named.startsDocument,
          startsParagraph: named.startsDocument,
          hasNames: true
        )
      }
    )
  }

  /// Takes the names of an IOB2 file over, by sentence identity and by the words themselves.
  ///
  /// Sentences that the file does not have, or has with other words, keep no names.
  /// - Parameter kinds: the kinds to keep; names of any other kind become `O`.
  /// - Throws: ``CorpusError`` that names the line.
  public mutating func takeNames(iob2 text: String, file: String, kinds: Set<String>) throws(CorpusError) {
    var named: [String: [NamedWord]] = [:]
    for sentence in try Self.namedSentences(text, file: file) { named[sentence.id, default: []] += sentence.words }
    for index in sentences.indices {
      guard let labels = named[sentences[index].id], labels.count == sentences[index].words.count,
        zip(labels, sentences[index].words).allSatisfy({ $0.form == $1.form })
      else { continue }
      sentences[index].hasNames = true
      for (at, entry) in labels.enumerated() {
        sentences[index].words[at].name = Self.label(entry.label, of: kinds)
      }
    }
  }

  private typealias NamedWord = (form: Substring, label: Substring)

  private static func label(_ label: Substring, of kinds: Set<String>) -> String {
    kinds.contains(String(label.dropFirst(2))) ? String(label) : "O"
  }

  private static func namedSentences(_ text: String, file: String) throws(CorpusError) -> [(
    id: String, text: String, words: [NamedWord], startsDocument: Bool
  )] {
    var sentences: [(id: String, text: String, words: [NamedWord], startsDocument: Bool)] = []
    var id = ""
    var startsDocument = false
    var wording = ""
    var words: [NamedWord] = []
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      if line.isEmpty {
        if !words.isEmpty {
          sentences.append((id, wording, words, startsDocument))
          startsDocument = false
        }
        words = []
        wording = ""
        continue
      }
      if line.first == "#" {
        if line.hasPrefix("# newdoc") { startsDocument = true }
        if line.hasPrefix("# sent_id = ") { id = String(line.dropFirst(12)) }
        if line.hasPrefix("# text = ") { wording = String(line.dropFirst(9)) }
        continue
      }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count >= 3 else {
        throw CorpusError("\(file):\(number): \(fields.count) columns where IOB2 has at least 3")
      }
      let label = fields[2]
      guard label == "O" || (label.hasPrefix("B-") || label.hasPrefix("I-")) && label.utf8.count > 2 else {
        throw CorpusError("\(file):\(number): a label is O, B-KIND or I-KIND, and not \"\(label)\"")
      }
      words.append((fields[1], label))
    }
    if !words.isEmpty { sentences.append((id, wording, words, startsDocument)) }
    return sentences
  }
}
