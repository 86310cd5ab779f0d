import ArgumentParser
import Client
import Foundation
import Glibc
import Model
import Transport
import Wire
import ZeroMQ

/// Wrong messages at every socket of a real daemon.
struct Frames: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send random and mutated messages to every socket of a daemon, and see that it goes on.",
    discussion: """
      Meanwhile both roles must answer, and afterwards a document's facts must reach the journal as ever; no process may have ended,
      and the daemon must not have grown. What the journal then has must pass `courantd check`.
      """
  )

  @Option(help: "How many messages each socket gets.")
  var frames = 10_000

  @Option(help: "The seed of the messages.")
  var seed: UInt64 = 1

  /// A daemon may be larger by so much in the end than it was after the first quarter, in MiB.
  private static let growth = 16.0
  /// After so many messages the daemon is looked at.
  private static let turn = 250

  func run() throws {
    CourantChaos.prepare()
    // Jobs that are given to nobody in particular come back soon, and no document is given up for it.
    let bench = try SoakBench(
      role: "run",
      settings: [
        "COURANT_WORKERS": "1", "COURANT_LIMITS_JOB_TIME": "1s", "COURANT_LIMITS_ATTEMPTS": "100",
        "COURANT_LOG_LEVEL": "error",
      ]
    )
    let endpoints = bench.endpoints
    let pid = bench.pid
    let routers = [endpoints.submit, endpoints.jobs, endpoints.batches, endpoints.query]
    var mutator = try FrameMutator(seed: seed)
    var early = 0.0
    var answers: [MessageKind: Int] = [:]
    let turns = (frames + Self.turn - 1) / Self.turn
    for turn in 0..<turns {
      let count = min(Self.turn, frames - turn * Self.turn)
      for endpoint in routers { try Self.send(count, to: endpoint, &mutator, &answers) }
      try Self.subscribe(count, to: endpoints.updates, &mutator)
      for endpoint in routers + [endpoints.updates] { try Self.throwBytes(mutator.bytes(upTo: 4096), at: endpoint) }
      guard bench.isAlive else { throw Trouble("the daemon ended, seed \(seed), turn \(turn):\n\(bench.log)") }
      try Self.checkAnswers(bench, turn)
      if turn == turns / 4 { early = try bench.memory() }
    }
    try Self.checkDocument(bench)
    let late = try bench.memory()
    let counts = try Submitter(try Context(), to: endpoints.submit).status().counts
    let refused = answers[.refused] ?? 0
    say("\(frames) messages to each of \(routers.count + 1) sockets, seed \(seed): \(refused) were refused")
    say("  \(answers.sorted { $0.value > $1.value }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))")
    say(
      "  intake counts \(counts["malformed"] ?? 0) as malformed; memory \(Int(early)) MiB after a quarter, \(Int(late)) MiB in the end"
    )
    guard bench.pid == pid, refused > 0 else { throw Trouble("not one was refused") }
    if late > early + Self.growth { throw Trouble("the daemon grew from \(early) to \(late) MiB") }
    guard bench.end(SIGTERM) == 0 else { throw Trouble("the daemon did not end in order:\n\(bench.log)") }
    try bench.check()
    say("nothing was found")
  }

  /// Sends messages to a ROUTER, as several peers after one another, and takes what comes back.
  private static func send(
    _ count: Int,
    to endpoint: String,
    _ mutator: inout FrameMutator,
    _ answers: inout [MessageKind: Int]
  ) throws {
    let context = try Context()
    defer { context.terminate() }
    var options = SocketOptions.courant(maxMessageSize: 1 << 24)
    options.linger = .seconds(2)
    let socket = try Socket<Dealer>(context, options: options)
    defer { socket.close() }
    try socket.connect(endpoint)
    var taken = 0
    func take(_ timeout: Duration) throws -> Bool {
      guard try socket.waitUntilReadable(timeout: timeout), let message = try socket.receiveIfReady() else {
        return false
      }
      taken += 1
      do {
        answers[try Packet(message).header.kind, default: 0] += 1
      } catch {
        throw Trouble("an answer that is none: \(error)")
      }
      return true
    }
    var long: [Message] = []
    for _ in 0..<count {
      let message = Message(mutator.next().map { Frame($0) })
      if message.count > 3 {
        long.append(message)
        continue
      }
      try socket.send(message)
      while try take(.zero) {}
    }
    try sendLong(long, to: endpoint, context)
    // Not everything is answered; but something must be.
    let deadline = ContinuousClock.now + .seconds(20)
    while taken == 0, ContinuousClock.now < deadline { _ = try take(.milliseconds(100)) }
    guard taken > 0 else { throw Trouble("\(endpoint) answers nothing") }
    while try take(.milliseconds(20)) {}
  }

  /// Sends messages of more frames than any has; they cost their connection, and may cost what else is on it.
  private static func sendLong(_ messages: [Message], to endpoint: String, _ context: Context) throws {
    var options = SocketOptions.courant(maxMessageSize: 1 << 24)
    options.linger = .zero
    for message in messages {
      let socket = try Socket<Dealer>(context, options: options)
      defer { socket.close() }
      let monitor = try socket.monitor(events: MonitorEvent.Kinds([.disconnected]))
      defer { monitor.close() }
      try socket.connect(endpoint)
      try socket.send(message)
      guard try monitor.socket.waitUntilReadable(timeout: .seconds(20)) else {
        throw Trouble("\(endpoint) goes on with a peer that sent \(message.count) frames")
      }
    }
  }

  private static func subscribe(_ count: Int, to endpoint: String, _ mutator: inout FrameMutator) throws {
    let context = try Context()
    defer { context.terminate() }
    let socket = try Socket<XSub>(context, options: .courant(maxMessageSize: 1 << 24))
    defer { socket.close() }
    try socket.connect(endpoint)
    for _ in 0..<count {
      try socket.send(Message(mutator.subscription().map { Frame($0) }))
      while try socket.receiveIfReady() != nil {}
    }
  }

  /// Both roles say how they are.
  private static func checkAnswers(_ bench: SoakBench, _ turn: Int) throws {
    let context = try Context()
    do {
      for report in [
        try Submitter(context, to: bench.endpoints.submit).status(),
        try Query(context, to: bench.endpoints.query).status(),
      ] {
        if let fault = report.fault { throw Trouble("turn \(turn): \(report.role) is not ready: \(fault)") }
      }
    } catch let error as ClientError {
      throw Trouble("turn \(turn): \(error)\n\(bench.log)")
    }
  }

  /// A document that comes now is worked on as ever.
  private static func checkDocument(_ bench: SoakBench) throws {
    let context = try Context()
    let uri = "file:///after-all.txt"
    let submitter = try Submitter(context, to: bench.endpoints.submit)
    var faults: [String] = []
    func take(_ outcome: Submitter.Outcome) {
      if case .refused(_, let reason) = outcome { faults.append(reason) }
    }
    let content = Array("The population of Oslo was 700,000 in 2020.\n".utf8)
    try submitter.submit(uri: uri, content: content, outcome: take)
    try submitter.finish(outcome: take)
    if let fault = faults.first { throw Trouble("a good document is refused: \(fault)") }
    let query = try Query(context, to: bench.endpoints.query)
    try bench.wait("the facts of a good document are in the journal", seconds: 120) {
      var isThere = false
      try query.documents(prefix: uri) { isThere = isThere || $0.facts > 0 }
      return isThere
    }
  }

  /// Writes bytes to a Unix socket as a stranger would.
  private static func throwBytes(_ bytes: [UInt8], at endpoint: String) throws {
    let path = String(endpoint.dropFirst("ipc://".count))
    guard let file = UnixSocket.connect(path) else { throw Trouble("nobody listens at \(path)") }
    defer { close(file) }
    _ = bytes.withUnsafeBytes { Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }
}
