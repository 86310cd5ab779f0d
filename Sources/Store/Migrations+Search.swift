extension Migrations {
  /// Facts can be searched by their words; what a document stated once is found without looking at every fact; views for analysts.
  static let version8 = """
    -- What a document stated and states no longer.
    CREATE INDEX facts_gone ON facts (document, retracted) WHERE retracted IS NOT NULL;

    -- The words by which a fact is found; of a subject both what it resolves to and how it is put.
    CREATE VIEW fact_texts AS
      SELECT id, data ->> '$.evidence.text' AS evidence,
        \(named("subject")) AS subject,
        \(named("object")) AS object
      FROM facts WHERE retracted IS NULL;
    CREATE VIRTUAL TABLE fact_search USING fts5 (
      evidence, subject, object,
      content = 'fact_texts', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
    );
    INSERT INTO fact_search (fact_search) VALUES ('rebuild');

    DROP VIEW disputed_facts;
    DROP VIEW current_facts;

    -- Every fact that stands, with everything that it says.
    CREATE VIEW current_facts AS
      SELECT f.fact, k.key,
        substr(k.key, 1, instr(k.key, '/') - 1) AS entity,
        substr(k.key, instr(k.key, '/') + 1) AS attribute,
        e.status,
        nullif(e.valid_start, '') AS valid_start, nullif(e.valid_end, '') AS valid_end,
        f.data ->> '$.subject.text' AS subject, f.data ->> '$.subject.name' AS subject_name,
        f.data ->> '$.relation.text' AS relation, f.data ->> '$.relation.lemma' AS lemma,
        f.data ->> '$.object.text' AS object, f.data ->> '$.object.name' AS object_name,
        f.data ->> '$.object.entity' AS object_entity, f.data ->> '$.object.kind' AS kind,
        f.data ->> '$.object.number' AS number, f.data ->> '$.object.unit' AS unit,
        f.data ->> '$.object.low' AS low, f.data ->> '$.object.high' AS high,
        f.data ->> '$.object.approximate' AS approximate, f.data ->> '$.object.bound' AS bound,
        f.data ->> '$.object.start' AS object_start, f.data ->> '$.object.end' AS object_end,
        f.data ->> '$.place' AS place, f.data -> '$.context' AS context,
        f.data ->> '$.attribution.source' AS attributed_to,
        f.data ->> '$.polarity' AS polarity, f.data ->> '$.modality' AS modality,
        f.data ->> '$.confidence' AS confidence,
        f.data ->> '$.evidence.text' AS evidence,
        f.data ->> '$.evidence.start' AS evidence_start, f.data ->> '$.evidence.end' AS evidence_end,
        d.uri AS document, f.data ->> '$.document.digest' AS digest,
        f.asserted AS sequence,
        strftime('%Y-%m-%dT%H:%M:%fZ', j.time / 1000.0, 'unixepoch') AS recorded
      FROM facts f
        JOIN keys k ON k.id = f.key
        JOIN entries e ON e.id = f.entry
        JOIN documents d ON d.id = f.document
        LEFT JOIN journal j ON j.sequence = f.asserted
      WHERE f.retracted IS NULL;

    -- Of these, the facts of entries that documents dispute.
    CREATE VIEW disputed_facts AS
      SELECT * FROM current_facts WHERE status = 'disputed';

    -- Every event about a fact that the journal keeps, in order.
    CREATE VIEW fact_history AS
      SELECT j.sequence, strftime('%Y-%m-%dT%H:%M:%fZ', j.time / 1000.0, 'unixepoch') AS recorded,
        CASE j.kind WHEN 'fact.asserted' THEN 'asserted' ELSE 'retracted' END AS change,
        j.effect, f.fact, k.key,
        nullif(e.valid_start, '') AS valid_start, nullif(e.valid_end, '') AS valid_end,
        f.data ->> '$.subject.text' AS subject, f.data ->> '$.relation.text' AS relation,
        f.data ->> '$.object.text' AS object, f.data ->> '$.object.kind' AS kind,
        f.data ->> '$.object.number' AS number, f.data ->> '$.object.unit' AS unit,
        f.data ->> '$.attribution.source' AS attributed_to,
        f.data ->> '$.polarity' AS polarity, f.data ->> '$.modality' AS modality,
        f.data ->> '$.evidence.text' AS evidence,
        d.uri AS document, f.data ->> '$.document.digest' AS digest
      FROM journal j
        JOIN facts f ON f.id = j.fact
        JOIN keys k ON k.id = f.key
        JOIN entries e ON e.id = f.entry
        JOIN documents d ON d.id = f.document;

    -- The documents that state something, each with its facts in the order in which they stand in it.
    CREATE VIEW facts_by_document AS
      SELECT d.uri AS document, r.digest AS revision, r.title, r.date AS document_date, d.facts AS fact_count,
        f.data ->> '$.evidence.start' AS evidence_start, f.fact, k.key, e.status,
        nullif(e.valid_start, '') AS valid_start, nullif(e.valid_end, '') AS valid_end,
        f.data ->> '$.subject.text' AS subject, f.data ->> '$.relation.text' AS relation,
        f.data ->> '$.object.text' AS object, f.data ->> '$.evidence.text' AS evidence
      FROM documents d
        JOIN revisions r ON r.id = d.revision
        JOIN facts f ON f.document = d.id AND f.retracted IS NULL
        JOIN keys k ON k.id = f.key
        JOIN entries e ON e.id = f.entry
      ORDER BY d.uri, evidence_start, f.id;
    """

  /// The name and the wording of a subject or object, the wording only where it is another.
  private static func named(_ part: String) -> String {
    let (name, text) = ("data ->> '$.\(part).name'", "data ->> '$.\(part).text'")
    return "coalesce(nullif(\(name), \(text)) || ' ', '') || (\(text))"
  }
}
