import Language
import Model

/// Where a clause holds.
extension Qualifiers {
  private static let locative: Set<String> = [
    "in", "at", "near", "on", "outside", "inside", "across", "throughout", "within", "beneath", "above", "along",
    "behind", "beside", "beyond", "off", "amid", "aboard",
  ]
  /// Nouns that stand behind such a preposition and are no place.
  private static let abstract: Set<String> = [
    "addition", "fact", "general", "particular", "case", "time", "course", "order", "view", "term", "favor", "favour",
    "response", "contrast", "part", "effect", "public", "detail", "practice", "theory", "way", "average", "basis",
    "condition", "behalf", "attempt", "effort", "result", "return", "exchange", "light", "hope", "accordance", "charge",
    "turn", "end", "beginning", "row", "use", "support", "need", "search", "bid", "sense", "respect", "regard", "form",
    "reaction", "agreement", "connection", "conjunction", "cooperation", "collaboration", "spite", "comparison", "rate",
    "speed", "age", "cost", "price", "risk", "request", "suggestion", "invitation", "expense", "all", "total", "number",
    "frequency", "size", "length", "height", "weight", "value", "quantity", "degree", "level", "style", "language",
    "kind", "type", "moment", "period", "phase", "process", "future", "past", "war", "purpose", "ground",
    "child", "adult", "patient", "person", "people", "man", "woman", "participant", "member", "trading", "role",
    "opinion", "statement", "speech", "interview", "letter", "violation", "line", "principle", "secret", "private",
    "minimum", "maximum", "point", "experience", "article", "post", "blog", "book", "novel", "story", "study", "trial",
    "test", "survey", "poll", "report", "paper", "chapter", "version", "edition", "example", "scenario", "situation",
    "circumstance", "context", "mode", "scale", "dose", "helm", "stake", "advance", "pace", "discretion",
    "disposal", "mind", "mood", "life", "job", "plan", "policy", "framework", "knowledge", "analysis", "research",
    "morning", "afternoon", "evening", "night", "second", "minute", "hour", "day", "week", "month", "quarter", "year",
    "decade", "century", "season", "run", "step", "word", "voice", "tone", "color", "colour", "shape", "format",
    "profile", "portfolio", "email", "e-mail", "math", "maths", "mathematics", "physics", "medicine", "psychology",
    "economics", "history", "politics", "fashion", "manner", "cash", "revenue", "profit", "loss", "tax",
  ]
  /// Endings of nouns that tell what is done or what something is like, and no place.
  private static let abstractEndings = [
    "ing", "ment", "ness", "ism", "ship", "ance", "ence", "tion", "sion", "ity", "hood",
  ]
  /// Nouns with such an ending that are places, or where something takes place.
  private static let places: Set<String> = [
    "building", "siding", "wing", "landing", "crossing", "dwelling", "clearing", "ceiling", "ring", "meeting",
    "hearing", "gathering", "wedding", "opening", "beijing", "apartment", "department", "basement",
    "settlement", "parliament", "government", "monument", "pavement", "encampment", "environment", "residence",
    "conference", "audience", "entrance", "embankment", "establishment", "station", "location", "plantation",
    "exhibition", "reservation", "nation", "region", "institution", "intersection", "junction", "competition",
    "convention", "destination", "jurisdiction", "mission", "mansion", "auction", "demonstration",
    "celebration", "expedition", "excavation", "delegation", "division", "television", "city", "facility",
    "university", "community", "municipality", "vicinity", "locality", "neighborhood", "neighbourhood", "ship",
    "township", "battleship", "flagship", "dealership", "championship", "section",
  ]

  /// Nouns that name a place after "on"; "on a framework" and "on all plans" name none.
  private static let grounds: Set<String> = [
    "island", "isle", "coast", "shore", "street", "road", "avenue", "highway", "motorway", "hill", "hillside",
    "mountain",
    "river", "riverbank", "lake", "sea", "ocean", "beach", "site", "campus", "farm", "border", "floor", "roof",
    "bridge",
    "plateau", "peninsula", "estate", "square", "ship", "boat", "vessel", "ferry", "train", "plane", "bus", "stage",
    "court", "field", "pitch", "platform", "track", "runway", "land", "water", "planet", "moon", "continent",
    "outskirts",
    "edge", "side", "slope", "summit", "seabed", "riverside", "waterfront", "quay", "pier", "reservation", "base",
    "plain",
    "mainland", "frontier", "battlefield", "front", "corner", "property", "premises", "grounds", "plot", "trail",
    "path",
    "ward", "shelf", "surface",
  ]

  /// Whether a noun without a name can be where something is.
  private func canBePlace(_ node: Int, _ preposition: String) -> Bool {
    let lemma = graph[node].lemma.lowercased()
    if preposition == "on" { return Self.grounds.contains(lemma) }
    if Self.abstract.contains(lemma) { return false }
    guard graph[node].partOfSpeech == .noun, !Self.places.contains(lemma) else { return true }
    return !Self.abstractEndings.contains { lemma.hasSuffix($0) }
  }

  /// Where a clause holds: a phrase with a preposition of place, one that names a place before any other.
  func place(of clause: Clause, without used: Set<Int>) -> String? {
    var other: String?
    for node in [clause.predicate] + clause.governors {
      for child in graph.children(of: node, "obl") where !used.contains(child) && !graph[child].isValue {
        guard let preposition = graph.preposition(of: child), Self.locative.contains(preposition) else { continue }
        let phrase = graph.phrase(child)
        if phrase.nodes.contains(where: { graph[$0].name == .place }) { return graph.words(phrase) }
        let isThing = graph[child].partOfSpeech == .noun || graph[child].partOfSpeech == .name
        // "interested in Russian energy": of an adjective it is no place.
        if other == nil, isThing, clause.kind == .verbal, phrase.nodes.count <= 12,
          canBePlace(child, preposition),
          !phrase.nodes.contains(where: { graph[$0].isDate || graph[$0].tag.hasPrefix("W") })
        {
          other = graph.words(phrase)
        }
      }
    }
    return other
  }
}
