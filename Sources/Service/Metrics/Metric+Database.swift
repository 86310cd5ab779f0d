/// What is in the database, looked at once a second.
extension Metric {
  public static let documents = Metric("courant_documents", .gauge, "Documents that stand.")
  public static let facts = Metric("courant_facts", .gauge, "Facts that stand.")
  public static let keys = Metric("courant_keys", .gauge, "Keys.")
  public static let entriesDisputed = Metric("courant_entries_disputed", .gauge, "Entries that are disputed.")
  public static let documentsSetAside = Metric(
    "courant_documents_set_aside",
    .gauge,
    "Documents that are set aside now, as courant failed lists them."
  )
  public static let journalSequence = Metric("courant_journal_sequence", .gauge, "The last event's sequence.")
  public static let journalOldest = Metric(
    "courant_journal_oldest_sequence",
    .gauge,
    "The sequence of the oldest event that is kept; 0 while there is none."
  )
  public static let journalBytes = Metric(
    "courant_journal_bytes",
    .gauge,
    "Bytes of the events that are kept, as they are published."
  )

  public static let searchLag = Metric(
    "courant_search_lag_events",
    .gauge,
    "Events that the search index has not had yet; all of them while it is being made."
  )

  public static let pagesScrubbed = Metric(
    "courant_pages_scrubbed_total",
    .counter,
    "Pages of the database that were compared with their checksums in the background."
  )
  public static let pagesDamaged = Metric(
    "courant_pages_damaged",
    .gauge,
    "Pages of the database that are not what was written."
  )

  static let ofDatabase = [
    documents, facts, keys, entriesDisputed, documentsSetAside, journalSequence, journalOldest, journalBytes,
    searchLag, pagesScrubbed, pagesDamaged,
  ]
}
