import Model

/// What is known of a feed from one fetch to the next: when it is due, what its server remembers it by, and which
/// entries are taken.
///
/// It knows no clock and no network; ``plan(_:feed:keeping:)`` says what is to be done, and ``settle(_:_:)`` is told
/// what came of it.
public struct FeedState: Sendable, Hashable, Codable {
  /// One entry, as it was met last.
  public struct Record: Sendable, Hashable, Codable {
    /// A digest of ``EntryIdentity/Key``.
    public var key: String
    @ExactText public var uri: String
    /// Of what the entry said when it was settled; nil for one that is not settled.
    public var digest: Digest?
    /// How often it was tried in vain since.
    public var attempts = 0
    /// Where it stands in the feed, from 0; nil for one that no longer does.
    public var place: Int?
  }

  /// An entry that is to be taken.
  public struct Item: Sendable, Hashable {
    public var entry: FeedEntry
    public var key: String
    @ExactText public var uri: String
    public var digest: Digest
    /// Where its record is.
    fileprivate var position = 0
  }

  /// What a feed asks for.
  public struct Plan: Sendable, Hashable {
    /// New and changed entries, the oldest first.
    public var items: [Item] = []
    /// Documents whose entries were taken out of the middle of the feed.
    public var removed: [String] = []
  }

  /// What became of an entry.
  public enum Outcome: Sendable, Hashable {
    /// Intake has it.
    case taken
    /// It will not be taken as it is.
    case refused
    /// It may be taken later.
    case failed
  }

  /// How many entries are remembered; those that left the feed first are forgotten.
  public static let maximumRecords = 5000
  /// How often an entry is tried.
  public static let maximumAttempts = 5
  /// The longest text of an error that is kept, in bytes.
  private static let longestError = 500

  @ExactText public var url: String
  public var title: String?
  /// When it was fetched last, and when it is due.
  public var fetched: Timestamp?
  public var next: Timestamp?
  /// The status that the server answered with last; nil where none came.
  public var status: Int?
  public var etag: String?
  public var modified: String?
  /// Where its server says it is to be looked for from now on.
  public var movedTo: String?
  /// Documents that intake took, since the beginning.
  public var taken = 0
  /// Fetches that failed in a row, and the last error.
  public var errors = 0
  public var lastError: String?
  /// Whether it was seen to give one guid to several entries: then links count.
  public var repeatsGUIDs = false
  public private(set) var records: [Record] = []

  public init(url: String) { self.url = url }

  /// Entries that are in the feed and not settled.
  public var waiting: Int { records.count { $0.place != nil && $0.digest == nil } }

  /// What a new reading of the feed asks for.
  /// - Parameter keeping: false if removed entries are to be told; they are forgotten then.
  public mutating func plan(_ feed: Feed, keepingRemoved keeping: Bool = true) -> Plan {
    repeatsGUIDs = repeatsGUIDs || EntryIdentity.repeatsGUIDs(feed.entries)
    title = feed.title.map { String($0.words.prefix(200)) }
    let identities = EntryIdentity.identities(of: feed.entries, feed: url, trustsGUIDs: !repeatsGUIDs)
    var byKey: [String: Int] = [:]
    var byURI: [ExactText: Int] = [:]
    for (index, record) in records.enumerated() {
      byKey[record.key] = index
      byURI[ExactText(record.uri)] = index
    }
    let before = records
    for index in records.indices { records[index].place = nil }
    var plan = Plan()
    for (place, (entry, identity)) in zip(feed.entries, identities).enumerated() {
      let key = identity.mark
      // A changed guid with the same link is the same article, and so is a changed link with the same guid.
      let known = byKey[key] ?? byURI[ExactText(identity.uri)]
      let index = known ?? records.count
      if known == nil {
        records.append(Record(key: key, uri: identity.uri))
        byURI[ExactText(identity.uri)] = index
      }
      // An article that stands there twice counts once.
      guard records[index].place == nil else { continue }
      byKey[key] = index
      let digest = EntryIdentity.digest(of: entry)
      (records[index].key, records[index].place) = (key, place)
      guard records[index].digest != digest else { continue }
      if records[index].digest != nil { (records[index].digest, records[index].attempts) = (nil, 0) }
      plan.items.append(Item(entry: entry, key: key, uri: records[index].uri, digest: digest))
    }
    plan.items.reverse()
    if !keeping { plan.removed = removed(before) }
    forget()
    let positions = Dictionary(records.enumerated().map { (ExactText($1.uri), $0) }) { first, _ in first }
    plan.items = plan.items.compactMap { item in
      var item = item
      guard let position = positions[ExactText(item.uri)] else { return nil }
      item.position = position
      return item
    }
    return plan
  }

  /// Entries that are gone while others still stand on both sides of where they stood: what leaves at an end has grown
  /// old.
  private mutating func removed(_ before: [Record]) -> [String] {
    let standing = zip(before, records).filter { $0.0.place != nil && $0.1.place != nil }.compactMap(\.0.place)
    guard let first = standing.min(), let last = standing.max() else { return [] }
    var uris: [String] = []
    for (index, record) in before.enumerated() {
      guard let place = record.place, records[index].place == nil, place > first, place < last else { continue }
      uris.append(record.uri)
    }
    let gone = Set(uris.map { ExactText($0) })
    records.removeAll { gone.contains(ExactText($0.uri)) }
    return uris
  }

  private mutating func forget() {
    var excess = records.count - Self.maximumRecords
    guard excess > 0 else { return }
    records.removeAll { record in
      guard excess > 0, record.place == nil else { return false }
      excess -= 1
      return true
    }
    if excess > 0 { records.removeFirst(excess) }
  }

  /// Notes what became of an entry of the last plan.
  public mutating func settle(_ item: Item, _ outcome: Outcome) {
    let index = item.position
    guard index < records.count, records[index].uri.isExactly(item.uri) else { return }
    switch outcome {
    case .taken:
      records[index].digest = item.digest
      records[index].attempts = 0
      taken += 1
    case .refused: records[index].digest = item.digest
    case .failed:
      records[index].attempts += 1
      if records[index].attempts >= Self.maximumAttempts { records[index].digest = item.digest }
    }
  }

  /// Notes an error of the feed.
  public mutating func fail(_ error: String) {
    errors += 1
    lastError = error.utf8.count <= Self.longestError ? error : String(error.prefix(Self.longestError / 4))
  }

  /// Notes that the feed could be read.
  public mutating func succeed() {
    errors = 0
    lastError = nil
  }

  /// The name of its file.
  public static func fileName(of url: String) -> String {
    "\(Digest(of: url.utf8).description.dropFirst("sha256:".count).prefix(32)).json"
  }
}
