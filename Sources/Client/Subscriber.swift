import Glibc
import Model
import Transport
import Wire
import ZeroMQ

/// Follows the events under some prefixes: a snapshot, then every later event, in order, once. Blocks its thread.
public final class Subscriber {
  /// What a subscriber is told.
  public enum News: Sendable {
    /// Entries of a snapshot, each one JSON object.
    case entries([[UInt8]])
    /// The snapshot is complete.
    case snapshotComplete(Cursor)
    /// An event, one JSON object.
    case event(sequence: UInt64, json: [UInt8])
    /// Nothing is known to be newer than what was delivered.
    case reached(Cursor)
    /// All that was told so far is what comes up to this cursor: the place to go on from.
    case delivered(Cursor)
    /// Something for the user.
    case notice(String)
  }

  /// How often the daemon is told where the subscriber is.
  private static let report = Duration.seconds(2)

  /// Without a word for this long the daemon is taken to be gone; it says something every second.
  private static let patience = Duration.seconds(4)

  private let updates: Socket<Sub>
  private let query: Socket<Dealer>
  private let refusals: Monitor?
  private let key: String
  private let updatesEndpoint: String
  private let name: String
  private var subscription: Subscription
  private var asked = ContinuousClock.now

  /// - Parameters:
  ///   - updates: the aggregator's `updates` socket.
  ///   - query: the aggregator's `query` socket.
  ///   - keys: what TCP endpoints want.
  ///   - prefixes: beginnings of topics; "" or none for all.
  ///   - name: what the daemon is to call it, for people; the program's and its process without one.
  package init(
    _ context: Context,
    updates: String,
    query: String,
    keys: CurveClient? = nil,
    prefixes: [String],
    start: Subscription.Start,
    name: String? = nil
  ) throws {
    updatesEndpoint = updates
    self.name = name ?? "subscriber \(getpid())"
    subscription = Subscription(prefixes: prefixes, start: start)
    let fault =
      try MessageLimits.fault(ofPrefixes: prefixes) ?? MessageLimits.fault(ofQuestion: subscription.largestQuestion)
    if let fault { throw ClientError.refused(fault, .tooLarge) }
    let (updatesPlace, queryPlace) = (try Endpoint(updates, for: .connect), try Endpoint(query, for: .connect))
    try Connection.checkForDaemon(updates)
    var options = SocketOptions.courant(maxMessageSize: 256 << 20)
    options.use(keys)
    self.query = try Socket(context, options: options)
    options.receiveHighWaterMark = 10_000
    // Subscriptions wait in this queue until the connection stands, and what is beyond the mark is lost (libzmq#4064).
    options.sendHighWaterMark = 0
    self.updates = try Socket(context, options: options)
    do {
      for topic in subscription.topics { try self.updates.subscribe(topic) }
      try Handshake.connect(self.updates, to: updatesPlace, keys)
      try Handshake.connect(self.query, to: queryPlace, keys)
      // A key can be taken back while one listens, and then nothing is heard of the daemon but that.
      refusals = keys == nil ? nil : try self.updates.monitor(events: .handshakes)
    } catch {
      self.updates.close()
      self.query.close()
      throw error
    }
    key = keys.map { "\($0.own.publicKey)" } ?? ""
  }

  deinit {
    refusals?.close()
    updates.close()
    query.close()
  }

  /// Follows until `body` returns false, or `isStopped` true, which is asked twice a second at least.
  /// - Throws: ``ClientError`` when the daemon was never there or refuses; one that goes away later is waited for.
  public func follow(isStopped: () -> Bool = { false }, _ body: (News) throws -> Bool) throws {
    var told: Cursor?
    let poller = Poller()
    poller.add(.socket(updates))
    poller.add(.socket(query))
    if let refusals { poller.add(.socket(refusals.socket)) }
    var heard = ContinuousClock.now
    var isLost = false
    var everHeard = false
    var reported = ContinuousClock.now - Self.report
    while !isStopped() {
      let ready = try poller.wait(timeout: .milliseconds(500))
      let now = ContinuousClock.now
      if let event = try refusals?.receiveIfReady(), event.kind == .handshakeFailedAuthentication {
        throw ClientError.keyRefused(endpoint: updatesEndpoint, key: key)
      }
      if ready > 0 {
        heard = now
        everHeard = true
        if isLost {
          isLost = false
          guard try body(.notice("the daemon is back")) else { return }
        }
      } else if now - heard > Self.patience, !isLost {
        guard everHeard else { throw ClientError.noDaemon(endpoint: updatesEndpoint) }
        isLost = true
        guard try body(.notice("the daemon says nothing; waiting for it")) else { return }
      }
      for _ in 0..<256 {
        guard let message = try query.receiveIfReady() else { break }
        guard try perform(answer(message), body) else { return }
      }
      for _ in 0..<256 {
        guard let message = try updates.receiveIfReady() else { break }
        guard try perform(subscription.receive(try update(message)), body) else { return }
      }
      if let cursor = subscription.cursor, cursor != told {
        told = cursor
        guard try body(.delivered(cursor)) else { return }
      }
      if let cursor = subscription.cursor, now - reported >= Self.report {
        reported = now
        // Where there is no room for it the next one says it.
        _ = try query.sendIfPossible(try Packet(Position(name: name, cursor: cursor)).message)
      }
      if subscription.isAsking, now - asked > Self.patience { subscription.requestTimedOut() }
    }
  }

  private func update(_ message: Message) throws -> Update {
    do {
      return try Update(message)
    } catch {
      throw ClientError.badAnswer(error.description)
    }
  }

  private func answer(_ message: Message) throws -> [Subscription.Action] {
    do {
      return try subscription.receive(reply: try Packet(message))
    } catch {
      throw ClientError.badAnswer("\(error)")
    }
  }

  private func perform(_ actions: [Subscription.Action], _ body: (News) throws -> Bool) throws -> Bool {
    for action in actions {
      let goesOn: Bool
      switch action {
      case .ask(let packet):
        asked = .now
        _ = try query.sendIfPossible(packet.message)
        goesOn = true
      case .entries(let lines):
        goesOn = try body(.entries(lines.split(separator: UInt8(ascii: "\n")).map(Array.init)))
      case .snapshotComplete(let cursor): goesOn = try body(.snapshotComplete(cursor))
      case .event(let sequence, let json): goesOn = try body(.event(sequence: sequence, json: json))
      case .reached(let cursor): goesOn = try body(.reached(cursor))
      case .notice(let text): goesOn = try body(.notice(text))
      case .fail(let reason): throw ClientError.refused(reason)
      }
      if !goesOn { return false }
    }
    return true
  }
}
