import GRDB
import Model

extension AboutReader {
  /// The documents that stand and have a name of the entity in a sentence, the newest first.
  mutating func readMentions(_ place: AboutPlace) throws -> AboutPlace? {
    guard question.roles.contains(.mention), let names = Self.query(question.names) else { return nil }
    let limit = Store.FoundPage.maximumMatches
    let (facts, sentences) = try searching.read { database, _ in
      (
        try Store.rows("fact_search", "evidence : (\(names))", limit, database),
        try Store.rows("sentence_search", names, limit, database)
      )
    }
    let cursor = try Row.fetchCursor(
      database.makeStatement(
        sql: """
          SELECT d.id, d.uri, r.digest, r.title, r.date, r.accepted, m.sentences, r.language FROM (
            SELECT document, count(*) AS sentences FROM (
              SELECT f.document, f.data ->> '$.evidence.start' AS start
              FROM json_each(:facts) s CROSS JOIN facts f ON f.id = s.value WHERE f.retracted IS NULL
              UNION SELECT n.document, n.start FROM json_each(:sentences) s CROSS JOIN sentences n ON n.id = s.value
            ) WHERE document < :row GROUP BY document
          ) m CROSS JOIN documents d ON d.id = m.document CROSS JOIN revisions r ON r.id = d.revision ORDER BY d.id DESC
          """
      ),
      arguments: ["facts": facts.json, "sentences": sentences.json, "row": place.row]
    )
    var last = place
    while let row = try cursor.next() {
      if isFull { return last }
      rows += 1
      last.row = row[0]
      guard let digest = Digest(row[2] as String) else {
        throw StoreError(.storage, "a digest in the database is no digest: restore a backup")
      }
      let date = (row[4] as String?).flatMap(Day.init)
      let document = Document(uri: row[1], digest: digest, title: row[3], date: date, language: row[7])
      let line = try JSON.encode(EntityMention(document: document, sequence: UInt64(row: row[5]), sentences: row[6]))
      bytes += line.count
      lines.append(line)
    }
    return nil
  }

  /// A query for any of the names, each word for word. Nil if there are no names.
  private static func query(_ names: [String]) -> String? {
    // Two letters are a word of the language as often as a name: "US".
    let letters = names.map { $0.unicodeScalars.count { $0.properties.isAlphabetic } }
    let isAnyLong = letters.contains { $0 > 2 }
    let phrases = zip(names, letters).filter { $0.1 > 2 || !isAnyLong && $0.1 > 0 }
      .compactMap { SearchIndex.query("\"\($0.0.replacing("\"", with: " "))\"") }
    return phrases.isEmpty ? nil : phrases.joined(separator: " OR ")
  }
}
