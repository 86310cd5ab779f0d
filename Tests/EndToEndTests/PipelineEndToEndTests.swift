import Foundation
import Glibc
import Testing

@Suite("The whole, as real processes", .serialized)
struct PipelineEndToEndTests {
  private static let oslo = "Oslo in figures\n\nThe population of Oslo was 700,000 in 2021.\n"

  @Test("from submit to watch, get and history")
  func submitToWatch() throws {
    let bench = try Workbench()
    try bench.start()
    let watch = try bench.begin("courant", ["watch", "--since", "0", "--json"], output: "watch")
    try bench.write(Self.oslo, to: "a.txt")
    let submitted = try bench.courant("submit", "a.txt")
    #expect(submitted.code == 0)
    #expect(submitted.text == "accepted file://\(bench.folder)/a.txt\n")
    try bench.wait("the event is watched") {
      bench.lines(of: "watch").contains {
        $0.contains(#""subject":"oslo/population""#) && $0.contains(#""effect":"new""#)
      }
    }
    try bench.write("Norway\n\nOslo had a population of 700,000 in 2021.\n", to: "b.txt")
    try bench.write("Oslo\n\nThe population of Oslo was 650,000 in 2021.\n", to: "c.txt")
    #expect(try bench.courant("submit", "b.txt").code == 0)
    try bench.waitForDocuments(2)
    #expect(try bench.courant("get", "oslo/population").text.hasPrefix("corroborated  oslo/population  2021  700,000"))
    #expect(try bench.courant("submit", "c.txt").code == 0)
    try bench.waitForDocuments(3)
    let disputed = try bench.courant("get", "oslo/population").lines
    #expect(disputed.count == 2)
    #expect(disputed.allSatisfy { $0.hasPrefix("disputed") })
    let history = try bench.courant("history", "oslo/population").lines
    #expect(history.map { $0.split(separator: " ").dropFirst(2).first } == ["new", "corroborates", "disputes"])
    let head = try #require(try bench.status()["aggregator"]?.counts["sequence"])
    try bench.wait("all is watched") { bench.lines(of: "watch").count == head }
    // What came live is what the journal has.
    #expect(try bench.courant("watch", "--since", "0", "--once", "--json").lines == bench.lines(of: "watch"))
    watch.terminate()
    expectSound(try bench.journal())
  }

  @Test("a document submitted again changes nothing; changed, it is a revision that gives the difference")
  func revision() throws {
    let bench = try Workbench()
    try bench.start()
    try bench.write(Self.oslo, to: "a.txt")
    for _ in 0..<3 { #expect(try bench.courant("submit", "a.txt").code == 0) }
    try bench.waitForDocuments(1)
    let before = try bench.journal().count
    #expect(try bench.status()["aggregator"]?.counts["sequence"] == before)
    try bench.write(Self.oslo.replacing("700,000", with: "705,000"), to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("the revision is there") { try bench.journal().count > before }
    let types = try bench.journal().dropFirst(before).map { "\($0["type"] ?? "") \($0["effect"] ?? "")" }
    #expect(types == ["document.revised none", "fact.retracted withdraws", "fact.asserted supersedes"])
  }

  @Test("a disk that does not take the note that the aggregator knows of a failure does not end intake")
  func markFails() throws {
    let bench = try Workbench()
    // In the way of the name that the file is to get.
    try bench.write("", to: "state/spool/failed/1.0.told/x")
    let poison = ["COURANT_FAILPOINT_CRASH": "CRASHME", "COURANT_LIMITS_ATTEMPTS": "1"]
    try bench.start(["--workers", "1"], environment: poison)
    try bench.write("Oslo\n\nThe population of Oslo was 700,000 in 2021. CRASHME.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("the aggregator knows") { try bench.courant("failed").lines.count == 1 }
    try bench.wait("the disk's word is logged") { bench.log.contains("1.0.told") }
    try bench.write("Oslo\n\nThe population of Oslo was 700,000 in 2021.\n", to: "b.txt")
    #expect(try bench.courant("submit", "b.txt").code == 0)
    try bench.waitForDocuments(1)
    // Once it can, it does.
    try FileManager.default.removeItem(atPath: bench.state + "/spool/failed/1.0.told")
    try bench.wait("the note is made") {
      try FileManager.default.contentsOfDirectory(atPath: bench.state + "/spool/failed") == ["1.0.told"]
    }
  }

  @Test("a document set aside whose bytes are damaged is refused with the reason, and keeps no other from being tried")
  func setAsideDamaged() throws {
    let bench = try Workbench()
    try bench.start(
      ["--workers", "1"],
      environment: ["COURANT_FAILPOINT_CRASH": "CRASHME", "COURANT_LIMITS_ATTEMPTS": "1"]
    )
    for name in ["a.txt", "b.txt"] { try bench.write("Oslo is a city. CRASHME.\n", to: name) }
    #expect(try bench.run("courant", ["submit", "a.txt", "b.txt"]).code == 0)
    try bench.wait("both are set aside") { try bench.courant("failed").lines.count == 2 }
    let file = bench.state + "/spool/failed/1.0.told"
    try bench.wait("the note is made") { FileManager.default.fileExists(atPath: file) }
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    bytes[bytes.count - 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: file))
    let output = try bench.courant("failed", "retry", "--all")
    #expect(output.text == "tries again file://\(bench.folder)/b.txt\n")
    #expect(output.errors == "courant: \(file): the content is not what was written; submit it again, or drop it\n")
    #expect(output.code == 1)
  }

  @Test("what a worker has in hand when the daemon is stopped has not failed, however long it takes")
  func stoppedInHand() throws {
    let bench = try Workbench()
    let once = ["COURANT_LIMITS_ATTEMPTS": "1"]
    try bench.start(["--workers", "1"], environment: once.merging(["COURANT_FAILPOINT_HANG": "HANGME"]) { $1 })
    try bench.write("Oslo\n\nThe population of Oslo was 700,000 in 2021. HANGME.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("it is in hand") { try bench.status()["intake"]?.counts["working"] == 1 }
    #expect(try bench.stop() == 0)
    #expect(!bench.log.contains("will try again") && !bench.log.contains("set aside"), "\(bench.log)")
    try bench.start(["--workers", "1"], environment: once)
    try bench.waitForDocuments(1)
    #expect(try bench.courant("failed").text.isEmpty)
  }

  @Test("a worker does no more at its start than a command that reads the same document")
  func startsQuickly() throws {
    let bench = try Workbench()
    try bench.write("Oslo\n\nThe population of Oslo was 700,000 in 2021.\n", to: "a.txt")
    try bench.start(["--workers", "1"])
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    let worker = try #require(bench.workers().first)
    let stat = try String(contentsOfFile: "/proc/\(worker)/stat", encoding: .utf8)
    let fields = try stat[#require(stat.lastIndex(of: ")"))...].split(separator: " ")
    let used = try (#require(Double(fields[12])) + #require(Double(fields[13]))) / Double(sysconf(Int32(_SC_CLK_TCK)))
    let script = """
      import resource, subprocess, sys
      subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
      used = resource.getrusage(resource.RUSAGE_CHILDREN)
      print(used.ru_utime + used.ru_stime)
      """
    let command = ["-c", script, Workbench.program("courant"), "extract", "a.txt"]
    let line = try #require(try bench.run("/usr/bin/python3", command).lines.first)
    let wanted = try #require(Double(line))
    #expect(used < 4 * wanted, "\(used) s, and the command \(wanted) s")
  }

  @Test("what was set aside of a document goes when a later revision is taken: it is never tried in its place")
  func setAsideThenTaken() throws {
    let bench = try Workbench()
    try bench.start(
      ["--workers", "1"],
      environment: ["COURANT_FAILPOINT_CRASH": "CRASHME", "COURANT_LIMITS_ATTEMPTS": "1"]
    )
    try bench.write("Oslo\n\nThe population of Oslo was 700,000 in 2021. CRASHME.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("it is set aside") { try bench.courant("failed").lines.count == 1 }
    // Of several the last is kept.
    try bench.write("Oslo\n\nThe population of Oslo was 750,000 in 2021. CRASHME.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("the second is set aside, alone") {
      try FileManager.default.contentsOfDirectory(atPath: bench.state + "/spool/failed") == ["2.0.told"]
    }
    try bench.write("Oslo\n\nThe population of Oslo was 800,000 in 2021.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    try bench.wait("its file is gone") {
      try FileManager.default.contentsOfDirectory(atPath: bench.state + "/spool/failed").isEmpty
    }
    #expect(try bench.courant("failed", "retry", "a.txt").code == 1)
  }

  @Test("a document set aside is shown with its bytes, tried again when the reason is gone, and dropped")
  func setAside() throws {
    let bench = try Workbench()
    let poison = ["COURANT_FAILPOINT_CRASH": "CRASHME", "COURANT_LIMITS_ATTEMPTS": "2"]
    try bench.start(["--workers", "1"], environment: poison)
    let text = "Oslo\n\nThe population of Oslo was 700,000 in 2021. CRASHME.\n"
    for name in ["a.txt", "b.txt"] { try bench.write(text, to: name) }
    #expect(try bench.run("courant", ["submit", "a.txt", "b.txt"]).code == 0)
    try bench.wait("both are set aside") { try bench.courant("failed").lines.count == 2 }
    let shown = try bench.courant("failed", "show", "a.txt")
    #expect(shown.text == text)
    #expect(
      shown.errors.contains(
        "reason: the worker was ended by signal 9\ncode: worker-died\nattempts: 2\nextractor: courant-en/"
      )
    )
    let listed = try bench.courant("failed", "list", "--json").lines
    #expect(listed.count == 2 && listed.allSatisfy { $0.contains(#""extractor":"courant-en/"#) })
    // While the reason is there it fails again, and is listed once.
    #expect(try bench.courant("failed", "retry", "a.txt").text == "tries again file://\(bench.folder)/a.txt\n")
    try bench.wait("it fails again") {
      try bench.journal().filter { $0["type"] as? String == "document.failed" }.count == 3
    }
    #expect(try bench.courant("failed").lines.count == 2)
    try bench.stop()
    try bench.start(["--workers", "1"])
    #expect(try bench.courant("failed", "retry", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    #expect(try bench.courant("failed").lines.count == 1)
    #expect(try bench.courant("failed", "drop", "--all").text == "dropped file://\(bench.folder)/b.txt\n")
    try bench.wait("none is listed") { try bench.courant("failed").text.isEmpty }
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.state + "/spool/failed").isEmpty)
    for command in ["show", "drop"] {
      let gone = try bench.courant("failed", command, "b.txt")
      #expect(gone.code == 1)
      #expect(gone.errors == "courant: file://\(bench.folder)/b.txt: no document of this name is set aside\n")
    }
    #expect(try bench.courant("failed", "drop").code == 64)
    expectSound(try bench.journal())
  }

  @Test("a withdrawn document states nothing any longer, in one run of events, and may come again")
  func withdrawal() throws {
    let bench = try Workbench()
    try bench.start()
    try bench.write(Self.oslo, to: "a.txt")
    try bench.write("Norway\n\nOslo had a population of 700,000 in 2021.\n", to: "b.txt")
    #expect(try bench.run("courant", ["submit", "a.txt", "b.txt"]).code == 0)
    try bench.waitForDocuments(2)
    let before = try bench.journal().count
    let withdrawn = try bench.courant("withdraw", "a.txt")
    #expect(withdrawn.text == "withdrawn file://\(bench.folder)/a.txt\n")
    try bench.waitForDocuments(1)
    #expect(try bench.courant("get", "oslo/population").text.hasPrefix("single"))
    #expect(try bench.courant("withdraw", "file://\(bench.folder)/b.txt").code == 0)
    try bench.waitForDocuments(0)
    let gone = try bench.courant("get", "oslo/population")
    #expect(gone.code == 1 && gone.text.isEmpty)
    #expect(gone.errors == "courant: all that is known of oslo/population was withdrawn; --withdrawn shows it\n")
    #expect(try bench.courant("get", "oslo/population", "--withdrawn").text.hasPrefix("withdrawn"))
    let events = try bench.journal().dropFirst(before).map { "\($0["type"] ?? "") \($0["effect"] ?? "")" }
    #expect(
      events == [
        "document.withdrawn none", "fact.retracted none", "document.withdrawn none", "fact.retracted withdraws",
      ]
    )
    let unknown = try bench.courant("withdraw", "nobody:knows")
    #expect(unknown.code == 1)
    #expect(
      unknown.errors
        == "courant: nobody:knows: no document of this name states anything, and none waits; see: courant documents\n"
    )
    // A revision and a withdrawal of it that wait together take their turns.
    #expect(try bench.run("courant", ["submit", "a.txt"]).code == 0)
    #expect(try bench.courant("withdraw", "a.txt").code == 0)
    #expect(try bench.run("courant", ["submit", "a.txt"]).code == 0)
    try bench.waitForDocuments(1)
    #expect(try bench.courant("get", "oslo/population").text.hasPrefix("single"))
    expectSound(try bench.journal())
  }

  @Test("a worker killed in the middle costs the document nothing")
  func workerKilled() throws {
    let bench = try Workbench()
    try bench.start(["--workers", "1"], environment: ["COURANT_FAILPOINT_SLOW": "Oslo"])
    try bench.write(Self.oslo, to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("a worker works on it") { try bench.status()["intake"]?.counts["working"] == 1 }
    let worker = try #require(try bench.workers().first)
    kill(worker, SIGKILL)
    try bench.waitForDocuments(1)
    #expect(bench.log.contains("the worker was ended by signal 9"))
    #expect(try bench.workers().contains(worker) == false)
    expectSound(try bench.journal())
  }

  @Test("a document that kills its worker three times or hangs it once is set aside, and blocks no other")
  func poison() throws {
    let bench = try Workbench()
    try bench.start(
      ["--workers", "2"],
      environment: [
        "COURANT_FAILPOINT_CRASH": "CRASHME", "COURANT_FAILPOINT_HANG": "HANGME", "COURANT_LIMITS_JOB_TIME": "1s",
      ]
    )
    try bench.write("This text says CRASHME.\n", to: "crash.txt")
    try bench.write("This text says HANGME.\n", to: "hang.txt")
    for number in 0..<10 { try bench.write("Town \(number) has \(number + 2) schools.\n", to: "good\(number).txt") }
    let names = ["crash.txt", "hang.txt"] + (0..<10).map { "good\($0).txt" }
    #expect(try bench.run("courant", ["submit"] + names).code == 0)
    try bench.wait("both are set aside") { try bench.courant("failed").lines.count == 2 }
    let failed = try bench.courant("failed").lines.map { $0.drop { $0 != " " }.dropFirst() }
    #expect(
      Set(failed) == [
        " 3  worker-died  file://\(bench.folder)/crash.txt  the worker was ended by signal 9",
        " 1  too-slow     file://\(bench.folder)/hang.txt   the worker took longer than 1s",
      ]
    )
    try bench.waitForDocuments(10)
    let types = try bench.journal().compactMap { $0["type"] as? String }
    #expect(types.filter { $0 == "document.failed" }.count == 2)
    // It stays known over a new start, and is not tried again.
    try bench.stop()
    try bench.start()
    #expect(try bench.courant("failed").lines.count == 2)
    #expect(try bench.status()["intake"]?.counts["waiting"] == 0)
  }

  @Test(
    "the daemon killed in the middle loses no document that it took, and states no fact twice",
    arguments: [1, 2, 3]
  )
  func daemonKilled(round: Int) throws {
    let bench = try Workbench()
    try bench.start(environment: ["COURANT_FAILPOINT_SLOW": "Town 7 "])
    let watch = try bench.begin("courant", ["watch", "--since", "0", "--json"], output: "watch")
    var names: [String] = []
    for number in 0..<40 {
      names.append("t\(number).txt")
      try bench.write(
        "Town \(number) in figures\n\nThe population of Town \(number) was \(1000 + number) in 2020.\n",
        to: names[number]
      )
    }
    #expect(try bench.run("courant", ["submit"] + names).code == 0)
    try bench.wait("some are done") { (try bench.status()["aggregator"]?.counts["documents"] ?? 0) >= round * 8 }
    #expect(try bench.stop(SIGKILL) == SIGKILL)
    try bench.start()
    try bench.waitForDocuments(40)
    let journal = try bench.journal()
    expectSound(journal, "round \(round)")
    #expect(journal.filter { $0["type"] as? String == "document.accepted" }.count == 40)
    // The subscriber that was there all along has seen each event once, in order.
    try bench.wait("all is watched") { bench.lines(of: "watch").count >= journal.count }
    let seen = try bench.lines(of: "watch").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["sequence"] as? String
    }
    #expect(seen == journal.map { $0["sequence"] as? String })
    watch.terminate()
  }

  @Test("a subscriber that comes late sees the state, a filtered one its part, one from the beginning everything")
  func lateSubscriber() throws {
    let bench = try Workbench()
    try bench.start()
    try bench.write(Self.oslo, to: "a.txt")
    try bench.write("Bergen\n\nThe population of Bergen was 285,000 in 2021.\n", to: "b.txt")
    #expect(try bench.courant("submit", "a.txt", "b.txt").code == 0)
    try bench.waitForDocuments(2)
    let snapshot = try bench.courant("watch", "--once", "--json")
    #expect(snapshot.code == 0)
    let keys = try snapshot.lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["key"] as? String
    }
    #expect(keys.contains("oslo/population"))
    #expect(keys.contains("bergen/population"))
    let bergen = try bench.courant("watch", "bergen/", "--once").lines
    #expect(!bergen.isEmpty && bergen.allSatisfy { $0.contains("bergen/") })
    let journal = try bench.journal()
    let since = "\(journal.count)"
    let live = try bench.begin("courant", ["watch", "oslo/", "--since", since, "--json"], output: "live")
    let all = try bench.begin("courant", ["watch", "--since", "0", "--json"], output: "all")
    try bench.wait("the one from the beginning has everything") { bench.lines(of: "all").count == journal.count }
    try bench.write("Oslo\n\nThe population of Oslo was 699,827 in 2020.\n", to: "c.txt")
    try bench.write("Bergen\n\nThe population of Bergen was 283,929 in 2020.\n", to: "d.txt")
    #expect(try bench.courant("submit", "d.txt", "c.txt").code == 0)
    try bench.waitForDocuments(4)
    try bench.wait("the filtered one has what is new") { !bench.lines(of: "live").isEmpty }
    #expect(bench.lines(of: "live").allSatisfy { $0.contains(#""subject":"oslo/"#) })
    #expect(bench.lines(of: "live").contains { $0.contains("699,827") })
    live.terminate()
    all.terminate()
  }

  @Test("a watch beyond the journal is refused, and an older copy of the database put in place is told of")
  func shorterJournal() throws {
    let bench = try Workbench()
    try bench.start()
    try bench.write(Self.oslo, to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    let beyond = try bench.courant("watch", "--since", "99999", "--once")
    #expect(beyond.code == 1)
    #expect(beyond.errors == "courant: event 99999 is not there yet: the journal ends at 2\n")

    try bench.stop()
    // A clean stop leaves everything in the one file.
    try FileManager.default.copyItem(atPath: bench.state + "/courant.db", toPath: bench.folder + "/copy.db")
    try bench.start()
    try bench.write("Bergen\n\nThe population of Bergen was 285,000 in 2021.\n", to: "b.txt")
    #expect(try bench.courant("submit", "b.txt").code == 0)
    try bench.waitForDocuments(2)
    let since = "\(try bench.journal().count)"
    let watch = try bench.begin("courant", ["watch", "--since", since, "--json"], output: "watch")
    try bench.write("Moss\n\nThe population of Moss was 50,000 in 2021.\n", to: "c.txt")
    #expect(try bench.courant("submit", "c.txt").code == 0)
    try bench.wait("it follows") { !bench.lines(of: "watch").isEmpty }
    try bench.stop()
    try FileManager.default.removeItem(atPath: bench.state + "/courant.db")
    try FileManager.default.copyItem(atPath: bench.folder + "/copy.db", toPath: bench.state + "/courant.db")
    for rest in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: bench.state + "/courant.db" + rest) }
    try bench.start()
    #expect(try bench.journal().count == 2)
    try bench.wait("the subscriber is told") {
      bench.lines(of: "watch.err").contains(
        "courant: another journal took the place of this one: taking a new snapshot"
      )
    }
    watch.terminate()
  }

  @Test("the daemon ends within ten seconds of SIGTERM, with everything that it started, and says 0")
  func shutdown() throws {
    let bench = try Workbench()
    try bench.start(environment: ["COURANT_FAILPOINT_SLOW": "Town"])
    for number in 0..<20 { try bench.write("Town \(number) has \(number + 2) schools.\n", to: "t\(number).txt") }
    #expect(try bench.run("courant", ["submit"] + (0..<20).map { "t\($0).txt" }).code == 0)
    let workers = try bench.workers()
    #expect(!workers.isEmpty)
    let begun = Date()
    #expect(try bench.stop() == 0)
    #expect(Date().timeIntervalSince(begun) < 10)
    for worker in workers { #expect(kill(worker, 0) != 0) }
    // What was not done yet is done after the next start.
    try bench.start()
    try bench.waitForDocuments(20)
    expectSound(try bench.journal())
  }

  @Test("it ends as soon where subscribers are stuck")
  func stuckSubscribers() throws {
    let bench = try Workbench()
    try bench.start()
    var stuck: [Process] = []
    for number in 0..<3 {
      let watch = try bench.begin("courant", ["watch", "--json"], output: "watch\(number)")
      try bench.wait("it is seen") {
        try bench.courant("top", "--once").text.contains("courant watch \(watch.processIdentifier)")
      }
      kill(watch.processIdentifier, SIGSTOP)
      stuck.append(watch)
    }
    defer { for watch in stuck { kill(watch.processIdentifier, SIGKILL) } }
    // More than the system's own buffers take.
    let text = (0..<400).map { "Town \($0) has \($0 + 2) schools." }.joined(separator: "\n\n")
    for number in 0..<6 { try bench.write(text + "\n", to: "t\(number).txt") }
    #expect(try bench.run("courant", ["submit"] + (0..<6).map { "t\($0).txt" }).code == 0)
    try bench.waitForDocuments(6)
    let begun = Date()
    #expect(try bench.stop() == 0)
    #expect(Date().timeIntervalSince(begun) < 10)
  }

  @Test("workers end with the daemon, however it ends")
  func orphans() throws {
    let bench = try Workbench()
    try bench.start()
    let workers = try bench.workers()
    #expect(!workers.isEmpty)
    try bench.stop(SIGKILL)
    try bench.wait("the workers are gone") {
      workers.allSatisfy { pid in
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return true }
        return stat.contains(") Z ")
      }
    }
  }

  @Test("while the aggregator is away documents wait, however long, and none is set aside")
  func aggregatorAway() throws {
    let bench = try Workbench()
    // Longer without an aggregator than a worker may take over a document as often as it may be tried.
    let environment = ["COURANT_LIMITS_JOB_TIME": "1s", "COURANT_LIMITS_ATTEMPTS": "1"]
    for role in ["intake", "worker"] {
      _ = try bench.begin("courantd", [role, "--state", bench.state], output: role, environment: environment)
    }
    try bench.write(Self.oslo, to: "a.txt")
    try bench.wait("intake takes it") { try bench.courant("submit", "a.txt").code == 0 }
    let begun = Date()
    try bench.wait("time passes") { Date().timeIntervalSince(begun) > 4 }
    _ = try bench.begin("courantd", ["aggregator", "--state", bench.state], output: "aggregator")
    try bench.waitForDocuments(1)
    #expect(try bench.courant("failed").text.isEmpty)
    #expect(try bench.status()["intake"]?.counts["failed"] == 0)
  }

  @Test("each role runs as a process of its own")
  func roles() throws {
    let bench = try Workbench()
    let processes = try ["aggregator", "intake", "worker"].map { role in
      try bench.begin("courantd", [role, "--state", bench.state], output: role)
    }
    try bench.write(Self.oslo, to: "a.txt")
    try bench.wait("intake is ready") { try bench.courant("status").code == 0 }
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.waitForDocuments(1)
    #expect(try bench.courant("get", "oslo/population").code == 0)
    for process in processes.reversed() {
      process.terminate()
      try bench.wait("it ends") { !process.isRunning }
      #expect(process.terminationStatus == 0)
    }
  }
}
