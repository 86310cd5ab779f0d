/// A name in normal form: what is left of it once everything is away that does not tell its bearer from another.
///
/// ```swift
/// NormalName("Heineken N.V.", kind: .organisation).slug    // heineken
/// NormalName("Merkel, Dr. Angela", kind: .person).slug     // angela-merkel
/// ```
public struct NormalName: Sendable, Hashable {
  /// What the name names.
  public let kind: NameKind
  /// The words that name it: lower case, without diacritics, in Latin letters where a table has them. Never empty.
  public let words: [String]
  /// The codes of the legal forms that were found, the outermost first: `["nv"]`. Empty for other kinds.
  public let legalForms: [String]
  /// What tells a son from a father, for persons.
  public let generation: GenerationMark?
  /// A key for the name: the words, joined by hyphens. Never empty, and the same for the slug itself.
  public let slug: String

  /// The words as they are compared; empty for names that are too long for that.
  let units: [NameUnit]
  /// The same in the other order of family name and given names, where the way it is written shows which is which.
  let turned: [NameUnit]
  /// The other order is the usual one: the family name was marked by capitals, not by a comma.
  let isTurnedUsual: Bool
  /// Names longer than this, in bytes of UTF-8, are compared by their slugs alone.
  static let longestCompared = 256
  let isOverlong: Bool

  /// The normal form of any text. It takes time in proportion to the text.
  public init(_ text: String, kind: NameKind) {
    var strip = NameStripper(tokens: NameToken.all(of: text, kind: kind), kind: kind)
    strip.run()
    self.kind = kind
    words = strip.tokens.map(\.text)
    legalForms = strip.legalForms
    generation = strip.generation
    slug = (words + (generation.map { [$0.rawValue] } ?? [])).joined(separator: "-")
    isOverlong = text.utf8.count > Self.longestCompared
    units = isOverlong ? [] : NameUnit.all(of: strip.tokens, kind: kind)
    isTurnedUsual = strip.tokens.first?.isFamily == true
    let family = strip.tokens.filter(\.isFamily)
    let others = strip.tokens.filter { !$0.isFamily }
    turned =
      isOverlong || family.isEmpty || others.isEmpty
      ? [] : NameUnit.all(of: isTurnedUsual ? others + family : family + others, kind: kind)
  }
}
