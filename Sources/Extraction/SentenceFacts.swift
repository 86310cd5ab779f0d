import Language
import Model
import Values

/// A fact of one sentence, before the document's own fields are put in.
struct DraftFact: Equatable {
  var subject: Fact.Subject
  var relation: Fact.Relation
  var object: Value
  var key: Key
  var time: Interval?
  var place: String?
  var attribution: Fact.Attribution?
  var polarity: Fact.Polarity
  var modality: Fact.Modality
  var confidence: Double
  /// Whether it states an amount in the past, which holds in the time that the document speaks of.
  var isAmount = false
  /// Whether it is to be read under the document's context.
  var needsContext: Bool
}

/// Turns one sentence into facts.
struct SentenceFacts {
  let sentence: SentenceText
  let tags: [Tag]
  let chunks: [Chunk]
  let phrases: PhraseReader
  let qualifiers: Qualifiers
  private(set) var resolution: Resolution
  private(set) var facts: [DraftFact] = []

  init(_ sentence: SentenceText, resolution: consuming Resolution, year: Int?) {
    self.sentence = sentence
    self.resolution = resolution
    let first = sentence.tokens.first.map { sentence.plain($0.range) } ?? ""
    tags = Tagger(sentence, firstIsName: Slug.make(first).map(resolution.knows) ?? false).tags
    chunks = Chunker(sentence, tags).chunks
    phrases = PhraseReader(sentence: sentence, tags: tags, chunks: chunks)
    qualifiers = Qualifiers(sentence: sentence, chunks: chunks, year: year)
    noteNames()
    run()
  }

  private mutating func run() {
    // A question states nothing.
    guard let last = sentence.tokens.last(where: { $0.lower != "\"" && $0.lower != "”" }), last.lower != "?" else {
      return
    }
    let clauses = ClauseFinder(sentence, chunks).clauses()
    let according = qualifiers.accordingTo().flatMap { phrases.phrase($0) }.map {
      Fact.Attribution(source: sentence.text($0.bare), verb: "according to")
    }
    var said: (attribution: Fact.Attribution, after: Int)?
    var trailing: (attribution: Fact.Attribution, before: Int)?
    for clause in clauses where qualifiers.isSaying(clause, clauses: clauses) {
      guard let source = source(of: clause), let verb = chunks[clause.verb].predicate?.lemma else { continue }
      let attribution = Fact.Attribution(source: source, verb: verb)
      // What stands before a saying that ends the sentence is what was said.
      if chunks[safe: clause.rest.upperBound]?.kind == .subordinator
        || !clauses.contains(where: { $0.verb < clause.verb })
      {
        said = said ?? (attribution, clause.verb)
      } else {
        trailing = (attribution, clause.verb)
      }
    }
    for clause in clauses where !qualifiers.isSaying(clause, clauses: clauses) && !qualifiers.isHypothetical(clause) {
      var attribution = according
      if let said, clause.verb > said.after { attribution = said.attribution }
      if let trailing, clause.verb < trailing.before { attribution = trailing.attribution }
      add(clause, attribution)
    }
    let appositions = AppositionFinder(sentence: sentence, tags: tags, chunks: chunks, phrases: phrases).appositions()
    for apposition in appositions { add(apposition) }
  }

  private mutating func add(_ apposition: Apposition) {
    let name = sentence.text(apposition.name)
    let wording = sentence.text(apposition.description)
    guard let entity = phrases.entity(apposition.name), apposition.description.count <= 12 else { return }
    var bare = apposition.description
    if tags[bare.lowerBound] == .determiner { bare = (bare.lowerBound + 1)..<bare.upperBound }
    let says = facts.contains { $0.subject.name == name && $0.relation.lemma == "be" && $0.object.text == wording }
    guard !says else { return }
    facts.append(
      DraftFact(
        subject: Fact.Subject(text: name, name: name, entity: entity),
        relation: Fact.Relation(text: "is", lemma: "be"),
        object: Value(text: wording, name: sentence.text(bare), kind: .text),
        key: Key(entity: entity, attribute: "is"),
        polarity: .positive,
        modality: .asserted,
        confidence: 0.78,
        needsContext: false
      )
    )
  }

  /// The name of who speaks; nil where nobody can be named.
  private func source(of clause: Clause) -> String? {
    guard let phrase = phrases.phrase(clause.subject) else { return nil }
    if phrase.isPronoun { return resolution.named(sentence.lower(phrase.bare.lowerBound))?.name }
    return sentence.text(phrases.personName(phrase.bare) ?? phrase.bare)
  }

  private mutating func add(_ clause: Clause, _ attribution: Fact.Attribution?) {
    let objects = ObjectReader(sentence: sentence, chunks: chunks, phrases: phrases)
    guard let predicate = chunks[clause.verb].predicate, let right = objects.right(of: clause) else { return }
    // "the waveform that relativity predicts for …": the object is what stands before.
    let isGapped = chunks[safe: clause.start - 1]?.kind == .relative && !clause.isShared
    guard !(isGapped && right.direct.isEmpty) else { return }
    let findings = objects.findings(of: right, isPassive: predicate.isPassive)
    guard !findings.isEmpty, !isEmptyIt(clause, predicate) else { return }
    let time = qualifiers.time(of: clause, dates: right.dates)
    let place = objects.place(in: right)
    for member in subjects(clause) {
      guard let phrase = phrases.phrase(member), let subject = subject(phrase) else { continue }
      for finding in findings {
        add(clause, predicate, right, finding, phrase, subject, time, place, attribution)
      }
      if !clause.isShared, let entity = subject.entity, let name = subject.name {
        if Self.ofPersons.contains(right.lemma) { resolution.name(person: name, entity) }
        resolution.name(subject: name, entity)
      } else if !clause.isShared {
        resolution.forgetThing()
      }
    }
  }

  /// What only people do, so that "he" and "she" can be told.
  private static let ofPersons: Set<String> = ["bear", "marry", "die", "graduate", "study", "write"]

  /// "It is necessary to …", "it was China that …": a pronoun that stands for nobody.
  private func isEmptyIt(_ clause: Clause, _ predicate: Predicate) -> Bool {
    guard sentence.lower(chunks[clause.subject.lowerBound].tokens.lowerBound) == "it",
      predicate.isCopula || predicate.isPassive
    else { return false }
    return chunks[clause.verb...].prefix(8).contains { chunk in
      chunk.kind == .infinitive
        || ((chunk.kind == .subordinator || chunk.kind == .relative)
          && sentence.lower(chunk.tokens.lowerBound) == "that")
        || (chunk.kind == .preposition && sentence.lower(chunk.tokens.lowerBound) == "to")
    }
  }

  /// The members of a list of subjects, each a range of chunks.
  private func subjects(_ clause: Clause) -> [Range<Int>] {
    let kinds = clause.subject.map { chunks[$0].kind }
    guard kinds.contains(.conjunction), !kinds.contains(.preposition), !kinds.contains(.parenthesis) else {
      return [clause.subject]
    }
    return clause.subject.filter { chunks[$0].kind == .noun }.map { $0..<($0 + 1) }
  }

  private func subject(_ phrase: Phrase) -> Fact.Subject? {
    let text = sentence.text(phrase.tokens)
    if phrase.isPronoun {
      guard let named = resolution.named(sentence.lower(phrase.bare.lowerBound)) else { return nil }
      return Fact.Subject(text: text, name: named.name, entity: named.slug)
    }
    guard phrase.value == nil, phrase.bare.count <= 14, let last = phrase.bare.last, tags[last] != .determiner,
      tags[last] != .possessive
    else {
      return nil
    }
    if let person = phrases.personName(phrase.bare) {
      return Fact.Subject(text: text, name: sentence.text(person), entity: phrases.entity(person))
    }
    let finder = AppositionFinder(sentence: sentence, tags: tags, chunks: chunks, phrases: phrases)
    if let name = finder.described(phrase.tokens)?.name {
      return Fact.Subject(text: text, name: sentence.text(name), entity: phrases.entity(name))
    }
    return Fact.Subject(text: text, name: sentence.text(phrase.bare), entity: phrases.entity(phrase.bare))
  }

  private mutating func add(
    _ clause: Clause,
    _ predicate: Predicate,
    _ right: Right,
    _ finding: Finding,
    _ phrase: Phrase,
    _ subject: Fact.Subject,
    _ time: Interval?,
    _ place: String?,
    _ attribution: Fact.Attribution?
  ) {
    guard var value = value(finding), let name = subject.name else { return }
    let isDate = finding.date != nil
    let keys = KeyMaker(sentence: sentence, tags: tags, phrases: phrases)
    let key = keys.key(
      subject: phrase,
      entity: subject.entity,
      right: right,
      finding: finding,
      value: value,
      lead: nil
    )
    if key.attribute == "population", value.kind == .number || value.unit == "inhabitant" || value.unit == "resident" {
      value.kind = .quantity
      value.unit = "person"
    }
    if ["exceed", "surpass"].contains(right.lemma), value.bound == nil, value.number != nil { value.bound = .min }
    var isNegative = right.isNegative
    if sentence.lower(finding.object.tokens.lowerBound) == "no" { isNegative = true }
    let confidence = Confidence(
      isTyped: value.kind.isTyped && !isDate,
      isNamed: subject.entity != nil,
      isResolved: phrase.isPronoun,
      isShared: clause.isShared,
      isKnownVerb: predicate.isKnown,
      tokens: sentence.tokens.count,
      subjectTokens: phrase.bare.count,
      objectTokens: finding.object.bare.count
    ).value
    guard confidence >= 0.5 else { return }
    // The old value of a change held before the time of the change.
    let isOld = ObjectReader.changes.contains(right.lemma) && finding.preposition == "from"
    let isPast =
      ["was", "were", "had"].contains(sentence.lower(chunks[clause.verb].tokens.lowerBound))
      || right.verbText.hasSuffix("ed")
      || [.past, .pastOrParticiple].contains(Verbs.reading(right.verbText)?.form)
    var draft = DraftFact(
      subject: subject,
      relation: Fact.Relation(text: finding.relation, lemma: right.lemma),
      object: value,
      key: key,
      time: isOld ? nil : time,
      place: place,
      attribution: attribution,
      polarity: isNegative ? .negative : .positive,
      modality: right.modality,
      confidence: confidence,
      needsContext: !keys.isNamed(phrase, entity: subject.entity)
    )
    draft.isAmount = value.kind.isTyped && !isDate && isPast && !isOld
    let says = facts.contains {
      $0.subject.name == name && $0.relation.lemma == draft.relation.lemma && $0.object.text == draft.object.text
        && $0.time == draft.time
    }
    if !says { facts.append(draft) }
  }

  /// The object as a value; nil where it says nothing by itself.
  private func value(_ finding: Finding) -> Value? {
    let phrase = finding.object
    guard !phrase.isPronoun, phrase.bare.count <= 16, !phrase.bare.isEmpty else { return nil }
    let text = sentence.text(phrase.tokens)
    if let span = phrase.value, var value = span.value {
      value.text = phrase.bare.count == 1 ? sentence.text(phrase.bare) : text
      return value
    }
    // "a population of 139,000": the value stands at the end.
    if let of = phrase.bare.first(where: { sentence.lower($0) == "of" }), let span = sentence.span(of + 1),
      var value = span.value,
      of + 1 < phrase.bare.upperBound
    {
      value.text = text
      value.name = sentence.text(phrase.bare)
      return value
    }
    guard let last = phrase.bare.last, tags[last] != .determiner, tags[last] != .possessive else { return nil }
    let entity = phrases.entity(phrase.bare)
    let person = phrases.personName(phrase.bare)
    return Value(
      text: text,
      name: sentence.text(person ?? phrase.bare),
      entity: person.flatMap { phrases.entity($0) } ?? entity,
      kind: entity == nil && person == nil ? .text : .entity
    )
  }

  private mutating func noteNames() {
    for chunk in chunks where chunk.kind == .noun {
      for token in chunk.tokens {
        let word = sentence.lower(token)
        if let slug = Places.country(word) ?? Places.demonym(word) { resolution.mention(slug) }
      }
      var start = chunk.tokens.lowerBound
      while start < chunk.tokens.upperBound, tags[start] == .determiner { start += 1 }
      let bare = start..<chunk.tokens.upperBound
      if let person = phrases.personName(bare), let slug = phrases.entity(person) {
        resolution.name(person: sentence.text(person), slug)
      } else if let slug = phrases.entity(bare), !(bare.count == 1 && Places.country(sentence.lower(start)) != nil) {
        resolution.mention(slug)
      }
    }
  }
}
