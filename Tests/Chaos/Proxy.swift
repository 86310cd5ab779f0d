import Glibc
import Synchronization
import TestSupport
import ZeroMQ

/// Stands between two ends of Unix sockets that speak ZMTP: it delays whole messages, loses them, and cuts connections within one.
final class Proxy {
  /// What it does to what passes by.
  struct Behaviour: Sendable {
    /// Of a thousand messages, how many are lost.
    var drop = 0
    /// How long a message is held back at most, in milliseconds.
    var delay = 0
    var isRefusing = false
    /// Counts: with each, every connection is cut.
    var cuts = 0
  }

  private final class Shared: Sendable {
    let behaviour = Mutex(Behaviour())
    let isStopped = Atomic<Bool>(false)
  }

  private let shared = Shared()
  private let thread: DedicatedThread

  /// - Parameters:
  ///   - path: the socket to listen at.
  ///   - target: the socket to pass everything on to.
  ///   - dropsRequests: whether messages in both directions are lost, or only those to the ones who connected.
  init(path: String, target: String, dropsRequests: Bool, seed: UInt64) throws {
    let listener = try UnixSocket.listen(path)
    thread = try DedicatedThread(name: "proxy") { [shared] in
      var loop = ProxyLoop(listener: listener, target: target, dropsRequests: dropsRequests, seed: seed)
      while !shared.isStopped.load(ordering: .relaxed) { loop.turn(shared.behaviour.withLock { $0 }) }
      loop.close()
    }
  }

  func change(_ body: (inout Behaviour) -> Void) {
    shared.behaviour.withLock { body(&$0) }
  }

  /// Closes every connection, and ends.
  func stop() {
    shared.isStopped.store(true, ordering: .relaxed)
    thread.join()
  }
}

/// What the proxy's thread has.
private struct ProxyLoop {
  private struct Link {
    var client: Int32
    var server: Int32
    var requests = MessageStream()
    var replies = MessageStream()
  }

  private let listener: Int32
  private let target: String
  private let dropsRequests: Bool
  private var random: SeededGenerator
  private var links: [Link] = []
  private var cuts = 0

  init(listener: Int32, target: String, dropsRequests: Bool, seed: UInt64) {
    self.listener = listener
    self.target = target
    self.dropsRequests = dropsRequests
    random = SeededGenerator(seed: seed)
  }

  func close() {
    for link in links { Self.close(link) }
    Glibc.close(listener)
  }

  private static func close(_ link: Link) {
    Glibc.close(link.client)
    Glibc.close(link.server)
  }

  /// Waits for a little while, and moves what there is to move.
  mutating func turn(_ behaviour: Proxy.Behaviour) {
    if behaviour.cuts != cuts || behaviour.isRefusing {
      if behaviour.cuts != cuts { for index in links.indices { cutWithinMessage(index) } }
      cuts = behaviour.cuts
      for link in links { Self.close(link) }
      links = []
    }
    var waiting = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
    for link in links {
      for file in [link.client, link.server] { waiting.append(pollfd(fd: file, events: Int16(POLLIN), revents: 0)) }
    }
    let isHolding = links.contains { !$0.requests.isEmpty || !$0.replies.isEmpty }
    guard poll(&waiting, nfds_t(waiting.count), isHolding ? 2 : 20) >= 0 else { return }
    if waiting[0].revents != 0 { accept(behaviour) }
    var kept: [Link] = []
    for (index, link) in links.enumerated() where index * 2 + 2 < waiting.count {
      var link = link
      let (clientIsReady, serverIsReady) = (waiting[index * 2 + 1].revents != 0, waiting[index * 2 + 2].revents != 0)
      var lives = true
      if clientIsReady { lives = link.requests.read(from: link.client) }
      if serverIsReady { lives = link.replies.read(from: link.server) && lives }
      let drop = behaviour.drop
      link.requests.sort(drop: dropsRequests ? drop : 0, delay: behaviour.delay, using: &random)
      link.replies.sort(drop: drop, delay: behaviour.delay, using: &random)
      lives = link.requests.write(to: link.server) && lives
      lives = link.replies.write(to: link.client) && lives
      if lives { kept.append(link) } else { Self.close(link) }
    }
    // Those that were accepted in this turn.
    links = kept + links.dropFirst((waiting.count - 1) / 2)
  }

  private mutating func accept(_ behaviour: Proxy.Behaviour) {
    let client = Spawn.gate.withLock { _ in
      let client = Glibc.accept(listener, nil, nil)
      _ = fcntl(client, F_SETFD, FD_CLOEXEC)
      return client
    }
    guard client >= 0 else { return }
    guard !behaviour.isRefusing, let server = UnixSocket.connect(target) else {
      Glibc.close(client)
      return
    }
    for file in [client, server] { _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK) }
    links.append(Link(client: client, server: server))
  }

  private mutating func cutWithinMessage(_ index: Int) {
    links[index].requests.tear(to: links[index].server, using: &random)
    links[index].replies.tear(to: links[index].client, using: &random)
  }
}

/// One direction of a connection: bytes come in, whole messages go out when their time has come.
///
/// It reads just enough of ZMTP 3 (ZeroMQ's RFC 23) to know where a message ends: a greeting of 64 bytes, then frames of flags, size and body.
private struct MessageStream {
  private struct Item {
    var bytes: [UInt8]
    var due: ContinuousClock.Instant
  }

  private var input: [UInt8] = []
  /// How much of the greeting is still to come; each end waits for a part of the other's before it goes on.
  private var greeting = 64
  private var items: [Item] = []
  private var output: [UInt8] = []

  var isEmpty: Bool { items.isEmpty && output.isEmpty }

  /// - Returns: false when the other end has closed.
  mutating func read(from file: Int32) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = Glibc.read(file, &buffer, buffer.count)
    if count > 0 { input += buffer[..<count] }
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
  }

  /// Cuts the input into messages, and decides on each.
  mutating func sort(drop: Int, delay: Int, using random: inout SeededGenerator) {
    var start = min(greeting, input.count)
    if start > 0 { items.append(Item(bytes: Array(input[..<start]), due: .now)) }
    greeting -= start
    while let (end, isCommand) = next(after: start) {
      defer { start = end }
      if !isCommand, Int.random(in: 0..<1000, using: &random) < drop { continue }
      let wait = delay == 0 ? 0 : Int.random(in: 0...delay, using: &random)
      items.append(Item(bytes: Array(input[start..<end]), due: .now + .milliseconds(wait)))
    }
    input.removeFirst(start)
  }

  /// Where the message ends that begins at a place; nil when it is not whole.
  private mutating func next(after start: Int) -> (end: Int, isCommand: Bool)? {
    var place = start
    while place + 2 <= input.count {
      let flags = input[place]
      let size: Int
      if flags & 2 == 0 {
        size = Int(input[place + 1])
        place += 2
      } else {
        guard place + 9 <= input.count else { return nil }
        size = input[place + 1..<place + 9].reduce(0) { ($0 << 8) | Int($1) }
        place += 9
      }
      place += size
      guard place <= input.count else { return nil }
      if flags & 4 != 0 { return (place, true) }
      if flags & 1 == 0 { return (place, false) }
    }
    return nil
  }

  /// - Returns: false when the other end takes nothing any longer.
  mutating func write(to file: Int32) -> Bool {
    // In order: what is held back holds back what came after it.
    while let first = items.first, first.due <= .now {
      output += first.bytes
      items.removeFirst()
    }
    while !output.isEmpty {
      let count = send(file, output, output.count, Int32(MSG_NOSIGNAL))
      if count < 0 { return errno == EAGAIN || errno == EINTR }
      output.removeFirst(count)
    }
    return true
  }

  /// Writes a part of what there is: the connection is closed after it.
  mutating func tear(to file: Int32, using random: inout SeededGenerator) {
    let bytes = output + items.flatMap(\.bytes) + input
    guard bytes.count > 1 else { return }
    _ = send(file, bytes, Int.random(in: 1..<bytes.count, using: &random), Int32(MSG_NOSIGNAL))
  }
}

/// Unix sockets without ZeroMQ.
enum UnixSocket {
  private static func address(_ path: String) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8).prefix($0.count - 1)) }
    return address
  }

  private static func with<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var address = address(path)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }

  private static func make() -> Int32 {
    socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  }

  static func listen(_ path: String) throws -> Int32 {
    let file = make()
    guard with(path, { bind(file, $0, $1) }) == 0, Glibc.listen(file, 64) == 0 else {
      throw Trouble("\(path): \(String(cString: strerror(errno)))")
    }
    return file
  }

  static func connect(_ path: String) -> Int32? {
    let file = make()
    guard with(path, { Glibc.connect(file, $0, $1) }) == 0 else {
      close(file)
      return nil
    }
    return file
  }
}
