import GRDB
import Model

extension Migrations {
  /// Facts are found by the entity on their other side and by who is reported as saying them, entities by their slugs, and sentences that
  /// gave no fact by their words.
  static let version10 = """
    -- The entity that the fact states as the value of its key, and whom it reports as saying it, as slugs; null where there is none.
    ALTER TABLE facts ADD COLUMN value_entity TEXT;
    ALTER TABLE facts ADD COLUMN speaker TEXT;

    -- What its keys begin with.
    ALTER TABLE keys ADD COLUMN entity TEXT GENERATED ALWAYS AS (substr(key, 1, instr(key, '/') - 1)) VIRTUAL;
    CREATE INDEX keys_entity ON keys (entity);

    -- The sentences of the documents that stand which gave no fact. They are no part of the journal, nor of the fold.
    CREATE TABLE sentences (
      id INTEGER PRIMARY KEY,
      document INTEGER NOT NULL REFERENCES documents (id),
      start INTEGER NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
    CREATE INDEX sentences_document ON sentences (document);
    CREATE VIRTUAL TABLE sentence_search USING fts5 (
      text, content = 'sentences', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
    );
    """

  /// The indices of version 10; made when the columns are filled.
  static let version10Indices = """
    CREATE INDEX facts_value_entity ON facts (value_entity) WHERE value_entity IS NOT NULL AND retracted IS NULL;
    CREATE INDEX facts_speaker ON facts (speaker) WHERE speaker IS NOT NULL AND retracted IS NULL;
    CREATE INDEX gone_value_entity ON facts (value_entity, retracted) WHERE value_entity IS NOT NULL AND retracted IS NOT NULL;
    CREATE INDEX gone_speaker ON facts (speaker, retracted) WHERE speaker IS NOT NULL AND retracted IS NOT NULL;
    """

  /// Fills the columns of the facts that are there, a page at a time.
  static func fillRoles(_ database: Database) throws {
    var last: Int64 = 0
    while true {
      let rows = try Row.fetchAll(
        database.cachedStatement(sql: "SELECT id, data FROM facts WHERE id > ? ORDER BY id LIMIT 1000"),
        arguments: [last]
      )
      guard let end = rows.last else { return }
      last = end[0]
      for row in rows {
        let fact: Fact
        do throws(JSONError) {
          fact = try JSON.decode(Fact.self, from: (row[1] as String).utf8)
        } catch {
          // It is damaged, which the check says; what can be read is served all the same.
          continue
        }
        let roles = FactRoles(fact)
        guard roles.valueEntity != nil || roles.speaker != nil else { continue }
        try database.execute(
          "UPDATE facts SET value_entity = ?, speaker = ? WHERE id = ?",
          [roles.valueEntity, roles.speaker, row[0] as Int64]
        )
      }
    }
  }
}

/// Who has a part in a fact besides the one that its key is about, as slugs.
struct FactRoles {
  /// The entity that the fact states as the value of its key: the object, or the subject where the key is about the object.
  var valueEntity: String?
  /// Whom it reports as saying it.
  var speaker: String?

  init(_ fact: Fact) {
    valueEntity = fact.value.entity
    speaker = fact.attribution.flatMap { Slug.make($0.source) }
  }
}

extension Check {
  /// Looks whether facts are kept under the entities that have a part in them.
  static func checkRoles(_ database: Database) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT fact, speaker, data ->> '$.attribution.source',
          value_entity IS iif(data ->> '$.about' = 'object', data ->> '$.subject.entity', data ->> '$.object.entity')
        FROM facts
        """
    )
    while let row = try rows.next() {
      let (speaker, source, isValue): (String?, String?, Bool) = (row[1], row[2], row[3])
      let wanted = source.flatMap { Slug.make($0) }
      guard isValue, speaker.map({ ExactText($0) }) == wanted.map({ ExactText($0) }) else {
        throw Fault("fact \(row[0] as String) is kept under another entity or speaker than its own")
      }
    }
  }
}
