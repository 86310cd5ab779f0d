import GRDB
import Model

extension Store {
  /// One page of what is known of an entity.
  public struct AboutPage: Sendable {
    /// Each the JSON of an ``EntityLine``.
    public var lines: [[UInt8]] = []
    /// The moment that the facts are of.
    public var cursor: Model.Cursor
    /// Where the next page begins; nil on the last.
    public var next: String?
  }

  /// What is asked of an entity.
  public struct AboutQuestion: Sendable {
    public var entity: String
    public var roles: Set<EntityRole>
    /// What it may be called where it is mentioned.
    public var names: [String]
    /// Whether the last fact is given, too, of each value that nobody states any longer.
    public var withdrawn: Bool

    public init(_ entity: String, roles: Set<EntityRole>, names: [String] = [], withdrawn: Bool = false) {
      self.entity = entity
      self.roles = roles
      self.names = names
      self.withdrawn = withdrawn
    }
  }

  /// The facts in which an entity has a role, as they stood after one event, and the documents that mention it now, whatever the moment.
  ///
  /// First come the facts under its keys, key by key in order; then those that have it as their value, then what it said, each the newest
  /// first; last the documents, the newest first. A page is bounded as one of ``facts(_:at:after:)``.
  /// - Parameters:
  ///   - sequence: the moment; nil for now.
  ///   - after: `next` of the page before.
  /// - Throws: ``StoreError`` with the code `tooOld` when the journal no longer goes back to the moment.
  public func about(
    _ question: AboutQuestion,
    at sequence: UInt64? = nil,
    after: String? = nil
  ) throws(StoreError) -> AboutPage {
    // Not within the read, in which no other read of the database is possible.
    if question.roles.contains(.mention) { try searching.catchUp(with: self) }
    return try read { database in
      let head = try Self.head(database)
      let moment = min(sequence ?? head, head)
      try Self.checkKept(moment, database)
      var question = question
      // A name that a review has joined to another is asked for under that.
      let rules = try rules(database, through: moment)
      question.entity = rules.entity(Review.Name(question.entity)) ?? question.entity
      var reader = try AboutReader(database, searching, question, rules, moment: moment, isNow: moment == head)
      var place = after.map { AboutPlace($0) } ?? AboutPlace(.keys)
      while true {
        if let next = try reader.read(place) {
          return AboutPage(lines: reader.lines, cursor: try cursor(at: moment, database), next: next.description)
        }
        guard let stage = place.stage.next else {
          return AboutPage(lines: reader.lines, cursor: try cursor(at: moment, database), next: nil)
        }
        place = AboutPlace(stage)
      }
    }
  }
}

/// Where a page of what is known of an entity ends.
struct AboutPlace: CustomStringConvertible {
  /// What comes one after the other.
  enum Stage: String, CaseIterable {
    case keys, object, speaker, mention

    var next: Stage? { Stage.allCases.firstIndex(of: self).flatMap { Stage.allCases.dropFirst($0 + 1).first } }
  }

  var stage: Stage
  /// The last key that was looked at.
  var key = ""
  /// The last row, of a fact or a document, of those that come in falling order; of a key that is done, 0.
  var row = Int64.max

  init(_ stage: Stage, key: String = "", row: Int64 = .max) {
    self.stage = stage
    self.key = key
    self.row = row
  }

  /// Reads what ``description`` has written; anything else is the beginning.
  init(_ text: String) {
    let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let stage = Stage(rawValue: parts[0]), let row = Int64(parts[1]) else {
      self.init(.keys)
      return
    }
    self.init(stage, key: parts[2], row: row)
  }

  var description: String { "\(stage.rawValue) \(row) \(key)" }
}
