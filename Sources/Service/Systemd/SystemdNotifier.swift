import Glibc
import Logging
import ServiceLifecycle

/// Tells systemd when the process is ready, what it is doing, that its loops still turn, and that it stops: sd_notify(3).
///
/// To be the last of the services, so that it is the first that is told to stop.
public struct SystemdNotifier: ServiceLifecycle.Service {
  private let socket: NotifySocket
  private let vitals: Vitals
  /// How often the watchdog wants to hear of us; nil where there is none.
  private let watchdog: Duration?
  private let logger: Logger

  private static let statusInterval = Duration.seconds(5)

  /// - Returns: nil where nobody wants to be told.
  /// - Throws: ``ConfigurationError`` when the environment has what systemd would not write.
  public init?(_ vitals: Vitals, environment: [String: String], logger: Logger) throws(ConfigurationError) {
    guard let socket = try NotifySocket(environment: environment) else { return nil }
    self.socket = socket
    self.vitals = vitals
    self.logger = logger
    watchdog = try Self.watchdog(environment)
  }

  /// A half of what the watchdog waits, as sd_watchdog_enabled(3) advises.
  private static func watchdog(_ environment: [String: String]) throws(ConfigurationError) -> Duration? {
    guard let text = environment["WATCHDOG_USEC"] else { return nil }
    // Meant for another process, which this one has the environment of.
    if let pid = environment["WATCHDOG_PID"], pid != "\(getpid())" { return nil }
    guard let microseconds = Int64(text), microseconds > 0 else {
      throw ConfigurationError("WATCHDOG_USEC is \"\(text)\", want a whole number of microseconds above 0")
    }
    return .microseconds(microseconds / 2)
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      var isTold = false
      var nextStatus = ContinuousClock.now
      var nextBeat = ContinuousClock.now
      var hanging: String?
      while !Task.isCancelled {
        let now = ContinuousClock.now
        if !isTold, vitals.isReady {
          isTold = socket.send(["READY=1", "STATUS=\(vitals.status)"])
          nextStatus = now + Self.statusInterval
        }
        if isTold, now >= nextStatus {
          socket.send(["STATUS=\(vitals.status)"])
          nextStatus = now + Self.statusInterval
        }
        if let watchdog, isTold, now >= nextBeat {
          let found = vitals.hanging(at: now)
          if let found, found != hanging {
            logger.log(.loopHangs, .critical, "\(found) hangs: systemd is told no longer that it lives")
          }
          hanging = found
          if found == nil { socket.send(["WATCHDOG=1"]) }
          nextBeat = now + min(watchdog, .seconds(1))
        }
        // Ends at once when the task is cancelled; there is nothing to do then but to go on to the end.
        try? await Task.sleep(for: .milliseconds(100))
      }
    }
    socket.send(["STOPPING=1", "STATUS=stopping"])
  }
}
