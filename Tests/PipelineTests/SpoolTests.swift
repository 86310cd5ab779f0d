import Foundation
import Model
import Service
import Testing
import ZeroMQ

@testable import Pipeline

@Suite("Spool")
struct SpoolTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func revision(_ uri: String, _ content: String) -> Revision {
    Revision(
      uri: uri,
      digest: Digest(of: Array(content.utf8)),
      mediaType: "text/plain",
      size: content.utf8.count,
      received: Timestamp(milliseconds: 0)
    )
  }

  @Test("what was added is there after a new start, in order, under new numbers for what comes then")
  func restart() throws {
    let (spool, waiting, _, complaints) = try Spool.open(folder.path)
    #expect(waiting.isEmpty)
    #expect(complaints.isEmpty)
    let entries = try (0..<12).map {
      try spool.add(revision("u\($0):", "text \($0)"), content: Array("text \($0)".utf8))
    }
    try spool.commit()
    try spool.remove(entries[3])
    _ = try spool.countFailure(entries[4])

    let (again, found, _, _) = try Spool.open(folder.path)
    #expect(again.name == spool.name)
    #expect(found.map(\.revision.uri) == [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11].map { "u\($0):" })
    #expect(found[3].failures == 1)
    #expect(again.count == 11)
    #expect(try again.content(found[0]) == Array("text 0".utf8))
    let next = try again.add(revision("n:", "n"), content: Array("n".utf8))
    #expect(next.counter > entries[11].counter)
  }

  @Test("half-written files are not documents")
  func halfWritten() throws {
    _ = try Spool.open(folder.path)
    _ = try folder.write("{\"uri\":", to: "tmp/7")
    let (_, waiting, _, complaints) = try Spool.open(folder.path)
    #expect(waiting.isEmpty)
    #expect(complaints.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tmp").isEmpty)
  }

  @Test("a damaged file is named, and kept out of the way")
  func damaged() throws {
    let (spool, _, _, _) = try Spool.open(folder.path)
    let entry = try spool.add(revision("u:", "text"), content: Array("text".utf8))
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/new").first)
    let path = folder.path + "/new/" + name
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(throws: SpoolError(description: "\(path): the content is not what was written", isDamage: true)) {
      try spool.content(entry)
    }
    try Data("rubbish".utf8).write(to: URL(fileURLWithPath: path))
    let (_, waiting, _, complaints) = try Spool.open(folder.path)
    #expect(waiting.isEmpty)
    #expect(complaints == ["\(path): damaged, the first line does not end; moved to \(folder.path)/damaged"])
  }

  @Test("names and sizes that no spool writes are damage, not a crash")
  func absurdNames() throws {
    _ = try Spool.open(folder.path)
    let good = try JSON.text(revision("u:", "text"))
    let huge = good.replacing("\"size\":4", with: "\"size\":9223372036854775807")
    for name in ["18446744073709551615.0", "9007199254740993.0", "7.-1", "7.99999999999", "x.0", "7"] {
      _ = try folder.write(good + "\ntext", to: "new/\(name)")
    }
    _ = try folder.write(huge + "\ntext", to: "new/8.0")
    let (_, waiting, _, complaints) = try Spool.open(folder.path)
    #expect(waiting.isEmpty)
    #expect(complaints.count == 7)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/damaged").count == 7)
  }

  @Test("no flipped bit of a file goes unseen, whether in its first line or in the content")
  func flipped() throws {
    let (spool, _, _, _) = try Spool.open(folder.path)
    _ = try spool.add(revision("u:", "text"), content: Array("text".utf8))
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/new").first)
    let path = folder.path + "/new/" + name
    let good = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(try SpoolCheck.firstFault(in: folder.path) == nil)
    for bit in 0..<(good.count * 8) {
      var bad = good
      bad[bit / 8] ^= 1 << UInt8(bit % 8)
      try bad.write(to: URL(fileURLWithPath: path))
      let fault = try SpoolCheck.firstFault(in: folder.path) ?? "sound"
      #expect(fault.hasPrefix("\(path) is damaged: "), "bit \(bit): \(fault)")
    }
    // And one of a spool of before, without the checksum, is read.
    let line = try #require(String(data: good, encoding: .utf8)).split(separator: " ")[0]
    try Data("\(line)\ntext".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try Spool.open(folder.path).1.map(\.revision.uri) == ["u:"])
  }

  @Test("what was set aside keeps its content and its reason, until the aggregator knows")
  func setAside() throws {
    let (spool, _, _, _) = try Spool.open(folder.path)
    let entry = try spool.add(revision("u:", "text"), content: Array("text".utf8))
    let report = SetAsideEntry(revision: entry.revision, reason: "it hangs", attempts: 3)
    try spool.setAside(entry, report)
    #expect(spool.count == 0)
    let (again, waiting, untold, _) = try Spool.open(folder.path)
    #expect(waiting.isEmpty)
    #expect(untold.map(\.1) == [report])
    try again.markTold(untold[0].0)
    #expect(try Spool.open(folder.path).2.isEmpty)
    let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/failed")
    #expect(kept == ["1.0.told"])
    #expect(try String(contentsOfFile: folder.path + "/failed/1.0.told", encoding: .utf8).hasSuffix("\ntext"))
  }

  @Test("what check cannot read is a fault, not something to pass over")
  func unreadable() throws {
    let (spool, _, _, _) = try Spool.open(folder.path)
    _ = try spool.add(revision("u:", "text"), content: Array("text".utf8))
    #expect(try SpoolCheck.firstFault(in: folder.path) == nil)
    try FileManager.default.createDirectory(atPath: folder.path + "/new/7.0", withIntermediateDirectories: false)
    let fault = try #require(try SpoolCheck.firstFault(in: folder.path))
    #expect(fault.hasPrefix("\(folder.path)/new/7.0 cannot be read: "))
  }

  @Test("a counter that cannot be read is named, never taken for a new spool")
  func damagedCounter() throws {
    _ = try Spool.open(folder.path)
    let path = try folder.write("rubbish", to: "counter")
    #expect(throws: SpoolError(description: "\(path) is damaged; remove it once \(folder.path)/new is empty")) {
      try Spool.open(folder.path)
    }
  }
}

@Suite("Dispatcher")
struct DispatcherTests {
  private static func limits(_ attempts: Int, _ jobTime: Duration) -> Configuration.Limits {
    var limits = Configuration.Limits()
    limits.attempts = attempts
    limits.jobTime = jobTime
    return limits
  }

  @Test("sources have their turns: what is submitted does not wait behind ten thousand files")
  func turns() {
    var dispatcher = Dispatcher(Self.limits(3, .seconds(60)))
    func add(_ counter: UInt64, _ lane: WaitingLine.Lane) {
      var entry = entry(counter, "u\(counter):")
      entry.lane = lane
      dispatcher.enqueue(entry)
    }
    for counter in 1...10_000 as ClosedRange<UInt64> { add(counter, .folders) }
    for counter in 20_001...20_100 as ClosedRange<UInt64> { add(counter, .submitter(1)) }
    add(30_001, .submitter(2))
    add(40_001, .again)
    var order: [UInt64] = []
    for number in 1...10 as ClosedRange<Int32> {
      dispatcher.ready(worker(number), last: nil, now: .now)
      order += dispatcher.next(now: .now).map { [$0.entry.counter] } ?? []
    }
    #expect(order == [1, 20_001, 30_001, 40_001, 2, 20_002, 3, 20_003, 4, 20_004])
    // What comes back goes first in its lane, and what is taken out of its place is gone.
    dispatcher.unassign(20_004)
    #expect(dispatcher.finish(5)?.counter == 5)
    var rest: [UInt64] = []
    for number in 11...13 as ClosedRange<Int32> {
      dispatcher.ready(worker(number), last: nil, now: .now)
      rest += dispatcher.next(now: .now).map { [$0.entry.counter] } ?? []
    }
    #expect(rest.sorted() == [6, 7, 20_004])
    #expect(dispatcher.waitingCount == 10_000 + 102 - 10 - 1 - 2)
  }

  @Test("revisions of one document keep their order, whichever sources they come from")
  func revisionsInOrder() {
    var dispatcher = Dispatcher(Self.limits(3, .seconds(60)))
    func add(_ counter: UInt64, _ uri: String, _ lane: WaitingLine.Lane) {
      var entry = entry(counter, uri)
      entry.lane = lane
      dispatcher.enqueue(entry)
    }
    for counter in 1...5 as ClosedRange<UInt64> { add(counter, "u\(counter):", .folders) }
    add(6, "a:", .folders)
    add(7, "a:", .submitter(1))
    add(8, "b:", .submitter(1))
    var order: [UInt64] = []
    var number: Int32 = 0
    func work() -> UInt64? {
      number += 1
      dispatcher.ready(worker(number), last: nil, now: .now)
      return dispatcher.next(now: .now)?.entry.counter
    }
    while let counter = work() {
      order.append(counter)
      // The first time it does not reach its worker.
      if counter == 6, order.filter({ $0 == 6 }).count == 1 {
        dispatcher.unassign(6)
      } else {
        _ = dispatcher.finish(counter)
      }
    }
    #expect(order.filter { [6, 7].contains($0) } == [6, 6, 7])
    #expect(Set(order) == Set(1...8))
    #expect(order.firstIndex(of: 8) == 1)
    #expect(dispatcher.waitingCount == 0)
  }

  @Test("a large document has more time, and none is tried again that took too long")
  func budget() throws {
    var limits = Self.limits(3, .seconds(60))
    limits.documentBytes = 16 << 20
    #expect(limits.jobTime(forBytes: 1000) == .seconds(60))
    #expect(limits.jobTime(forBytes: 16 << 20) == .seconds(60 + 335))
    #expect(limits.longestJobTime == .seconds(395))
    var dispatcher = Dispatcher(limits)
    var large = entry(1, "a:")
    large.revision.size = 16 << 20
    dispatcher.enqueue(large)
    dispatcher.ready(worker(1), last: nil, now: .now)
    let now = ContinuousClock.now
    _ = dispatcher.next(now: now)
    #expect(dispatcher.expired(now: now + .seconds(394)).isEmpty)
    #expect(dispatcher.expired(now: now + .seconds(395)).count == 1)
    // What its process waits for a processor does not count, up to four times as long.
    if let counter = dispatcher.assignments.keys.first { dispatcher.noteWait(.seconds(7), of: counter) }
    #expect(dispatcher.expired(now: now + .seconds(500)) { _ in .seconds(207) }.isEmpty)
    #expect(dispatcher.expired(now: now + .seconds(596)) { _ in .seconds(207) }.count == 1)
    #expect(dispatcher.expired(now: now + .seconds(4 * 395)) { _ in .seconds(90_000) }.count == 1)
    #expect(dispatcher.expired(now: now + .seconds(500)) { _ in nil }.count == 1)
  }

  @Test("a worker that waits for the aggregator has more time, but not when that would take what it has")
  func waiting() {
    let limits = Self.limits(1, .seconds(6))
    var dispatcher = Dispatcher(limits)
    dispatcher.enqueue(entry(1, "a:"))
    dispatcher.ready(worker(1), last: nil, now: .now)
    let start = ContinuousClock.now
    _ = dispatcher.next(now: start)
    let name = RevisionName(entry(1, "a:").revision)
    func extend(to second: Int) -> ContinuousClock.Instant {
      let now = start + .seconds(second)
      dispatcher.extend(1, now: now)
      return now
    }
    // An aggregator that is away for a day: it is asked again each 10 seconds, and answers all at once when it is back.
    var questions = 0
    for second in 1...86_400 { questions += dispatcher.toAskAbout(now: extend(to: second)).count }
    #expect((7000...9000).contains(questions))
    for _ in 1...questions { dispatcher.noteReadiness(for: name, now: extend(to: 86_405)) }
    #expect(dispatcher.expired(now: extend(to: 86_405)).isEmpty)
    // And then one that is there, for ten times as long as the job may take.
    for second in 86_406...86_465 {
      #expect(dispatcher.toAskAbout(now: extend(to: second)).count == 1)
      dispatcher.noteReadiness(for: name, now: extend(to: second))
    }
    #expect(dispatcher.expired(now: extend(to: 86_466)).isEmpty)
    #expect(dispatcher.toAskAbout(now: extend(to: 86_466)).count == 1)
    dispatcher.noteReadiness(for: name, now: extend(to: 86_466))
    #expect(dispatcher.expired(now: extend(to: 86_466)).count == 1)
  }

  @Test("a worker that asks for other work again and again cannot have a document for ever")
  func givenBack() {
    var dispatcher = Dispatcher(Self.limits(1, .seconds(60)))
    dispatcher.enqueue(entry(1, "a:"))
    var verdict: Dispatcher.Verdict?
    var times = 0
    while verdict == nil, times < 100 {
      verdict = dispatcher.ready(worker(1), last: 1, now: .now)
      _ = dispatcher.next(now: .now)
      times += 1
    }
    // The first time it has nothing.
    #expect(times == Dispatcher.mostGivenBack + 1)
    guard case .setAside = verdict else {
      Issue.record("it is tried again")
      return
    }
  }

  private func entry(_ counter: UInt64, _ uri: String) -> SpoolEntry {
    SpoolEntry(
      counter: counter,
      failures: 0,
      revision: Revision(
        uri: uri,
        digest: Digest(of: Array("\(counter)".utf8)),
        mediaType: "text/plain",
        size: 1,
        received: Timestamp(milliseconds: 0)
      )
    )
  }

  private func worker(_ number: Int32) -> Dispatcher.Worker {
    Dispatcher.Worker(peer: Frame("w\(number)"), pid: number)
  }

  @Test("one revision of a document at a time, in their order")
  func serial() {
    var dispatcher = Dispatcher(Self.limits(3, .seconds(60)))
    for (counter, uri) in [(1, "a:"), (2, "a:"), (3, "b:"), (4, "a:")] as [(UInt64, String)] {
      dispatcher.enqueue(entry(counter, uri))
    }
    for number in 1...3 as ClosedRange<Int32> { dispatcher.ready(worker(number), last: nil, now: .now) }
    #expect(dispatcher.next(now: .now)?.entry.counter == 1)
    #expect(dispatcher.next(now: .now)?.entry.counter == 3)
    #expect(dispatcher.next(now: .now) == nil)
    #expect(dispatcher.waitingCount == 2)
    _ = dispatcher.finish(1)
    #expect(dispatcher.next(now: .now)?.entry.counter == 2)
    dispatcher.ready(worker(1), last: nil, now: .now)
    #expect(dispatcher.next(now: .now) == nil)
    _ = dispatcher.finish(2)
    #expect(dispatcher.next(now: .now)?.entry.counter == 4)
  }

  @Test("what a worker had in hand that was asked to end has not failed, and goes before its later revisions")
  func left() {
    var dispatcher = Dispatcher(Self.limits(1, .seconds(60)))
    dispatcher.enqueue(entry(1, "a:"))
    dispatcher.enqueue(entry(2, "a:"))
    dispatcher.ready(worker(1), last: nil, now: .now)
    #expect(dispatcher.next(now: .now)?.entry.counter == 1)
    dispatcher.workerLeft(pid: 1)
    dispatcher.ready(worker(2), last: nil, now: .now)
    let again = dispatcher.next(now: .now)
    #expect(again?.entry.counter == 1)
    #expect(again?.entry.failures == 0)
  }

  @Test("a document is tried so often and no more; one that can never work is not tried again")
  func attempts() {
    var dispatcher = Dispatcher(Self.limits(3, .seconds(60)))
    var current = entry(1, "a:")
    for attempt in 1...3 {
      dispatcher.enqueue(current)
      dispatcher.ready(worker(1), last: nil, now: .now)
      _ = dispatcher.next(now: .now)
      let verdict = dispatcher.workerEnded(pid: 1, reason: "signal 9")
      switch verdict {
      case .retry(let entry, _):
        #expect(attempt < 3)
        current = entry
        current.failures += 1
      case .setAside(_, let reason, let attempts):
        #expect(attempt == 3)
        #expect(attempts == 3)
        #expect(reason == "signal 9")
      case nil: Issue.record("the document is lost")
      }
    }
    dispatcher.enqueue(entry(2, "b:"))
    dispatcher.ready(worker(2), last: nil, now: .now)
    _ = dispatcher.next(now: .now)
    guard case .setAside(_, _, 1) = dispatcher.fail(2, reason: "not UTF-8", final: true) else {
      Issue.record("tried again")
      return
    }
  }

  @Test("a job that takes too long has expired, and one done in time has not")
  func expiry() throws {
    var dispatcher = Dispatcher(Self.limits(3, .seconds(10)))
    dispatcher.enqueue(entry(1, "a:"))
    dispatcher.ready(worker(1), last: nil, now: .now)
    let now = ContinuousClock.now
    _ = dispatcher.next(now: now)
    #expect(dispatcher.expired(now: now + .seconds(9)).isEmpty)
    #expect(dispatcher.expired(now: now + .seconds(10)).map(\.entry.counter) == [1])
    _ = dispatcher.finish(1)
    #expect(dispatcher.expired(now: now + .seconds(10)).isEmpty)
  }

  @Test(
    "a worker that asks again while its job is on the way has not lost it; later it has, and the document is none the worse"
  )
  func readyTwice() throws {
    var dispatcher = Dispatcher(Self.limits(1, .seconds(60)))
    let now = ContinuousClock.now
    dispatcher.enqueue(entry(1, "a:"))
    dispatcher.ready(worker(1), last: nil, now: now)
    _ = dispatcher.next(now: now)
    dispatcher.ready(worker(1), last: nil, now: now + .seconds(1))
    #expect(dispatcher.idleCount == 0)
    #expect(dispatcher.assignments.count == 1)
    dispatcher.ready(worker(1), last: nil, now: now + .seconds(3))
    #expect(dispatcher.assignments.isEmpty)
    #expect(dispatcher.next(now: now)?.entry == entry(1, "a:"))
    // Its report was lost: the worker had the job, and asks for another.
    dispatcher.ready(worker(1), last: 1, now: now)
    #expect(dispatcher.next(now: now)?.entry == entry(1, "a:"))
  }

  @Test("a job that waits for the aggregator does not run out of time")
  func extend() {
    var dispatcher = Dispatcher(Self.limits(1, .seconds(10)))
    let now = ContinuousClock.now
    dispatcher.enqueue(entry(1, "a:"))
    dispatcher.ready(worker(1), last: nil, now: now)
    _ = dispatcher.next(now: now)
    dispatcher.extend(1, now: now + .seconds(9))
    #expect(dispatcher.expired(now: now + .seconds(18)).isEmpty)
    #expect(dispatcher.expired(now: now + .seconds(19)).count == 1)
  }

  @Test("after a document is given up its later revisions wait until the aggregator has heard of it, and no other does")
  func untold() {
    var dispatcher = Dispatcher(Self.limits(1, .seconds(10)))
    for (counter, uri) in [(1, "a:"), (2, "a:"), (3, "b:")] as [(UInt64, String)] {
      dispatcher.enqueue(entry(counter, uri))
    }
    for number in 1...3 as ClosedRange<Int32> { dispatcher.ready(worker(number), last: nil, now: .now) }
    _ = dispatcher.next(now: .now)
    _ = dispatcher.fail(1, reason: "signal 9", final: false)
    #expect(dispatcher.next(now: .now)?.entry.counter == 3)
    #expect(dispatcher.next(now: .now) == nil)
    #expect(dispatcher.waitingCount == 1)
    dispatcher.told("b:", 3)
    dispatcher.told("a:", 2)
    #expect(dispatcher.next(now: .now) == nil)
    dispatcher.told("a:", 1)
    #expect(dispatcher.next(now: .now)?.entry.counter == 2)
    // Found to be untold at the start.
    dispatcher.hold("c:", 4)
    dispatcher.enqueue(entry(5, "c:"))
    dispatcher.ready(worker(4), last: nil, now: .now)
    #expect(dispatcher.next(now: .now) == nil)
    dispatcher.told("c:", 4)
    #expect(dispatcher.next(now: .now)?.entry.counter == 5)
  }

  @Test("a document that is taken back is not worked on, unless a worker has it")
  func takeBack() {
    var dispatcher = Dispatcher(Self.limits(1, .seconds(10)))
    for counter in 1...3 as ClosedRange<UInt64> { dispatcher.enqueue(entry(counter, "\(counter):")) }
    dispatcher.ready(worker(1), last: nil, now: .now)
    _ = dispatcher.next(now: .now)
    dispatcher.takeBack(1)
    dispatcher.takeBack(2)
    #expect(dispatcher.waitingCount == 1)
    #expect(dispatcher.assignments.count == 1)
    dispatcher.ready(worker(2), last: nil, now: .now)
    #expect(dispatcher.next(now: .now)?.entry.counter == 3)
  }

  @Test("a worker that is gone when its job is sent costs the document nothing")
  func unassign() {
    var dispatcher = Dispatcher(Self.limits(1, .seconds(10)))
    dispatcher.enqueue(entry(1, "a:"))
    dispatcher.enqueue(entry(2, "b:"))
    dispatcher.ready(worker(1), last: nil, now: .now)
    _ = dispatcher.next(now: .now)
    dispatcher.unassign(1)
    dispatcher.ready(worker(2), last: nil, now: .now)
    #expect(dispatcher.next(now: .now)?.entry.counter == 1)
  }

  @Test("a revision that is tried again still goes before the later ones of its document, and holds up no other")
  func retryKeepsOrder() throws {
    var dispatcher = Dispatcher(Self.limits(3, .seconds(10)))
    for (counter, uri) in [(1, "a:"), (2, "a:"), (3, "b:")] as [(UInt64, String)] {
      dispatcher.enqueue(entry(counter, uri))
    }
    dispatcher.ready(worker(1), last: nil, now: .now)
    #expect(dispatcher.next(now: .now)?.entry.counter == 1)
    guard case .retry(var again, _)? = dispatcher.workerEnded(pid: 1, reason: "signal 9") else {
      Issue.record("not tried again")
      return
    }
    again.failures += 1
    for number in 2...3 as ClosedRange<Int32> { dispatcher.ready(worker(number), last: nil, now: .now) }
    // While the disk does not take the failure, its document waits and the others do not.
    #expect(dispatcher.next(now: .now)?.entry.counter == 3)
    #expect(dispatcher.next(now: .now) == nil)
    dispatcher.enqueue(again)
    #expect(dispatcher.next(now: .now)?.entry == again)
    dispatcher.ready(worker(4), last: nil, now: .now)
    #expect(dispatcher.next(now: .now) == nil)
    _ = dispatcher.finish(1)
    #expect(dispatcher.next(now: .now)?.entry.counter == 2)
  }

  @Test("a report that comes while its document waits to be tried again lets the later revision go")
  func lateReport() throws {
    var dispatcher = Dispatcher(Self.limits(3, .seconds(10)))
    for counter in 1...2 as ClosedRange<UInt64> { dispatcher.enqueue(entry(counter, "a:")) }
    dispatcher.ready(worker(1), last: nil, now: .now)
    _ = dispatcher.next(now: .now)
    guard case .retry(let again, _)? = dispatcher.fail(1, reason: "too long", final: false) else {
      Issue.record("not tried again")
      return
    }
    dispatcher.enqueue(again)
    #expect(dispatcher.finish(1)?.counter == 1)
    dispatcher.ready(worker(1), last: 1, now: .now)
    #expect(dispatcher.next(now: .now)?.entry.counter == 2)
    #expect(dispatcher.waitingCount == 0)
  }

  @Test("a report of a job from before a new start takes the document out of what waits")
  func reportAfterRestart() {
    var dispatcher = Dispatcher(Self.limits(3, .seconds(10)))
    dispatcher.enqueue(entry(1, "a:"))
    #expect(dispatcher.finish(1)?.counter == 1)
    #expect(dispatcher.finish(1) == nil)
    #expect(dispatcher.waitingCount == 0)
  }
}
