import Fetching
import Keys
import Logging
import Service
import ServiceLifecycle
import Synchronization
import ZeroMQ

/// The role that fetches the feeds of the configuration, as a service on a thread of its own. A client of intake like
/// any other.
public struct FeedService: ServiceLifecycle.Service {
  /// How it is called in ``Vitals``.
  public static let part = "feeds"

  private let live: LiveConfiguration
  private let keys: KeyRing
  private let vitals: Vitals
  private let hasEnded: @Sendable () -> Bool
  private let logger = Logger(label: "feeds")

  /// - Parameters:
  ///   - live: whose feeds are followed while they change.
  ///   - keys: for an endpoint that is TCP.
  ///   - hasEnded: whether whoever started this process is gone.
  public init(
    _ live: LiveConfiguration,
    keys: KeyRing = .none,
    vitals: Vitals,
    hasEnded: @escaping @Sendable () -> Bool = { false }
  ) {
    self.live = live
    self.keys = keys
    self.vitals = vitals
    self.hasEnded = hasEnded
  }

  /// Runs until graceful shutdown.
  /// - Throws: ``ConfigurationError`` when another process fetches the feeds, or libcurl is missing.
  public func run() async throws {
    let (live, keys, vitals, hasEnded, logger) = (live, keys, vitals, hasEnded, logger)
    let stop = StopFlag()
    try await ServiceThread.run("feeds") {
      stop.set()
    } _: {
      let configuration = live.current
      // Two that fetch the same would take every entry twice.
      let lock = try InstanceLock(folder: FeedFile.folder(state: configuration.state), name: "feeds.lock")
      try withExtendedLifetime(lock) {
        let context = try Context()
        defer { context.terminate() }
        let isStopping: @Sendable () -> Bool = { stop.isSet || hasEnded() }
        let taker = IntakeTaker(context, configuration, keys: keys, isStopping: isStopping)
        defer { taker.close() }
        let poller: FeedPoller
        do throws(FetchError) {
          poller = try FeedPoller(
            live,
            taker: taker,
            checkIntake: { try taker.check() },
            isStopping: isStopping,
            beat: { vitals.beat(Self.part, status: "\(live.current.feeds.count) feeds") },
            logger: logger
          )
        } catch {
          throw ConfigurationError(error.description)
        }
        poller.run()
      }
    }
  }
}

/// Whether a service is to stop, asked on one thread and told on another.
private final class StopFlag: Sendable {
  private let flag = Atomic(false)

  var isSet: Bool { flag.load(ordering: .relaxed) }

  func set() { flag.store(true, ordering: .relaxed) }
}
