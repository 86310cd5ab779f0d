import ArgumentParser
import Client
import Glibc
import Model
import Synchronization
import ZeroMQ

/// Subscribers join under full load.
struct Joins: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have subscribers join under full load, with a snapshot and then live.",
    discussion: """
      Batches come as fast as the aggregator takes them. Each subscriber takes a snapshot and follows for a while. Then the journal
      is replayed: its snapshot must be what stood at its cursor, what it was told after it the journal's events, byte for
      byte, and both together what stood when it left.
      """
  )

  @Option(help: "How many subscribers join.")
  var joins = 500

  @Option(help: "How many are there at a time.")
  var together = 4

  func run() throws {
    CourantChaos.prepare()
    let bench = try SoakBench(role: "aggregator")
    let load = Load(Load.Shape())
    try load.start(at: bench.endpoints.batches, bench.jobKey())
    try bench.wait("the load runs", seconds: 60) { load.acknowledged >= 200 }
    let begun = ContinuousClock.now
    let first = try bench.head()
    let next = Atomic<Int>(0)
    let done = Mutex<(joins: [Join], faults: [String])>(([], []))
    let context = try Context()
    let threads = try (0..<together).map { _ in
      try DedicatedThread(name: "join") { [joins, endpoints = bench.endpoints] in
        while true {
          let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard number < joins else { return }
          do {
            let join = try Join.run(context, number, updates: endpoints.updates, query: endpoints.query)
            done.withLock { $0.joins.append(join) }
          } catch {
            done.withLock { $0.faults.append("join \(number): \(error)") }
          }
        }
      }
    }
    for thread in threads { thread.join() }
    let seconds = (ContinuousClock.now - begun) / .seconds(1)
    let rate = Double(try bench.head() - first) / seconds
    try load.stop()
    if let fault = done.withLock({ $0.faults.first }) { throw Trouble(fault) }
    let all = done.withLock { $0.joins }
    try judge(bench, all)
    let told = all.reduce(0) { $0 + $1.chain.count }
    say(
      "\(all.count) joins in \(Int(seconds)) s at \(Int(rate)) events a second; \(told) events were told after snapshots"
    )
    say("  from the beginning to the whole snapshot: \(Percentiles(all.map(\.patience)))")
    guard bench.end(SIGTERM) == 0 else { throw Trouble("the aggregator did not end in order:\n\(bench.log)") }
    try bench.check()
    say("nothing was found")
  }

  /// Replays the journal beside what every one of them was told.
  private func judge(_ bench: SoakBench, _ joins: [Join]) throws {
    var waiting = joins.sorted { $0.begin < $1.begin }[...]
    var present: [(join: Join, chain: EventChain)] = []
    var standing = Dictionary(uniqueKeysWithValues: Set(joins.map(\.prefix)).map { ($0, Standing()) })
    var checked = 0
    try Replay.run(bench) { sequence, json in
      let event = try JSON.decode(Event.self, from: json)
      for prefix in standing.keys where event.topic.hasPrefix(prefix) { standing[prefix]?.take(event) }
      for index in present.indices where event.topic.hasPrefix(present[index].join.prefix) {
        present[index].chain.add(sequence, json)
      }
      while let join = waiting.first, join.begin == sequence {
        waiting.removeFirst()
        guard join.snapshot == standing[join.prefix] else {
          throw Trouble("join \(join.number): the snapshot at \(sequence) is not what stood then")
        }
        present.append((join, EventChain()))
      }
      for (join, chain) in present where join.end == sequence {
        guard join.chain == chain else {
          throw Trouble("join \(join.number): what it was told from \(join.begin) to \(join.end) is not the journal")
        }
        guard join.standing == standing[join.prefix] else {
          throw Trouble("join \(join.number): snapshot and events are not what stood at \(sequence)")
        }
        checked += 1
      }
      present.removeAll { $0.join.end == sequence }
    }
    guard checked == joins.count else { throw Trouble("\(joins.count - checked) joins are at no place of the journal") }
  }
}

/// The facts that stand, as a sum over their names: these are hashes, so two sets with one sum are the same.
struct Standing: Equatable, Sendable {
  private var count = 0
  private var sum: [UInt64] = [0, 0]

  mutating func take(_ event: Event) {
    guard event.kind.isFact, let fact = FactID(event.id.prefix(32)) else { return }
    change(fact, isThere: event.kind == .factAsserted)
  }

  mutating func take(_ entry: Entry) {
    for source in entry.values.flatMap(\.sources) { change(source.fact, isThere: true) }
  }

  private mutating func change(_ fact: FactID, isThere: Bool) {
    count += isThere ? 1 : -1
    for half in 0..<2 {
      let number = fact.bytes[(half * 8)..<(half * 8 + 8)].reduce(0) { $0 << 8 | UInt64($1) }
      sum[half] = isThere ? sum[half] &+ number : sum[half] &- number
    }
  }
}

/// One subscriber that came, took a snapshot, followed and left.
struct Join: Sendable {
  let number: Int
  let prefix: String
  /// The sequences of its snapshot and of where it left.
  var begin: UInt64 = 0
  var end: UInt64 = 0
  /// What its snapshot says stands.
  var snapshot = Standing()
  /// The same, with what it was told since.
  var standing = Standing()
  var chain = EventChain()
  /// How long its snapshot took.
  var patience = Duration.zero

  /// How many events after its snapshot it stays for.
  private static let stay: UInt64 = 300

  static func run(_ context: Context, _ number: Int, updates: String, query: String) throws -> Join {
    let prefixes = ["", "town-1", "town-2", "town-33"]
    var join = Join(number: number, prefix: prefixes[number % prefixes.count])
    let begun = ContinuousClock.now
    let subscriber = try Subscriber(context, updates: updates, query: query, prefixes: [join.prefix], start: .snapshot)
    var isWhole = false
    let deadline = begun + .seconds(120)
    try subscriber.follow(isStopped: { ContinuousClock.now > deadline }) { news in
      switch news {
      case .entries(let lines):
        for line in lines { join.snapshot.take(try JSON.decode(Entry.self, from: line)) }
      case .snapshotComplete(let cursor):
        join.begin = cursor.sequence
        join.standing = join.snapshot
        join.patience = .now - begun
        isWhole = true
      case .event(let sequence, let json):
        join.chain.add(sequence, json)
        join.standing.take(try JSON.decode(Event.self, from: json))
      case .delivered(let cursor):
        guard isWhole, cursor.sequence >= join.begin + stay else { return true }
        join.end = cursor.sequence
        return false
      case .notice(let text): throw Trouble("it was told: \(text)")
      case .reached: break
      }
      return true
    }
    guard join.end > 0 else { throw Trouble("it did not come to an end in 120 s") }
    return join
  }
}
