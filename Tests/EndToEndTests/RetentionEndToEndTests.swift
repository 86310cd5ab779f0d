import Foundation
import Glibc
import Testing

@Suite("Retention, as commands", .serialized)
struct RetentionEndToEndTests {
  private let small = ["COURANT_JOURNAL_MAX_EVENTS": "12"]

  private func submit(_ range: ClosedRange<Int>, _ bench: Workbench, plus: Int = 0) throws {
    for number in range {
      let text = "Town \(number) in figures\n\nThe population of Town \(number) was \(1000 + number + plus) in 2020.\n"
      try bench.write(text, to: "t\(number).txt")
    }
    #expect(try bench.run("courant", ["submit"] + range.map { "t\($0).txt" }).code == 0)
  }

  private func counts(_ bench: Workbench) throws -> (oldest: Int, sequence: Int) {
    let counts = try bench.status()["aggregator"]?.counts ?? [:]
    return (counts["oldest"] ?? 0, counts["sequence"] ?? 0)
  }

  private func waitUntilTrimmed(_ bench: Workbench) throws {
    try bench.wait("the journal is within its limit") {
      let (oldest, sequence) = try counts(bench)
      return oldest > 1 && sequence + 1 - oldest <= 12
    }
  }

  @Test("a watch that was stopped while its place was trimmed is told, and ends up right")
  func watch() throws {
    let bench = try Workbench()
    try bench.start(environment: small)
    try submit(1...2, bench)
    try bench.waitForDocuments(2)
    #expect(try bench.courant("watch", "--once", "--json", "--cursor", "c").lines.count == 2)
    let place = try counts(bench).sequence
    try submit(3...20, bench)
    // Another submitter has turns of its own: its document would not come last.
    try bench.waitForDocuments(20)
    try submit(1...1, bench, plus: 5000)
    try bench.wait("the revision stands") {
      try bench.courant("get", "town-1/population", "--json").text.contains("6001")
    }
    try waitUntilTrimmed(bench)
    let oldest = try counts(bench).oldest
    #expect(oldest > place + 1)
    #expect(bench.log.contains("aggregator: trimmed the journal"))

    let again = try bench.courant("watch", "--once", "--json", "--cursor", "c")
    #expect(again.code == 0)
    #expect(again.errors.hasPrefix("courant: the journal no longer goes back to the cursor; it begins after "))
    #expect(again.errors.hasSuffix(": taking a new snapshot\n"))
    #expect(again.lines == (try bench.courant("watch", "--once", "--json").lines))
    #expect(again.lines.count == 20)
    #expect(try bench.courant("get", "town-1/population", "--json").text.contains("6001"))
    // And goes on from there.
    #expect(try bench.courant("watch", "--once", "--json", "--cursor", "c").errors.isEmpty)

    // From the first event on: what is kept, and a line that says so.
    let events = try bench.courant("watch", "--once", "--json", "--since", "0")
    #expect(
      events.errors
        == "courant: the journal no longer goes back to its first event: beginning with event \(oldest), the oldest that is kept\n"
    )
    #expect(events.lines.count == (try counts(bench).sequence) + 1 - oldest)
    #expect(events.code == 0)
    // The same where the place is a time of before.
    let since = try bench.courant("watch", "--once", "--json", "--since", "2020-01-01")
    #expect(since.errors == events.errors)
    #expect(since.lines == events.lines)

    // What was is told where it is known, and refused in one line where it no longer is.
    let early = try bench.courant("get", "town-1/population", "--as-of", "1")
    #expect(early.code == 1)
    let refusal = "the journal no longer goes back to event 1; the oldest that can be asked for is \(oldest - 1)"
    #expect(early.errors == "courant: \(refusal)\n")
    #expect(try bench.courant("get", "town-9", "--as-of", "\(oldest - 1)").code == 0)
    let day = try bench.courant("get", "town-1/population", "--as-of", "2020-01-01")
    #expect(day.code == 1)
    #expect(
      day.errors.hasPrefix("courant: the journal no longer goes back to 2020-01-01T23:59:59.999Z; the oldest that")
    )
    let history = try bench.courant("history", "town-1/population", "--json")
    #expect(history.lines.count == 2)
    #expect(history.errors == "courant: events of town-1/population before event \(oldest) are no longer kept\n")
    #expect(try bench.courant("history", "town-20/population").errors.isEmpty)
    #expect(try bench.courant("history", "town-2/population").code == 1)

    // A subscriber written from the protocol's page hears of it, too.
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Python/subscriber.py"
    let python = try bench.begin("/usr/bin/python3", [script, bench.runtime, "--from-start"], output: "python")
    try bench.wait("it has a snapshot") { bench.lines(of: "python").contains { $0.hasPrefix("complete") } }
    python.terminate()
    let lines = bench.lines(of: "python")
    #expect(lines.first == "notice the cursor is not of this journal any longer")
    #expect(lines.count { $0.hasPrefix("entry ") } == 20)
  }

  @Test("killed again and again while the journal is trimmed, what is left is sound and whole")
  func killed() throws {
    let bench = try Workbench()
    for round in 0..<4 {
      try bench.start(environment: small)
      try submit(round * 6 + 1...round * 6 + 6, bench)
      try bench.stop(SIGKILL)
      let check = try bench.run("courantd", ["check", "--state", bench.state])
      #expect(check.code == 0, "\(check.errors)")
    }
    try bench.start(environment: small)
    try bench.waitForDocuments(24)
    try waitUntilTrimmed(bench)
    #expect(try bench.courant("watch", "--once", "--json").lines.count == 24)
    #expect(try bench.run("courantd", ["check", "--state", bench.state]).code == 0)
  }

  @Test("a trimmed journal is checked, copied and put back, by age as well")
  func upkeep() throws {
    let bench = try Workbench()
    try bench.start(environment: small)
    try submit(1...15, bench)
    try bench.waitForDocuments(15)
    try waitUntilTrimmed(bench)
    let (oldest, last) = try counts(bench)
    let state = ["--state", bench.state]
    let events = "\(last + 1 - oldest) events, \(oldest) to \(last)"
    let sound = try bench.run("courantd", ["check"] + state)
    #expect(
      sound.text == """
        \(bench.state)/courant.db: sound: \(events), 15 facts that stand, 15 keys
        \(bench.state)/courant.db-search: sound: 15 facts and 0 sentences, up to event \(last)

        """,
      "\(sound.errors)"
    )
    let backup = try bench.run("courantd", ["backup", "copy.bak"] + state)
    #expect(backup.text.hasPrefix("copy.bak: \(events) of "), "\(backup.errors)")
    let entries = try bench.courant("watch", "--once", "--json").lines
    _ = try bench.courant("watch", "--once", "--cursor", "c")
    try bench.stop(SIGKILL)
    let restored = try bench.run("courantd", ["restore", "--force", "copy.bak"] + state)
    #expect(restored.text.hasPrefix("\(bench.state)/courant.db: \(events), now of "), "\(restored.errors)")
    // All but the last group are too old at once.
    try bench.start(environment: ["COURANT_JOURNAL_MAX_AGE": "1ms"])
    try bench.wait("all that can go is gone") { try counts(bench).oldest > oldest }
    #expect(try bench.courant("watch", "--once", "--json").lines == entries)
    #expect(
      try bench.courant("watch", "--once", "--cursor", "c").errors
        == "courant: the cursor is of another journal: taking a new snapshot\n"
    )
    #expect(try bench.run("courantd", ["check"] + state).code == 0)
  }
}
