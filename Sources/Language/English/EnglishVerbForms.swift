/// The dictionary form of an English verb that the treebanks do not have: irregular ones by a table, others by the rules of spelling.
enum EnglishVerbForms {
  private static let irregular: [String: String] = [
    "arisen": "arise", "arose": "arise", "awoke": "awake", "awoken": "awake", "bade": "bid", "beheld": "behold",
    "bent": "bend",
    "bereft": "bereave", "besought": "beseech", "bid": "bid", "bitten": "bite", "bled": "bleed", "blown": "blow",
    "bound": "bind",
    "bred": "breed", "cast": "cast", "clad": "clothe", "clung": "cling", "crept": "creep", "dealt": "deal",
    "dove": "dive",
    "dreamt": "dream", "dug": "dig", "dwelt": "dwell", "fed": "feed", "fled": "flee", "flees": "flee", "flung": "fling",
    "forbade": "forbid", "forbidden": "forbid", "foresaw": "foresee", "foreseen": "foresee", "forgave": "forgive",
    "forgiven": "forgive", "forsaken": "forsake", "forsook": "forsake", "froze": "freeze", "frozen": "freeze",
    "ground": "grind", "hewn": "hew", "hid": "hide", "hidden": "hide", "hung": "hang", "interwoven": "interweave",
    "knelt": "kneel", "laden": "lade", "lain": "lie", "leant": "lean", "leapt": "leap", "learnt": "learn",
    "lent": "lend", "sang": "sing", "drank": "drink",
    "lit": "light",
    "mistaken": "mistake", "mistook": "mistake", "mown": "mow", "overcame": "overcome", "overran": "overrun",
    "oversaw": "oversee", "overseen": "oversee", "overtaken": "overtake", "overthrew": "overthrow",
    "overthrown": "overthrow", "overtook": "overtake", "partook": "partake", "rang": "ring", "rewrote": "rewrite",
    "rewritten": "rewrite", "ridden": "ride", "rode": "ride", "risen": "rise", "rung": "ring", "sank": "sink",
    "sawn": "saw",
    "sewn": "sew", "shaken": "shake", "shone": "shine", "shook": "shake", "shorn": "shear", "shot": "shoot",
    "shrank": "shrink",
    "shrunk": "shrink", "slain": "slay", "slept": "sleep", "slew": "slay", "slid": "slide", "slit": "slit",
    "slung": "sling",
    "smelt": "smell", "sown": "sow", "sped": "speed", "spelt": "spell", "spilt": "spill", "split": "split",
    "spoilt": "spoil",
    "sprang": "spring", "spread": "spread", "sprung": "spring", "spun": "spin", "stank": "stink", "stole": "steal",
    "stolen": "steal", "strewn": "strew", "stricken": "strike", "strode": "stride", "strove": "strive",
    "struck": "strike",
    "strung": "string", "stuck": "stick", "stung": "sting", "swam": "swim", "swelled": "swell", "swept": "sweep",
    "swollen": "swell", "swore": "swear", "sworn": "swear", "swum": "swim", "swung": "swing", "thrived": "thrive",
    "throve": "thrive", "thrust": "thrust", "tore": "tear", "torn": "tear", "trod": "tread", "trodden": "tread",
    "undergone": "undergo", "undertaken": "undertake", "undertook": "undertake", "underwent": "undergo",
    "undone": "undo", "upheld": "uphold", "upset": "upset", "wept": "weep", "withdrawn": "withdraw",
    "withdrew": "withdraw",
    "withheld": "withhold", "withstood": "withstand", "woke": "wake", "woken": "wake", "wound": "wind", "wove": "weave",
    "woven": "weave", "wrung": "wring",
  ]

  /// - Parameters:
  ///   - word: in lower case.
  ///   - isKnown: whether a form is the dictionary form of a verb that is known.
  /// - Returns: nil where the word has no ending of a verb.
  static func lemma(_ word: String, isKnown: (String) -> Bool) -> String? {
    if let found = irregular[word] { return found }
    for (ending, isSibilant) in [("ed", false), ("ing", false), ("es", true), ("s", false)] where word.hasSuffix(ending)
    {
      let stem = String(word.dropLast(ending.count))
      guard stem.utf8.count > 1, stem.utf8.contains(where: { "aeiouy".utf8.contains($0) }) else { return nil }
      if ending == "s" { return stem.hasSuffix("s") || stem.hasSuffix("u") || stem.hasSuffix("i") ? nil : stem }
      if let known = candidates(stem, isSibilant: isSibilant).first(where: isKnown) { return known }
      if !isSibilant { return spelled(stem) }
      return ["ss", "sh", "ch", "x", "zz"].contains { stem.hasSuffix($0) } ? stem : stem + "e"
    }
    return nil
  }

  /// What a stem may have been before its ending: "rais" of "raise", "stopp" of "stop", "tri" of "try".
  private static func candidates(_ stem: String, isSibilant: Bool) -> [String] {
    var found = [stem, stem + "e"]
    if stem.hasSuffix("i") { found.append(stem.dropLast() + "y") }
    if !isSibilant, isDoubled(stem) { found.append(String(stem.dropLast())) }
    return found
  }

  private static func isDoubled(_ stem: String) -> Bool {
    let bytes = Array(stem.utf8.suffix(2))
    return bytes.count == 2 && bytes[0] == bytes[1] && !"aeiou".utf8.contains(bytes[0])
  }

  private static func syllables(_ stem: String) -> Int {
    var count = 0
    var wasVowel = false
    for byte in stem.utf8 {
      let isVowel = "aeiouy".utf8.contains(byte)
      if isVowel, !wasVowel { count += 1 }
      wasVowel = isVowel
    }
    return count
  }

  /// The likeliest spelling of a verb that nobody knows.
  private static func spelled(_ stem: String) -> String {
    if stem.hasSuffix("i") { return stem.dropLast() + "y" }
    if stem.hasSuffix("suad") { return stem + "e" }
    if isDoubled(stem) {
      // "totalled", "modelled": of several syllables, with the second weak.
      if stem.hasSuffix("ll"), syllables(stem) > 1 { return String(stem.dropLast()) }
      return ["ll", "ss", "zz", "ff"].contains { stem.hasSuffix($0) } ? stem : String(stem.dropLast())
    }
    let bytes = Array(stem.utf8)
    guard let last = bytes.last, bytes.count > 2 else { return stem + "e" }
    func isVowel(_ byte: UInt8) -> Bool { "aeiou".utf8.contains(byte) }
    let before = bytes[bytes.count - 2]
    let isLongVowel = isVowel(before) && bytes.count > 3 && isVowel(bytes[bytes.count - 3])
    switch last {
    case UInt8(ascii: "v"), UInt8(ascii: "u"), UInt8(ascii: "c"), UInt8(ascii: "z"): return stem + "e"
    case UInt8(ascii: "s"): return isVowel(before) || before == UInt8(ascii: "n") ? stem + "e" : stem
    case UInt8(ascii: "g"): return before == UInt8(ascii: "n") ? stem : stem + "e"
    case UInt8(ascii: "l"): return isVowel(before) || before == UInt8(ascii: "r") ? stem : stem + "e"
    case UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "n"), UInt8(ascii: "m"), UInt8(ascii: "p"),
      UInt8(ascii: "d"),
      UInt8(ascii: "k"), UInt8(ascii: "b"):
      // "created", "acquired", "combined" against "reported", "explained", "visited"
      guard isVowel(before), !isLongVowel else { return stem }
      return before == UInt8(ascii: "e") || (before == UInt8(ascii: "i") && last == UInt8(ascii: "t"))
        || (before == UInt8(ascii: "o") && last == UInt8(ascii: "r")
          || before == UInt8(ascii: "o") && last == UInt8(ascii: "n"))
        ? stem : stem + "e"
    default: return stem
    }
  }
}
