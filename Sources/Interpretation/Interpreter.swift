import Formats
import Model

/// Makes facts of documents: reads them, tells their language, and has the extractor of that language find the facts.
public struct Interpreter: Sendable {
  private let languages: LanguageMarks
  private let extractor: any Extractor

  public init(_ extractor: any Extractor, languages: LanguageMarks) {
    self.extractor = extractor
    self.languages = languages
  }

  /// What its facts depend on, beside the document. A new version means that documents are worth extracting again.
  public var version: String { extractor.version }

  /// The text of a document as it is read, without its languages.
  /// - Parameter mediaType: what it is: `text/plain`.
  /// - Throws: ``ReadError``.
  public func text(of content: [UInt8], mediaType: String) throws(ReadError) -> [UInt8] {
    try languages.reader.read(content, as: MediaType(mediaType)).bytes
  }

  /// Reads a document and finds its facts.
  /// - Throws: ``ReadError``.
  public func interpret(_ content: [UInt8], uri: String, mediaType: String) throws(ReadError) -> Extraction {
    let text = try languages.read(content, as: MediaType(mediaType))
    return extractor.extract(text, uri: uri, digest: Digest(of: content))
  }
}

extension Extractor {
  /// Reads a document and finds its facts, in the language of this extractor whatever it is written in.
  /// - Throws: ``ReadError``.
  public func extract(_ content: [UInt8], uri: String, mediaType: String) throws(ReadError) -> Extraction {
    extract(try DocumentReader().read(content, as: MediaType(mediaType)), uri: uri, digest: Digest(of: content))
  }
}
