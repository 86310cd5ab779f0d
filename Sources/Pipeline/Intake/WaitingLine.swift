/// Documents that wait for a worker: in one lane for each source, so that nobody waits behind all of another's.
struct WaitingLine {
  /// Where a document came from.
  enum Lane: Hashable, Sendable {
    /// From one submitter; who it was is not known of what was found in the spool at the start.
    case submitter(UInt64)
    /// From the watched folders.
    case folders
    /// To be extracted once more, by somebody's wish.
    case again
  }

  private var entries = FairLanes<Lane, SpoolEntry>()

  var count: Int { entries.count }

  mutating func append(_ entry: SpoolEntry) { entries.append(entry, to: entry.lane) }

  /// Puts documents before all others of their lanes, in the order given; they were in hand already.
  mutating func prepend(_ documents: [SpoolEntry]) {
    for entry in documents.reversed() { entries.prepend(entry, to: entry.lane) }
  }

  /// The next document; nil when none waits.
  mutating func popFirst() -> SpoolEntry? { entries.popFirst() }

  /// Takes a document out of its place; nil when it does not wait.
  mutating func remove(_ counter: UInt64) -> SpoolEntry? {
    entries.remove { $0.counter == counter }
  }

  func first(where isMeant: (SpoolEntry) -> Bool) -> SpoolEntry? { entries.first(where: isMeant) }

  /// All that wait, in no order.
  var all: some Sequence<SpoolEntry> { entries.all }
}
