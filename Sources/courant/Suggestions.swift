import Client

/// What was probably meant by a key that is not known.
enum Suggestions {
  /// The end of a line that says that nothing is known of `key`: empty where the key is known, or nothing is near.
  static func text(for key: String, _ query: Query) throws -> String {
    let near = try query.near(key)
    guard !near.isEmpty, !near.contains(where: { $0.startsExactly(with: key) }) else { return "" }
    return "; did you mean: " + near.map(Terminal.clean).joined(separator: ", ")
  }
}
