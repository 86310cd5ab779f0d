/// Dictionary forms by table and by rule.
public enum Lemmas {
  /// The infinitive of a form of a verb, in lower case.
  public static func verb(_ word: String) -> String {
    switch word {
    case "is", "are", "was", "were", "been", "being", "am", "be": return "be"
    case "has", "had", "having": return "have"
    case "does", "did", "done": return "do"
    default: break
    }
    if let reading = Verbs.reading(word) { return reading.lemma }
    if word.hasSuffix("ied"), word.utf8.count > 4 { return word.dropLast(3) + "y" }
    if word.hasSuffix("ed"), word.utf8.count > 4 {
      let stem = String(word.dropLast(2))
      return endsInSilentE(stem) ? stem + "e" : stem
    }
    if word.hasSuffix("ies"), word.utf8.count > 4 { return word.dropLast(3) + "y" }
    if word.hasSuffix("s"), !word.hasSuffix("ss"), word.utf8.count > 3 { return String(word.dropLast()) }
    return word
  }

  /// The singular of a plural noun, in lower case; the word itself where it is none.
  public static func noun(_ word: String) -> String {
    if let known = irregular[word] { return known }
    guard word.utf8.count > 3, word.hasSuffix("s") else { return word }
    for ending in ["ss", "us", "is", "news"] where word.hasSuffix(ending) { return word }
    if word.hasSuffix("ies"), word.utf8.count > 5 { return word.dropLast(3) + "y" }
    for ending in ["sses", "shes", "ches", "xes", "zes"] where word.hasSuffix(ending) {
      return String(word.dropLast(2))
    }
    return String(word.dropLast())
  }

  private static let irregular = [
    "people": "person", "children": "child", "men": "man", "women": "woman", "lives": "life", "feet": "foot",
    "mice": "mouse",
    "species": "species", "series": "series", "means": "means", "headquarters": "headquarters", "gas": "gas",
    "diabetes": "diabetes",
    "united states": "united states", "netherlands": "netherlands", "sales": "sales", "earnings": "earnings",
  ]

  private static func endsInSilentE(_ stem: String) -> Bool {
    for ending in ["at", "iz", "is", "us", "ur", "c", "v", "g", "uc", "in", "ir", "os"] where stem.hasSuffix(ending) {
      return !(stem.hasSuffix("ain") || stem.hasSuffix("oin"))
    }
    return false
  }
}
