import CGuard
import Glibc
import Keys
import Service
import Transport
import ZeroMQ

/// Bounds what the peers of one listening socket can make this process hold. Belongs to the socket's thread.
///
/// libzmq bounds a frame and not a message, and takes as many connections as come; `guard.h` says how this is mended.
/// The socket must have no receive high-water mark: its input waits here, by the bytes that are not read yet.
final class ConnectionGuard {
  /// How much its peers may send.
  struct Bounds {
    /// The largest message, in bytes.
    var messageBytes: Int
    /// What all connections together may have sent that is not read yet, in bytes; never less than one message. The sockets for workers
    /// together have a bound of their own (`guard.h`).
    var totalBytes = 16 << 20
    /// True for subscriptions, which are kept as a tree of single bytes while the connection lasts.
    var isKept = false
    /// Whether workers of this daemon have no business there.
    var deniesWorkers = false
    /// Whether it is for workers, which do not wait for clients.
    var isOfWorkers = false
    /// Connections that it may always have, however many the other sockets have.
    var ownConnections = 0
  }

  /// Header, body and attachment: no message of the protocol has more.
  static let frames = 3
  /// Beside the largest message, so that the next can be on its way while one is read.
  private static let room = 256 << 10
  /// What a byte of a subscription costs in libzmq's tree.
  private static let subscriptionByteCost: UInt32 = 48

  private let policy: Int32
  private let socket: AnySocket
  /// The number of the connection that the last message came by; nil where it has ended.
  private(set) var lastConnection: UInt64?
  /// By which connections peers came last, by their routing ids; and the routing ids by the connections' numbers.
  private var places: [[UInt8]: (descriptor: Int32, number: UInt64)] = [:]
  private var names: [UInt64: [UInt8]] = [:]
  /// Ends are reported in portions; what is forgotten is noted again with the next message.
  private static let maximumPlaces = 1 << 16
  private var told = courant_guard_counts()
  /// The processes of the connections that are those of workers.
  private var workers: [UInt64: Int32] = [:]
  private var hasEnded: [UInt64] = []
  /// The most that was unread since memory was given back.
  private var peak: UInt64 = 0
  private static let worthReturning: UInt64 = 1 << 20

  /// - Throws: ``ConfigurationError`` when the process has too many guarded sockets.
  init(_ socket: AnySocket, _ bounds: Bounds) throws {
    self.socket = socket
    let byteCost = bounds.isKept ? Self.subscriptionByteCost : 1
    let connection = UInt64(bounds.messageBytes) * UInt64(byteCost) + UInt64(Self.room)
    var rules = courant_guard_policy(
      frames: bounds.isKept ? 1 : UInt32(Self.frames),
      connection_cost: connection,
      total_cost: max(UInt64(bounds.totalBytes), connection),
      byte_cost: byteCost,
      is_kept: bounds.isKept ? 1 : 0,
      is_of_workers: bounds.isOfWorkers ? 1 : 0,
      own_connections: UInt32(clamping: bounds.ownConnections),
      denies: bounds.deniesWorkers ? 1 : 0
    )
    policy = courant_guard_make(&rules)
    guard policy >= 0 else { throw ConfigurationError("too many sockets in one process") }
  }

  /// The socket is closed.
  func close() { courant_guard_free(policy) }

  /// Binds what `body` binds under these bounds.
  /// - Throws: what `body` throws, and ``ConfigurationError`` when the bounds would not hold: then nothing may listen.
  func binding(_ body: () throws -> Void) throws {
    courant_guard_begin(policy)
    defer { courant_guard_end() }
    try body()
    guard courant_guard_is_listening(policy) != 0 else {
      throw ConfigurationError("another library stands between this program and libzmq; messages would have no bound")
    }
  }

  /// The next message if there is one; its first frame is the routing id. What has too many frames is read into nothing, and its peer's
  /// connection ended.
  func receive(from socket: Socket<Router>) throws -> Message? {
    while let (message, skipped) = try socket.receiveIfReady(keeping: Self.frames + 1) {
      // The last frame: the routing id that comes first may be libzmq's own.
      let descriptor = message[message.count - 1].property("__fd").flatMap { Int32($0) } ?? -1
      if skipped > 0 {
        courant_guard_cut(policy, descriptor)
        continue
      }
      let bytes = UInt64(message.byteCount - message[0].count)
      var isSure: Int32 = 0
      let number = courant_guard_read(policy, descriptor, bytes, UInt32(message.count - 1), &isSure)
      lastConnection = number == 0 ? nil : number
      if isSure != 0 { note(message[0], descriptor, number) }
      return message
    }
    return nil
  }

  private func note(_ peer: Frame, _ descriptor: Int32, _ number: UInt64) {
    guard names[number] == nil else { return }
    if names.count >= Self.maximumPlaces {
      names = [:]
      places = [:]
    }
    let name = peer.withUnsafeBytes { Array($0) }
    names[number] = name
    places[name] = (descriptor, number)
  }

  /// Queues an answer for a peer. False where the peer is gone or its queue is full, and nil where it leaves its answers unread, or where
  /// all peers together leave much unread and the answer is large.
  func answer(_ message: Message, to peer: Frame, on socket: Socket<Router>) throws -> Bool? {
    guard let place = places[peer.withUnsafeBytes { Array($0) }] else { return try socket.answer(message, to: peer) }
    let bytes = UInt64(message.byteCount)
    guard courant_guard_answer(policy, place.descriptor, place.number, bytes) != 0 else { return nil }
    let isQueued = try socket.answer(message, to: peer)
    if !isQueued { courant_guard_unanswer(policy, place.descriptor, place.number, bytes) }
    return isQueued
  }

  /// Ends connections whose messages have no end, gives memory back, and counts who was turned away. To be called some times a second.
  func turn(_ counters: PeerCounters) throws {
    if try !socket.events.contains(.readable) { courant_guard_drained(policy) }
    let now = courant_guard_count(policy)
    counters.count(.message, now.frames - told.frames + now.endless - told.endless)
    counters.count(.protocol, now.protocol - told.protocol)
    counters.count(.descriptors, now.descriptors - told.descriptors)
    counters.count(.connections, now.crowd - told.crowd)
    counters.count(.worker, now.denied - told.denied)
    told = now
    noteEnds()
    // What was freed lies in pieces, of which the allocator would give nothing back by itself.
    let cost = courant_guard_cost(policy)
    peak = max(peak, cost)
    let isMuchFree = peak >= Self.worthReturning && cost <= peak / 4
    if isMuchFree || courant_guard_has_ended_many() != 0 {
      courant_guard_return_memory()
      peak = cost
    }
  }

  /// The numbers of the connections that have ended since the last call.
  func ended() -> [UInt64] {
    noteEnds()
    defer { hasEnded = [] }
    return hasEnded
  }

  private func noteEnds() {
    var numbers = [UInt64](repeating: 0, count: 1024)
    let count = courant_guard_ended(policy, &numbers, Int32(numbers.count))
    for number in numbers.prefix(Int(count)) {
      // The peer may have come back under its name by another connection.
      if let name = names.removeValue(forKey: number), places[name]?.number == number { places[name] = nil }
      if let pid = workers.removeValue(forKey: number), !workers.values.contains(pid) { Self.deny(pid, false) }
      if isAskedForEnds { hasEnded.append(number) }
    }
  }

  /// Whether somebody wants to know which connections have ended.
  var isAskedForEnds = false

  /// The last message came of a worker on this machine: from here on its process has no business at sockets that deny workers. It says so
  /// before it reads its first document, so whatever a document makes of it comes too late.
  func noteWorker(_ message: Message) {
    guard let number = lastConnection, let pid = message.peerProcess, pid != getpid(), workers[number] == nil else {
      return
    }
    // 0 for a process that is asked about once: one that passes on what a worker on another host sends, and what readers send too.
    workers[number] = Self.isConfined(pid) ? pid : 0
    if workers[number] == pid { Self.deny(pid, true) }
  }

  /// Whether a process has confined itself as a worker does; one that cannot be looked at is taken for one.
  private static func isConfined(_ pid: Int32) -> Bool {
    do {
      let status = String(decoding: try Files.read("/proc/\(pid)/status", limit: 1 << 16), as: UTF8.self)
      return status.contains("\nNoNewPrivs:\t1\n")
    } catch {
      return true
    }
  }

  /// Turns a process away from the sockets that deny workers, or no longer.
  static func deny(_ pid: Int32, _ isDenied: Bool) { courant_guard_deny(pid, isDenied ? 1 : 0) }

  /// A worker of the supervisor's begins, or has ended: it is denied elsewhere, and waits for no stranger at the sockets of workers.
  static func keep(_ pid: Int32, _ isKept: Bool) {
    deny(pid, isKept)
    courant_guard_trust(pid, isKept ? 1 : 0)
  }
}

extension Message {
  /// The process at the other end of a socket in the file system; nil where it is on another host, or in a container of its own.
  var peerProcess: Int32? {
    // libzmq writes `name:uid:gid:pid` there.
    guard let fields = frames.last?.property("Peer-Address")?.split(separator: ":"), fields.count == 4,
      let pid = Int32(fields[3]), pid > 0
    else { return nil }
    return pid
  }
}
