import Foundation
import Glibc
import Model
import Testing

@Suite("Delivery", .serialized)
struct DeliveryEndToEndTests {
  private func town(_ number: Int) -> String {
    "Town \(number) in figures\n\nThe population of Town \(number) was \(1000 + number) in 2020.\n"
  }

  private func submit(_ range: ClosedRange<Int>, _ bench: Workbench) throws {
    for number in range { try bench.write(town(number), to: "t\(number).txt") }
    #expect(try bench.run("courant", ["submit"] + range.map { "t\($0).txt" }).code == 0)
  }

  @Test("a watch with a cursor that is killed again and again prints every event once", arguments: [[], ["town-1"]])
  func cursor(prefixes: [String]) throws {
    let bench = try Workbench()
    try bench.start()
    let arguments = ["watch", "--json", "--start", "0", "--cursor", "c"] + prefixes
    for round in 0..<5 {
      let seen = bench.lines(of: "events").count
      let watch = try bench.begin("courant", arguments, output: "events")
      try submit(round * 5 + 1...round * 5 + 5, bench)
      // Of a prefix there may be nothing to print; but its place is kept before anything else, and what is torn comes after that.
      try bench.wait("it prints something") {
        bench.lines(of: "events").count > seen
          || (!prefixes.isEmpty && FileManager.default.fileExists(atPath: "\(bench.folder)/c"))
      }
      // The last round ends in order.
      kill(watch.processIdentifier, round == 4 ? SIGTERM : SIGKILL)
      try bench.wait("it ends") { !watch.isRunning }
      if round == 4 { #expect(watch.terminationStatus == 0) }
      // Torn in the middle of a line, as when the machine stops.
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(bench.folder)/events"))
      try handle.seekToEnd()
      if round < 4 { try handle.write(contentsOf: Data(#"{"specversion":"1."#.utf8)) }
      try handle.close()
    }
    try bench.waitForDocuments(25)
    let last = try bench.begin("courant", arguments + ["--once"], output: "events")
    try bench.wait("it ends") { !last.isRunning }
    #expect(last.terminationStatus == 0)
    let journal = try bench.run("courant", ["watch", "--json", "--since", "0", "--once"] + prefixes).lines
    #expect(bench.lines(of: "events") == journal)
    #expect(!journal.isEmpty)
    // What others append behind a watch that ended in order is theirs.
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(bench.folder)/events"))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("# a note\n".utf8))
    try handle.close()
    let once = try bench.begin("courant", arguments + ["--once"], output: "events")
    try bench.wait("it ends") { !once.isRunning }
    #expect(bench.lines(of: "events") == journal + ["# a note"])
  }

  @Test("a torn cursor is named, never taken for none, and one of other prefixes is refused")
  func damagedCursor() throws {
    let bench = try Workbench()
    try bench.start()
    try submit(1...1, bench)
    try bench.waitForDocuments(1)
    #expect(try bench.courant("watch", "--once", "--cursor", "c").lines.count == 1)
    #expect(try bench.courant("watch", "--once", "--cursor", "c").text.isEmpty)
    let good = try Data(contentsOf: URL(fileURLWithPath: "\(bench.folder)/c"))
    for torn in [Data(), good.prefix(20), good.dropLast(), Data(good.map { $0 == 0x31 ? 0x32 : $0 })] {
      try torn.write(to: URL(fileURLWithPath: "\(bench.folder)/c"))
      let output = try bench.courant("watch", "--once", "--cursor", "c")
      #expect(output.code == 1)
      #expect(output.errors == "courant: c: damaged, no cursor can be read; remove it to begin with a snapshot\n")
    }
    try good.write(to: URL(fileURLWithPath: "\(bench.folder)/c"))
    let other = try bench.courant("watch", "--once", "--cursor", "c", "town-1")
    #expect(other.errors == "courant: c is of a watch of everything; name another file, or the same prefixes\n")
    // Another journal: told, and a new snapshot.
    try bench.stop()
    try FileManager.default.removeItem(atPath: bench.state)
    try bench.start()
    try submit(2...2, bench)
    try bench.waitForDocuments(1)
    let anew = try bench.courant("watch", "--once", "--cursor", "c")
    #expect(anew.errors == "courant: the cursor is of another journal: taking a new snapshot\n")
    #expect(anew.text.contains("town-2/population"))
  }

  @Test("what was known at an earlier moment, and what held on a day")
  func bitemporal() throws {
    let bench = try Workbench()
    try bench.start()
    try bench.write("Oslo\n\nThe population of Oslo was 700,000 in 2021.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    let first = try bench.journal()
    let head = "\(first.count)"
    let recorded = try #require(first.last?["time"] as? String)
    let end = try #require(Timestamp(recorded))
    try bench.wait("the clock goes on") { Timestamp.now > end }
    try bench.write("Oslo\n\nThe population of Oslo was 705,000 in 2022.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("the revision is there") { try bench.journal().count > first.count }
    func values(_ arguments: String...) throws -> String {
      try bench.run("courant", ["get", "oslo/population", "--json"] + arguments).lines.map { line in
        ["700,000", "705,000"].filter(line.contains).joined()
      }.filter { !$0.isEmpty }.joined(separator: " ")
    }
    #expect(try values() == "705,000")
    #expect(try values("--as-of", head) == "700,000")
    #expect(try values("--as-of", recorded) == "700,000")
    #expect(try values("--at", "2022-06-30") == "705,000")
    #expect(try values("--at", "2021-06-30") == "")
    #expect(try values("--at", "2021-06-30", "--as-of", head) == "700,000")
    let early = try bench.courant("get", "oslo/population", "--as-of", "2020-01-01")
    #expect(early.code == 1)
    #expect(early.errors == "courant: nothing is known of oslo/population as of 2020-01-01\n")
    let late = try bench.courant("get", "oslo/population", "--as-of", "99999")
    #expect(late.errors.hasPrefix("courant: event 99999 is not there yet: the journal ends at "))
    #expect(try bench.courant("get", "oslo/population", "--as-of", "soon").code == 64)
    #expect(try bench.courant("get", "oslo/population", "--at", "2022-02-30").code == 64)
  }

  @Test("get and watch take the same filters, and they add up")
  func filters() throws {
    let bench = try Workbench()
    try bench.start()
    try bench.write(
      "Oslo\n\nThe population of Oslo was 700,000 in 2021. The budget of Oslo was 8 billion dollars.\n",
      to: "a.txt"
    )
    try bench.write("Oslo again\n\nThe population of Oslo was 640,000 in 2021.\n", to: "b.txt")
    #expect(try bench.run("courant", ["submit", "a.txt", "b.txt"]).code == 0)
    try bench.waitForDocuments(2)
    func keys(_ arguments: String...) throws -> [String] {
      try bench.run("courant", arguments + ["--json"]).lines.compactMap { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return (object?["key"] ?? object?["subject"]) as? String
      }
    }
    #expect(try keys("get", "--status", "disputed") == ["oslo/population"])
    #expect(try keys("get", "--kind", "money", "--min", "1e9", "--unit", "usd").count == 1)
    #expect(try keys("get", "oslo/", "--kind", "money", "--max", "1e9").isEmpty)
    #expect(try keys("get", "--effect", "disputes") == ["oslo/population"])
    #expect(try keys("get", "--source", "b.txt", "--entity", "Oslo") == ["oslo/population"])
    let head = "\(try bench.journal().count)"
    #expect(try keys("get", "--since", head).isEmpty)
    #expect(try keys("watch", "--once", "--status", "disputed") == ["oslo/population"])
    #expect(try keys("watch", "--once", "--since", "0", "--effect", "disputes") == ["oslo/population"])
    #expect(try keys("watch", "--once", "--since", "2020-01-01", "--entity", "oslo", "--kind", "money").count == 1)
    #expect(try keys("watch", "--once", "--since", "2100-01-01").isEmpty)
    // A cursor belongs to its filters as to its prefixes.
    #expect(try bench.courant("watch", "--once", "--cursor", "c", "--kind", "money").lines.count == 1)
    #expect(
      try bench.courant("watch", "--once", "--cursor", "c", "--kind", "date").errors
        == "courant: c is of a watch of --kind money; name another file, or the same prefixes\n"
    )
    let none = try bench.courant("get", "--kind", "duration")
    #expect(none.code == 1)
    #expect(none.errors == "courant: nothing is known with these filters\n")
    let wrong = try bench.courant("get", "--min", "5", "--max", "2")
    #expect(wrong.code == 64)
    #expect(wrong.errors.hasPrefix("Error: --min is 5.0, more than --max, which is 2.0\n"))
  }

  @Test("a subscriber in Python, written from the protocol's page, has what the journal has")
  func python() throws {
    let bench = try Workbench()
    // One message may wait for a subscriber: the live stream has holes, and every one must be mended.
    let environment = ["COURANT_LIMITS_SUBSCRIBER_MESSAGES": "1"]
    try bench.start(environment: environment)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Python/subscriber.py"
    func begin(_ arguments: [String], _ output: String) throws -> Process {
      try bench.begin("/usr/bin/python3", [script, bench.runtime] + arguments, output: output)
    }
    let all = try begin(["--from-start"], "all")
    try submit(1...10, bench)
    try bench.waitForDocuments(10)
    let some = try begin(["town-1"], "some")
    try bench.wait("the snapshot is whole") { bench.lines(of: "some").contains { $0.hasPrefix("complete") } }
    try submit(11...20, bench)
    try bench.stop(SIGKILL)
    try bench.start(environment: environment)
    try submit(100...105, bench)
    for number in 1...3 { try bench.write(town(number).replacing("1001", with: "2001"), to: "t\(number).txt") }
    #expect(try bench.run("courant", ["submit", "t1.txt", "t2.txt", "t3.txt"]).code == 0)
    try bench.waitForDocuments(26)
    let journal = try bench.courant("watch", "--since", "0", "--once", "--json").lines
    try bench.wait("the one has everything") {
      bench.lines(of: "all").count { $0.hasPrefix("event") } >= journal.count
    } unless: {
      all.isRunning ? nil : "it ended: \(bench.lines(of: "all.err"))"
    }
    #expect(bench.lines(of: "all") == journal.map { "event \($0)" })

    // The other has the entries as they were, and then every event of its keys.
    let ownJournal = try bench.courant("watch", "town-1", "--since", "0", "--once", "--json").lines
    let lines = bench.lines(of: "some")
    let complete = try #require(lines.first { $0.hasPrefix("complete") })
    let moment = try #require(complete.split(separator: ":").dropFirst().first.flatMap { Int($0) })
    let later = try ownJournal.filter { line in
      let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return ((event?["sequence"] as? String).flatMap(Int.init) ?? 0) > moment
    }
    try bench.wait("the other has everything") {
      bench.lines(of: "some").count { $0.hasPrefix("event") } >= later.count
    }
    let end = bench.lines(of: "some")
    #expect(end.filter { $0.hasPrefix("event") } == later.map { "event \($0)" })
    let snapshot = end.filter { $0.hasPrefix("entry") }.map { String($0.dropFirst("entry ".count)) }
    #expect(snapshot == (try bench.run("courant", ["get", "town-1*", "--json", "--as-of", "\(moment)"]).lines))
    all.terminate()
    some.terminate()
  }
}
