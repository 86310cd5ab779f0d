import Formats
import Languages
import Model

/// Marks the blocks of documents with their languages.
public struct LanguageMarks: Sendable {
  /// In a document whose language is sure, a block is of another only where it is likelier by so much: names and figures look foreign.
  private static let leastLead: Float = 25
  /// A block in Latin letters with fewer words is of its document, whatever it looks like: a name, a figure, a model's number.
  private static let fewestWords = 8
  /// In fewer words names may outweigh the rest.
  private static let fewestOfNames = 20
  /// So many words in Latin letters tell the language of a document without prose: those of a table are names and headings.
  private static let fewestLabels = 60
  /// With fewer words a block may be a formula or a list of grades.
  private static let fewestSpelled = 40
  /// A shorter block may be an odd line.
  private static let fewestSigns = 200
  /// So many bytes of a document's prose tell its language.
  private static let enough = 4000

  private let identifier: LanguageIdentifier

  /// Reads the documents.
  let reader: DocumentReader

  public init(_ identifier: LanguageIdentifier, reader: DocumentReader = DocumentReader()) {
    self.identifier = identifier
    self.reader = reader
  }

  /// With the installed table.
  /// - Throws: ``LanguageTableError``.
  public static func installed(reader: DocumentReader = DocumentReader()) throws(LanguageTableError) -> LanguageMarks {
    LanguageMarks(try LanguageIdentifier.installed(), reader: reader)
  }

  /// Reads a document, and marks what it says with its languages.
  /// - Throws: ``ReadError``.
  public func read(_ bytes: [UInt8], as type: MediaType) throws(ReadError) -> TextDocument {
    mark(try reader.read(bytes, as: type))
  }

  /// The document with the language of each block of prose, and its own, as far as they can be told.
  public func mark(_ text: TextDocument) -> TextDocument {
    var sample: [UInt8] = []
    for block in text.blocks where block.kind.isProse {
      sample += RepeatedWords.removed(from: text.bytes[block.range].prefix(Self.enough / 4)) + [0x0A]
      if sample.count > Self.enough { break }
    }
    let hasProse = !sample.isEmpty
    if !hasProse { sample = Array(text.bytes.prefix(Self.enough)) }
    // The parts of a long sample are told one by one, so that one of them does not hide the others.
    let voted = hasProse || !isShort(sample[...], fewest: Self.fewestLabels) ? language(of: sample) : nil
    let whole = voted.map { mostSaid(in: text, than: $0) }
    var blocks = text.blocks
    for index in blocks.indices where blocks[index].kind.isProse {
      let block = text.bytes[blocks[index].range]
      if isSpelled(block) || isOfSigns(block) {
        blocks[index].language = TextDocument.undetermined
        continue
      }
      let words = RepeatedWords.removed(from: block.prefix(Self.enough))
      guard let guess = identifier.guess(words, against: whole ?? "en") else { continue }
      let isSure = guess.margin >= LanguageIdentifier.sureMargin
      if guess.language == whole {
        blocks[index].language = whole
      } else if isForeign(guess, words, isAlone: whole == nil) {
        // That it is in another language is sure; in which may not be.
        blocks[index].language = isSure ? guess.language : TextDocument.undetermined
      }
    }
    return text.marked(blocks: blocks, language: whole)
  }

  /// The language of most of a document's first blocks, where none of those that are sure is in the one that was found: two scripts
  /// together look like a third.
  private func mostSaid(in text: TextDocument, than voted: String) -> String {
    var sizes: [String: Int] = [:]
    var all = 0
    for block in text.blocks where block.kind.isProse && all < Self.enough {
      let words = text.bytes[block.range].prefix(Self.enough / 4)
      all += words.count
      guard !isShort(words), let guess = identifier.guess(words), guess.margin >= LanguageIdentifier.sureMargin else {
        continue
      }
      if guess.language == voted { return voted }
      sizes[guess.language, default: 0] += words.count
    }
    return sizes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? voted
  }

  /// Whether a block is in another language than its document, or than English where the document's is not known.
  private func isForeign(_ guess: LanguageIdentifier.Guess, _ block: ArraySlice<UInt8>, isAlone: Bool) -> Bool {
    // "Zipbidi had 6,000 inhabitants" looks Dutch.
    if isShort(block) {
      return isAlone && guess.lead >= Self.leastLead && guess.margin >= LanguageIdentifier.sureMargin
    }
    // Which of three Nordic languages it is may be hard to tell where it is plain that it is not English.
    if guess.lead >= Self.leastLead { return true }
    return isAlone && guess.margin >= LanguageIdentifier.sureMargin && !isShort(block, fewest: Self.fewestOfNames)
  }

  /// Whether a long block is letters with spaces between them, which are words in no language: "T h e  p o r t".
  private func isSpelled(_ block: ArraySlice<UInt8>) -> Bool {
    var (words, letters, length) = (0, 0, 0)
    for byte in block {
      if byte > 0x20 {
        length += 1
        continue
      }
      if length > 0 { words += 1 }
      if length == 1 { letters += 1 }
      length = 0
    }
    return words >= Self.fewestSpelled && letters * 2 > words
  }

  /// Whether a long block is signs with hardly a letter or a figure among them.
  private func isOfSigns(_ block: ArraySlice<UInt8>) -> Bool {
    guard block.count >= Self.fewestSigns else { return false }
    var (signs, others) = (0, 0)
    for byte in block where byte > 0x20 {
      let isOther = byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
      if isOther { others += 1 } else { signs += 1 }
    }
    return others * 4 < signs
  }

  private func isShort(_ block: ArraySlice<UInt8>, fewest: Int = fewestWords) -> Bool {
    let letters = block.count { $0 >= 0x80 || ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")) }
    let latin = block.count { $0 < 0x80 && ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")) }
    return latin * 2 > letters && block.split(whereSeparator: { $0 <= 0x20 }).count < fewest
  }

  private func language(of sample: [UInt8]) -> String? {
    var votes: [String: Float] = [:]
    var rest = sample[...]
    while !rest.isEmpty {
      let part = rest.prefix(600)
      // Names of people and places make a sentence or two of English look like another language.
      if !isShort(part), let guess = identifier.guess(part), guess.margin >= LanguageIdentifier.sureMargin,
        guess.lead == 0 || guess.lead >= Self.leastLead || !isShort(part, fewest: Self.fewestOfNames)
      {
        votes[guess.language, default: 0] += guess.margin
      }
      rest = rest.dropFirst(600)
    }
    return votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
