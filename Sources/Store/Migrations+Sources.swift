extension Migrations {
  /// Where evidence stands in the original, what language a document is in and what it was, and why one cannot be read.
  static let version12 = """
    -- Where the evidence stands in the document's own bytes, in the revision that stands: JSON, null where that is not known.
    ALTER TABLE facts ADD COLUMN source TEXT;

    ALTER TABLE revisions ADD COLUMN language TEXT;
    ALTER TABLE revisions ADD COLUMN media_type TEXT;

    -- Why the document cannot be read, for programs; null where it could be, or was not tried.
    ALTER TABLE failures ADD COLUMN code TEXT;

    DROP VIEW disputed_facts;
    DROP VIEW current_facts;

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
        strftime('%Y-%m-%dT%H:%M:%fZ', j.time / 1000.0, 'unixepoch') AS recorded,
        f.data ->> '$.language' AS language, f.source AS evidence_source, f.source ->> '$.page' AS page
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
    """
}
