import Logging
import Service
import Synchronization
import ZeroMQ

/// Answers libzmq's question whether a peer may come in: a ZAP 1.0 handler (rfc.zeromq.org/spec/27) over the allow-list.
///
/// It works on a thread of its own, and must be there before the first socket that asks is bound. The list is read again when its file
/// changes; one that is wrong leaves the old one in force.
public final class Authenticator: Sendable {
  private let stopping = Mailbox<Bool>(capacity: 1)
  private let thread: DedicatedThread

  /// Where ZAP handlers are, in each context.
  static let endpoint = "inproc://zeromq.zap.01"

  /// Starts the handler of a context.
  /// - Parameters:
  ///   - file: where the list is from.
  ///   - counters: count who is refused.
  ///   - onRevocation: called on the handler's thread when somebody who was let in may do less now; connections outlive their keys.
  /// - Throws: ``ConfigurationError`` for a list that cannot be read, ``ZeroMQError`` when the context has a handler already.
  public init(
    _ context: Context,
    file: AllowListFile,
    counters: PeerCounters,
    logger: Logger,
    onRevocation: @escaping @Sendable () -> Void
  ) throws {
    // Of the state before it is read, so that no change is missed.
    let stamp = file.stamp
    let list = try file.load()
    let started = Mailbox<Result<Void, any Error>>(capacity: 1)
    thread = try DedicatedThread(name: "zap") { [stopping] in
      let loop: AuthenticatorLoop
      do {
        loop = try AuthenticatorLoop(context, file, list, stamp, counters, logger, onRevocation)
      } catch {
        started.postAlways(.failure(error))
        return
      }
      started.postAlways(.success(()))
      do {
        try loop.run(stopping)
      } catch {
        // From here on everybody is refused.
        logger.critical("the handler of keys has ended, nobody new is let in over TCP: \(error)")
      }
    }
    for result in started.takeAll(waitingUpTo: nil) { try result.get() }
  }

  /// Ends the handler: whoever comes later is refused.
  public func stop() {
    stopping.postAlways(true)
    thread.join()
  }
}

/// The handler's thread.
final class AuthenticatorLoop {
  private let file: AllowListFile
  private let counters: PeerCounters
  private let logger: Logger
  private let onRevocation: @Sendable () -> Void
  private let reactor: Reactor
  private let requests: Socket<Rep>
  private var list: AllowList
  private var stamp: AllowListFile.Stamp?
  init(
    _ context: Context,
    _ file: AllowListFile,
    _ list: AllowList,
    _ stamp: AllowListFile.Stamp?,
    _ counters: PeerCounters,
    _ logger: Logger,
    _ onRevocation: @escaping @Sendable () -> Void
  ) throws {
    self.file = file
    self.list = list
    self.stamp = stamp
    self.counters = counters
    self.logger = logger
    self.onRevocation = onRevocation
    reactor = Reactor(context: context)
    var options = SocketOptions()
    options.linger = .zero
    requests = try Socket(context, options: options)
    try requests.bind(Authenticator.endpoint)
  }

  func run(_ stopping: Mailbox<Bool>) throws {
    defer { requests.close() }
    reactor.add(requests) { [unowned self] _ in
      while let request = try requests.receiveIfReady() { try requests.send(answer(request)) }
    }
    reactor.add(stopping) { [unowned self] _ in reactor.stop() }
    reactor.every(.seconds(1)) { [unowned self] in readAgain() }
    try reactor.run()
  }

  /// The frames of a request: version, number, domain, address, routing id, mechanism, and with CURVE the key.
  private func answer(_ request: Message) -> Message {
    func reply(_ code: String, _ text: String, userId: String = "") -> Message {
      let number = request.count > 1 ? request[1] : Frame([])
      return Message([Frame("1.0"), number, Frame(code), Frame(text), Frame(userId), Frame([])])
    }
    guard request.count == 7, request[0].string == "1.0", request[5].string == "CURVE",
      let domain = request[2].string.flatMap(AccessDomain.init), request[6].count == 32
    else {
      counters.count(.unknown)
      return reply("500", "no request for a key of this daemon")
    }
    let key: CurvePublicKey
    do throws(CurveKeyError) {
      key = try CurvePublicKey(bytes: request[6].bytes)
    } catch {
      return reply("500", "\(error)")
    }
    let address = request[3].string ?? ""
    guard let entry = list[key] else {
      counters.count(.unknown)
      log(
        "refused a peer at \(address): the key \(key) is not allowed; allow it with: courantd keys allow NAME '\(key)'"
      )
      return reply("400", "the key is not allowed")
    }
    guard entry.roles.includes(oneOf: domain.admitted) else {
      counters.count(.forbidden)
      log(
        "refused \(entry.name) at \(address): its roles are \(entry.roles), and the \(domain.rawValue) socket wants one of \(domain.admitted)"
      )
      return reply("400", "no role for this socket")
    }
    return reply("200", "OK", userId: Peer(name: entry.name, roles: entry.roles).userId)
  }

  private func log(_ line: String) { logger.log(.peerRefused, .warning, "\(line)") }

  /// Takes the list from its file where that has changed.
  private func readAgain() {
    let now = file.stamp
    guard now != stamp else { return }
    stamp = now
    do throws(ConfigurationError) {
      let new = try file.load()
      guard new != list else { return }
      let isLess = new.takesAway(from: list)
      logger.notice("read the allow-list: \(list.entries.count) keys before, \(new.entries.count) now")
      list = new
      if isLess { onRevocation() }
    } catch {
      logger.error("the allow-list stays as it was: \(error)")
    }
  }
}
