import Testing
import ZeroMQ

@Suite("Endpoints")
struct EndpointTests {
  @Test(
    "are read and written back",
    arguments: [
      "tcp://127.0.0.1:5555", "tcp://[::1]:5555", "tcp://*:*", "tcp://eth0:1", "tcp://example.org:65535",
      "ipc:///run/courant/in", "ipc://@abstract", "ipc://*", "inproc://name",
    ]
  )
  func roundTrip(text: String) throws {
    #expect(try Endpoint(text).description == text)
  }

  @Test(
    "that are wrong say why in one line",
    arguments: [
      ("localhost:5555", "no transport; write tcp://, ipc:// or inproc:// first"),
      ("udp://1.2.3.4:5", "unknown transport \"udp\"; it must be tcp, ipc or inproc"),
      ("tcp://localhost", "missing port; write tcp://host:port"),
      ("tcp://localhost:", "missing port; write tcp://host:port"),
      ("tcp://[::1]", "missing port; write tcp://host:port"),
      ("tcp://:5555", "missing host; write tcp://host:port"),
      ("tcp://::1:5555", "write an IPv6 address in brackets, as in tcp://[::1]:5555"),
      ("tcp://a b:5", "a host cannot contain \" \""),
      ("tcp://h:http", "\"http\" is not a port; it must be a number or \"*\""),
      ("tcp://h:65536", "port 65536 is not within 1 and 65535"),
      ("ipc://", "missing path; write ipc:///run/name"),
      ("ipc:///run/", "the path is a folder; name a file in it"),
      ("inproc://", "missing name; write inproc://name"),
    ]
  )
  func wrong(text: String, reason: String) {
    let error = #expect(throws: EndpointError.self) { try Endpoint(text) }
    #expect(error?.description == "endpoint \"\(text)\": \(reason)")
  }

  @Test("have no wildcards to connect to", arguments: ["tcp://*:5555", "tcp://h:*", "tcp://h:0", "ipc://*"])
  func wildcards(text: String) throws {
    _ = try Endpoint(text, for: .bind)
    #expect(throws: EndpointError.self) { try Endpoint(text, for: .connect) }
  }

  @Test("of both kinds of IP are bound and connected to by one socket")
  func addresses() throws {
    let context = try Context()
    let pull = try makeSocket(Pull.self, in: context)
    for address in ["[::1]", "127.0.0.1", "[::1]"] {
      try pull.bind(Endpoint("tcp://\(address):*"))
      let endpoint = try pull.lastEndpoint
      #expect(endpoint.hasPrefix("tcp://\(address):"))
      let push = try makeSocket(Push.self, in: context)
      try push.connect(Endpoint(endpoint, for: .connect))
      try push.send(message(address))
      #expect(try pull.receive() == message(address))
      push.close()
    }
  }

  @Test("have an ipc path of at most 107 bytes, which is also libzmq's limit")
  func pathLength() throws {
    let fits = "/" + String(repeating: "x", count: 106)
    #expect(try Endpoint("ipc://\(fits)") == .ipc(path: fits))
    let error = #expect(throws: EndpointError.self) { try Endpoint("ipc://\(fits)x") }
    #expect(error?.reason == "the path has 108 bytes, more than the 107 that fit")
    let pull = try Socket<Pull>(Context())
    let refused = #expect(throws: ZeroMQError.self) { try pull.bind("ipc://\(fits)x") }
    #expect(refused?.description == "zmq_bind ipc://\(fits)x: File name too long (ENAMETOOLONG)")
  }
}
