import Language
import Model
import struct Names.KnownNames
import struct Names.PersonNames

/// What was spoken of so far: it tells what a pronoun, a surname or "the company" stands for.
struct References {
  typealias Referent = RankedThings.Referent
  typealias Owner = RankedThings.Owner

  /// Tells whose first name a word is.
  private let gender: @Sendable (String) -> Gender?

  /// Whom everybody knows by name.
  let everybody: KnownNames
  let people: PersonNames
  let identities = IdentityMemory()
  /// What is quoted over several sentences.
  var quotation = Quotation()
  /// What the coreference model tells.
  var ranked = RankedThings()

  /// How the document writes its words.
  let words: DocumentWords

  /// - Parameter text: the document's.
  init(_ model: LanguageModel, text: [UInt8]) {
    everybody = model.known
    people = model.people
    words = DocumentWords(text: text) { model.isCommonWord($0) }
    gender = { model.gender(ofFirstName: $0) ?? CommonFirstNames.gender($0) }
  }

  /// Full names by the slug of the name itself, and of a person's last word and an organisation's initials.
  private(set) var known: [String: Referent] = [:]
  /// The persons that clauses were about, and those that were mentioned, the last one first.
  private var subjectPersons: [Referent] = []
  private var mentionedPersons: [Referent] = []
  /// So many persons are kept.
  private static let memory = 8
  private var lastThing: Referent?
  /// What a person did something to, and in which sentence.
  private var lastObject: (referent: Referent, sentence: Int)?
  private var things: (referent: Referent, sentence: Int)?
  private var sentence = 0
  /// Whose that is, or the group that was spoken of later.
  private var lastOwner: Owner?
  /// Whether that or a person was spoken of later.
  private var isPersonLast = false
  /// What a noun was said to stand for: Reykjavík for "capital" after "Reykjavík is the capital of Iceland".
  private var learnt: [String: Referent] = [:]
  /// The organisation that was spoken of most, of those that no word tells to be a court, a ministry or the like; of those that were
  /// spoken of as often, the first in the alphabet.
  private var mainCompany: Referent?
  private var lastGroup: Referent?
  /// In which sentence it was spoken of last.
  private var groupSentence = 0
  /// The last name that has a role's noun in it: "University of Iceland" for "university".
  private var named: [String: Referent] = [:]
  /// The nouns that several names have in them.
  private var ambiguous: Set<String> = []
  /// Where a name was heard last that stands for something, by its slug.
  private var heardAt: [String: RankedMentions.Place] = [:]
  private var pair: (former: Referent, latter: Referent)?
  private(set) var mentions: [String: Int] = [:]
  /// What descriptions stood for, and how often: "the company".
  private(set) var described: [String: (referent: Referent, count: Int)] = [:]

  // MARK: Hearing

  /// Takes note of a name.
  /// - Parameters:
  ///   - title: the word before it: "Mr", "Lady".
  ///   - place: where its head begins.
  mutating func hear(_ name: String, _ kind: NameKind, title: String? = nil, place: Int) -> Referent {
    let referent = hear(name, kind, title: title)
    if let slug = referent.slug { heardAt[slug] = RankedMentions.Place(start: place, isList: false) }
    return referent
  }

  private mutating func hear(_ name: String, _ kind: NameKind, title: String?) -> Referent {
    guard let slug = Slug.make(name), name.utf8.count <= 256 else { return Referent(name: name, kind: kind) }
    // What a short form stands for is what it is, whatever the recogniser takes it for.
    if let full = known[slug], full.kind == kind || full.kind == nil || full.slug != slug {
      count(full)
      remember(full)
      return full
    }
    var referent = Referent(name: name, slug: slug, kind: kind)
    if kind == .person {
      let first = name.split(separator: " ").first.map(String.init) ?? ""
      referent.gender = Self.titles[title ?? ""] ?? gender(first)
    }
    known[slug] = referent
    let words = name.split(separator: " ")
    if words.count > 1 {
      switch kind {
      case .person:
        for word in [words.last, words.first] {
          if let part = word.flatMap({ Slug.make(String($0)) }) { shorten(part, for: referent) }
        }
      case .organisation, .place:
        if CompanyNames.hasLegalForm(name), let first = words.first, first.utf8.count > 3,
          let part = Slug.make(String(first))
        {
          known[part] = known[part] ?? referent
          for role in ["company", "firm", "group"] { associate(role, with: referent) }
        } else if kind == .organisation, let first = words.first.map(String.init), isOwnWord(first),
          !words.dropFirst().contains(where: Self.isBody),
          let part = Slug.make(first)
        {
          shorten(part, for: referent)
        }
        let initials = String(words.filter { $0.first?.isUppercase ?? false }.compactMap(\.first))
        if initials.count > 1, let part = Slug.make(initials) { known[part] = known[part] ?? referent }
      }
    }
    if words.count > 1, kind != .person {
      var roles = words.compactMap { Self.role($0.lowercased()) }
      // "Karun Dam" is "the dam", if the coreference model agrees.
      if let last = words.last?.lowercased(), roles.isEmpty, last.utf8.last != UInt8(ascii: "s"), !words.contains("of")
      {
        roles.append(last)
        ambiguous.insert(last)
      }
      for role in roles { associate(role, with: referent) }
    }
    count(referent)
    remember(referent)
    return referent
  }

  /// Takes note that one word of a name may stand for all of it. The word alone, heard in a headline before, stands for it too from now on.
  private mutating func shorten(_ part: String, for referent: Referent) {
    if let other = known[part] {
      guard other.slug == part, other.kind == referent.kind, other.name.utf8.allSatisfy({ $0 != 0x20 }),
        everybody.entity(slug: part) == nil
      else { return }
    }
    known[part] = referent
  }

  /// "Brandauer" of "Brandauer Optik": a word that is neither a common one nor a name of somebody or something else.
  private func isOwnWord(_ word: String) -> Bool {
    guard word.utf8.count > 3, word.first?.isUppercase ?? false, let slug = Slug.make(word) else { return false }
    return !words.isCommonWord(word) && !isFirstName(word) && !people.isName(slug)
      && everybody.entity(slug: slug) == nil
      && Places.demonym(word.lowercased()) == nil
  }

  private mutating func associate(_ role: String, with referent: Referent) {
    if let other = named[role], other.slug != referent.slug { ambiguous.insert(role) }
    named[role] = referent
  }

  /// Takes note that a short form in brackets stands for a name.
  mutating func alias(_ short: String, for name: String) {
    guard let slug = Slug.make(short), let full = Slug.make(name), let referent = known[full] else { return }
    known[slug] = referent
  }

  /// Takes note that a description stands for something.
  mutating func describe(_ referent: Referent) {
    guard let slug = referent.slug else { return }
    described[slug] = (referent, (described[slug]?.count ?? 0) + 1)
  }

  private mutating func count(_ referent: Referent) {
    if let slug = referent.slug { mentions[slug, default: 0] += 1 }
  }

  private mutating func remember(_ referent: Referent) {
    switch referent.kind {
    case .person: Self.put(referent, first: &mentionedPersons)
    case .organisation:
      let isInstitution = referent.name.split(separator: " ").contains { word in
        Self.role(word.lowercased()).map { !Self.commercial.contains($0) } ?? false
      }
      let count = referent.slug.flatMap { mentions[$0] } ?? 0
      if referent.slug == mainCompany?.slug {
        mainCompany = referent
      } else if !isInstitution, !KeyWords.agencies.contains(referent.slug ?? ""), isSpokenOfMore(referent, mainCompany)
      {
        secondCount = max(secondCount, mainCompany?.slug.flatMap { mentions[$0] } ?? 0)
        mainCompany = referent
      } else {
        secondCount = max(secondCount, count)
      }
    case .place, nil: break
    }
  }

  private func isSpokenOfMore(_ referent: Referent, _ other: Referent?) -> Bool {
    guard let other else { return true }
    func count(_ referent: Referent) -> Int { referent.slug.flatMap { mentions[$0] } ?? 0 }
    return (count(other), referent.name) < (count(referent), other.name)
  }

  /// Takes note of what a clause was about.
  mutating func spoke(of said: Referent) {
    // What a short form was heard to stand for counts for more than what the recogniser takes it for here.
    var referent = said
    if let slug = said.slug, let heard = known[slug], heard.slug == slug { referent.kind = heard.kind ?? said.kind }
    if referent.isPlural {
      lastGroup = referent
      groupSentence = sentence
      lastOwner = referent.owner
    } else if referent.kind == .person {
      isPersonLast = true
      if referent.gender == nil, let slug = Slug.make(referent.name) { referent.gender = known[slug]?.gender }
      Self.put(known[referent.slug ?? ""] ?? referent, first: &subjectPersons)
    } else {
      isPersonLast = false
      lastThing = referent
      lastOwner = referent.owner
    }
  }

  /// Takes note of what somebody did something to.
  mutating func spoke(ofObject object: Referent) { lastObject = (object, sentence) }

  /// Takes note of several things that somebody did something to.
  mutating func spoke(ofThings name: String, at place: RankedMentions.Place) {
    things = (Referent(name: name, isPlural: true, place: place), sentence)
  }

  /// The several things that somebody did something to in this sentence or the one before.
  var lastThings: Referent? { things.flatMap { sentence - $0.sentence <= 1 ? sure($0.referent) : nil } }

  private func sure(_ referent: Referent) -> Referent {
    var referent = referent
    referent.isSure = true
    return referent
  }

  /// Takes note of several that a clause was about together: "they".
  mutating func spoke(ofGroup name: String, at place: RankedMentions.Place) {
    lastGroup = Referent(name: name, isPlural: true, place: place)
    groupSentence = sentence
    lastOwner = nil
  }

  /// Takes note of which pronoun stood for somebody: "she" is no later "he".
  mutating func learn(_ gender: Gender, of referent: Referent) {
    func mark(_ list: inout [Referent]) {
      for index in list.indices where list[index].slug == referent.slug && list[index].name == referent.name {
        list[index].gender = list[index].gender ?? gender
      }
    }
    mark(&subjectPersons)
    mark(&mentionedPersons)
    if let slug = referent.slug, var kept = known[slug], kept.kind == .person, kept.gender == nil {
      kept.gender = gender
      known[slug] = kept
    }
  }

  /// A sentence begins.
  mutating func beginSentence() { sentence += 1 }

  /// Takes note of two that were spoken of together: "the former" and "the latter" are these.
  mutating func paired(_ former: Referent, _ latter: Referent) { pair = (former, latter) }

  // MARK: Telling

  /// Where something was spoken of; nil where that was not kept.
  func place(of referent: Referent) -> RankedMentions.Place? {
    referent.place ?? referent.slug.flatMap { heardAt[$0] }
  }

  /// What "the former" or "the latter" stands for.
  func referent(ofOrder word: String) -> Referent? {
    switch word {
    case "former": pair?.former
    case "latter": pair?.latter
    default: nil
    }
  }

  /// Whether a word is somebody's first name.
  func isFirstName(_ word: String) -> Bool { gender(word) != nil }

  /// The referent of a name that was heard.
  func referent(_ name: String) -> Referent? { Slug.make(name).flatMap { known[$0] } }

  /// What a pronoun stands for; nil where that would be a guess.
  func referent(ofPronoun pronoun: String) -> Referent? {
    switch pronoun {
    case "he", "him", "his": person(but: .female)
    case "she", "her", "hers": person(but: .male)
    case "it": thing
    case "its": owner
    case "they", "them", "their", "these", "each": sentence - groupSentence <= 1 ? lastGroup : nil
    default: nil
    }
  }

  /// What "it" stands for. A ship or a spacecraft is easily taken for a person.
  private var thing: Referent? {
    // "Nokia's revenue rose. It employed 90,000": revenue employs nobody.
    if !isPersonLast, let owner = lastOwner, let name = lastThing?.name, Self.isAttribute(name) {
      return sure(known[owner.slug ?? ""] ?? Referent(name: owner.name, slug: owner.slug))
    }
    guard isPersonLast else { return lastThing }
    if let last = subjectPersons.first, last.gender == nil, last.slug != nil, !last.name.contains(" ") { return last }
    // "The mayor rebuilt the bridge. It is 400 m long."
    if let lastObject, sentence - lastObject.sentence <= 1 { return sure(lastObject.referent) }
    return lastThing
  }

  /// Whose "its" is: the owner's, of what has one; what has a long description and no name is nobody's.
  private var owner: Referent? {
    if let owner = lastOwner, !isPersonLast { return Referent(name: owner.name, slug: owner.slug) }
    guard let thing else { return nil }
    return thing.slug == nil && thing.name.split(separator: " ").count > 4 ? nil : thing
  }

  /// Takes note of what a name was said to be: "Reykjavík is the capital of Iceland".
  mutating func learn(_ noun: String, for referent: Referent) {
    guard !Self.general.contains(noun) else { return }
    learnt[noun] = referent
    if noun == "capital" || noun == "town" || noun == "municipality" { learnt["city"] = referent }
    if noun == "mission" || noun == "probe" || noun == "orbiter" { learnt["spacecraft"] = referent }
  }

  /// The person that was spoken of last and can be meant.
  private func person(but other: Gender) -> Referent? {
    subjectPersons.first { $0.gender != other } ?? mentionedPersons.first { $0.gender != other }
      ?? unmarkedPerson(but: other)
  }

  /// "Mira Lund won the prize. She …", where the recogniser has her for a place: the named thing that was spoken of last, if it can be
  /// somebody.
  private func unmarkedPerson(but other: Gender) -> Referent? {
    guard let lastThing, let slug = lastThing.slug, everybody.entity(slug: slug) == nil else { return nil }
    let words = lastThing.name.split(separator: " ").map(String.init)
    guard (2...3).contains(words.count), words.allSatisfy({ $0.first?.isUppercase ?? false && !$0.hasSuffix(".") }),
      !SentenceGraph.isNoPersonsName(words)
    else { return nil }
    let first = gender(words[0])
    guard first != other, first != nil || lastThing.kind != .organisation else { return nil }
    return lastThing
  }

  private static func put(_ referent: Referent, first list: inout [Referent]) {
    list.removeAll { $0.slug == referent.slug && $0.name == referent.name }
    list.insert(referent, at: 0)
    if list.count > memory { list.removeLast() }
  }

  /// What "the company" stands for.
  func referent(ofRole noun: String) -> Referent? {
    if let referent = learnt[noun.lowercased()] { return referent }
    let role = Self.role(noun.lowercased()) ?? noun.lowercased()
    if let referent = named[role] { return referent }
    // Which bank "the bank" is, nothing but its name or a sentence about it tells.
    return Self.commercial.contains(role) && role != "bank" ? onlyCompany : nil
  }

  /// Whether several things have names with a noun in them, and no sentence says which of them it is.
  func isAmbiguous(role noun: String) -> Bool {
    learnt[noun.lowercased()] == nil && ambiguous.contains(Self.role(noun.lowercased()) ?? noun.lowercased())
  }

  /// The company that the text speaks of most, unless it speaks of another half as often.
  private var onlyCompany: Referent? {
    guard let mainCompany, let slug = mainCompany.slug, let count = mentions[slug], secondCount * 2 <= count else {
      return nil
    }
    return mainCompany
  }

  /// The slug of a company that tells of its own results: one with a legal form, or the only one that the text is about.
  func company(telling name: String) -> String? {
    guard let slug = company(named: name), let referent = referent(name) else { return nil }
    return CompanyNames.hasLegalForm(referent.name) || onlyCompany?.slug == referent.slug ? slug : nil
  }

  /// The slug of a company that has results of its own: no ministry, court or news agency. Nil for whatever else has that name.
  func company(named name: String) -> String? {
    guard let referent = referent(name), let slug = slug(of: referent), !KeyWords.agencies.contains(slug),
      referent.kind == .organisation || CompanyNames.hasLegalForm(referent.name)
    else { return nil }
    return referent.name.split(separator: " ").contains(where: Self.isBody) ? nil : slug
  }

  /// How often the organisation was spoken of that was spoken of most beside that company.
  private var secondCount = 0

  /// The entities that are mentioned most, at most two of them, in the order of the alphabet.
  func context() -> [String] {
    let often = mentions.filter { $0.value >= 2 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return often.prefix(2).map(\.key).sorted()
  }
}
