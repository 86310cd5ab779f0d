extension Migrations {
  /// What a fact is about is known across documents or in one alone, speakers are told apart, and sources have origins.
  ///
  /// Entries, values and origins are made anew by the fold, which has a version from here on: see `Store+Fold.swift`.
  static let version9 = """
    -- The URI of the document that a local subject belongs to; empty for what all documents share.
    ALTER TABLE entries RENAME COLUMN context TO document;

    -- Whom the documents report as saying it, as a slug; null where they say it themselves.
    ALTER TABLE entry_values ADD COLUMN speaker TEXT;
    -- How many independent origins the documents have that state it.
    ALTER TABLE entry_values ADD COLUMN origins INTEGER NOT NULL DEFAULT 0;

    -- The first of the revisions that the text is a copy of, itself included; by what near copies are known.
    ALTER TABLE revisions ADD COLUMN text INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE revisions ADD COLUMN fingerprint TEXT;
    CREATE INDEX revisions_digest ON revisions (digest);
    CREATE TABLE text_bands (
      band INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      PRIMARY KEY (band, revision)
    ) STRICT, WITHOUT ROWID;

    -- Where the fact comes from: its revision's text, and what its sentence is known by, null for a short one.
    ALTER TABLE facts ADD COLUMN text INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE facts ADD COLUMN sentence INTEGER;

    DROP VIEW disputed_facts;
    DROP VIEW current_facts;

    -- Every fact that stands, with everything that it says.
    CREATE VIEW current_facts AS
      SELECT f.fact, k.key,
        substr(k.key, 1, instr(k.key, '/') - 1) AS entity,
        substr(k.key, instr(k.key, '/') + 1) AS attribute,
        e.status, v.origins,
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
        f.data ->> '$.evidence.start' AS evidence_start, f.data ->> '$.evidence.end' AS evidence_end,
        d.uri AS document, f.data ->> '$.document.digest' AS digest,
        f.asserted AS sequence,
        strftime('%Y-%m-%dT%H:%M:%fZ', j.time / 1000.0, 'unixepoch') AS recorded
      FROM facts f
        JOIN keys k ON k.id = f.key
        JOIN entries e ON e.id = f.entry
        JOIN entry_values v ON v.id = f.value
        JOIN documents d ON d.id = f.document
        LEFT JOIN journal j ON j.sequence = f.asserted
      WHERE f.retracted IS NULL;

    -- Of these, the facts of entries that documents dispute.
    CREATE VIEW disputed_facts AS
      SELECT * FROM current_facts WHERE status = 'disputed';
    """
}
