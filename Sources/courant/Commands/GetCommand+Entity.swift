import Client
import Model

extension GetCommand {
  /// More facts and mentions of one entity are not gathered.
  private static let maximumLines = 50_000

  private struct TooMany: Error {}

  /// Shows all that is known of an entity; where the name is none, the keys that begin so.
  func showEntity(_ question: KnownQuestion) throws {
    var lines: [EntityLine] = []
    let known = try gather(question, withdrawn: question.hasWithdrawn) { lines.append($0) }
    let rows = try json ? lines.map { try row($0) } : grouped(lines)
    guard let known else {
      guard roles.isEmpty else {
        if rows.isEmpty { try failWithNothing(question, hasWithdrawn: false) }
        return try print(rows, KnownColumn.ofEntity)
      }
      try showEntries(question, or: rows)
      return try offerOthers(lines, question)
    }
    if rows.isEmpty {
      var hasWithdrawn = false
      if !question.hasWithdrawn { _ = try gather(question, withdrawn: true) { _ in hasWithdrawn = true } }
      try failWithNothing(question, hasWithdrawn: hasWithdrawn)
    }
    if !json { Terminal.print(Self.head(known)) }
    try print(rows, KnownColumn.ofEntity)
    if !json { Self.offerJoining(lines, known.entity) }
  }

  /// Says under which entities the facts may stand, where the name is only mentioned: documents may call one of them so.
  private func offerOthers(_ lines: [EntityLine], _ question: KnownQuestion) throws {
    guard !json, !lines.isEmpty, !lines.contains(where: { if case .fact = $0 { true } else { false } }) else { return }
    let others = try Suggestions.text(for: key, question.query)
    if !others.isEmpty { Terminal.complain("no fact is about \(Terminal.clean(key))\(others)") }
  }

  /// Says that a full name is known in several documents, each by itself: whether it is one person there, people can decide.
  private static func offerJoining(_ lines: [EntityLine], _ entity: String) {
    var documents: [ExactText] = []
    for case .fact(let line) in lines where line.role == .subject && line.found.retracted == nil {
      let fact = line.found.fact
      let words = fact.subject.name?.split(separator: " ") ?? []
      guard fact.subject.scope == .local, words.count > 1, words.allSatisfy({ $0.first?.isUppercase ?? false }) else {
        continue
      }
      let uri = ExactText(fact.document.uri)
      if !documents.contains(uri) { documents.append(uri) }
    }
    guard documents.count > 1 else { return }
    let names = documents.prefix(2).map { "'\(entity)@\($0)'" }.joined(separator: " ")
    Terminal.complain(
      "\(entity) is somebody in each of \(documents.count) documents; where that is one person: courant same \(Terminal.clean(names))"
    )
  }

  /// Asks, and gives the lines that are wanted.
  private func gather(
    _ question: KnownQuestion,
    withdrawn: Bool,
    each: (EntityLine) -> Void
  ) throws -> KnownEntity? {
    var roles = roles.isEmpty ? EntityRole.allCases : roles
    // Of what was, mentions are not known.
    if asOf != nil { roles.removeAll { $0 == .mention } }
    var count = 0
    var entity: KnownEntity?
    do {
      entity = try question.query.about(
        key,
        roles: roles,
        withdrawn: withdrawn,
        asOf: question.sequence,
        asOf: question.time,
        known: { entity = $0 }
      ) { line in
        guard try isWanted(line, question) else { return }
        if count == Self.maximumLines { throw TooMany() }
        count += 1
        each(line)
      }
    } catch is TooMany {
      Terminal.complain("the first \(count) are looked at; name a key, or use filters and --as, to see others")
    }
    return entity
  }

  private func isWanted(_ line: EntityLine, _ question: KnownQuestion) throws -> Bool {
    switch line {
    case .mention(let mention): return question.start == 0 && question.filter.matches(mention.document)
    case .fact(let fact):
      var found = fact.found
      found.status = fact.status
      guard question.filter.matches(found), max(found.sequence, found.retracted ?? 0) > question.start else {
        return false
      }
      return try question.hasEffect(found.fact.key, at: found.sequence)
    }
  }

  private func row(_ line: EntityLine) throws -> KnownRow {
    let json = try JSON.encode(line)
    var row =
      switch line {
      case .mention(let mention): KnownRow(mention)
      case .fact(let fact): KnownRow([fact]) ?? KnownRow(role: fact.role)
      }
    row.json = json
    return row
  }

  /// A row for each value, with all facts that state it: "Oslo had 700,000 inhabitants" and "Oslo's population was 700,000" state one.
  private func grouped(_ lines: [EntityLine]) -> [KnownRow] {
    struct Group: Hashable {
      var role: EntityRole
      var since: UInt64
      var isWithdrawn: Bool
    }
    var order: [Group] = []
    var facts: [Group: [EntityFact]] = [:]
    var mentions: [KnownRow] = []
    for line in lines {
      switch line {
      case .mention(let mention): mentions.append(KnownRow(mention))
      case .fact(let fact):
        let group = Group(
          role: fact.role == .part ? .subject : fact.role,
          since: fact.since,
          isWithdrawn: fact.found.retracted != nil
        )
        if facts[group] == nil { order.append(group) }
        facts[group, default: []].append(fact)
      }
    }
    return order.compactMap { KnownRow(facts[$0] ?? []) } + mentions
  }

  /// Who it is: slug, name, kind, id and other names, and how much there is.
  private static func head(_ entity: KnownEntity) -> String {
    let name = entity.name.flatMap { $0.isExactly(entity.entity) ? nil : $0 }
    func count(_ count: Int, _ what: String) -> String? {
      count == 0 ? nil : "\(count)\(count >= KnownEntity.maximumFacts ? "+" : "") \(what)"
    }
    let counts = [
      count(entity.facts, entity.facts == 1 ? "fact" : "facts"), count(entity.asObject, "as object"),
      count(entity.asSpeaker, "as speaker"),
    ].compactMap { $0 }.joined(separator: ", ")
    let also = entity.aliases.isEmpty ? nil : "also \(entity.aliases.joined(separator: ", "))"
    let rest = [name, entity.kind?.rawValue, entity.id, counts.isEmpty ? nil : counts, also].compactMap { $0 }
    return ([Style.bold(Terminal.clean(entity.entity))] + rest.map(Terminal.clean)).joined(separator: " · ")
  }
}
