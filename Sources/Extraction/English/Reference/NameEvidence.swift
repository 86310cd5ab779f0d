import Language
import Model

/// Evidence from a document's sentences for the kind of each name: a name that was born is a person, one with shareholders is an organisation.
///
/// The name recogniser sees a few words around a name. A name that it does not know it often takes for one of another kind, and then nothing
/// that the document says of "she" or "the company" comes under it.
struct NameEvidence {
  private let model: LanguageModel

  /// One thing that a sentence tells of a name. Told twice it tells no more.
  private enum Sign: Hashable {
    case firstName, title, pronoun, life, relative
    case employer, trade, possession, shares
    case description(NameKind)

    var kind: NameKind {
      switch self {
      case .firstName, .title, .pronoun, .life, .relative: .person
      case .employer, .trade, .possession, .shares: .organisation
      case .description(let kind): kind
      }
    }

    var weight: Int {
      switch self {
      case .firstName, .pronoun, .trade, .shares: 1
      case .title, .life, .relative, .employer, .possession, .description: 2
      }
    }
  }

  /// What was found for one name.
  private struct Tally {
    var signs: Set<Sign> = []
    var seen: [NameKind: Int] = [:]

    /// The kind that the recogniser gives it most often; of those that it gives as often, the first of all kinds.
    var recognised: NameKind? {
      var best: NameKind?
      for kind in NameKind.allCases where seen[kind, default: 0] > best.map({ seen[$0, default: 0] }) ?? 0 {
        best = kind
      }
      return best
    }

    /// The kind that the evidence supports over the recogniser's; nil if the recogniser's kind stands.
    var kind: NameKind? {
      guard let recognised else { return nil }
      func score(_ kind: NameKind) -> Int {
        signs.lazy.filter { $0.kind == kind }.map(\.weight).reduce(kind == recognised ? 1 : 0, +)
      }
      var best = recognised
      for kind in NameKind.allCases where score(kind) > score(best) { best = kind }
      return best != recognised && score(best) >= NameEvidence.enough ? best : nil
    }
  }

  /// One sign that cannot mean anything else, or two that can.
  private static let enough = 2

  init(_ model: LanguageModel) { self.model = model }

  /// Gives the names of some blocks the kinds that their sentences tell.
  func correct(_ blocks: inout [[AnalysedSentence]]) {
    var tallies: [[String]: Tally] = [:]
    for block in blocks {
      for (index, sentence) in block.enumerated() {
        let next = index + 1 < block.count ? block[index + 1] : nil
        for name in sentence.names {
          let words = sentence.tokens[name.tokens].map(\.form)
          tallies[words, default: Tally()].seen[name.kind, default: 0] += 1
          tallies[words, default: Tally()].signs.formUnion(signs(of: name, in: sentence, before: next))
        }
      }
    }
    share(&tallies)
    for block in blocks.indices {
      for sentence in blocks[block].indices {
        for index in blocks[block][sentence].names.indices {
          let name = blocks[block][sentence].names[index]
          let words = blocks[block][sentence].tokens[name.tokens].map(\.form)
          guard let kind = tallies[words]?.kind, !isKnown(words) else { continue }
          if kind == .person, SentenceGraph.isNoPersonsName(words) { continue }
          blocks[block][sentence].names[index].kind = kind
        }
      }
    }
  }

  /// Shares the evidence between a surname and its full name, in both directions.
  private func share(_ tallies: inout [[String]: Tally]) {
    var full: [String: [[String]]] = [:]
    for words in tallies.keys where words.count > 1 { full[words[words.count - 1], default: []].append(words) }
    for (last, names) in full {
      guard names.count == 1, let short = tallies[[last]], let long = tallies[names[0]] else { continue }
      let signs = short.signs.union(long.signs)
      tallies[names[0]]?.signs = signs
      tallies[[last]]?.signs = signs
    }
  }

  private func isKnown(_ words: [String]) -> Bool {
    let name = words.joined(separator: " ")
    return Places.isCountry(name.lowercased()) || Slug.make(name).map { model.known.entity(slug: $0) != nil } ?? true
  }

  private func signs(of name: AnalysedName, in sentence: AnalysedSentence, before next: AnalysedSentence?) -> [Sign] {
    let tokens = sentence.tokens
    guard let top = name.tokens.first(where: { tokens[$0].head.map { !name.tokens.contains($0) } ?? true }) else {
      return []
    }
    var signs: [Sign] = []
    let words = tokens[name.tokens].map(\.form)
    if (2...3).contains(words.count), model.gender(ofFirstName: words[0]) != nil { signs.append(.firstName) }
    // "the mayor Ileana Stroe"
    if name.tokens.lowerBound > 0, case let before = tokens[name.tokens.lowerBound - 1],
      SentenceFacts.offices.contains(before.form.lowercased()) || Titles.isTitle(before.form.lowercased()),
      before.form.lowercased() != "the", before.form.lowercased() != "late", before.form.lowercased() != "former"
    {
      signs.append(.title)
    }
    if let said = description(of: top, tokens), let kind = Self.kind(ofNoun: said),
      kind == .place || !isSomewhere(name, tokens)
    {
      signs.append(.description(kind))
    }
    signs += verbSigns(top, tokens)
    signs += nounSigns(top, name, tokens)
    if isHeOrShe(top, name, sentence, next) { signs.append(.pronoun) }
    return signs
  }

  // MARK: What it is said to be

  /// "X is a Dutch producer", "X, a former mayor,": the noun.
  private func description(of top: Int, _ tokens: [AnalysedToken]) -> String? {
    let relation = Self.plain(tokens[top].relation)
    if relation == "nsubj", let head = tokens[top].head, tokens[head].tag == "NN",
      tokens.contains(where: { $0.head == head && Self.plain($0.relation) == "cop" })
    {
      return tokens[head].lemma.lowercased()
    }
    let noun = tokens.indices.first {
      tokens[$0].head == top && $0 > top && Self.plain(tokens[$0].relation) == "appos" && tokens[$0].tag == "NN"
    }
    return noun.map { tokens[$0].lemma.lowercased() }
  }

  /// "born in Trondheim, the daughter of a pilot": said of somebody else.
  private func isSomewhere(_ name: AnalysedName, _ tokens: [AnalysedToken]) -> Bool {
    guard name.tokens.lowerBound > 0 else { return false }
    return ["in", "at", "near", "from", "to", "on"].contains(tokens[name.tokens.lowerBound - 1].form.lowercased())
  }

  private static let companies: Set<String> = [
    "company", "firm", "producer", "maker", "manufacturer", "retailer", "bank", "airline", "brewer", "insurer",
    "developer", "startup", "start-up", "supplier", "operator", "publisher", "broadcaster", "charity", "institute",
    "university", "agency", "carrier", "lender", "utility", "conglomerate", "subsidiary", "brewery", "newspaper",
    "magazine", "museum", "party", "association", "foundation", "federation", "cooperative", "co-operative", "union",
    "distributor", "wholesaler", "shipbuilder", "carmaker", "drugmaker", "chipmaker", "automaker", "steelmaker",
  ]
  private static let placeNouns: Set<String> = [
    "city", "town", "village", "river", "island", "mountain", "lake", "municipality", "suburb", "port", "region",
    "province", "district", "county", "capital", "hamlet", "peninsula", "valley", "settlement", "commune", "volcano",
    "peak", "country",
  ]

  private static func kind(ofNoun noun: String) -> NameKind? {
    if companies.contains(noun) { return .organisation }
    if placeNouns.contains(noun) { return .place }
    // A maker or an owner may be either.
    return SentenceFacts.isPerson(noun) && !["owner", "leader", "member", "winner"].contains(noun) ? .person : nil
  }

  // MARK: What it does

  /// What people do alone, and what is done to them.
  private static let living: Set<String> = ["marry", "graduate", "retire", "study"]
  /// What organisations do.
  private static let trading: Set<String> = ["employ", "manufacture", "merge", "list", "recall"]

  private func verbSigns(_ top: Int, _ tokens: [AnalysedToken]) -> [Sign] {
    guard Self.plain(tokens[top].relation) == "nsubj", let verb = tokens[top].head, tokens[verb].partOfSpeech == .verb
    else { return [] }
    let lemma = tokens[verb].lemma.lowercased()
    let isPassive = tokens[top].relation == "nsubj:pass"
    if isPassive, lemma == "headquarter" { return [.employer] }
    if isPassive { return lemma == "bear" || lemma == "sentence" || lemma == "bury" ? [.life] : [] }
    if lemma == "grow", verb + 1 < tokens.count, tokens[verb + 1].form == "up" { return [.life] }
    if Self.living.contains(lemma) { return [.life] }
    guard Self.trading.contains(lemma) else { return [] }
    let object = tokens.indices.first { tokens[$0].head == verb && Self.plain(tokens[$0].relation) == "obj" }
    return lemma == "employ" && object != nil ? [.employer] : [.trade]
  }

  // MARK: What it has

  private static let possessions: Set<String> = [
    "revenue", "revenues", "profit", "profits", "turnover", "headquarters", "subsidiary", "shareholder", "workforce",
    "board", "earnings", "customer",
  ]
  private static let relatives: Set<String> = [
    "wife", "husband", "mother", "father", "brother", "sister", "son", "daughter", "career", "lawyer", "widow",
    "childhood", "parent",
  ]

  private func nounSigns(_ top: Int, _ name: AnalysedName, _ tokens: [AnalysedToken]) -> [Sign] {
    guard let head = tokens[top].head else { return [] }
    let noun = tokens[head].lemma.lowercased()
    switch tokens[top].relation {
    case "nmod:poss":
      if Self.possessions.contains(noun) { return [.possession] }
      return Self.relatives.contains(noun) ? [.relative] : []
    case "nmod":
      guard name.tokens.lowerBound > 0 else { return [] }
      let preposition = tokens[name.tokens.lowerBound - 1].form.lowercased()
      if ["share", "stake", "shareholder"].contains(noun), ["in", "of"].contains(preposition) {
        return noun == "shareholder" ? [.possession] : preposition == "in" ? [.shares] : []
      }
      return ["headquarters", "subsidiary", "revenue"].contains(noun) && preposition == "of" ? [.possession] : []
    default: return []
    }
  }

  // MARK: Who goes on

  /// "Tamsin Okereke came to running late. … she": whether "he" or "she" can be nobody else.
  private func isHeOrShe(
    _ top: Int,
    _ name: AnalysedName,
    _ sentence: AnalysedSentence,
    _ next: AnalysedSentence?
  ) -> Bool {
    let tokens = sentence.tokens
    guard Self.plain(tokens[top].relation) == "nsubj",
      !sentence.names.contains(where: { $0.kind == .person && $0.tokens != name.tokens }),
      (2...3).contains(name.tokens.count),
      !tokens.contains(where: { SentenceFacts.isPerson($0.lemma.lowercased()) })
    else { return false }
    if tokens[name.tokens.upperBound...].contains(where: { ["his", "her", "he", "she"].contains($0.form.lowercased()) })
    {
      return true
    }
    return next?.tokens.contains {
      ["he", "she"].contains($0.form.lowercased()) && Self.plain($0.relation) == "nsubj"
        && !(next?.names.contains { $0.kind == .person } ?? false)
    } ?? false
  }

  private static func plain(_ relation: String) -> Substring { relation.prefix { $0 != ":" } }
}
