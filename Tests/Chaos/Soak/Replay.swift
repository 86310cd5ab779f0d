import Client
import Model
import Wire
import ZeroMQ

/// The journal, read event by event from its first, without holding it.
enum Replay {
  /// - Parameter each: is given the sequence, and the event as it stands.
  static func run(_ bench: SoakBench, each: (UInt64, [UInt8]) throws -> Void) throws {
    let subscriber = try Subscriber(
      try Context(),
      updates: bench.endpoints.updates,
      query: bench.endpoints.query,
      prefixes: [""],
      start: .beginning
    )
    var last: UInt64 = 0
    try subscriber.follow { news in
      switch news {
      case .event(let sequence, let json):
        guard sequence == last + 1 else { throw Trouble("event \(sequence) stands where \(last + 1) belongs") }
        last = sequence
        try each(sequence, json)
        return true
      case .reached: return false
      default: return true
      }
    }
  }

  /// What subscribers of some prefixes must have been told.
  static func chains(_ bench: SoakBench, prefixes: Set<String>) throws -> [String: EventChain] {
    var chains = Dictionary(uniqueKeysWithValues: prefixes.map { ($0, EventChain()) })
    try run(bench) { sequence, json in
      chains[""]?.add(sequence, json)
      if prefixes == [""] { return }
      let topic = try JSON.decode(Event.self, from: json).topic
      for prefix in prefixes where !prefix.isEmpty && topic.hasPrefix(prefix) { chains[prefix]?.add(sequence, json) }
    }
    return chains
  }
}

extension Event {
  /// What subscribers' prefixes are held against.
  var topic: String { kind.isFact ? subject : Topic.ofDocument(source) }
}
