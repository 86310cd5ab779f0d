import Model

/// The extractors there are, one a language.
public struct ExtractorRegistry: Sendable {
  private let extractors: [String: any Extractor]
  /// Of documents whose language was not told, or is nobody's: it finds what needs no language, and says so.
  private let fallback: any Extractor
  /// Names and versions of all of them. A new version means that documents are worth extracting again.
  public let version: String

  /// - Parameters:
  ///   - fallback: takes documents in languages that have no extractor, too.
  ///   - others: those of other languages.
  public init(_ fallback: any Extractor, _ others: [any Extractor] = []) {
    self.fallback = fallback
    let all = [fallback] + others
    extractors = Dictionary(all.map { ($0.language, $0) }, uniquingKeysWith: { first, _ in first })
    version = all.map(\.version).joined(separator: "+")
  }

  /// The extractor of a language.
  /// - Parameter language: as a BCP 47 tag; its first part counts.
  public func extractor(for language: String?) -> any Extractor {
    let primary = language.map { String($0.prefix { $0 != "-" }) }
    return primary.flatMap { extractors[$0] } ?? fallback
  }
}
