/// The sentences of a text, each once, however often it stands there word for word.
///
/// What the network says of a sentence depends on its words alone, so a text that repeats itself costs only what is new in it.
struct DistinctSentences {
  private(set) var words: [Range<Int>] = []
  private(set) var forms: [String?] = []
  private(set) var marks: [UInt64] = []
  /// Ranges of these words, one after the other without a gap.
  private(set) var sentences: [Range<Int>] = []
  /// For each sentence of the text, which of those it is.
  private var places: [Int] = []
  private let all: [Range<Int>]

  /// - Parameters: those of ``NetworkRun/read(_:words:forms:marks:sentences:treebank:)``.
  init(
    _ bytes: UnsafeRawBufferPointer,
    words: [Range<Int>],
    forms: [String?],
    marks: [UInt64],
    sentences all: [Range<Int>]
  ) {
    self.all = all
    places.reserveCapacity(all.count)
    func isSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
      for (word, twin) in zip(one, other) {
        if !forms.isEmpty, forms[word] != forms[twin] { return false }
        if !marks.isEmpty, marks[word] != marks[twin] { return false }
        guard bytes[words[word]].elementsEqual(bytes[words[twin]]) else { return false }
      }
      return true
    }
    // By hash the first sentence that has it.
    var seen: [Int: Int] = [:]
    for (index, sentence) in all.enumerated() {
      var hasher = Hasher()
      for word in sentence {
        hasher.combine(words[word].count)
        hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[words[word]]))
      }
      let hash = hasher.finalize()
      if let first = seen[hash], all[first].count == sentence.count, isSame(all[first], sentence) {
        places.append(places[first])
        continue
      }
      if seen[hash] == nil { seen[hash] = index }
      places.append(self.sentences.count)
      self.sentences.append(self.words.count..<(self.words.count + sentence.count))
      self.words += words[sentence]
      if !forms.isEmpty { self.forms += forms[sentence] }
      if !marks.isEmpty { self.marks += marks[sentence] }
    }
  }

  /// Gives each word of the text what the network said of it here.
  func spread(_ readings: [WordReading]) -> [WordReading] {
    guard sentences.count < all.count else { return readings }
    return places.flatMap { readings[sentences[$0]] }
  }
}
