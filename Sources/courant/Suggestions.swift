import Client
import Model

/// What was probably meant by a key that is not known.
enum Suggestions {
  /// The end of a line that says that nothing is known of `key`: empty where the key is known, or nothing is near.
  static func text(for key: String, _ query: Query) throws -> String {
    let near = try query.near(key)
    guard !near.isEmpty, !near.contains(where: { $0.startsExactly(with: key) }) else { return "" }
    return "; did you mean: " + near.map(Terminal.clean).joined(separator: ", ")
  }
}

/// What to do where a key is wanted and an entity is named.
enum KeyHint {
  /// Ends the error line for a word that is not a key: a hint when the word can name an entity, otherwise empty.
  static func text(for word: String) -> String {
    guard !word.utf8.contains(UInt8(ascii: "/")), let slug = Slug.make(word) else { return "" }
    return "; courant get \(slug) shows the keys of an entity"
  }
}
