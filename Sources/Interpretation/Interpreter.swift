import Formats
import Model

/// Makes facts of documents: reads them, tells their language, and has the extractor of that language find the facts.
public struct Interpreter: Sendable {
  private let reader = DocumentReader()
  private let languages: LanguageMarks
  private let extractor: any Extractor

  public init(_ extractor: any Extractor, languages: LanguageMarks) {
    self.extractor = extractor
    self.languages = languages
  }

  /// What its facts depend on, beside the document. A new version means that documents are worth extracting again.
  public var version: String { extractor.version }

  /// Reads a document.
  /// - Parameter mediaType: what it is: `text/plain`.
  /// - Throws: ``ReadError``.
  public func read(_ content: [UInt8], mediaType: String) throws(ReadError) -> TextDocument {
    languages.mark(try reader.read(content, as: MediaType(mediaType)))
  }

  /// Reads a document and finds its facts.
  /// - Throws: ``ReadError``.
  public func interpret(_ content: [UInt8], uri: String, mediaType: String) throws(ReadError) -> Extraction {
    extractor.extract(try read(content, mediaType: mediaType), uri: uri, digest: Digest(of: content))
  }
}

extension Extractor {
  /// Reads a document and finds its facts, in the language of this extractor whatever it is written in.
  /// - Throws: ``ReadError``.
  public func extract(_ content: [UInt8], uri: String, mediaType: String) throws(ReadError) -> Extraction {
    extract(try DocumentReader().read(content, as: MediaType(mediaType)), uri: uri, digest: Digest(of: content))
  }
}
