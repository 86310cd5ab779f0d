import ArgumentParser
import Extraction
import Foundation
import Glibc
import Synchronization
import ZeroMQ

/// Tries the daemon by faults.
struct Chaos: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedules",
    abstract: "Do random harm to real daemons, and hold what comes of it against what must.",
    discussion: """
      Each schedule has a seed of its own: documents, revisions and withdrawals are handed in while processes are killed,
      stopped, cut off and robbed of their disk, and subscribers come and go. Afterwards all must be as if nothing had been.

      Examples:
        courant-chaos --schedules 1000 --seed 1
        courant-chaos --seed 4711 --verbose          one schedule once more
      """
  )

  @Option(help: "How many schedules; their seeds follow each other.")
  var schedules = 1

  @Option(help: "The first seed; without it, one of the clock's.")
  var seed: UInt64?

  @Option(help: "How many at a time.")
  var jobs = 2

  @Flag(help: "Tell what was done, also where nothing was found.")
  var verbose = false

  @Flag(help: "Keep the folders.")
  var keep = false

  func run() throws {
    CourantChaos.prepare()
    let first = seed ?? UInt64(time(nil)) * 1_000_000
    let programs = try CourantChaos.programs()
    let documents = try Documents(extractor: try EnglishExtractor.installed())
    let canMount = SmallDisk.isPossible()
    if !canMount { say("no file system can be mounted here: none will be full") }
    say("\(schedules) schedules from seed \(first)")
    let next = Atomic<UInt64>(0)
    let summary = Mutex(Summary())
    let (count, verbose, keep) = (UInt64(schedules), verbose, keep)
    let threads = try (0..<jobs).map { _ in
      try DedicatedThread(name: "trial") {
        while true {
          let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard number < count else { return }
          let schedule = Schedule(seed: first + number, canMount: canMount)
          let outcome: Trial.Outcome
          do {
            outcome = try Trial(schedule, programs: programs, documents: documents).run(keeps: keep)
          } catch {
            outcome = Trial.Outcome(faults: ["\(error)"])
          }
          summary.withLock { $0.add(schedule, outcome, of: Int(count), verbose) }
        }
      }
    }
    for thread in threads { thread.join() }
    let failed = summary.withLock { $0.failed }
    summary.withLock { $0.tell() }
    guard failed.isEmpty else { throw ExitCode(1) }
  }
}

/// What was done in all.
private struct Summary {
  var done = 0
  var failed: [UInt64] = []
  var events = 0
  var documents = 0
  var undone = 0
  var faults: [String: Int] = [:]

  mutating func add(_ schedule: Schedule, _ outcome: Trial.Outcome, of count: Int, _ isVerbose: Bool) {
    done += 1
    events += outcome.events
    documents += outcome.documents
    undone += outcome.undone
    for (_, fault) in schedule.faults {
      faults[String(fault.description.prefix { $0 != " " && !$0.isNumber }), default: 0] += 1
    }
    if !outcome.faults.isEmpty || isVerbose {
      say("seed \(schedule.seed), \(schedule.isTogether ? "together" : "\(schedule.workers) workers")")
      for line in outcome.story { say("  \(line)") }
    }
    if !outcome.faults.isEmpty {
      failed.append(schedule.seed)
      for fault in outcome.faults.prefix(20) { say("  FOUND \(fault)") }
      say("  once more: courant-chaos --seed \(schedule.seed) --verbose")
    } else if isVerbose {
      say("  \(outcome.documents) documents, \(outcome.events) events, \(Int(outcome.seconds * 10)) tenths of a second")
    }
    if done % 50 == 0 { say("\(done) of \(count) done, \(failed.count) with something found") }
  }

  func tell() {
    let kinds = faults.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    say("\(done) schedules, \(documents) documents, \(events) events; \(kinds)")
    say("\(undone) changes were not synced when the power went")
    say(failed.isEmpty ? "nothing was found" : "found something in \(failed.count): seeds \(failed)")
  }
}
