/// A treebank as the text that it was made from, with where its words and sentences are.
public struct RawText: Sendable {
  /// One paragraph.
  public struct Paragraph: Sendable {
    public var bytes: [UInt8] = []
    /// Where each word is; nil where its form is not what the text has.
    public var words: [Range<Int>?] = []
    /// Ranges of words.
    public var sentences: [Range<Int>] = []
    /// Which sentences of the treebank they are.
    public var indices: [Int] = []
  }

  public var paragraphs: [Paragraph] = []

  public init(_ treebank: Treebank) {
    var paragraph = Paragraph()
    var needsSpace = false
    for (index, sentence) in treebank.sentences.enumerated() {
      if sentence.startsParagraph || sentence.startsDocument {
        if !paragraph.words.isEmpty { paragraphs.append(paragraph) }
        paragraph = Paragraph()
        needsSpace = false
      }
      if needsSpace { paragraph.bytes.append(0x20) }
      let start = paragraph.bytes.count
      paragraph.bytes += Array(sentence.text.utf8)
      let first = paragraph.words.count
      for word in sentence.words {
        paragraph.words.append(word.range.map { ($0.lowerBound + start)..<($0.upperBound + start) })
      }
      paragraph.sentences.append(first..<paragraph.words.count)
      paragraph.indices.append(index)
      needsSpace = sentence.words.last?.spaceAfter ?? true
    }
    if !paragraph.words.isEmpty { paragraphs.append(paragraph) }
  }
}
