import Client
import Foundation
import Model
import Wire
import ZeroMQ

/// Holds what a daemon has made of the documents against what it must have.
struct Oracle {
  /// The whole journal, as a subscriber is given it.
  let journal: [(sequence: UInt64, json: [UInt8])]
  private let events: [Event]
  /// The standing facts of each document, by their claims, as this fold of the journal has them.
  private var standing: [String: [FactID: FactID]] = [:]
  private(set) var faults: [String] = []
  /// The documents that were set aside last, by the digest of their content.
  private(set) var setAside: [String: Digest] = [:]

  init(journal: [(sequence: UInt64, json: [UInt8])]) throws {
    self.journal = journal
    events = try journal.map { try JSON.decode(Event.self, from: $0.json) }
  }

  /// Reads a journal over the wire from its first event to where it ends now.
  static func readJournal(_ context: Context, updates: String, query: String) throws -> [(
    sequence: UInt64, json: [UInt8]
  )] {
    let subscriber = try Subscriber(context, updates: updates, query: query, prefixes: [""], start: .beginning)
    var journal: [(sequence: UInt64, json: [UInt8])] = []
    try subscriber.follow { news in
      if case .event(let sequence, let json) = news { journal.append((sequence, json)) }
      if case .reached = news { return false }
      return true
    }
    return journal
  }

  /// Every acknowledged document is in the journal once, none is invented, and what each states is what is found in it.
  /// - Parameters:
  ///   - accepted: what intake has acknowledged.
  ///   - files: what the files of a watched folder were given to hold, of which only the last need ever have been seen.
  mutating func checkJournal(
    _ accepted: [Author.Accepted],
    files: [String: [[UInt8]?]],
    _ documents: Documents
  ) throws {
    for (index, event) in events.enumerated() where event.sequence != UInt64(index + 1) {
      faults.append("event \(event.sequence) stands where \(index + 1) belongs")
      return
    }
    if Set(events.map(\.id)).count != events.count { faults.append("an event's id is there twice") }
    var remaining = Dictionary(grouping: accepted, by: \.uri)
    for (uri, contents) in files {
      remaining[uri] = contents.map { Author.Accepted(uri: uri, content: $0 ?? [], isWithdrawal: $0 == nil) }
    }
    var last: [String: Author.Accepted] = [:]
    var digests: [String: Digest] = [:]
    var place = events.startIndex
    while place < events.endIndex {
      let event = events[place]
      guard !event.kind.isFact, case .document(let report) = event.data else {
        faults.append("event \(event.sequence) is a fact's and belongs to no group")
        return
      }
      let end = events[(place + 1)...].firstIndex { !$0.kind.isFact || $0.source != event.source } ?? events.endIndex
      let uri = event.source
      let isFile = files[uri] != nil
      if !settle(event, report, &remaining[uri, default: []], last: &last[uri], standing: digests[uri], isFile) {
        faults.append("event \(event.sequence), \(event.kind.rawValue) of \(uri), is of no document that was accepted")
      }
      switch event.kind {
      case .documentFailed: setAside[uri] = report.document.digest
      case .documentWithdrawn:
        digests[uri] = nil
        setAside[uri] = nil
      default:
        digests[uri] = report.document.digest
        setAside[uri] = nil
      }
      try checkGroup(events[(place + 1)..<end], of: event, last[uri], documents)
      place = end
    }
    for (uri, rest) in remaining {
      var rest = rest
      if let contents = files[uri] {
        let wanted = (contents.last ?? nil).map { Digest(of: $0) }
        if digests[uri] != wanted { faults.append("\(uri) stands as \(digests[uri]?.description ?? "nothing")") }
        continue
      }
      let digest = digests[uri]
      while let next = rest.first, setAside[uri] == nil, Self.changesNothing(next, standing: digest) {
        rest.removeFirst()
      }
      // Sent once more after its receipt was lost, and given up the first time.
      while let next = rest.first, let digest = setAside[uri], digest == Digest(of: next.content) { rest.removeFirst() }
      if let next = rest.first {
        faults.append(
          "\(uri): \(next.isWithdrawal ? "a withdrawal" : "\(Digest(of: next.content))") was accepted, and is lost"
        )
      }
    }
  }

  /// Finds the accepted document that an event is about; those before it that changed nothing need none.
  private func settle(
    _ event: Event,
    _ report: DocumentReport,
    _ remaining: inout [Author.Accepted],
    last: inout Author.Accepted?,
    standing: Digest?,
    _ isFile: Bool
  ) -> Bool {
    var rest = remaining
    while let next = rest.first {
      if Self.matches(event, report, next) {
        rest.removeFirst()
        remaining = rest
        last = next
        return true
      }
      guard isFile || Self.changesNothing(next, standing: standing) else { break }
      rest.removeFirst()
    }
    // What was sent twice, and was given up the one time and taken the other.
    if let last, Self.matches(event, report, last) { return true }
    return false
  }

  private static func matches(_ event: Event, _ report: DocumentReport, _ accepted: Author.Accepted) -> Bool {
    switch event.kind {
    case .documentWithdrawn: accepted.isWithdrawal
    // A withdrawal that could not be worked on has the digest of nothing.
    case .documentFailed: report.document.digest == Digest(of: accepted.content)
    default: !accepted.isWithdrawal && report.document.digest == Digest(of: accepted.content)
    }
  }

  private static func changesNothing(_ accepted: Author.Accepted, standing: Digest?) -> Bool {
    accepted.isWithdrawal ? standing == nil : standing == Digest(of: accepted.content)
  }

  private mutating func checkGroup(
    _ facts: ArraySlice<Event>,
    of event: Event,
    _ accepted: Author.Accepted?,
    _ documents: Documents
  ) throws {
    let uri = event.source
    guard event.kind != .documentFailed else {
      if !facts.isEmpty { faults.append("event \(event.sequence) has facts, and its document was set aside") }
      return
    }
    let content = event.kind == .documentWithdrawn ? [] : accepted?.content ?? []
    let expected = try documents.expected(uri: uri, content: content)
    var stands = standing[uri] ?? [:]
    for event in facts {
      guard case .fact(let fact) = event.data else { continue }
      if event.kind == .factAsserted {
        if stands.updateValue(fact.id, forKey: fact.claim) != nil {
          faults.append("event \(event.sequence) asserts what stands already")
        }
        if !expected.facts.contains(try JSON.encode(fact)) {
          faults.append("event \(event.sequence) asserts what its document does not state")
        }
      } else if stands.removeValue(forKey: fact.claim) == nil {
        faults.append("event \(event.sequence) retracts what does not stand")
      }
    }
    if Set(stands.keys) != expected.claims {
      faults.append("after event \(event.sequence) \(uri) states \(stands.count) facts, want \(expected.claims.count)")
    }
    standing[uri] = stands
  }

  /// What is kept of a trimmed journal has no hole, and what stands is what was handed in last: all that can be told without the rest.
  mutating func checkTrimmed(
    _ standing: [String: Digest],
    _ entries: [[UInt8]],
    last: [String: [UInt8]],
    _ documents: Documents
  ) throws {
    for (event, next) in zip(events, events.dropFirst()) where next.sequence != event.sequence + 1 {
      faults.append("event \(event.sequence) is followed by \(next.sequence)")
    }
    if standing != last.mapValues({ Digest(of: $0) }) {
      faults.append("\(standing.count) documents stand, and are not those that were handed in last")
    }
    var wanted: [String: Int] = [:]
    for (uri, content) in last {
      for (key, count) in try documents.expected(uri: uri, content: content).keys { wanted["\(uri) \(key)"] = count }
    }
    var found: [String: Int] = [:]
    for line in entries {
      let entry = try JSON.decode(Entry.self, from: line)
      for source in entry.values.flatMap(\.sources) { found["\(source.document.uri) \(entry.key)", default: 0] += 1 }
    }
    if found != wanted { faults.append("the state has \(found.count) claims of documents, want \(wanted.count)") }
  }

  /// What a subscriber of a trimmed journal was told last is what is kept of it, without a hole since its last snapshot.
  mutating func checkTrimmed(_ log: Observer.Log, prefix: String, name: String) {
    let oldest = journal.first?.sequence ?? 0
    let start = max(log.snapshot?.cursor.sequence ?? 0, oldest == 0 ? 0 : oldest - 1)
    check(log.events.filter { $0.sequence > start }.map(\.json), after: start, prefix: prefix, name: name)
  }

  /// What a subscriber was told is what the journal has.
  mutating func check(_ log: Observer.Log, prefix: String, name: String) {
    faults += log.faults.map { "\(name): \($0)" }
    let start = log.snapshot?.cursor.sequence ?? 0
    check(log.events.map(\.json), after: start, prefix: prefix, name: name)
  }

  mutating func check(_ lines: [[UInt8]], after start: UInt64, prefix: String, name: String) {
    let wanted = zip(events, journal).filter { event, _ in
      let topic = event.kind.isFact ? event.subject : Topic.ofDocument(event.subject)
      return event.sequence > start && topic.utf8.starts(with: prefix.utf8)
    }.map(\.1.json)
    if let place = zip(lines, wanted).enumerated().first(where: { $1.0 != $1.1 })?.offset {
      faults.append("\(name): line \(place + 1) is \(text(lines[place])), want \(text(wanted[place]))")
    } else if lines.count != wanted.count {
      faults.append("\(name) was told \(lines.count) events, want \(wanted.count)")
    }
  }

  private func text(_ json: [UInt8]) -> String { String(decoding: json.prefix(200), as: UTF8.self) }

  /// The entries name the facts that stand, and no others.
  mutating func checkState(_ entries: [[UInt8]]) throws {
    var named: Set<FactID> = []
    for line in entries {
      for value in try JSON.decode(Entry.self, from: line).values {
        for source in value.sources where !named.insert(source.fact).inserted {
          faults.append("fact \(source.fact) is in two entries")
        }
      }
    }
    let stands = Set(standing.values.flatMap(\.values))
    if named != stands {
      faults.append(
        "the state has \(named.subtracting(stands).count) facts too many and lacks \(stands.subtracting(named).count)"
      )
    }
  }

  mutating func add(_ fault: String) { faults.append(fault) }
}
