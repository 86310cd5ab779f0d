/// The words around the names of persons that do not tell one person from another, and those that do.
enum PersonWords {
  /// Titles before a name. They go as long as anything is left.
  static let titles: Set<String> = [
    "mr", "mrs", "ms", "miss", "mister", "messrs", "mx", "dr", "doctor", "prof", "professor", "sir", "dame", "madam",
    "madame", "mme", "mlle", "monsieur", "herr", "frau", "signor", "signora", "sig", "senor", "senora", "sr", "sra",
    "srta",
    "dott", "ing", "dipl", "shaikh", "sheikh", "shaykh", "sheik", "cheikh", "haji", "hajj", "hajji", "haj", "alhaji",
    "hadji",
    "mullah", "maulvi", "mawlawi", "maulana", "mufti", "qari", "hafiz", "ayatollah", "hojatoleslam", "sayyid", "rev",
    "reverend", "fr", "rabbi", "imam", "hon", "honourable", "honorable", "rt", "excellency", "gen", "lt", "col", "maj",
    "capt",
    "sgt", "cmdr", "brig", "adm", "general", "colonel", "captain", "lieutenant", "sergeant", "admiral", "commander",
    "brigadier", "marshal", "president", "senator", "sen", "rep", "congressman", "congresswoman", "governor", "gov",
    "minister", "ambassador", "chancellor", "tan", "datuk", "dato", "tun", "gospodin", "pan", "pani",
  ]

  /// Titles that are names as well, or that a single given name needs to be known by: `Prince Harry`. They go only
  /// where two words are left.
  static let nobleTitles: Set<String> = [
    "king", "queen", "prince", "princess", "pope", "emperor", "empress", "tsar", "czar", "duke", "duchess", "lord",
    "lady",
    "baron", "baroness", "count", "countess", "earl", "bishop", "archbishop", "cardinal", "judge", "justice", "saint",
    "st",
    "father", "sister", "brother", "major", "don", "dona", "emir", "sultan", "shah",
    "tan", "pan", "general", "marshal", "ing", "hafiz", "sayyid", "imam", "dame", "president", "chancellor",
  ]

  /// Words after a name: degrees and orders.
  static let degrees: Set<String> = [
    "md", "phd", "ph d", "m d", "mba", "msc", "esq", "esquire", "obe", "mbe", "cbe", "kbe", "dbe", "qc", "kc", "frs",
    "llm",
    "dphil", "d phil", "b a", "m a", "kcb", "kcmg", "cpa",
  ]

  /// Marks of a generation, as they stand in a slug.
  static let generations: [String: GenerationMark] = [
    "jr": .junior, "jnr": .junior, "junior": .junior, "sr": .senior, "snr": .senior, "senior": .senior,
  ]

  /// Words that join the parts of a name and that writers leave out, by the spelling that stands for all of them.
  static let particles: [String: String] = [
    "al": "al", "el": "al", "ul": "al", "ur": "al", "as": "al", "ad": "al", "ash": "al", "az": "al", "ar": "al",
    "at": "al",
    "bin": "bin", "ben": "bin", "ibn": "bin", "de": "de", "di": "de", "da": "de", "do": "de", "dos": "de",
    "du": "de", "del": "de", "della": "de", "des": "de", "von": "von", "van": "von", "zu": "zu", "zum": "zu",
    "der": "der",
    "den": "der", "ter": "der", "ten": "der", "la": "la", "le": "la", "the": "the", "and": "and", "y": "y",
    "af": "af", "av": "af",
  ]
}

/// What tells a father from a son of the same name.
public enum GenerationMark: String, Sendable, Hashable, CaseIterable {
  case junior = "jr"
  case senior = "sr"
}
