/// The CoNLL-U format: ten columns a word, `#` comments, an empty line after each sentence
/// (https://universaldependencies.org/format.html).
extension Treebank {
  /// Reads a treebank.
  /// - Parameters:
  ///   - text: the file's content.
  ///   - file: its name, for messages.
  /// - Throws: ``CorpusError`` that names the line.
  public init(conllu text: String, file: String) throws(CorpusError) {
    var reader = CoNLLUReader(file: file)
    var number = 0
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      try reader.read(Substring(line), number)
    }
    reader.finishSentence()
    self.init(sentences: reader.sentences)
  }
}

private struct CoNLLUReader {
  let file: String
  var sentences: [Treebank.Sentence] = []
  private var words: [Treebank.Word] = []
  private var id = ""
  private var text = ""
  private var startsDocument = false
  private var startsParagraph = false
  /// The last word of the token of several words that is being read, and whether space follows that token.
  private var joined: (last: Int, spaceAfter: Bool)?

  init(file: String) { self.file = file }

  mutating func read(_ line: Substring, _ number: Int) throws(CorpusError) {
    if line.isEmpty {
      finishSentence()
      return
    }
    if line.first == "#" {
      if let value = comment(line, "# sent_id = ") { id = value }
      if let value = comment(line, "# text = ") { text = value }
      if line.hasPrefix("# newdoc") {
        startsDocument = true
        startsParagraph = true
      }
      if line.hasPrefix("# newpar") { startsParagraph = true }
      return
    }
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard fields.count == 10 else {
      throw CorpusError("\(file):\(number): \(fields.count) columns where CoNLL-U has 10")
    }
    if let dash = fields[0].firstIndex(of: "-"), let last = Int(fields[0][fields[0].index(after: dash)...]) {
      joined = (last, !fields[9].contains("SpaceAfter=No"))
      return
    }
    if fields[0].contains(".") { return }
    guard let head = Int(fields[6]), Int(fields[0]) == words.count + 1 else {
      throw CorpusError("\(file):\(number): a word wants its number \(words.count + 1) and a head, both digits")
    }
    var spaceAfter = !fields[9].contains("SpaceAfter=No")
    if let joined {
      spaceAfter = words.count + 1 == joined.last && joined.spaceAfter
      if words.count + 1 >= joined.last { self.joined = nil }
    }
    words.append(
      Treebank.Word(
        form: String(fields[1]),
        lemma: String(fields[2]),
        upos: String(fields[3]),
        xpos: String(fields[4]),
        head: head,
        relation: String(fields[7]),
        spaceAfter: spaceAfter,
        notes: String(fields[9])
      )
    )
  }

  private func comment(_ line: Substring, _ label: String) -> String? {
    line.hasPrefix(label) ? String(line.dropFirst(label.count)) : nil
  }

  mutating func finishSentence() {
    guard !words.isEmpty else { return }
    locate()
    sentences.append(
      Treebank.Sentence(
        id: id,
        text: text,
        words: words,
        startsDocument: startsDocument,
        startsParagraph: startsParagraph
      )
    )
    words = []
    id = ""
    text = ""
    startsDocument = false
    startsParagraph = false
    joined = nil
  }

  /// Finds each word in the text; where there is no text, makes one of the words.
  private mutating func locate() {
    if text.isEmpty {
      for word in words { text += word.form + (word.spaceAfter ? " " : "") }
    }
    let bytes = Array(text.utf8)
    var at = 0
    for index in words.indices {
      while at < bytes.count, bytes[at] == 0x20 { at += 1 }
      let form = Array(words[index].form.utf8)
      if bytes[at...].starts(with: form) {
        words[index].range = at..<(at + form.count)
        at += form.count
      }
    }
  }
}
