import Foundation
import Glibc
import Keys
import Model
import TestSupport
import Testing
import Wire
import ZeroMQ

@testable import Transport

@Suite("Batches", .serialized)
struct BatchEndToEndTests {
  /// A worker that does as it is told here.
  private final class FakeWorker {
    private let context: Context
    private let socket: Socket<Dealer>
    private let key: JobKey

    init(_ bench: Workbench) throws {
      key = try bench.jobKey()
      context = try Context()
      socket = try Socket<Dealer>(context)
      try socket.connect(bench.endpoints.batches)
    }

    deinit { socket.close() }

    func ask(_ body: some MessageBody, _ lines: [UInt8]? = nil) throws -> Packet {
      try socket.send(try key.packet(body, attachments: lines.map { [$0] } ?? []).message)
      try #require(try socket.waitUntilReadable(timeout: .seconds(60)))
      return try Packet(try #require(try socket.receiveIfReady()))
    }

    func send(_ body: some MessageBody, _ lines: [UInt8]) throws {
      try socket.send(try key.packet(body, attachments: [lines]).message)
    }
  }

  private static func lines(_ range: Range<Int>, of document: Document) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for number in range {
      let text = "Town \(number) has \(number + 2) schools."
      let fact = Fact(
        subject: Fact.Subject(text: "Town \(number)", name: "Town \(number)", entity: "town-\(number)"),
        relation: Fact.Relation(text: "has", lemma: "have"),
        object: Value(text: "\(number + 2) schools", kind: .quantity, number: Double(number + 2), unit: "school"),
        key: Key(entity: "town-\(number)", attribute: "schools"),
        evidence: Evidence(text: text, start: number * 60, end: number * 60 + text.utf8.count),
        confidence: 0.9,
        document: document,
        extractor: "test/1"
      )
      bytes += try JSON.encode(fact) + [UInt8(ascii: "\n")]
    }
    return bytes
  }

  private static func peakMemory(_ pid: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.filter(\.isNumber))) * 1024
  }

  @Test("chunks become one batch, whoever dies in between; sent again by another worker it changes nothing")
  func chunks() throws {
    let bench = try Workbench()
    try bench.start()
    let document = Document(uri: "big:", digest: Digest(of: [1]))
    let offer = Offer(job: "x-1", uri: document.uri, digest: document.digest, extractor: "test/1")
    func chunk(_ index: Int) -> Chunk {
      Chunk(job: "x-1", uri: document.uri, digest: document.digest, index: index)
    }
    let parts = try (0..<6).map { try Self.lines($0 * 500..<($0 + 1) * 500, of: document) }
    let batch = Batch(job: "x-1", document: document, extractor: "test/1", facts: 3000, chunks: 5)
    func credit(_ packet: Packet) throws -> Int { try packet.decode(Credit.self).chunk ?? 0 }

    let first = try FakeWorker(bench)
    #expect(try credit(first.ask(offer)) == 0)
    for index in 0..<3 { #expect(try credit(first.ask(chunk(index), parts[index])) == index + 1) }
    // Asked after a lost answer, it says how far it is; what comes twice or out of turn is left.
    #expect(try credit(first.ask(offer)) == 3)
    #expect(try credit(first.ask(chunk(2), parts[2])) == 3)
    #expect(try credit(first.ask(chunk(4), parts[4])) == 3)
    // Another worker begins with the first chunk.
    let second = try FakeWorker(bench)
    #expect(try credit(second.ask(offer)) == 0)
    for index in 0..<5 { #expect(try credit(second.ask(chunk(index), parts[index])) == index + 1) }
    // The first has lost its place.
    #expect(try credit(first.ask(batch, parts[5])) == 0)

    // Killed in the middle: nothing of it is there, and all is wanted anew.
    try bench.stop(SIGKILL)
    try bench.start()
    #expect(try bench.journal().isEmpty)
    let third = try FakeWorker(bench)
    #expect(try credit(third.ask(offer)) == 0)
    #expect(try credit(third.ask(batch, parts[5])) == 0)
    for index in 0..<5 { #expect(try credit(third.ask(chunk(index), parts[index])) == index + 1) }
    let ack: Ack = try third.ask(batch, parts[5]).decode()
    #expect(!ack.duplicate)
    #expect(ack.asserted == 3000)
    let journal = try bench.journal()
    expectSound(journal)
    #expect(journal.count == 3001)
    #expect(journal.dropFirst().compactMap { $0["subject"] as? String } == (0..<3000).map { "town-\($0)/schools" })

    // From another worker, later, under the same job and under a later one.
    let again: Ack = try second.ask(offer).decode()
    #expect(again.duplicate)
    let fourth = try FakeWorker(bench)
    var later = batch
    later.chunks = nil
    later.facts = 500
    let late: Ack = try fourth.ask(later, parts[0]).decode()
    #expect(late.duplicate)
    #expect(try bench.journal().count == 3001)
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.state + "/staging").isEmpty)
  }

  @Test("where chunks have taken all their room another batch is told to wait, and its turn comes")
  func stagingRoom() throws {
    let bench = try Workbench()
    try bench.start(environment: ["COURANT_LIMITS_STAGING_BYTES": "1KiB"])
    func chunk(_ job: Int, _ index: Int) -> Chunk {
      Chunk(job: "x-\(job)", uri: "big\(job):", digest: Digest(of: [1]), index: index)
    }
    func lines(_ job: Int, _ range: Range<Int>) throws -> [UInt8] {
      try Self.lines(range, of: Document(uri: "big\(job):", digest: Digest(of: [1])))
    }
    func finish(_ job: Int, _ worker: FakeWorker) throws {
      let document = Document(uri: "big\(job):", digest: Digest(of: [1]))
      let batch = Batch(job: "x-\(job)", document: document, extractor: "test/1", facts: 300, chunks: 2)
      #expect(try worker.ask(batch, try lines(job, 200..<300)).decode(Ack.self).asserted == 300)
    }
    let (first, second) = (try FakeWorker(bench), try FakeWorker(bench))
    #expect(try first.ask(chunk(1, 0), try lines(1, 0..<100)).decode(Credit.self).chunk == 1)
    let busy: Busy = try second.ask(chunk(2, 0), try lines(2, 0..<100)).decode()
    #expect(busy.reason == "the chunks of large batches have reached limits.staging_bytes, 1KiB")
    // The one that is under way goes on, and makes room.
    #expect(try first.ask(chunk(1, 1), try lines(1, 100..<200)).decode(Credit.self).chunk == 2)
    #expect(try second.ask(chunk(2, 0), try lines(2, 0..<100)).header.kind == .busy)
    try finish(1, first)
    #expect(try second.ask(chunk(2, 0), try lines(2, 0..<100)).decode(Credit.self).chunk == 1)
    #expect(try second.ask(chunk(2, 1), try lines(2, 100..<200)).decode(Credit.self).chunk == 2)
    try finish(2, second)
    expectSound(try bench.journal())
  }

  @Test("an old revision that comes late changes nothing, though another intake's came in between")
  func lateRevision() throws {
    let bench = try Workbench()
    try bench.start()
    let worker = try FakeWorker(bench)
    func send(_ job: String, _ content: UInt8, _ range: Range<Int>) throws -> Ack {
      let document = Document(uri: "d:", digest: Digest(of: [content]))
      let batch = Batch(job: job, document: document, extractor: "test/1", facts: range.count)
      return try worker.ask(batch, try Self.lines(range, of: document)).decode()
    }
    #expect(try send("a-1", 1, 0..<2).asserted == 2)
    #expect(try send("a-5", 2, 1..<4).retracted == 1)
    #expect(try send("b-1", 3, 0..<1).retracted == 3)
    #expect(try send("a-5", 2, 1..<4).duplicate)
    #expect(try send("a-1", 1, 0..<2).duplicate)
    #expect(try send("a-6", 4, 0..<1).duplicate == false)
  }

  @Test("a large document is sent in chunks, and the aggregator's memory does not grow with it")
  func largeDocument() throws {
    let bench = try Workbench()
    try bench.start()
    let worker = try FakeWorker(bench)
    let pid = try #require(bench.daemon).processIdentifier
    func send(_ job: String, _ document: Document, _ facts: Int) throws -> Ack {
      var index = 0
      for start in stride(from: 0, to: facts, by: 1000) {
        let chunk = Chunk(job: job, uri: document.uri, digest: document.digest, index: index)
        let packet = try worker.ask(chunk, try Self.lines(start..<min(facts, start + 1000), of: document))
        index += 1
        #expect(packet.header.kind == .credit)
      }
      return try worker.ask(
        Batch(job: job, document: document, extractor: "test/1", facts: facts, chunks: index),
        []
      ).decode()
    }
    #expect(try send("x-1", Document(uri: "small:", digest: Digest(of: [1])), 500).asserted == 500)
    let before = try Self.peakMemory(pid)
    #expect(try send("x-2", Document(uri: "large:", digest: Digest(of: [2])), 5000).asserted == 5000)
    // 5000 facts are 4 MB as JSON, and were several times that when they were held.
    #expect(try Self.peakMemory(pid) - before < 24 << 20)
    // Extracted by a worker of its own: more facts than one message takes.
    let text = (0..<1500).map { "Town \($0) has \($0 + 2) schools.\n" }.joined(separator: "\n")
    try bench.write(text, to: "towns.txt")
    #expect(try bench.courant("submit", "towns.txt").code == 0)
    try bench.waitForDocuments(3)
    expectSound(try bench.journal())
  }

  @Test("documents are read anew from their originals, as a difference, and only while their revision stands")
  func reprocess() throws {
    let bench = try Workbench()
    try bench.start()
    let text = "\u{FEFF}Oslo in figures\n\nThe population of Oslo was 700,000 in 2021.\n"
    let path = try bench.write(text, to: "a.txt")
    try bench.write("Bergen in figures\n\nThe population of Bergen was 285,000 in 2021.\n", to: "b.txt")
    #expect(try bench.run("courant", ["submit", "a.txt", "b.txt"]).code == 0)
    try bench.waitForDocuments(2)
    func isEmpty() throws -> Bool { try bench.status()["intake"]?.counts["spoolBytes"] == 0 }
    try bench.wait("both are kept") { try isEmpty() }
    let kept = FileManager.default.enumerator(atPath: bench.state + "/originals")?.compactMap { $0 as? String } ?? []
    #expect(kept.count { $0.hasSuffix(".xz") } == 3)
    #expect(kept.count { $0.hasSuffix(".text.xz") } == 1)

    // As if another version of the extractor had read it, and found something else.
    let document = Document(uri: "file://\(path)", digest: Digest(of: Array(text.utf8)))
    let worker = try FakeWorker(bench)
    let batch = Batch(job: "old-1", document: document, extractor: "old/1", facts: 2)
    let other: Ack = try worker.ask(batch, try Self.lines(0..<2, of: document)).decode()
    #expect(other.retracted == 1)
    let before = try bench.journal().count
    let all = try bench.courant("reprocess")
    #expect(all.text == "2 documents will be read anew\n", "\(all.errors)")
    try bench.wait("it is read anew") { try bench.journal().count > before }
    try bench.wait("nothing waits") { try isEmpty() }
    let types = try bench.journal().dropFirst(before).map { "\($0["type"] ?? "")" }
    // The other document was read by this version already.
    #expect(types == ["document.revised", "fact.retracted", "fact.retracted", "fact.asserted"])
    #expect(try bench.courant("get", "oslo/population").text.hasPrefix("single"))

    // A revision that stands no longer is left alone, though it is asked for late.
    let offer = Offer(
      job: "late-1",
      uri: document.uri,
      digest: Digest(of: [7]),
      extractor: "new/1",
      action: .reprocess
    )
    let late: Ack = try worker.ask(offer).decode()
    #expect(late.duplicate)
    // Without its original it is refused with what to do.
    try FileManager.default.removeItem(atPath: bench.state + "/originals")
    let refused = try bench.courant("reprocess", "a.txt", "nobody:knows")
    #expect(refused.code == 1)
    #expect(
      refused.errors == """
        courant: nobody:knows states nothing now; submit it
        courant: \(document.uri): its original is not kept; submit it again

        """
    )
    expectSound(try bench.journal())
  }
}
