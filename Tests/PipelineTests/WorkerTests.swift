import Foundation
import Interpretation
import Logging
import Model
import Service
import Testing
import Wire
import ZeroMQ

@testable import Pipeline

@Suite("Worker")
struct WorkerTests {
  private struct Stub: Extractor {
    let language = "en"
    let version = "test/1"

    func extract(_ text: TextDocument, uri: String, digest: Digest) -> Extraction {
      Extraction(document: Document(uri: uri, digest: digest), text: "", facts: [])
    }
  }

  /// The next message of a kind, with the worker's name; others are passed over.
  private func take(_ kinds: Set<MessageKind>, from socket: Socket<Router>) throws -> (peer: Frame, packet: Packet) {
    while true {
      try #require(try socket.waitUntilReadable(timeout: .seconds(20)))
      let message = try #require(try socket.receiveIfReady())
      let packet = try Packet(message, dropping: 1)
      if kinds.contains(packet.header.kind) { return (message[0], packet) }
    }
  }

  private func send(_ body: some MessageBody, _ attachments: [[UInt8]] = [], to peer: Frame, on socket: Socket<Router>)
    throws
  {
    let frames = try Packet(body, attachments: attachments).message.frames
    try socket.send(Message([peer] + frames))
  }

  @Test("a fault of the aggregator's disk is not the document's: the worker keeps its facts and asks again")
  func storageFault() throws {
    let folder = try TemporaryFolder()
    var configuration = Configuration(state: folder.path, runtime: folder.path)
    configuration.limits.jobTime = .milliseconds(300)
    let context = try Context()
    let (jobs, batches) = (try Socket<Router>(context), try Socket<Router>(context))
    defer {
      jobs.close()
      batches.close()
    }
    try FileManager.default.createDirectory(atPath: folder.path + "/workers", withIntermediateDirectories: false)
    try jobs.bind(try Endpoint(configuration.endpoints.jobs))
    try batches.bind(try Endpoint(configuration.endpoints.batches))
    let stop = Mailbox<Bool>(capacity: 1)
    let thread = try DedicatedThread(name: "worker") { [configuration] in
      do {
        let interpreter = Interpreter(ExtractorRegistry(Stub()), languages: try LanguageMarks.installed())
        try WorkerLoop.run(configuration, .none, interpreter, try Context(), stop, nil, nil, Logger(label: "test"))
      } catch {
        Issue.record("\(error)")
      }
    }
    defer {
      stop.postAlways(true)
      thread.join()
    }
    let content = Array("text".utf8)
    let digest = Digest(of: content)
    let worker = try take([.ready], from: jobs).peer
    let job = Job(job: "s-1", uri: "u:", digest: digest, mediaType: "text/plain", attempt: 1)
    try send(job, [content], to: worker, on: jobs)
    let peer = try take([.offer], from: batches).peer
    try send(Credit(uri: "u:", digest: digest, bytes: 1 << 20), to: peer, on: batches)
    _ = try take([.batch], from: batches)
    // No answer; the worker asks how far it is, and the aggregator cannot read its database.
    _ = try take([.offer], from: batches)
    try send(Refused(request: nil, code: .storage, reason: "disk I/O error"), to: peer, on: batches)
    _ = try take([.offer], from: batches)
    let ack = Ack(uri: "u:", digest: digest, duplicate: true, asserted: 0, retracted: 0)
    try send(ack, to: peer, on: batches)
    #expect(try take([.done, .failed], from: jobs).packet.header.kind == .done)
  }
}
