extension Node {
  /// Whether it is a relative pronoun, or a question word in its place.
  var isRelative: Bool { ["who", "which", "that", "whom", "whose", "where"].contains(lower) && tag.first == "W" }
}
