import Foundation
import Glibc
import Logging
import Service
import Synchronization
import Testing
import ZeroMQ

@testable import Keys

@Suite("Keys")
struct KeysTests {
  private let folder: TemporaryFolder
  private let one = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
  private let other = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"

  init() throws { folder = try TemporaryFolder() }

  private func fault(_ text: String) -> String {
    do throws(ConfigurationError) {
      _ = try AllowList(text: text, path: "allowed")
      return "none"
    } catch {
      return error.description
    }
  }

  @Test("an allow-list is read, changed and written back the same")
  func list() throws {
    let text = "# who\n\n\(one) read,submit ann\n  \(other)\twork   host-1.example\n"
    var list = try AllowList(text: text, path: "allowed")
    #expect(list.entries.map(\.name) == ["ann", "host-1.example"])
    #expect(list["ann"]?.roles == [.read, .submit])
    #expect(list[try CurvePublicKey(z85: other)]?.roles == .work)
    #expect(try AllowList(text: list.text, path: "again") == list)
    // Another key for a name, and another name for a key, take the place of the first.
    let old = list
    list.allow(.init(name: "ann", key: try CurvePublicKey(z85: other), roles: .admin))
    #expect(list.entries.map(\.name) == ["ann"])
    #expect(list.takesAway(from: old))
    #expect(!old.takesAway(from: old))
    #expect(list.revoke("bob") == nil)
    #expect(list.revoke(other)?.name == "ann")
    #expect(list.entries.isEmpty)
    // More is not less, and an administrator may everything.
    var more = old
    more.allow(.init(name: "ann", key: try CurvePublicKey(z85: one), roles: .admin))
    #expect(!more.takesAway(from: old))
    #expect(old.takesAway(from: more))
  }

  @Test("what is wrong in an allow-list is named with its line")
  func faults() {
    #expect(
      fault("\(one) read ann\nx read bob")
        == "allowed: line 2: \"x\" is no public key: a CURVE key has 40 characters of Z85, not 1"
    )
    #expect(
      fault("\(one) read,sing ann") == "allowed: line 1: \"sing\" is no role; want submit, work, read, review, admin"
    )
    #expect(fault("\(one) read, ann") == "allowed: line 1: \"\" is no role; want submit, work, read, review, admin")
    #expect(fault("\(one) read") == "allowed: line 1: has 2 words, want a public key, roles and a name")
    #expect(fault("\(one) read ann\n\(one) work bob") == "allowed: line 2: has the key of ann again")
    #expect(fault("\(one) read ann\n\(other) work ann") == "allowed: line 2: ann is there twice")
    #expect(
      fault("\(one) read a/b") == "allowed: line 1: \"a/b\" is no name: want letters, digits and - . @ _, 64 at most"
    )
  }

  @Test("a key file is its owner's alone, is never overwritten, and what is wrong with one shows nothing of it")
  func files() throws {
    let path = "\(folder.path)/a.key"
    let pair = try KeyFile.create(path)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(try KeyFile.load(path) == pair)
    #expect(
      throws: ConfigurationError("\(path) is there already; name another file, or remove it when nobody uses its key")
    ) {
      try KeyFile.create(path)
    }
    chmod(path, 0o644)
    #expect(throws: ConfigurationError("\(path): others may read or change this secret key; run: chmod 600 \(path)")) {
      try KeyFile.load(path)
    }
    for text in ["", "secret-key \(pair.secretKey.z85)", "\(pair.secretKey.z85)", "x\n\n\u{0}"] {
      let path = try folder.write(text, to: "b.key")
      chmod(path, 0o600)
      #expect(throws: ConfigurationError("\(path): no file of a secret key; make one with: courantd keys new FILE")) {
        try KeyFile.load(path)
      }
    }
    let mixed = try folder.write("public-key \(one)\nsecret-key \(pair.secretKey.z85)\n", to: "c.key")
    chmod(mixed, 0o600)
    #expect(throws: ConfigurationError("\(mixed): its two keys do not belong together")) { try KeyFile.load(mixed) }
    #expect(throws: ConfigurationError("\(folder.path): not a file")) {
      chmod(folder.path, 0o700)
      return try KeyFile.load(folder.path)
    }
  }

  @Test("many who change the list at once lose nothing of each other's")
  func together() async throws {
    let file = AllowListFile(path: "\(folder.path)/allowed")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          let entry = AllowList.Entry(name: "n\(number)", key: try CurveKeyPair.generate().publicKey, roles: .read)
          try file.update { $0.allow(entry) }
        }
      }
      try await group.waitForAll()
    }
    #expect(Set(try file.load().entries.map(\.name)).count == 20)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["allowed"])
  }

  /// A server with a handler over a list, and what a client with a key hears of it.
  private func handshake(
    _ context: Context,
    _ server: CurveKeyPair,
    _ client: CurveKeyPair,
    patience: Duration = .seconds(20)
  ) throws -> (MonitorEvent.Kind?, Peer?) {
    let router = try Socket<Router>(context, options: .curveServer(server.secretKey, domain: "query"))
    defer { router.close() }
    try router.bind("tcp://127.0.0.1:*")
    var options = SocketOptions()
    options.linger = .zero
    options.use(CurveClient(own: client, server: server.publicKey))
    let dealer = try Socket<Dealer>(context, options: options)
    defer { dealer.close() }
    let monitor = try dealer.monitor(events: .handshakes)
    try dealer.connect(router.lastEndpoint)
    try dealer.send(Message([Frame("hello")]))
    guard try monitor.socket.waitUntilReadable(timeout: patience) else { return (nil, nil) }
    let kind = try monitor.receive().kind
    guard kind == .handshakeSucceeded else { return (kind, nil) }
    #expect(try router.waitUntilReadable(timeout: .seconds(20)))
    let message = try router.receive()
    return (kind, message.frames.last?.userId.flatMap { Peer(userId: $0) })
  }

  @Test("the handler lets in whom the list has, tells who it is, and whoever comes after its end is refused")
  func handler() throws {
    let (server, ann, bob) = (try CurveKeyPair.generate(), try CurveKeyPair.generate(), try CurveKeyPair.generate())
    let file = AllowListFile(path: "\(folder.path)/allowed")
    try file.update { $0.allow(.init(name: "ann", key: ann.publicKey, roles: .read)) }
    let context = try Context()
    let counters = PeerCounters()
    let handler = try Authenticator(context, file: file, counters: counters, logger: Logger(label: "test")) {}
    #expect(try handshake(context, server, ann) == (.handshakeSucceeded, Peer(name: "ann", roles: .read)))
    #expect(try handshake(context, server, bob) == (.handshakeFailedAuthentication, nil))
    #expect(counters[.unknown] >= 1)
    // Let in at once when the list has him, and refused for his role where the socket wants another.
    try file.update { $0.allow(.init(name: "bob", key: bob.publicKey, roles: .submit)) }
    let limit = Date().addingTimeInterval(20)
    while counters[.forbidden] == 0, Date() < limit { _ = try handshake(context, server, bob) }
    #expect(counters[.forbidden] > 0)
    handler.stop()
    let (kind, peer) = try handshake(context, server, ann, patience: .seconds(3))
    #expect(kind != .handshakeSucceeded && peer == nil, "\(String(describing: kind))")
  }

  @Test("a list that is wrong when it changes leaves the old one in force; less for somebody is told")
  func change() throws {
    let (server, ann) = (try CurveKeyPair.generate(), try CurveKeyPair.generate())
    let file = AllowListFile(path: "\(folder.path)/allowed")
    try file.update { $0.allow(.init(name: "ann", key: ann.publicKey, roles: .read)) }
    let context = try Context()
    let revoked = Mailbox<Bool>(capacity: 10)
    let counters = PeerCounters()
    let log = RecordedLog()
    let handler = try Authenticator(context, file: file, counters: counters, logger: log.logger) {
      revoked.postAlways(true)
    }
    defer { handler.stop() }
    let good = file.stamp
    _ = try folder.write("nonsense\n", to: "allowed")
    #expect(file.stamp != good)
    let limit = Date().addingTimeInterval(20)
    while log.lines.isEmpty, Date() < limit { usleep(10_000) }
    #expect(log.lines.first?.hasPrefix("the allow-list stays as it was: ") == true, "\(log.lines)")
    #expect(try handshake(context, server, ann).0 == .handshakeSucceeded)
    #expect(revoked.count == 0)
    _ = try folder.write("# nobody\n", to: "allowed")
    #expect(revoked.takeAll(waitingUpTo: .seconds(20)) == [true])
    #expect(try handshake(context, server, ann).0 == .handshakeFailedAuthentication)
  }

  @Test("a handler without a list, or beside another one, is no handler")
  func noHandler() throws {
    let context = try Context()
    let missing = AllowListFile(path: "\(folder.path)/none")
    let logger = Logger(label: "test")
    #expect(throws: ConfigurationError("\(folder.path)/none: No such file or directory")) {
      try Authenticator(context, file: missing, counters: PeerCounters(), logger: logger) {}
    }
    let file = AllowListFile(path: "\(folder.path)/allowed")
    try file.update { _ in }
    let first = try Authenticator(context, file: file, counters: PeerCounters(), logger: logger) {}
    defer { first.stop() }
    #expect(throws: ZeroMQError.self) {
      try Authenticator(context, file: file, counters: PeerCounters(), logger: logger) {}
    }
  }
}
