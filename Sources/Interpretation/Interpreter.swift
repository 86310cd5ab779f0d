import Formats
import Model

/// Makes facts of documents: reads them, tells their language, and has the extractor of that language find the facts.
public struct Interpreter: Sendable {
  private let languages: LanguageMarks
  private let extractors: ExtractorRegistry
  private let limits: Container.Limits

  /// - Parameter limits: what is taken of archives and the like.
  public init(
    _ extractors: ExtractorRegistry,
    languages: LanguageMarks,
    limits: Container.Limits = Container.Limits()
  ) {
    self.extractors = extractors
    self.languages = languages
    self.limits = limits
  }

  /// What its facts depend on, beside the document. A new version means that documents are worth extracting again.
  public var version: String { extractors.version }

  /// True once it cannot do its work any longer: another process, with readers that were started anew, can.
  public var isLost: Bool { languages.reader.isLost }

  private func isArchive(_ content: [UInt8], _ type: MediaType) -> Bool {
    Container.isArchive(content, type, json: languages.reader.json)
  }

  /// The text of a document as it is read, without its languages.
  /// - Parameter mediaType: what it is: `text/plain`.
  /// - Throws: ``ReadError``.
  public func text(of content: [UInt8], mediaType: String) throws(ReadError) -> [UInt8] {
    let type = MediaType(mediaType)
    return isArchive(content, type) ? [] : try languages.reader.read(content, as: type).bytes
  }

  /// The documents that are in one; nil where none are.
  /// - Throws: ``ReadError``.
  public func container(_ content: [UInt8], uri: String, mediaType: String) throws(ReadError) -> Container? {
    try Container(content, uri: uri, type: MediaType(mediaType), limits: limits, json: languages.reader.json)
  }

  /// Reads a document and finds its facts.
  /// - Parameters:
  ///   - taken: how many documents were taken out of it.
  ///   - skipped: what is in it and was not.
  /// - Throws: ``ReadError``.
  public func interpret(
    _ content: [UInt8],
    uri: String,
    mediaType: String,
    taken: Int = 0,
    skipped: [SkippedLines] = []
  ) throws(ReadError) -> Extraction {
    let type = MediaType(mediaType)
    let digest = Digest(of: content)
    if isArchive(content, type) {
      let count = taken == 1 ? "1 document" : "\(taken) documents"
      let rest = skipped.map { $0.lines == 1 ? "; \($0.reason)" : "; \($0.lines) \($0.reason)" }.joined()
      return Extraction(
        document: Document(uri: uri, digest: digest),
        text: "",
        facts: [],
        skipped: skipped,
        reason: "it holds \(count): \(uri)!/\(rest)"
      )
    }
    var text = try languages.read(content, as: type)
    // A message's attachments are documents of their own.
    if taken > 0 { text = text.without(.attachment) }
    var extraction = extractors.extractor(for: text.language).extract(text, uri: uri, digest: digest)
    extraction.skipped += skipped
    return extraction
  }
}

extension Extractor {
  /// Reads a document and finds its facts, in the language of this extractor whatever it is written in.
  /// - Throws: ``ReadError``.
  public func extract(_ content: [UInt8], uri: String, mediaType: String) throws(ReadError) -> Extraction {
    extract(try DocumentReader().read(content, as: MediaType(mediaType)), uri: uri, digest: Digest(of: content))
  }
}
