import Client
import Foundation
import Keys
import Model
import Service
import TestSupport
import Testing
import Transport
import Wire
import ZeroMQ

/// A worker that a document has taken over, or a key with the role `work`: it can say what it likes of the document that it was given, and
/// nothing else. Each sentence of `docs/security.md` on workers is tried here by a program that means ill.
@Suite("What a worker is trusted with")
struct WorkerTrustEndToEndTests {
  private static let forbidden =
    "is missing or wrong: intake has given out no such job, or has another key (keys.jobs)"

  /// A worker without scruples.
  private final class Attacker {
    private let context: Context
    let jobs: Socket<Dealer>
    let batches: Socket<Dealer>

    init(_ bench: Workbench) throws {
      context = try Context()
      jobs = try Socket<Dealer>(context, options: .courant(maxMessageSize: 1 << 24))
      batches = try Socket<Dealer>(context, options: .courant(maxMessageSize: 1 << 24))
      try jobs.connect(bench.endpoints.jobs)
      try batches.connect(bench.endpoints.batches)
    }

    deinit {
      jobs.close()
      batches.close()
    }

    func send(_ body: some MessageBody, _ attachments: [[UInt8]] = [], on socket: Socket<Dealer>) throws {
      try socket.send(try Packet(body, attachments: attachments).message)
    }

    func receive(on socket: Socket<Dealer>, seconds: Int = 20) throws -> Packet {
      try #require(try socket.waitUntilReadable(timeout: .seconds(seconds)))
      return try Packet(try #require(try socket.receiveIfReady()))
    }

    func ask(_ body: some MessageBody, _ attachments: [[UInt8]] = []) throws -> Packet {
      try send(body, attachments, on: batches)
      return try receive(on: batches)
    }

    /// Asks for work as a worker does, and takes the job.
    func takeJob() throws -> Job {
      try send(Ready(worker: "x/1", pid: 1, extractor: "evil/1", last: nil), on: jobs)
      return try receive(on: jobs, seconds: 30).decode()
    }
  }

  private static func refusal(_ packet: Packet) throws -> String {
    let refused: Refused = try packet.decode()
    #expect(refused.code == .forbidden)
    return refused.reason
  }

  /// A daemon whose only workers are those of the test.
  private func bench(jobTime: String = "60s", attempts: Int = 3) throws -> (bench: Workbench, roles: [Process]) {
    let bench = try Workbench()
    let environment = [
      "COURANT_STATE": bench.state, "COURANT_LIMITS_JOB_TIME": jobTime, "COURANT_LIMITS_ATTEMPTS": "\(attempts)",
    ]
    let roles = try ["aggregator", "intake"].map {
      try bench.begin("courantd", [$0], output: "\($0).out", environment: environment)
    }
    try bench.wait("both roles answer") { try bench.status().count == 2 }
    return (bench, roles)
  }

  @Test("a job that intake has not given out is refused, whatever its number")
  func inventedJobs() throws {
    let (bench, _) = try bench()
    let attacker = try Attacker(bench)
    let document = Document(uri: "victim:", digest: Digest(of: [1]))
    // Before the first document there is no number to be known.
    try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    let counter = try String(contentsOfFile: bench.state + "/spool/counter", encoding: .utf8)
    let name = try #require(counter.firstMatch(of: /"name":"([0-9a-f]+)"/)?.output.1)
    for job in ["\(name)-9007199254740991", "\(name)-1", "x-1"] {
      for seal in [nil, Seal(bytes: Array(repeating: 7, count: 32)), JobKey().seal(.job, [job])] {
        let offer = Offer(job: job, uri: document.uri, digest: document.digest, extractor: "evil/1", seal: seal)
        #expect(try Self.refusal(attacker.ask(offer)) == "the seal of this offer \(Self.forbidden)")
        let chunk = Chunk(job: job, uri: document.uri, digest: document.digest, index: 0, seal: seal)
        #expect(try Self.refusal(attacker.ask(chunk, [[]])) == "the seal of this chunk \(Self.forbidden)")
        var batch = Batch(job: job, document: document, extractor: "evil/1", facts: 0, seal: seal)
        #expect(try Self.refusal(attacker.ask(batch, [[]])) == "the seal of this batch \(Self.forbidden)")
        batch.action = .withdraw
        #expect(try Self.refusal(attacker.ask(batch, [[]])) == "the seal of this batch \(Self.forbidden)")
        let report = SetAside(job: job, document: document, reason: "r", attempts: 3, seal: seal)
        #expect(try Self.refusal(attacker.ask(report)) == "the seal of this setAside \(Self.forbidden)")
        let drop = DropFailure(uri: document.uri, seal: seal)
        #expect(try Self.refusal(attacker.ask(drop)) == "the seal of this dropFailure \(Self.forbidden)")
        let question = DocumentsRequest(request: 1, prefix: "", seal: seal)
        #expect(try Self.refusal(attacker.ask(question)) == "the seal of this documents \(Self.forbidden)")
      }
    }
    #expect(try bench.journal().isEmpty)
    #expect((try bench.status()["aggregator"]?.counts["refusedRequests"] ?? 0) == 63)
  }

  @Test(
    "with the job of one document it can write, withdraw and report no other, and not this one otherwise than it was told"
  )
  func anotherDocument() throws {
    let (bench, _) = try bench()
    let attacker = try Attacker(bench)
    try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    try bench.write("Bergen has 8 districts.\n", to: "b.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    let job = try attacker.takeJob()
    #expect(job.uri.hasSuffix("/a.txt"))
    let own = Document(uri: job.uri, digest: job.digest)
    let other = Document(uri: job.uri.replacing("a.txt", with: "b.txt"), digest: job.digest)
    for (document, name, action) in [
      (other, job.job, nil), (own, job.job + "0", nil), (own, job.job, JobAction.withdraw),
      (Document(uri: own.uri, digest: Digest(of: [1])), job.job, nil), (own, job.job, .reprocess),
    ] {
      var batch = Batch(job: name, document: document, extractor: "evil/1", facts: 0, seal: job.seal)
      batch.action = action
      #expect(try Self.refusal(attacker.ask(batch, [[]])) == "the seal of this batch \(Self.forbidden)")
    }

    // A text holds no other documents, and a document is no container of others' names.
    for name in ["!/x.txt", "!/../../x.txt", "/x.txt"] {
      try attacker.send(
        Member(job: job.job, index: 0, uri: job.uri + name, mediaType: "text/plain"),
        [Array("Oslo is a town.".utf8)],
        on: attacker.jobs
      )
    }
    try bench.wait("they are refused") { try bench.status()["intake"]?.counts["refusedRequests"] == 3 }
    #expect(try bench.status()["intake"]?.counts["accepted"] == 1)

    // It says that it is done, and the aggregator has nothing of it; it says so of jobs of others; it says that they failed.
    #expect(try bench.courant("submit", "b.txt").code == 0)
    let honest = try Attacker(bench)
    let theirs = try honest.takeJob()
    for seal in [nil, job.seal, JobKey().seal(.done, [job.job])] {
      for name in [job.job, theirs.job] {
        try attacker.send(Done(job: name, facts: 1, seal: seal), on: attacker.jobs)
        try attacker.send(Working(job: theirs.job), on: attacker.jobs)
        try attacker.send(Failed(job: theirs.job, reason: "because", final: true), on: attacker.jobs)
      }
    }
    try bench.wait("all of it was refused") { try bench.status()["intake"]?.counts["refusedRequests"] == 21 }
    #expect(try bench.status()["intake"]?.counts["working"] == 2)
    #expect(try bench.status()["intake"]?.counts["failed"] == 0)

    // The proof of one job is none of another; with its own the job is done.
    let batch = Batch(job: job.job, document: own, extractor: "evil/1", facts: 0, seal: job.seal)
    let ack: Ack = try attacker.ask(batch, [[]]).decode()
    try attacker.send(Done(job: theirs.job, facts: 0, seal: ack.seal), on: attacker.jobs)
    try attacker.send(Done(job: job.job, facts: 0, seal: ack.seal), on: attacker.jobs)
    try bench.wait("its own is done, and theirs is not") {
      try bench.status()["intake"]?.counts["done"] == 1 && bench.status()["intake"]?.counts["working"] == 1
    }
    let last = Batch(
      job: theirs.job,
      document: Document(uri: theirs.uri, digest: theirs.digest),
      extractor: "evil/1",
      facts: 0,
      seal: theirs.seal
    )
    let theirAck: Ack = try honest.ask(last, [[]]).decode()
    try honest.send(Done(job: theirs.job, facts: 0, seal: theirAck.seal), on: honest.jobs)
    try bench.waitForDocuments(2)
    expectSound(try bench.journal())
  }

  @Test("a worker that says for ever that it waits for the aggregator has its document for a time, and no longer")
  func endlessWait() throws {
    // Longer than a program takes to start on a busy machine.
    let (bench, _) = try bench(jobTime: "3s", attempts: 1)
    let attacker = try Attacker(bench)
    try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    let job = try attacker.takeJob()
    try bench.wait("the document is set aside") {
      try attacker.send(Working(job: job.job), on: attacker.jobs)
      return try bench.status()["intake"]?.counts["failed"] == 1
    }
    #expect(
      try bench.courant("failed").text.contains(
        "the worker held it for longer than 30s and sent nothing"
      )
    )
    #expect(try bench.status()["intake"]?.counts["working"] == 0)
  }

  @Test("a worker's process is turned away from the sockets that are not for workers, until it ends")
  func otherSockets() throws {
    let (bench, _) = try bench()
    // As a worker it can gain no privileges; by that a process is told from one that passes on what others send.
    let worker = try bench.begin(
      "/usr/bin/setpriv",
      [
        "--no-new-privs", "/usr/bin/python3",
        #filePath.replacing("WorkerTrustEndToEndTests.swift", with: "Python/turncoat.py"), bench.runtime,
      ],
      output: "turncoat"
    )
    try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("it has tried") { !worker.isRunning }
    #expect(
      bench.lines(of: "turncoat") == [
        "before: submit answers, updates answers, query answers",
        "with a document: submit nothing, updates nothing, query nothing",
      ]
    )
    #expect((try bench.status()["intake"]?.counts["refusedWorkers"] ?? 0) >= 1)
    #expect((try bench.status()["aggregator"]?.counts["refusedWorkers"] ?? 0) >= 2)
  }

  @Test("a worker that is killed gives its document back at once")
  func killedWorker() throws {
    let (bench, _) = try bench()
    let worker = try bench.begin("courantd", ["worker"], output: "worker")
    try bench.wait("it asks") { try bench.status()["intake"]?.counts["idleWorkers"] == 1 }
    kill(worker.processIdentifier, SIGSTOP)
    try bench.write("Oslo has 15 districts.\n", to: "a.txt")
    #expect(try bench.courant("submit", "a.txt").code == 0)
    try bench.wait("it has the document") { try bench.status()["intake"]?.counts["working"] == 1 }
    let begun = ContinuousClock.now
    kill(worker.processIdentifier, SIGKILL)
    try bench.wait("the document waits again") { try bench.status()["intake"]?.counts["waiting"] == 1 }
    // A job may take 60 seconds.
    #expect(ContinuousClock.now - begun < .seconds(50))
    _ = try bench.begin("courantd", ["worker"], output: "second")
    try bench.waitForDocuments(1)
  }
}
