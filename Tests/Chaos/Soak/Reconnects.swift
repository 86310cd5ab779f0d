import ArgumentParser
import Glibc
import Model
import ZeroMQ

/// Very many subscribers reconnect at once.
struct Reconnects: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have many subscribers reconnect at once, while batches come.",
    discussion: """
      The aggregator is killed and started again, so that all of them come back at the same moment. Each must have been told the
      journal from its first event on, as far as it is of its prefix, byte for byte.
      """
  )

  @Option(help: "How many subscribers there are; one of ten of everything, the others of a town.")
  var subscribers = 300

  @Option(help: "How often.")
  var rounds = 5

  @Option(help: "Batches a second.")
  var rate = 20.0

  func run() throws {
    CourantChaos.prepare()
    let bench = try SoakBench(role: "aggregator")
    var shape = Load.Shape()
    shape.rate = rate
    let load = Load(shape)
    let context = try Context()
    let followers = (0..<subscribers).map { number in
      Follower(prefix: number % 10 == 0 ? "" : "town-\(number)/", load: nil)
    }
    let threads = try followers.map { follower in
      try DedicatedThread(name: "follower") { [endpoints = bench.endpoints] in
        follower.run(context, updates: endpoints.updates, query: endpoints.query)
      }
    }
    defer {
      for follower in followers { follower.stop() }
      for thread in threads { thread.join() }
    }
    try load.start(at: bench.endpoints.batches, bench.jobKey())
    try bench.wait("everybody is there", seconds: 120) { followers.allSatisfy { $0.cursor != nil } }
    var durations: [Duration] = []
    var memory = try bench.memory()
    for _ in 0..<rounds {
      usleep(1_000_000)
      bench.end(SIGKILL)
      try bench.start()
      let begun = ContinuousClock.now
      let head = try bench.head()
      try bench.wait("everybody is back", seconds: 120) {
        memory = max(memory, try bench.memory())
        if let fault = followers.lazy.compactMap(\.state.faults.first).first { throw Trouble(fault) }
        return followers.allSatisfy { $0.cursor?.sequence ?? 0 >= head }
      }
      durations.append(.now - begun)
    }
    try load.stop()
    let last = try bench.head()
    try bench.wait("everybody has come to event \(last)", seconds: 120) {
      followers.allSatisfy { $0.cursor?.sequence == last }
    }
    say("\(subscribers) subscribers reconnected at once, \(rounds) times, with \(last) events: all had caught up after")
    say("  \(Percentiles(durations)); the aggregator took \(Int(memory)) MiB at most")

    let chains = try Replay.chains(bench, prefixes: Set(followers.map(\.prefix)))
    for follower in followers {
      for fault in follower.state.faults { throw Trouble(fault) }
      guard follower.state.chain == chains[follower.prefix] else {
        throw Trouble("a subscriber of \"\(follower.prefix)\" was told something else than the journal")
      }
    }
    guard bench.end(SIGTERM) == 0 else { throw Trouble("the aggregator did not end in order:\n\(bench.log)") }
    try bench.check()
    say("nothing was found")
  }
}
