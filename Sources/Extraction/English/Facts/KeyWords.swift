import Model

/// Words that decide what a key is made of.
enum KeyWords {
  /// Adjectives that single out nothing.
  static let clutter: Set<String> = [
    "main", "principal", "total", "overall", "estimated", "the", "a", "an", "its", "their", "his", "her", "own", "our",
    "my", "your", "this", "that", "these", "those", "such", "some", "any", "each", "every", "all", "both", "other",
    "another", "no", "very", "so-called", "said", "new", "latest", "recent",
  ]

  /// Who tells the news, and is nobody's "the company" for it, by slugs.
  static let agencies: Set<String> = [
    "reuters", "bloomberg", "bloomberg-news", "associated-press", "ap", "afp", "agence-france-presse", "dpa", "efe",
    "ansa", "tass", "interfax", "xinhua", "kyodo", "yonhap", "pti", "upi", "bbc", "cnn", "cnbc", "financial-times",
    "wall-street-journal", "new-york-times", "washington-post", "guardian", "times", "economist", "nikkei",
    "handelsblatt",
  ]

  /// Nouns for a role, an institution or a part of a document: written with a capital they are no names, for every document means
  /// its own.
  static let generic: Set<String> = [
    "academy", "act", "administration", "agency", "agreement", "airport", "ambassador", "annex", "appendix", "army",
    "article", "assembly", "association", "authority", "bank", "bishop", "board", "body", "cabinet", "captain",
    "cardinal", "castle", "cathedral", "centre", "center", "chair", "chairman", "chairwoman", "chancellor", "chapter",
    "chief", "church", "city", "club", "coach", "college", "commission", "commissioner", "committee", "company",
    "conference", "congress", "constitution", "convention", "corporation", "council", "councillor", "county", "court",
    "crown", "department", "deputy", "director", "directors", "directorate", "district", "doctor", "editor", "emperor",
    "executive", "exhibit", "faculty", "federation", "figure", "fire", "foundation", "founder", "fund", "general",
    "government", "governor", "group", "health", "high", "hospital", "house", "institute", "judge", "justice", "king",
    "lake", "law", "leader", "library", "lord", "management", "manager", "mayor", "member", "members", "minister",
    "ministers", "ministry", "museum", "national", "navy", "new", "north", "note", "of", "office", "officer",
    "opposition", "paragraph", "park", "parliament", "part", "parties", "party", "police", "pope", "president",
    "press", "prime", "prince", "princess", "professor", "programme", "project", "province", "public", "queen",
    "region", "regulation", "republic", "river", "royal", "school", "secretary", "section", "senate", "senator",
    "service", "society", "south", "spokesman", "spokeswoman", "state", "states", "station", "supervisory", "supreme",
    "table", "team", "the", "town", "treasury", "tribunal", "union", "university", "vice", "village", "ward", "east",
    "west", "and",
  ]

  /// Words that no key begins with.
  private static let leading: Set<String> = clutter.union([
    "of", "in", "to", "from", "for", "with", "on", "at", "by", "between", "per", "under", "over", "about", "after",
    "before", "above", "below", "during", "within", "without", "against", "among", "as", "than", "and", "or", "but",
    "not", "he", "she", "it", "they", "we", "i", "you", "who", "which", "what", "there", "one", "him", "them", "us",
    "me", "itself", "himself", "herself", "themselves", "only", "more", "most", "many", "much", "few", "several",
    "at-least", "up", "around", "nearly", "almost", "roughly", "approximately", "least", "less", "half", "two", "three",
    "four", "five", "six", "seven", "eight", "nine", "ten", "dozens", "hundreds", "thousands", "millions", "dozen",
    "hundred", "thousand", "million", "once", "here", "too", "so", "same", "enough",
  ])

  /// A description without the determiners, numbers, prepositions and pronouns that it begins with; empty where nothing else is there.
  static func trimmed(_ description: String) -> String {
    var words = description.split(separator: " ")[...]
    while let first = words.first, leading.contains(first.lowercased()) || first.allSatisfy({ !$0.isLetter }) {
      words.removeFirst()
    }
    return words.joined(separator: " ")
  }

  private static let months: Set<String> = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]

  /// True for words that are a date and name nothing: "8 June 2018". "May" alone may be a person.
  static func isDate(_ name: String) -> Bool {
    let words = name.lowercased().split { $0 == " " || $0 == "," }
    return words.contains { $0.allSatisfy(\.isNumber) }
      && words.allSatisfy { $0.allSatisfy(\.isNumber) || months.contains(String($0)) }
  }

  /// Parts of a document, which have numbers.
  private static let parts: Set<String> = [
    "act", "annex", "appendix", "article", "chapter", "exhibit", "figure", "item", "law", "note", "page", "paragraph",
    "part", "regulation", "rule", "schedule", "section", "step", "table", "volume",
  ]

  /// True for a name that consists of generic nouns, and for a numbered part of a document: "Board of Directors", "the Ministry",
  /// "Article 50".
  static func isGeneric(_ name: String) -> Bool {
    let words = name.lowercased().split(whereSeparator: { $0 == " " || $0 == "-" })
    guard let first = words.first else { return true }
    if words.allSatisfy({ generic.contains(String($0)) }) { return true }
    return parts.contains(String(first))
      && words.dropFirst().allSatisfy { $0.count == 1 || $0.contains(where: \.isNumber) }
  }

  /// Names that many places or institutions have: they are known in their document alone.
  static let ambiguous: Set<String> = [
    "springfield", "georgia", "birmingham", "cambridge", "portland", "victoria", "richmond", "kingston", "newport",
    "san-jose", "santiago", "santa-cruz", "granada", "cordoba", "valencia", "hamilton", "columbia", "salem", "franklin",
    "clinton", "washington", "greenville", "bristol", "fairview", "madison", "georgetown", "arlington", "ashland",
    "dover", "oxford", "jackson", "burlington", "manchester", "milton", "auburn", "centerville", "clayton", "dayton",
    "lexington", "milford", "riverside", "cleveland", "dallas-county", "congo", "guinea", "macedonia", "jersey",
  ]

  /// Heads of institutions that every country or town has; with nothing but such words and a field they name none.
  private static let institutions: Set<String> = [
    "ministry", "department", "office", "board", "committee", "commission", "council", "court", "senate", "parliament",
    "assembly", "secretary", "minister", "agency", "authority", "bureau", "directorate", "treasury", "police",
  ]
  private static let fields: Set<String> = [
    "of", "for", "the", "and", "health", "finance", "defence", "defense", "education", "justice", "interior", "foreign",
    "affairs", "agriculture", "transport", "labour", "labor", "energy", "environment", "culture", "trade", "economy",
    "social", "home", "internal", "economic", "industry", "statistics", "public", "national", "central", "supreme",
    "high", "constitutional", "federal", "state", "city", "county", "district", "electoral", "election", "security",
  ]

  /// True for a name that more than one thing has, as far as its words tell: "Springfield", "the Ministry of Health".
  static func isAmbiguous(_ name: String) -> Bool {
    guard let slug = Slug.make(name) else { return true }
    if ambiguous.contains(slug) { return true }
    let words = slug.split(separator: "-").map(String.init)
    return words.contains { institutions.contains($0) }
      && words.allSatisfy { institutions.contains($0) || fields.contains($0) }
  }

  /// What a country, a region or a town has, and nobody else that is active there.
  static let statistics: Set<String> = [
    "turnout", "unemployment", "inflation", "poverty", "rainfall", "precipitation", "snowfall", "temperature",
    "wage", "wages", "rent", "rents", "births", "deaths", "crime", "employment", "joblessness", "tourism", "humidity",
    "birthrate", "mortality", "illiteracy", "literacy", "emigration", "immigration", "population",
  ]

  /// The same in two words.
  static let statisticPairs: Set<String> = [
    "retail sales", "consumer confidence", "business confidence", "unemployment rate", "jobless rate", "birth rate",
    "death rate", "inflation rate", "employment rate", "poverty rate", "literacy rate", "house prices",
    "consumer prices", "producer prices", "industrial production", "industrial output", "life expectancy",
    "population density", "population growth", "economic growth", "economic output", "fertility rate", "crime rate",
    "homicide rate", "murder rate", "vaccination rate", "savings rate", "housing starts", "manufacturing output",
  ]

  /// What passes through a port, an airport or a station.
  static let flows: Set<String> = ["traffic", "throughput", "attendance", "enrolment", "enrollment", "footfall"]

  /// What a company's report states of the company without naming it.
  static let results: Set<String> = [
    "net-income", "net-profit", "net-loss", "operating-profit", "operating-income", "operating-loss", "revenue",
    "revenues", "net-revenue", "net-revenues", "sales", "net-sales", "turnover", "profit", "loss", "ebit", "ebitda",
    "gross-profit", "gross-margin", "operating-margin", "earnings", "earnings-per-share", "diluted-earnings-per-share",
    "basic-earnings-per-share", "dividend", "dividend-per-share", "free-cash-flow", "cash-flow", "operating-cash-flow",
    "net-debt", "order-intake", "orders", "order-book", "backlog", "capital-expenditure", "headcount",
    "profit-before-tax", "profit-after-tax", "pre-tax-profit", "beer-volume", "volume", "same-store-sales",
    "like-for-like-sales", "adjusted-profit", "adjusted-operating-profit", "adjusted-ebitda", "adjusted-net-income",
    "market-capitalisation", "market-capitalization", "return-on-equity", "tax-rate", "total-assets", "costs",
    "operating-costs", "operating-expenses", "expenses", "employees", "number-of-employees", "equity", "total-equity",
    "net-assets", "operating-result", "net-result", "ebit-margin", "ebitda-margin", "dividends-per-share", "eps",
    "operating-revenue", "operating-revenues", "total-revenue", "total-revenues", "gross-revenue", "net-cash-flow",
    "order-backlog", "adjusted-ebit", "ebita", "proposed-dividend", "pre-tax-loss", "loss-before-tax", "loss-after-tax",
    "underlying-profit",
    "underlying-operating-profit",
    "annual-profit", "annual-loss", "quarterly-profit", "quarterly-loss", "annual-revenue", "annual-sales",
  ]
}
