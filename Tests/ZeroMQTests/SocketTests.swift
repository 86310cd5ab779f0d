import Foundation
import Testing
import ZeroMQ

@Suite("Sockets")
struct SocketTests {
  let context: Context

  init() throws {
    context = try Context()
  }

  @Test("pass messages of several frames, empty ones too")
  func multipart() throws {
    let pull = try makeSocket(Pull.self, in: context)
    let push = try makeSocket(Push.self, in: context)
    try pull.bind(inproc)
    try push.connect(inproc)
    try push.send(message("a", "", "three"))
    let received = try pull.receive()
    #expect(received == message("a", "", "three"))
    #expect(received.byteCount == 6)
    #expect(received[1].bytes.isEmpty)
    #expect(received[2].string == "three")
    #expect(try pull.receiveIfReady() == nil)
  }

  @Test("refuse a message without frames")
  func noFrames() throws {
    let push = try makeSocket(Push.self, in: context)
    expectCode(ZeroMQError.invalidArgument) { try push.send(Message([])) }
  }

  @Test("pass frames of many megabytes over ipc and tcp, and may send one frame twice", arguments: ["ipc", "tcp"])
  func bigFrames(transport: String) throws {
    let pull = try makeSocket(Pull.self, in: context)
    let push = try makeSocket(Push.self, in: context)
    try pull.bind(transport == "ipc" ? uniqueIPC() : "tcp://127.0.0.1:*")
    try push.connect(pull.lastEndpoint)
    let big = Frame((0..<5_000_000).map { UInt8(truncatingIfNeeded: $0) })
    try push.send([big, Frame("end")])
    try push.send([big])
    #expect(try pull.receive() == [big, Frame("end")])
    #expect(try pull.receive() == [big])
    #expect(big.count == 5_000_000)
  }

  @Test("say the address is in use, with the endpoint")
  func addressInUse() throws {
    let first = try makeSocket(Pull.self, in: context)
    try first.bind("tcp://127.0.0.1:*")
    let endpoint = try first.lastEndpoint
    let second = try makeSocket(Pull.self, in: context)
    let error = #expect(throws: ZeroMQError.self) { try second.bind(endpoint) }
    #expect(error?.description == "zmq_bind \(endpoint): Address already in use (EADDRINUSE)")
    expectCode(ZeroMQError.addressInUse) { try second.bind(endpoint) }
  }

  @Test(
    "say what libzmq has against an endpoint",
    arguments: [
      ("nonsense", "zmq_bind nonsense: Invalid argument (EINVAL)"),
      ("zzz://x", "zmq_bind zzz://x: Protocol not supported (EPROTONOSUPPORT)"),
      ("tcp://nowhere:1", "zmq_bind tcp://nowhere:1: No such device (ENODEV)"),
    ]
  )
  func badEndpoint(endpoint: String, text: String) throws {
    let socket = try makeSocket(Pull.self, in: context)
    let error = #expect(throws: ZeroMQError.self) { try socket.bind(endpoint) }
    #expect(error?.description == text)
  }

  @Test("drop a peer that sends more than the largest message")
  func maxMessageSize() throws {
    let pull = try makeSocket(Pull.self, in: context) { $0.maxMessageSize = 1000 }
    try pull.bind("tcp://127.0.0.1:*")
    let monitor = try pull.monitor(events: .init([.disconnected]))
    let push = try makeSocket(Push.self, in: context) { $0.reconnectInterval = SocketOptions.forever }
    try push.connect(pull.lastEndpoint)
    try push.send([Frame([UInt8](repeating: 1, count: 1000))])
    #expect(try pull.receive().byteCount == 1000)
    try push.send([Frame([UInt8](repeating: 1, count: 1001))])
    #expect(try monitor.socket.waitUntilReadable(timeout: limit))
    #expect(try monitor.receive().kind == .disconnected)
    #expect(try pull.receiveIfReady() == nil)
  }

  @Test("of kind ROUTER refuse an unknown peer when it is mandatory, and reply to a known one")
  func router() throws {
    let router = try makeSocket(Router.self, in: context) { $0.routerMandatory = true }
    try router.bind(inproc)
    expectCode(ZeroMQError.hostUnreachable) { try router.send(message("x"), to: Frame("nobody")) }
    expectCode(ZeroMQError.hostUnreachable) { _ = try router.sendIfPossible(message("nobody", "x")) }
    let dealer = try makeSocket(Dealer.self, in: context) { $0.routingId = Array("me".utf8) }
    try dealer.connect(inproc)
    try dealer.send(message("question"))
    let question = try router.receive()
    #expect(question == message("me", "question"))
    #expect(try router.sendIfPossible(message("answer"), to: question[0]))
    #expect(try dealer.receive() == message("answer"))
  }

  @Test("of kind XPUB see subscriptions once, or each of them when verbose", arguments: [false, true])
  func xpub(verbose: Bool) throws {
    let xpub = try makeSocket(XPub.self, in: context) { $0.xpubVerbose = verbose }
    try xpub.bind(inproc)
    let first = try makeSocket(Sub.self, in: context)
    try first.connect(inproc)
    try first.subscribe("a")
    #expect(try xpub.receive() == [Frame([1, 0x61])])
    let second = try makeSocket(Sub.self, in: context)
    try second.connect(inproc)
    try second.subscribe("a")
    if verbose { #expect(try xpub.receive() == [Frame([1, 0x61])]) }
    try second.subscribe("b")
    #expect(try xpub.receive() == [Frame([1, 0x62])])
    try second.unsubscribe("b")
    #expect(try xpub.receive() == [Frame([0, 0x62])])
  }

  @Test("of kind SUB receive what begins with their prefix, after the welcome")
  func prefix() throws {
    let xpub = try makeSocket(XPub.self, in: context) { $0.xpubWelcomeMessage = Array("fact.welcome".utf8) }
    try xpub.bind(inproc)
    let sub = try makeSocket(Sub.self, in: context)
    try sub.connect(inproc)
    try sub.subscribe("fact.")
    _ = try xpub.receive()
    #expect(try sub.receive() == message("fact.welcome"))
    try xpub.send(message("other", "no"))
    try xpub.send(message("fact.1", "yes"))
    #expect(try sub.receive() == message("fact.1", "yes"))
  }

  @Test("tell that the high-water mark is reached, and have room again once it was read")
  func highWaterMark() throws {
    let pull = try makeSocket(Pull.self, in: context) { $0.receiveHighWaterMark = 2 }
    let push = try makeSocket(Push.self, in: context) {
      $0.sendHighWaterMark = 3
      $0.sendTimeout = .milliseconds(1)
    }
    expectCode(ZeroMQError.again) { try push.send(message("nobody is there")) }
    try pull.bind(inproc)
    try push.connect(inproc)
    var sent = 0
    while try push.sendIfPossible(message("x", "y")) { sent += 1 }
    // Within the process the two marks add up; they count messages, not frames.
    #expect(sent == 5)
    expectCode(ZeroMQError.again) { try push.send(message("x")) }
    for _ in 0..<sent { #expect(try pull.receive() == message("x", "y")) }
    try eventually("room again") { try push.sendIfPossible(message("again")) }
    #expect(try pull.receive() == message("again"))
  }

  @Test("pass bytes and reusable frames")
  func fastPath() throws {
    let pull = try makeSocket(Pull.self, in: context)
    let push = try makeSocket(Push.self, in: context)
    try pull.bind(inproc)
    try push.connect(inproc)
    let frame = ReusableFrame()
    #expect(try !pull.receiveIfReady(into: frame))
    try [1, 2, 3].withUnsafeBytes { try push.send(bytes: $0, more: true) }
    #expect(try push.sendIfPossible(bytes: UnsafeRawBufferPointer(start: nil, count: 0)))
    try pull.receive(into: frame)
    #expect(frame.hasMore)
    #expect(try pull.receiveMore)
    #expect(frame.withUnsafeBytes { $0.count } == 3 * MemoryLayout<Int>.size)
    let kept = frame.takeFrame()
    #expect(frame.count == 0)
    #expect(try pull.receiveIfReady(into: frame))
    #expect(!frame.hasMore)
    #expect(frame.count == 0)
    #expect(kept.count == 3 * MemoryLayout<Int>.size)
  }

  @Test("once closed say so, and may be closed again")
  func closed() throws {
    let pull = try makeSocket(Pull.self, in: context)
    pull.close()
    pull.close()
    #expect(pull.isClosed)
    expectCode(ZeroMQError.notASocket) { _ = try pull.receive() }
    expectCode(ZeroMQError.notASocket) { try pull.bind(inproc) }
    expectCode(ZeroMQError.notASocket) { _ = try pull.waitUntilReadable(timeout: .zero) }
  }
}
