import GRDB
import Model
import State

/// Splits an entity of which documents state what cannot be true of one person.
extension BatchWriter {
  /// Writes a review for each entity that the request made two people by it; a review that a person can undo.
  ///
  /// What somebody has decided about a name, or taken back, is left as it is.
  mutating func splitNamesakes() throws {
    guard applied.disputes > 0 else { return }
    let keys = try changes.touched.compactMap { entry in
      try statements.first(
        """
        SELECT k.key FROM entries e CROSS JOIN keys k ON k.id = e.key
        WHERE e.id = ? AND e.status = 'disputed' AND e.document = ''
        """,
        entry
      ) { Key($0.string(0)) } ?? nil
    }.filter { LifeDates.holds($0.attribute) }
      // In an order of its own, whichever entry was made first.
      .sorted { $0.description.utf8.lexicographicallyPrecedes($1.description.utf8) }
    let (asserted, retracted) = (applied.asserted, applied.retracted)
    for key in keys where try !isReviewed(key.entity) {
      guard let reason = LifeDates.reason(try facts(of: key)) else { continue }
      try apply(Review(.apart, names: [Review.Name(key.entity)], reason: reason, by: Review.evidence))
    }
    // What the batch itself changed, and not what was moved of other documents.
    (applied.asserted, applied.retracted) = (asserted, retracted)
  }

  /// The facts that stand under a key, as far as a value is looked at.
  private func facts(of key: Key) throws -> [Fact] {
    try String.fetchAll(
      database,
      sql: """
        SELECT f.data FROM keys k CROSS JOIN entries e ON e.key = k.id CROSS JOIN entry_values v ON v.entry = e.id
          CROSS JOIN facts f ON f.value = v.id
        WHERE k.key = ? AND e.document = '' AND f.retracted IS NULL ORDER BY f.id LIMIT \(Origins.maximumLinks)
        """,
      arguments: [key.description]
    ).map { try JSON.decode(Fact.self, from: $0.utf8) }
  }

  /// Whether any review names an entity, whether it holds or not.
  private func isReviewed(_ entity: String) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM reviews r, json_each(r.data, '$.names') n
          WHERE n.value ->> '$.entity' = ?1 OR r.data ->> '$.into' = ?1)
        """,
      arguments: [entity]
    ) ?? false
  }
}
