extension Migrations {
  /// The search index has a database of its own, which is fed with what was committed.
  static let version14 = """
    DROP TABLE fact_search;
    DROP VIEW fact_texts;
    DROP TABLE sentence_search;

    -- The last id that was given to a sentence: what comes after it is new to the search index.
    INSERT INTO meta SELECT 'last_sentence', CAST(coalesce(max(id), 0) AS TEXT) FROM sentences;

    -- Sentences that were removed, in that order, until the search index has taken them out. The last of all stays.
    CREATE TABLE gone_sentences (
      number INTEGER PRIMARY KEY,
      sentence INTEGER NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
    """
}
