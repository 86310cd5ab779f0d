extension Migrations {
  /// Evidence follows the text: where a fact stands in the revision that states it now. The text that a document is a copy of is that of
  /// the revision that stands, too.
  static let version11 = """
    -- Where the evidence begins in the revision that stands, in bytes.
    ALTER TABLE facts ADD COLUMN start INTEGER NOT NULL DEFAULT 0;
    UPDATE facts SET start = data ->> '$.evidence.start';
    ALTER TABLE facts DROP COLUMN text;

    -- How far the evidence moved of the facts that the revision still states in the same words: pairs as JSON, null where none did.
    ALTER TABLE revisions ADD COLUMN moves TEXT;
    -- Of earlier revisions it is not known.
    INSERT INTO meta SELECT 'moves_since', max(accepted) + 1 FROM revisions HAVING max(accepted) IS NOT NULL;

    -- By which near copies are looked for is in memory.
    DROP TABLE text_bands;

    -- How much the origins of a value weigh together.
    ALTER TABLE entry_values ADD COLUMN weight REAL NOT NULL DEFAULT 0;
    -- What the other values of its entry make of it.
    ALTER TABLE entry_values ADD COLUMN status TEXT NOT NULL DEFAULT 'single';

    -- What people have decided: the data of the events about reviews.
    CREATE TABLE reviews (
      sequence INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      time INTEGER NOT NULL,
      data TEXT NOT NULL
    ) STRICT;
    CREATE INDEX reviews_kind ON reviews (kind, sequence);

    DROP VIEW disputed_facts;
    DROP VIEW current_facts;
    DROP VIEW facts_by_document;

    -- Every fact that stands, with everything that it says.
    CREATE VIEW current_facts AS
      SELECT f.fact, k.key,
        substr(k.key, 1, instr(k.key, '/') - 1) AS entity,
        substr(k.key, instr(k.key, '/') + 1) AS attribute,
        v.status, iif(v.speaker IS NULL, v.origins, min(1, v.origins)) AS origins,
        coalesce(f.data ->> '$.subject.scope', iif(f.data ->> '$.subject.entity' IS NULL, 'local', 'named')) AS scope,
        coalesce(f.data ->> '$.about', 'subject') AS about,
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
        f.start AS evidence_start, f.start - (f.data ->> '$.evidence.start') + (f.data ->> '$.evidence.end') AS evidence_end,
        d.uri AS document, r.digest,
        f.asserted AS sequence,
        strftime('%Y-%m-%dT%H:%M:%fZ', j.time / 1000.0, 'unixepoch') AS recorded
      FROM facts f
        JOIN keys k ON k.id = f.key
        JOIN entries e ON e.id = f.entry
        JOIN entry_values v ON v.id = f.value
        JOIN documents d ON d.id = f.document
        JOIN revisions r ON r.id = d.revision
        LEFT JOIN journal j ON j.sequence = f.asserted
      WHERE f.retracted IS NULL;

    -- Of these, the facts that another document disputes.
    CREATE VIEW disputed_facts AS
      SELECT * FROM current_facts WHERE status = 'disputed';

    -- The documents that state something, each with its facts in the order in which they stand in it.
    CREATE VIEW facts_by_document AS
      SELECT d.uri AS document, r.digest AS revision, r.title, r.date AS document_date, d.facts AS fact_count,
        f.start AS evidence_start, f.fact, k.key, v.status,
        nullif(e.valid_start, '') AS valid_start, nullif(e.valid_end, '') AS valid_end,
        f.data ->> '$.subject.text' AS subject, f.data ->> '$.relation.text' AS relation,
        f.data ->> '$.object.text' AS object, f.data ->> '$.evidence.text' AS evidence
      FROM documents d
        JOIN revisions r ON r.id = d.revision
        JOIN facts f ON f.document = d.id AND f.retracted IS NULL
        JOIN keys k ON k.id = f.key
        JOIN entries e ON e.id = f.entry
        JOIN entry_values v ON v.id = f.value
      ORDER BY d.uri, evidence_start, f.id;
    """
}
