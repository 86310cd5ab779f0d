import Foundation
import Installation

/// Tells which language a text is in, by its letters and words: naive Bayes over runs of letters, after Cavnar & Trenkle (1994).
public struct LanguageIdentifier: Sendable {
  /// What a text was taken for.
  public struct Guess: Sendable, Hashable {
    /// The language's tag, after BCP 47.
    public var language: String
    /// By how much it is likelier than the next, as a natural logarithm.
    public var margin: Float
    /// For each language asked for, by how much the guess is likelier than it; 0 for the guess itself.
    public var lead: Float
  }

  /// Below this margin a text may be in another language: of those above it 99 of 100 are right.
  public static let sureMargin: Float = 10
  /// So many bytes of a text tell its language.
  private static let enough = 600

  private let table: LanguageTable

  /// - Parameter bytes: a table as `courant-train languages` writes it.
  /// - Throws: ``LanguageTableError``.
  public init(_ bytes: [UInt8]) throws(LanguageTableError) {
    table = try LanguageTable(bytes)
  }

  /// The identifier with the installed table. ``InstalledFile`` says where it looks.
  /// - Throws: ``LanguageTableError``.
  public static func installed() throws(LanguageTableError) -> LanguageIdentifier {
    let path: String
    do throws(InstalledFile.Missing) {
      path = try InstalledFile.path("languages.table", of: "Languages")
    } catch {
      throw LanguageTableError("\(error)")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw LanguageTableError("\(path): cannot be read")
    }
    do throws(LanguageTableError) {
      return try LanguageIdentifier(Array(data))
    } catch {
      throw LanguageTableError("\(path): \(error)")
    }
  }

  /// The tags of the languages that can be told.
  public var languages: [String] { table.tags }

  /// Tells a text's language.
  /// - Parameters:
  ///   - bytes: in UTF-8; only the beginning of a long text is looked at.
  ///   - asked: the language whose distance from the guess is wanted.
  /// - Returns: nil for a text without a known letter.
  public func guess(_ bytes: ArraySlice<UInt8>, against asked: String = "en") -> Guess? {
    guard let scores = table.scores(of: bytes.prefix(Self.enough)) else { return nil }
    guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return nil }
    let next = scores.indices.filter { $0 != best }.map { scores[$0] }.max() ?? scores[best]
    let lead = table.tags.firstIndex(of: asked).map { scores[best] - scores[$0] } ?? .infinity
    return Guess(language: table.tags[best], margin: scores[best] - next, lead: lead)
  }
}
