import Testing
import ZeroMQ

@Suite("Socket options")
struct OptionTests {
  @Test("are read back as they were set")
  func roundTrip() throws {
    let context = try Context()
    let socket = try Socket<Router>(context)
    let keys = try CurveKeyPair.generate()
    var options = SocketOptions()
    options.linger = .milliseconds(1500)
    options.sendHighWaterMark = 7
    options.receiveHighWaterMark = 0
    options.maxMessageSize = 5_000_000_000
    options.sendTimeout = .microseconds(1)
    options.receiveTimeout = SocketOptions.forever
    options.heartbeatInterval = .seconds(2)
    options.heartbeatTimeout = .seconds(3)
    options.heartbeatTTL = .seconds(4)
    options.handshakeInterval = .seconds(5)
    options.connectTimeout = .seconds(6)
    options.reconnectInterval = .milliseconds(50)
    options.reconnectIntervalMax = .seconds(7)
    options.backlog = 11
    options.immediate = true
    options.ipv6 = true
    options.tcpKeepalive = true
    options.tcpKeepaliveIdle = .milliseconds(7500)
    options.tcpKeepaliveInterval = .seconds(9)
    options.tcpKeepaliveCount = 4
    options.tcpMaxRetransmit = .seconds(10)
    options.routingId = [1, 2, 3]
    options.routerMandatory = true
    options.routerHandover = true
    options.curveServer = true
    options.curvePublicKey = keys.publicKey
    options.curveSecretKey = keys.secretKey
    options.zapDomain = "courant"
    options.zapEnforceDomain = true
    try socket.apply(options)

    var expected = options
    expected.sendTimeout = .milliseconds(1)
    expected.tcpKeepaliveIdle = .seconds(8)
    expected.routerMandatory = nil
    expected.routerHandover = nil
    expected.curveSecretKey = nil
    #expect(try socket.options == expected)
  }

  @Test("that do not belong to the socket's kind are refused by name")
  func refused() throws {
    let socket = try Socket<Pull>(Context())
    var options = SocketOptions()
    options.routerMandatory = true
    let error = #expect(throws: ZeroMQError.self) { try socket.apply(options) }
    #expect(error?.description == "zmq_setsockopt(ZMQ_ROUTER_MANDATORY): Invalid argument (EINVAL)")
  }

  @Test("tell the kind, the events and the last endpoint")
  func readOnly() throws {
    let context = try Context()
    let pull = try makeSocket(Pull.self, in: context)
    #expect(try pull.type == Pull.rawType)
    #expect(pull.kindName == "PULL")
    #expect(try pull.lastEndpoint == "")
    try pull.bind("tcp://127.0.0.1:*")
    let endpoint = try pull.lastEndpoint
    #expect(endpoint.hasPrefix("tcp://127.0.0.1:"))
    #expect(try pull.fileDescriptor >= 0)
    #expect(try pull.events == [])
    let push = try makeSocket(Push.self, in: context)
    try push.connect(endpoint)
    try push.send(message("x"))
    #expect(try pull.waitUntilReadable(timeout: limit))
    #expect(try pull.events == [.readable])
    try push.disconnect(endpoint)
    try pull.unbind(endpoint)
    expectCode(ZeroMQError.noSuchEndpoint) { try pull.unbind(endpoint) }
  }
}
