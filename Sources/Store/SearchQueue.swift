/// The changes of the search indices that one group of requests makes, written at its end.
///
/// Each request has a savepoint, and at each savepoint SQLite's full text index writes out what it has gathered, as a segment that has to
/// be merged with others later. So the words wait until the last savepoint of the group is over.
final class SearchQueue {
  private enum Change {
    case addFact(Int64, SearchIndex.Words)
    case removeFact(Int64, SearchIndex.Words)
    case addSentence(Int64, String)
    case removeSentence(Int64, String)

    var bytes: Int {
      switch self {
      case .addFact(_, let words), .removeFact(_, let words): words.bytes + 64
      case .addSentence(_, let text), .removeSentence(_, let text): text.utf8.count + 64
      }
    }
  }

  private let statements: Statements
  private let limit: Int
  private var changes: [Change] = []
  private var bytes = 0
  /// How many changes earlier requests have made, and their bytes.
  private var mark = (changes: 0, bytes: 0)
  /// These changes, where the request that is at hand has had them written: its rollback takes them back.
  private var written: [Change] = []
  /// Whether changes are written at once until the request is over.
  private var isDirect = false

  /// - Parameter limit: how many bytes of changes are held about.
  init(_ statements: Statements, limit: Int = 8 << 20) {
    self.statements = statements
    self.limit = limit
  }

  /// A request begins; before its savepoint.
  func begin() throws {
    if bytes > limit / 2 { try flush() }
    mark = (changes.count, bytes)
  }

  /// The request is over; after its savepoint.
  /// - Parameter isKept: false where it was rolled back.
  func end(isKept: Bool) {
    if isDirect {
      (changes, bytes) = isKept ? ([], 0) : (written, mark.bytes)
    } else if !isKept {
      changes.removeSubrange(mark.changes...)
      bytes = mark.bytes
    }
    (written, isDirect) = ([], false)
  }

  /// Writes what waits.
  func flush() throws {
    for change in changes { try write(change) }
    changes.removeAll(keepingCapacity: true)
    bytes = 0
  }

  func addFact(_ row: Int64, _ words: SearchIndex.Words) throws { try note(.addFact(row, words)) }
  func removeFact(_ row: Int64, _ words: SearchIndex.Words) throws { try note(.removeFact(row, words)) }
  func addSentence(_ row: Int64, _ text: String) throws { try note(.addSentence(row, text)) }
  func removeSentence(_ row: Int64, _ text: String) throws { try note(.removeSentence(row, text)) }

  private func note(_ change: Change) throws {
    if isDirect { return try write(change) }
    changes.append(change)
    bytes += change.bytes
    guard bytes > limit else { return }
    written = Array(changes[..<mark.changes])
    isDirect = true
    try flush()
  }

  private func write(_ change: Change) throws {
    switch change {
    case .addFact(let row, let words):
      try statements.run(
        "INSERT INTO fact_search (rowid, evidence, subject, object) VALUES (?, ?, ?, ?)",
        row,
        words.evidence,
        words.subject,
        words.object
      )
    // What was put in is needed to take it out.
    case .removeFact(let row, let words):
      try statements.run(
        "INSERT INTO fact_search (fact_search, rowid, evidence, subject, object) VALUES ('delete', ?, ?, ?, ?)",
        row,
        words.evidence,
        words.subject,
        words.object
      )
    case .addSentence(let row, let text):
      try statements.run("INSERT INTO sentence_search (rowid, text) VALUES (?, ?)", row, text)
    case .removeSentence(let row, let text):
      try statements.run(
        "INSERT INTO sentence_search (sentence_search, rowid, text) VALUES ('delete', ?, ?)",
        row,
        text
      )
    }
  }
}
