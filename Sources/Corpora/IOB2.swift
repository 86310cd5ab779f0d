/// Names in IOB2: number, word, label, and an empty line after each sentence.
extension Treebank {
  /// Takes the names of an IOB2 file over, by sentence identity and by the words themselves.
  ///
  /// Sentences that the file does not have, or has with other words, keep no names.
  /// - Parameter labels: the kinds to keep; names of any other kind become `O`.
  /// - Throws: ``CorpusError`` that names the line.
  public mutating func takeNames(iob2 text: String, file: String, kinds: Set<String>) throws(CorpusError) {
    var named: [String: [(form: Substring, label: Substring)]] = [:]
    var id = ""
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      if line.hasPrefix("# sent_id = ") { id = String(line.dropFirst(12)) }
      if line.isEmpty || line.first == "#" { continue }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count >= 3 else {
        throw CorpusError("\(file):\(number): \(fields.count) columns where IOB2 has at least 3")
      }
      named[id, default: []].append((fields[1], fields[2]))
    }
    for index in sentences.indices {
      guard let labels = named[sentences[index].id], labels.count == sentences[index].words.count,
        zip(labels, sentences[index].words).allSatisfy({ $0.form == $1.form })
      else { continue }
      sentences[index].hasNames = true
      for (at, entry) in labels.enumerated() {
        let kind = String(entry.label.dropFirst(2))
        sentences[index].words[at].name = kinds.contains(kind) ? String(entry.label) : "O"
      }
    }
  }
}
