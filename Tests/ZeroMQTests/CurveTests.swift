import Testing
import ZeroMQ

@Suite("CURVE")
struct CurveTests {
  let server: CurveKeyPair
  let client: CurveKeyPair

  init() throws {
    server = try .generate()
    client = try .generate()
  }

  /// A server and a client that takes `serverKey` for the server's.
  func connect(in context: Context, serverKey: CurvePublicKey) throws -> (Socket<Pull>, Socket<Push>, Monitor) {
    let pull = try makeSocket(Pull.self, in: context) {
      $0.curveServer = true
      $0.curveSecretKey = server.secretKey
    }
    let monitor = try pull.monitor(events: .handshakes)
    try pull.bind("tcp://127.0.0.1:*")
    let push = try makeSocket(Push.self, in: context) {
      $0.curvePublicKey = client.publicKey
      $0.curveSecretKey = client.secretKey
      $0.curveServerKey = serverKey
    }
    try push.connect(pull.lastEndpoint)
    return (pull, push, monitor)
  }

  @Test("lets a client with the server's key in")
  func rightKey() throws {
    let context = try Context()
    let (pull, push, monitor) = try connect(in: context, serverKey: server.publicKey)
    try push.send(message("hello"))
    #expect(try pull.receive() == message("hello"))
    #expect(try monitor.socket.waitUntilReadable(timeout: limit))
    let event = try monitor.receive()
    #expect(event.kind == .handshakeSucceeded)
    #expect(event.endpoint == (try pull.lastEndpoint))
  }

  @Test("keeps a client with another key out, and the monitor sees it")
  func wrongKey() throws {
    let context = try Context()
    let (pull, push, monitor) = try connect(in: context, serverKey: CurveKeyPair.generate().publicKey)
    #expect(try monitor.socket.waitUntilReadable(timeout: limit))
    #expect(try monitor.receive().kind == .handshakeFailedProtocol)
    #expect(try pull.receiveIfReady() == nil)
    push.close()
  }

  @Test("derives the public key from the secret one, and reads the text back")
  func keys() throws {
    #expect(try CurveKeyPair(secretKey: server.secretKey) == server)
    #expect(server != client)
    #expect(try CurvePublicKey(z85: server.publicKey.z85) == server.publicKey)
    #expect(try CurveSecretKey(z85: server.secretKey.z85) == server.secretKey)
    #expect(try CurveSecretKey(bytes: server.secretKey.bytes).publicKey == server.publicKey)
    // The pair that libzmq's own manual shows.
    let secret = try CurveSecretKey(z85: "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6")
    #expect(try secret.publicKey.z85 == "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7")
  }

  @Test("never shows a secret key")
  func secrecy() throws {
    var options = SocketOptions()
    options.curveSecretKey = server.secretKey
    var dumped = ""
    dump(server, to: &dumped)
    dump(options, to: &dumped)
    let shown = "\(server) \(server.secretKey) \(options) \(String(reflecting: server)) \(dumped)"
    #expect(!shown.contains(server.secretKey.z85))
    #expect(!shown.contains("\(server.secretKey.bytes[0]), \(server.secretKey.bytes[1])"))
    #expect(shown.contains(server.publicKey.z85))
    #expect("\(server.secretKey)" == "<secret>")
  }

  @Test("says what is wrong with a key without showing it")
  func wrongKeys() {
    #expect(throws: CurveKeyError.characterCount(3)) { try CurveSecretKey(z85: "abc") }
    #expect(throws: CurveKeyError.byteCount(31)) { try CurvePublicKey(bytes: [UInt8](repeating: 0, count: 31)) }
    let text = String(repeating: "a", count: 39) + "~"
    let error = #expect(throws: CurveKeyError.self) { try CurveSecretKey(z85: text) }
    #expect(error?.description == "a CURVE key is Z85 text: the character at 39 is not a Z85 character")
  }
}

@Suite("Z85")
struct Z85Tests {
  @Test("encodes the specification's example")
  func example() throws {
    let bytes: [UInt8] = [0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B]
    #expect(try Z85.encode(bytes) == "HelloWorld")
    #expect(try Z85.decode("HelloWorld") == bytes)
  }

  @Test("reads back what it wrote", arguments: [0, 4, 32, 400])
  func roundTrip(count: Int) throws {
    for _ in 0..<50 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255) }
      #expect(try Z85.decode(Z85.encode(bytes)) == bytes)
    }
    #expect(try Z85.encode([255, 255, 255, 255]) == "%nSc0")
  }

  @Test("refuses what has no such form")
  func refuses() {
    #expect(throws: Z85.Failure.byteCount(3)) { try Z85.encode([1, 2, 3]) }
    #expect(throws: Z85.Failure.characterCount(4)) { try Z85.decode("abcd") }
    #expect(throws: Z85.Failure.character(at: 6)) { try Z85.decode("01234a bcd") }
    #expect(throws: Z85.Failure.overflow(at: 5)) { try Z85.decode("00000#####") }
    #expect(throws: Z85.Failure.overflow(at: 0)) { try Z85.decode("%nSc1") }
  }
}
