/// A sentence of a document that gave no fact: it can be searched, and says nothing else.
public struct Sentence: Sendable, Hashable, Codable {
  /// How long its text may be, in bytes; of a longer one the beginning is kept.
  public static let maximumBytes = 8192
  /// How many of one document are kept: the first.
  public static let maximumCount = 1_000_000

  /// Where it begins in the document's text, in UTF-8 bytes.
  public var start: Int
  public var text: String

  public init(start: Int, text: String) {
    self.start = start
    self.text = text
  }

  /// The beginning of a text that is no longer than ``maximumBytes``, cut between two characters of Unicode.
  public static func cut(_ text: String) -> String {
    guard text.utf8.count > maximumBytes else { return text }
    let utf8 = text.utf8
    var end = utf8.index(utf8.startIndex, offsetBy: maximumBytes)
    while utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
    return String(text.unicodeScalars[..<end])
  }
}

/// A sentence as a line among the facts of a batch: `{"sentence":{"start":12,"text":"Good morning."}}`.
public struct SentenceLine: Sendable, Hashable, Codable {
  public var sentence: Sentence

  public init(_ sentence: Sentence) {
    self.sentence = sentence
  }

  /// True for a line that is meant as one: an object whose first field is `sentence`. No fact has such a field.
  public static func isOne(_ line: some Collection<UInt8>) -> Bool {
    var rest = line[...]
    func skipSpaces() { rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }
    skipSpaces()
    guard rest.popFirst() == UInt8(ascii: "{") else { return false }
    skipSpaces()
    return rest.starts(with: "\"sentence\"".utf8)
  }

  /// Reads a line.
  /// - Throws: ``JSONError``.
  public static func sentence(of line: ArraySlice<UInt8>) throws(JSONError) -> Sentence {
    if let plain = plain(line) { return plain }
    return try JSON.decode(SentenceLine.self, from: line).sentence
  }

  /// Reads a line as Courant writes most: without escapes. Nil for any other; a decoder takes ten times as long.
  private static func plain(_ line: ArraySlice<UInt8>) -> Sentence? {
    let (head, middle, tail) = ("{\"sentence\":{\"start\":".utf8, ",\"text\":\"".utf8, "\"}}".utf8)
    guard line.starts(with: head), line.count > head.count + tail.count else { return nil }
    var rest = line.dropFirst(head.count)
    guard rest.suffix(tail.count).elementsEqual(tail) else { return nil }
    rest.removeLast(tail.count)
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard digits.count == 1 || digits.first != UInt8(ascii: "0"),
      let start = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    rest.removeFirst(digits.count)
    guard rest.starts(with: middle) else { return nil }
    rest.removeFirst(middle.count)
    let isPlain = rest.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    return isPlain ? String(validating: rest, as: UTF8.self).map { Sentence(start: start, text: $0) } : nil
  }
}

/// A sentence without facts that a search has found.
public struct FoundSentence: Sendable, Hashable, Codable {
  /// How well it fits, the least best; comparable within one search for sentences only.
  public var rank: Double
  /// Where the words of the search stand in the sentence's text, in UTF-8 bytes, one past the last.
  public var marks: [[Int]]
  /// The revision that has it, which stands.
  public var document: Document
  public var sentence: Evidence

  public init(rank: Double, marks: [[Int]], document: Document, sentence: Evidence) {
    self.rank = rank
    self.marks = marks
    self.document = document
    self.sentence = sentence
  }
}
