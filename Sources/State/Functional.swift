import Model

/// Which keys can have one true value at a time.
public enum Functional {
  /// Attributes of which there is one at a time although their values are names.
  private static let attributes: Set<String> = [
    "capital", "prime-minister", "president", "chancellor", "king", "queen", "mayor", "governor", "ceo",
    "chief-executive",
    "chief-executive-officer", "chairman", "chairwoman", "currency", "official-language", "birthplace", "issn", "isbn",
    "doi",
    "headquarters", "owner",
  ]

  /// True when two different values of `key` cannot both hold at the same time: numbers, money, dates and the like always,
  /// names and words for attributes such as `capital` and `prime-minister`.
  public static func holds(for key: Key, _ value: Value) -> Bool {
    value.kind.isTyped || attributes.contains(key.attribute)
  }
}
