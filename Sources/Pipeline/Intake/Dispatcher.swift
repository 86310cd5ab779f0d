import Model
import Service
import ZeroMQ

/// Who works on what: intake's bookkeeping, with no socket and no file in it.
///
/// Documents of one source go out in the order in which they came, sources by turns, one revision of a document at a time, each to a
/// worker that asked.
struct Dispatcher {
  /// A worker that asked for work.
  struct Worker: Hashable {
    var peer: Frame
    /// 0 where the system does not say: the worker is on another host.
    var pid: Int32
    /// The connection that it asked by; nil where that is not known.
    var connection: UInt64?
    /// Name and version of what it finds facts with.
    var extractor: String?
  }

  struct Assignment {
    var entry: SpoolEntry
    var worker: Worker
    var begun: ContinuousClock.Instant
    var deadline: ContinuousClock.Instant
    /// Whether the worker has said that it waits for the aggregator.
    var isExtended = false
    /// When the aggregator was asked whether that is so, while no answer has come.
    var asked: ContinuousClock.Instant?
    /// How long it has said so while the aggregator would have taken what it has.
    var heldBack = Duration.zero
    /// How long the worker's process had waited for a processor when it got the job; nil where that is not known.
    var waited: Duration?
    /// How many documents were taken that it has found in this one.
    var members = 0
  }

  /// What becomes of a document after work on it has failed.
  enum Verdict {
    case retry(SpoolEntry, reason: String)
    case setAside(SpoolEntry, reason: String, attempts: Int)
  }

  private let attempts: Int
  private let limits: Configuration.Limits
  private var waiting = WaitingLine()
  /// Documents of which an earlier revision is being worked on; they go before what waits.
  private var deferred: [ExactText: [SpoolEntry]] = [:]
  private(set) var assignments: [UInt64: Assignment] = [:]
  /// The revision that each document is held for: it is being worked on, or is to be tried again before any later one.
  private var held: [ExactText: UInt64] = [:]
  /// Documents that were given up, by their counters, of which the aggregator has not heard yet. Their later revisions wait for that,
  /// or the journal would never say that this one failed.
  private var untold: [ExactText: Set<UInt64>] = [:]
  /// Of each document that waits: in which lane, and how many of its revisions.
  private var places: [ExactText: (lane: WaitingLine.Lane, count: Int)] = [:]
  private var idle: [Worker] = []
  /// How often workers that had a job asked for other work, since it last failed.
  private var givenBack: [UInt64: Int] = [:]

  /// - Parameters:
  ///   - attempts: how often a document is tried.
  ///   - limits: how long a worker may take over one.
  init(_ limits: Configuration.Limits) {
    attempts = limits.attempts
    self.limits = limits
  }

  /// How many documents wait for a worker.
  var waitingCount: Int { waiting.count + deferred.values.reduce(0) { $0 + $1.count } }

  var idleCount: Int { idle.count }

  /// A document is to be worked on.
  ///
  /// Revisions of one document stay in one lane, so that they go out in their order.
  mutating func enqueue(_ entry: SpoolEntry) {
    var entry = entry
    let uri = ExactText(entry.revision.uri)
    if let place = places[uri] { entry.lane = place.lane }
    places[uri, default: (entry.lane, 0)].count += 1
    waiting.append(entry)
  }

  /// The documents whose names begin so and that are to be worked on or are being, but for those whose last work is a withdrawal.
  func documents(prefix: String) -> Set<ExactText> {
    var last: [ExactText: SpoolEntry] = [:]
    let inHand = assignments.values.map(\.entry)
    for entry in Array(waiting.all) + deferred.values.joined() + inHand
    where entry.revision.uri.startsExactly(with: prefix) {
      let uri = ExactText(entry.revision.uri)
      if last[uri].map({ $0.counter < entry.counter }) ?? true { last[uri] = entry }
    }
    return Set(last.filter { $0.value.revision.action != .withdraw }.keys)
  }

  /// A document that was to be worked on is not, after all; one that a worker has is left.
  mutating func takeBack(_ counter: UInt64) {
    if let entry = waiting.remove(counter) { leave(entry) }
  }

  /// A document waits no longer.
  private mutating func leave(_ entry: SpoolEntry) {
    let uri = ExactText(entry.revision.uri)
    guard let place = places[uri] else { return }
    places[uri] = place.count == 1 ? nil : (place.lane, place.count - 1)
  }

  /// How many times the time of a job a worker may say that it waits for an aggregator that does not keep it waiting.
  static let longestWait = 10

  /// How often the aggregator is asked about a job, and after how long without an answer once more.
  static let askingInterval = Duration.seconds(1)
  private static let askingPatience = Duration.seconds(10)

  /// How often workers may ask for other work without a word of what they have.
  static let mostGivenBack = 10

  /// How long a job may be on its way to a worker.
  private static let transit = Duration.seconds(2)

  /// A worker asks for work.
  ///
  /// One that is thought to have a job may not have it yet, may have lost it on the way, or its report of it was lost. None of
  /// these is the document's fault: it goes out again, and work that was done already is known as such. Only when that does not end is
  /// it a failure: a worker that was taken over could have the document for ever.
  /// - Parameter last: the last job that the worker was given.
  /// - Returns: what becomes of the document that it had, where that is more than to go out again.
  @discardableResult
  mutating func ready(_ worker: Worker, last: UInt64?, now: ContinuousClock.Instant) -> Verdict? {
    var verdict: Verdict?
    if let held = assignments.first(where: { $0.value.worker.peer == worker.peer }) {
      if last != held.key, now - held.value.begun < Self.transit { return nil }
      givenBack[held.key, default: 0] += 1
      if givenBack[held.key, default: 0] < Self.mostGivenBack {
        unassign(held.key)
      } else {
        verdict = fail(held.key, reason: "workers ask for other work without a word of it", final: false)
      }
    }
    idle.removeAll { $0.peer == worker.peer }
    idle.append(worker)
    return verdict
  }

  /// A worker has its job in hand, and is not the one that keeps it waiting.
  mutating func extend(_ counter: UInt64, now: ContinuousClock.Instant) {
    guard let entry = assignments[counter]?.entry else { return }
    assignments[counter]?.deadline = now + limits.jobTime(forBytes: entry.revision.size)
    assignments[counter]?.isExtended = true
  }

  /// The jobs of which the aggregator is to be asked now: their workers say that they wait for it, for longer than the job itself may
  /// take. Called each ``askingInterval``; one question of a job is under way at a time, so that none pile up while nobody answers.
  mutating func toAskAbout(now: ContinuousClock.Instant) -> [Assignment] {
    let due = assignments.filter { _, assignment in
      if let asked = assignment.asked, now - asked <= Self.askingPatience { return false }
      let time = limits.jobTime(forBytes: assignment.entry.revision.size)
      return assignment.isExtended && now - assignment.begun > time
    }
    for counter in due.keys { assignments[counter]?.asked = now }
    return Array(due.values)
  }

  /// The aggregator would take the facts of a revision, or has them: its worker has waited for nothing. An answer that was long on its
  /// way says nothing of the time until then.
  mutating func noteReadiness(for name: RevisionName, now: ContinuousClock.Instant) {
    for (counter, assignment) in assignments where RevisionName(assignment.entry.revision) == name {
      guard let asked = assignment.asked else { continue }
      assignments[counter]?.asked = nil
      if now - asked < Self.askingInterval * 2 { assignments[counter]?.heldBack += Self.askingInterval }
    }
  }

  /// Whether a worker has held a job for longer than the aggregator can be the reason of.
  func isHeldBack(_ assignment: Assignment) -> Bool {
    assignment.heldBack > limits.jobTime(forBytes: assignment.entry.revision.size) * Self.longestWait
  }

  /// The next document and the worker for it; nil when one of the two is missing.
  mutating func next(now: ContinuousClock.Instant) -> Assignment? {
    guard let worker = idle.first else { return nil }
    while let entry = waiting.popFirst() {
      let uri = ExactText(entry.revision.uri)
      if untold[uri] != nil || held[uri].map({ $0 != entry.counter }) ?? false {
        deferred[uri, default: []].append(entry)
        continue
      }
      leave(entry)
      idle.removeFirst()
      held[uri] = entry.counter
      let assignment = Assignment(
        entry: entry,
        worker: worker,
        begun: now,
        deadline: now + limits.jobTime(forBytes: entry.revision.size)
      )
      assignments[entry.counter] = assignment
      return assignment
    }
    return nil
  }

  /// A worker has got its job.
  mutating func noteWait(_ waited: Duration?, of counter: UInt64) { assignments[counter]?.waited = waited }

  /// The job could not be handed over: the worker is gone. The document is none the worse.
  mutating func unassign(_ counter: UInt64) {
    // Later revisions wait until it has gone out again.
    guard let assignment = assignments.removeValue(forKey: counter) else { return }
    let entry = assignment.entry
    places[ExactText(entry.revision.uri), default: (entry.lane, 0)].count += 1
    waiting.prepend([entry])
  }

  /// A job is done. Also one that nobody knows to be under way: intake was started anew meanwhile, and the document may wait again.
  mutating func finish(_ counter: UInt64) -> SpoolEntry? {
    givenBack[counter] = nil
    if let assignment = release(counter) { return assignment.entry }
    guard let entry = waiting.remove(counter) else { return nil }
    leave(entry)
    // It was to be tried again, and the worker that was given up has done it after all.
    let uri = ExactText(entry.revision.uri)
    if held[uri] == counter { free(uri) }
    return entry
  }

  /// A document that was found in that of a job is taken.
  mutating func noteMember(_ index: Int, of counter: UInt64) { assignments[counter]?.members = index + 1 }

  /// A job has failed. Where it is to be tried again, later revisions of its document wait until it comes back to ``enqueue(_:)``:
  /// an old one that came after a new one would take its place.
  /// - Parameter final: true when another try would fail in the same way.
  /// - Parameter code: why the document cannot be read, for programs; nil where something else went wrong.
  mutating func fail(_ counter: UInt64, reason: String, code: String? = nil, final: Bool) -> Verdict? {
    guard let assignment = assignments.removeValue(forKey: counter) else { return nil }
    givenBack[counter] = nil
    var entry = assignment.entry
    entry.extractor = assignment.worker.extractor
    // Both are a worker's words.
    entry.code = code?.cut(to: 100)
    let reason = reason.cut(to: String.longestQuoted)
    let failures = entry.failures + 1
    if final || failures >= attempts {
      hold(entry.revision.uri, counter)
      free(ExactText(entry.revision.uri))
      return .setAside(entry, reason: reason, attempts: failures)
    }
    return .retry(entry, reason: reason)
  }

  /// A worker process has ended.
  mutating func workerEnded(pid: Int32, reason: String) -> Verdict? {
    guard let counter = forget(pid) else { return nil }
    return fail(counter, reason: reason, code: FailureCode.workerDied.rawValue, final: false)
  }

  /// A worker process was asked to end and has ended. A job that it left has not failed: the document waits again.
  mutating func workerLeft(pid: Int32) {
    guard let counter = forget(pid), let left = assignments.removeValue(forKey: counter) else { return }
    givenBack[counter] = nil
    enqueue(left.entry)
  }

  /// Forgets that a worker process is idle.
  /// - Returns: the job that it has in hand.
  private mutating func forget(_ pid: Int32) -> UInt64? {
    guard pid > 0 else { return nil }
    idle.removeAll { $0.pid == pid }
    return assignments.first { $0.value.worker.pid == pid }?.key
  }

  /// The local process whose worker uses a connection and has a job; nil if there is none.
  func pid(ofConnection connection: UInt64) -> Int32? {
    assignments.values.first { $0.worker.connection == connection && $0.worker.pid > 0 }?.worker.pid
  }

  /// Workers have gone away, with what they had in hand.
  mutating func connectionsEnded(_ connections: Set<UInt64>, reason: String) -> [Verdict] {
    idle.removeAll { $0.connection.map(connections.contains) ?? false }
    let lost = assignments.filter { $0.value.worker.connection.map(connections.contains) ?? false }.keys
    return lost.sorted().compactMap { fail($0, reason: reason, code: FailureCode.workerDied.rawValue, final: false) }
  }

  /// The document of a job that is worked on or waits.
  func entry(_ counter: UInt64) -> SpoolEntry? {
    assignments[counter]?.entry ?? waiting.first { $0.counter == counter }
  }

  /// A job has so many times its own time at most, however busy the machine is.
  static let busiest = 4

  /// The jobs that have taken too long.
  /// - Parameter waited: how long a process has waited for a processor: that does not count, up to ``busiest``.
  func expired(now: ContinuousClock.Instant, waited: (Int32) -> Duration? = { _ in nil }) -> [Assignment] {
    assignments.values.filter { assignment in
      if isHeldBack(assignment) { return true }
      guard assignment.deadline <= now else { return false }
      guard let before = assignment.waited, let after = waited(assignment.worker.pid) else { return true }
      let most = limits.jobTime(forBytes: assignment.entry.revision.size) * (Self.busiest - 1)
      return assignment.deadline + min(after - before, most) <= now
    }
  }

  private mutating func release(_ counter: UInt64) -> Assignment? {
    guard let assignment = assignments.removeValue(forKey: counter) else { return nil }
    free(ExactText(assignment.entry.revision.uri))
    return assignment
  }

  /// A document was given up, and its later revisions wait until the aggregator has heard of it.
  mutating func hold(_ uri: String, _ counter: UInt64) {
    untold[ExactText(uri), default: []].insert(counter)
  }

  /// The aggregator has heard of a document that was given up, or need not.
  mutating func told(_ uri: String, _ counter: UInt64) {
    let uri = ExactText(uri)
    guard var counters = untold[uri] else { return }
    counters.remove(counter)
    untold[uri] = counters.isEmpty ? nil : counters
    if held[uri] == nil { free(uri) }
  }

  /// Lets the later revisions of a document go.
  private mutating func free(_ uri: ExactText) {
    held[uri] = nil
    guard untold[uri] == nil else { return }
    if let next = deferred.removeValue(forKey: uri) { waiting.prepend(next) }
  }
}
