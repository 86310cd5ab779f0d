/// The singular of an English plural that the treebanks do not have, by the rules of spelling.
enum EnglishNounForms {
  /// Plurals whose singular the rules of spelling miss.
  private static let irregular: [String: String] = [
    "appendices": "appendix", "axes": "axis", "bacteria": "bacterium", "biases": "bias", "bonuses": "bonus",
    "calves": "calf", "canvases": "canvas", "censuses": "census", "cookies": "cookie", "ellipses": "ellipse",
    "foci": "focus", "gases": "gas", "geese": "goose", "halves": "half", "hooves": "hoof", "indices": "index",
    "larvae": "larva", "lenses": "lens", "loaves": "loaf", "matrices": "matrix", "mice": "mouse", "movies": "movie",
    "nuclei": "nucleus", "oxen": "ox", "quizzes": "quiz", "rookies": "rookie", "scarves": "scarf", "selfies": "selfie",
    "shelves": "shelf", "surpluses": "surplus", "vertices": "vertex", "veggies": "veggie", "viruses": "virus",
    "wharves": "wharf", "wolves": "wolf", "zombies": "zombie",
  ]

  /// - Parameters:
  ///   - word: in lower case.
  ///   - isKnown: whether a form is the singular of a noun that is known.
  /// - Returns: nil where the word has no ending of a plural.
  static func lemma(_ word: String, isKnown: (String) -> Bool) -> String? {
    if let found = irregular[word] { return found }
    guard word.utf8.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss"), word.utf8.allSatisfy({ $0 < 0x80 }) else {
      return nil
    }
    // "poliovirus", "poliomyelitis", whatever the tagger says.
    if word.hasSuffix("us") || word.hasSuffix("is") || word.hasSuffix("ics") { return word }
    let stem = String(word.dropLast())
    guard word.hasSuffix("es") else { return stem }
    let short = String(word.dropLast(2))
    var candidates = [stem, short]
    if short.hasSuffix("i") { candidates.append(short.dropLast() + "y") }
    if let known = candidates.first(where: isKnown) { return known }
    if short.hasSuffix("i") { return short.utf8.count > 2 ? short.dropLast() + "y" : stem }
    // "analyses", "hypotheses"
    if short.hasSuffix("ys") || short.hasSuffix("thes") { return short + "is" }
    return ["ss", "sh", "ch", "x", "zz", "us"].contains { short.hasSuffix($0) } ? short : stem
  }
}
