import GRDB
import Model
import State

/// Writes what people decide: an event for the review, and one for each fact that stands elsewhere by it.
extension BatchWriter {
  /// - Throws: ``StoreError`` with the code `badReview` for one that cannot hold.
  mutating func apply(_ request: Review) throws {
    var review = request
    try check(&review)
    if applied.duplicate { return }
    // The facts that a review moves are of any document, also where a batch about a new one has brought it about.
    isFirst = false
    let document =
      try Int64.fetchOne(
        database.cachedStatement(sql: "SELECT id FROM documents WHERE uri = ?"),
        arguments: [Review.uri]
      ) ?? addDocument(Review.uri)
    changes.begin()
    let data = try JSON.encode(review)
    let text = String(decoding: data, as: UTF8.self)
    let kind = Event.Kind(review.kind)
    try record(
      kind,
      event: "review.\(head + 1)",
      uri: Review.uri,
      subject: Review.uri,
      effect: .none,
      data: data,
      EventRow(document: document, key: nil, fact: nil, data: text)
    )
    try ReviewTable.add(text, kind: kind, head, time, to: database)
    let before = rules
    rules = try ReviewTable.rules(database)
    var entries = EntryWriter(statements, document: document, rules: rules)
    if let prefixes = rules.changedSources(since: before) {
      try entries.unsettleAll(of: prefixes, &changes)
      applied.documents = try countDocuments(of: prefixes)
    }
    applied.into = review.into
    var places = try EvidencePlaces(database: database)
    // The facts of one in one go, for what is written meanwhile would be found again.
    for entity in rules.changedEntities(since: before) {
      try bringUnderRules(try facts(of: entity), &entries, &places)
    }
    for uri in rules.changedDocuments(since: before) {
      try bringUnderRules(try facts(ofDocument: uri), &entries, &places)
    }
    try entries.settle()
    for entry in changes.touched { try entries.refresh(entry: entry, changed: head) }
  }

  /// How many documents state something whose URIs begin so.
  private func countDocuments(of prefixes: [String]) throws -> Int {
    try PrefixRange.merge(prefixes).reduce(0) { sum, range in
      try sum
        + (Int.fetchOne(
          database,
          sql: """
            SELECT count(*) FROM documents WHERE uri >= ?1 AND (?2 IS NULL OR uri < ?2) AND revision IS NOT NULL
            """,
          arguments: [range.lower, range.upper]
        ) ?? 0)
    }
  }

  /// The facts that stand about or with an entity.
  private func facts(of entity: String) throws -> [Int64] {
    let range = PrefixRange(entity + "/")
    return try Int64.fetchAll(
      database,
      sql: """
        SELECT f.id FROM keys k CROSS JOIN entries e ON e.key = k.id CROSS JOIN entry_values v ON v.entry = e.id
          CROSS JOIN facts f ON f.value = v.id
        WHERE k.key >= ?1 AND k.key < ?2 AND f.retracted IS NULL
        UNION SELECT id FROM facts WHERE value_entity = ?3 AND retracted IS NULL
        ORDER BY 1
        """,
      arguments: [range.lower, range.upper, entity]
    )
  }

  /// The facts that a document states.
  private func facts(ofDocument uri: String) throws -> [Int64] {
    try Int64.fetchAll(
      database,
      sql: """
        SELECT f.id FROM documents d CROSS JOIN facts f INDEXED BY facts_document ON f.document = d.id
        WHERE d.uri = ? AND f.retracted IS NULL ORDER BY f.id
        """,
      arguments: [uri]
    )
  }

  /// Brings facts under the names that hold now.
  private mutating func bringUnderRules(
    _ facts: [Int64],
    _ entries: inout EntryWriter,
    _ places: inout EvidencePlaces
  ) throws {
    for fact in facts {
      try checkStopping()
      try bringUnderRules(fact, &entries, &places)
    }
  }

  private mutating func bringUnderRules(
    _ row: Int64,
    _ entries: inout EntryWriter,
    _ places: inout EvidencePlaces
  ) throws {
    let found = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT \(StoredFact.columns), f.document, d.uri, r.id, r.text, f.asserted FROM facts f JOIN keys k ON k.id = f.key
            JOIN documents d ON d.id = f.document JOIN revisions r ON r.id = d.revision
          WHERE f.id = ? AND f.retracted IS NULL
          """
      ),
      arguments: [row]
    )
    guard let found else { return }
    let old = StoredFact(found)
    var fact = try JSON.decode(Fact.self, from: old.json.utf8)
    let (key, original, object) = (fact.key, fact.original, fact.object.entity)
    rules.resolve(&fact)
    guard fact.key != key || fact.original != original || fact.object.entity != object else { return }
    // Where it stands now, for it is asserted by this event and not by the revision that first stated it.
    let document: Int64 = found[StoredFact.columnCount]
    let asserted = UInt64(row: found[StoredFact.columnCount + 4])
    _ = try places.place(&fact, document: document, asserted: asserted, at: head)
    let kept = try KeptFact(fact, from: [])
    entries.turn(to: document)
    try retract(old, uri: found[StoredFact.columnCount + 1], document: document, &entries)
    let revision = RevisionPlace(id: found[StoredFact.columnCount + 2], text: found[StoredFact.columnCount + 3])
    try assert(kept, document: document, revision: revision, &entries)
  }

  // MARK: What can hold

  private mutating func check(_ review: inout Review) throws {
    if let reason = review.reason, reason.utf8.count > Review.maximumReason {
      throw StoreError(
        .badReview,
        "the reason has \(reason.utf8.count) bytes, want \(Review.maximumReason) at most"
      )
    }
    let texts =
      [review.reason, review.by, review.into, review.source?.wrappedValue]
      + review.names.flatMap { [$0.entity, $0.document?.wrappedValue] }
    if texts.contains(where: { $0?.utf8.contains(0) ?? false }) {
      throw StoreError(.badReview, "a text of the review has a NUL character")
    }
    let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM reviews") ?? 0
    guard count < ReviewTable.limit else {
      throw StoreError(.badReview, "there are \(count) reviews already, and no more are taken")
    }
    switch review.kind {
    case .same: try checkSame(&review)
    case .apart: try checkApart(review)
    case .weigh: try checkWeigh(review)
    case .undo: try checkUndo(review)
    }
  }

  private mutating func checkSame(_ review: inout Review) throws {
    guard (2...Review.maximumNames).contains(review.names.count) else {
      throw StoreError(.badReview, "\(review.names.count) names to join, want 2 to \(Review.maximumNames)")
    }
    for name in review.names {
      try checkKnown(name)
      guard name.document != nil || rules.entity(name) != nil else {
        throw StoreError(
          .badReview,
          "\(name.entity) was set apart in every document: undo that first, or name it in single documents"
        )
      }
    }
    let ends = try review.names.map { try end($0) }
    if let first = ends[0], ends.allSatisfy({ $0?.isExactly(first) ?? false }) {
      applied.duplicate = true
      return
    }
    let shared = zip(review.names, ends).first { $0.0.document == nil }?.1
    review.into = try shared ?? ends.lazy.compactMap { $0 }.first ?? freeSlug(review.names[0].entity)
  }

  /// The slug that all documents share under which the facts about a name stand; nil where they belong to their document.
  private func end(_ name: Review.Name) throws -> String? {
    if let end = rules.entity(name) { return end }
    guard let document = name.document, let shared = rules.entity(Review.Name(name.entity)) else { return nil }
    let range = PrefixRange(shared + "/")
    let isShared = try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM documents d CROSS JOIN facts f INDEXED BY facts_document ON f.document = d.id
          CROSS JOIN keys k ON k.id = f.key CROSS JOIN entries e ON e.id = f.entry
          WHERE d.uri = ? AND f.retracted IS NULL AND k.key >= ? AND k.key < ? AND e.document = '')
        """,
      arguments: [document.wrappedValue, range.lower, range.upper]
    )
    return isShared == true ? shared : nil
  }

  /// A slug that no other entity has, for what belonged to single documents.
  private func freeSlug(_ base: String) throws -> String {
    var (candidate, number) = (base, 1)
    while try isShared(candidate) || rules.isDestination(candidate) {
      number += 1
      candidate = "\(base)-\(number)"
    }
    return candidate
  }

  /// Whether all documents share an entity of this slug.
  private func isShared(_ entity: String) throws -> Bool {
    let range = PrefixRange(entity + "/")
    return try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM keys k CROSS JOIN entries e ON e.key = k.id
          WHERE k.key >= ? AND k.key < ? AND e.document = '')
        """,
      arguments: [range.lower, range.upper]
    ) ?? false
  }

  /// Whether a fact that stands has an entity as its value.
  private func isValue(_ entity: String) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: "SELECT EXISTS (SELECT 1 FROM facts WHERE value_entity = ? AND retracted IS NULL)",
      arguments: [entity]
    ) ?? false
  }

  private func checkKnown(_ name: Review.Name) throws {
    guard let slug = Slug.make(name.entity), slug.isExactly(name.entity) else {
      throw StoreError(.badReview, "\"\(name.entity)\" is no slug, such as bank-of-japan")
    }
    let range = PrefixRange(slug + "/")
    guard let document = name.document else {
      if try rules.isName(name) || isShared(slug) || isValue(slug) { return }
      let hint =
        try Bool.fetchOne(
          database,
          sql: "SELECT EXISTS (SELECT 1 FROM keys WHERE key >= ? AND key < ?)",
          arguments: [range.lower, range.upper]
        ) == true
        ? "\(slug) is somebody else in every document: name it as \(slug)@DOCUMENT"
        : "nothing is known of \(slug)"
      throw StoreError(.badReview, hint)
    }
    if rules.isName(name) { return }
    let isKnown = try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM documents d CROSS JOIN facts f INDEXED BY facts_document ON f.document = d.id
          CROSS JOIN keys k ON k.id = f.key
          WHERE d.uri = ? AND f.retracted IS NULL AND k.key >= ? AND k.key < ?)
        """,
      arguments: [document.wrappedValue, range.lower, range.upper]
    )
    guard isKnown == true else { throw StoreError(.badReview, "\(document) states nothing about \(slug)") }
  }

  private mutating func checkApart(_ review: Review) throws {
    guard review.names.count == 1, let name = review.names.first, name.document == nil else {
      throw StoreError(.badReview, "want one name to set apart, in all documents")
    }
    try checkKnown(name)
    if rules.entity(name) == nil { applied.duplicate = true }
  }

  private mutating func checkWeigh(_ review: Review) throws {
    guard let source = review.source, let weight = review.weight else {
      throw StoreError(.badReview, "want how URIs begin, and a weight")
    }
    guard (0...1).contains(weight) else { throw StoreError(.badReview, "the weight is \(weight), want 0 to 1") }
    if let fault = DocumentURI.fault(of: source.wrappedValue) { throw StoreError(.badReview, fault) }
    if rules.isWeighed(source.wrappedValue, weight) { applied.duplicate = true }
  }

  private func checkUndo(_ review: Review) throws {
    guard let sequence = review.undoes else { throw StoreError(.badReview, "want the event of the review to undo") }
    let isReview = try Bool.fetchOne(
      database,
      sql: "SELECT EXISTS (SELECT 1 FROM reviews WHERE sequence = ?)",
      arguments: [sequence.row]
    )
    guard isReview == true else { throw StoreError(.badReview, "event \(sequence) is no review; see: courant reviews") }
    guard !rules.isUndone(sequence) else { throw StoreError(.badReview, "review \(sequence) was undone already") }
  }
}
