/// Words compared as a reader would: without determiners, punctuation and inflection.
struct Wording {
  private static let dropped: Set<String> = ["a", "an", "the", "this", "that", "these", "those"]
  private static let forms = [
    "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "am": "be", "has": "have",
    "had": "have",
    "having": "have", "does": "do", "did": "do", "done": "do", "n't": "not",
    "rose": "rise", "risen": "rise", "fell": "fall", "fallen": "fall", "grew": "grow", "grown": "grow", "came": "come",
    "went": "go", "gone": "go", "made": "make", "took": "take", "taken": "take", "gave": "give", "given": "give",
    "led": "lead",
    "held": "hold", "sold": "sell", "bought": "buy", "built": "build", "began": "begin", "begun": "begin",
    "became": "become",
    "found": "find", "said": "say", "saw": "see", "seen": "see", "lay": "lie", "ran": "run", "put": "put",
    "born": "bear",
    "people": "person", "children": "child", "men": "man", "women": "woman",
  ]

  /// The words of a text that count, each as its stem.
  static func stems(_ text: String) -> [String] {
    text.lowercased().split { character in
      !(character.isLetter || character.isNumber || "%€$£¥.°'".contains(character))
    }.compactMap { word in
      var word = String(word)
      while let last = word.last, last == "." || last == "'" { word.removeLast() }
      if word.isEmpty || dropped.contains(word) { return nil }
      return stem(word)
    }
  }

  private static func stem(_ word: String) -> String {
    if let form = forms[word] { return form }
    var word = word
    if word.hasSuffix("'s") { word.removeLast(2) }
    guard word.count > 3, word.allSatisfy(\.isLetter) else { return word }
    for (ending, rest) in [("ies", "y"), ("ied", "y")] where word.hasSuffix(ending) && word.count > 4 {
      return String(word.dropLast(3)) + rest
    }
    if word.hasSuffix("ing"), word.count > 5 { return trimmed(String(word.dropLast(3))) }
    if word.hasSuffix("ed"), word.count > 4 { return trimmed(String(word.dropLast(2))) }
    if word.hasSuffix("es"), word.count > 4 { return trimmed(String(word.dropLast(2))) }
    if word.hasSuffix("s"), !word.hasSuffix("ss") { return trimmed(String(word.dropLast())) }
    return trimmed(word)
  }

  /// Without a silent "e" and one of two like consonants, so that forms of one word meet.
  private static func trimmed(_ word: String) -> String {
    var word = word
    if word.hasSuffix("e"), word.count > 2 { word.removeLast() }
    if let last = word.last, word.count > 3, word.dropLast().last == last, !"aeiou".contains(last) { word.removeLast() }
    return word
  }

  /// Twice the common words over all words.
  static func f1(_ first: [String], _ second: [String]) -> Double {
    guard !first.isEmpty, !second.isEmpty else { return first.isEmpty && second.isEmpty ? 1 : 0 }
    var rest: [String: Int] = [:]
    for word in second { rest[word, default: 0] += 1 }
    var common = 0
    for word in first where rest[word, default: 0] > 0 {
      rest[word, default: 0] -= 1
      common += 1
    }
    return 2 * Double(common) / Double(first.count + second.count)
  }
}
