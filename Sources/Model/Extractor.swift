/// What finds facts: a document's text in, its facts out.
///
/// An extractor is a pure function of the document and its own version: the same bytes give the same facts, always.
public protocol Extractor: Sendable {
  /// Name and version, such as `courant-en/1.0.0`. A new version means that documents are worth extracting again.
  var version: String { get }

  /// The language whose texts it reads, as a BCP 47 tag: `en`.
  var language: String { get }

  /// Finds the facts of a document.
  /// - Parameters:
  ///   - text: as read.
  ///   - uri: the document's name, which every fact carries.
  ///   - digest: of the document's own bytes.
  func extract(_ text: TextDocument, uri: String, digest: Digest) -> Extraction
}

/// What came of one document.
public struct Extraction: Sendable, Hashable {
  public var document: Document
  /// The text as read, into which every fact's evidence points.
  public var text: String
  /// In the order in which they stand in the text.
  public var facts: [Fact]
  /// The sentences that gave no fact, in the order in which they stand in the text.
  public var sentences: [Sentence]
  /// What could not be read as it stands, a line each: "2 sentences are longer than 500 words …".
  public var notes: [String]
  /// The lines that are no prose and were not read.
  public var skipped: [SkippedLines]
  /// Why no fact was found, in one line; nil where one was.
  public var reason: String?

  public init(
    document: Document,
    text: String,
    facts: [Fact],
    sentences: [Sentence] = [],
    notes: [String] = [],
    skipped: [SkippedLines] = [],
    reason: String? = nil
  ) {
    self.document = document
    self.text = text
    self.facts = facts
    self.sentences = sentences
    self.notes = notes
    self.skipped = skipped
    self.reason = reason
  }
}

/// Why a document cannot be read, in one line.
public struct ExtractionError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
