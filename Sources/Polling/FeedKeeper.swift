import Glibc
import Logging
import Service
import ServiceLifecycle
import Subprocess
import Synchronization
import SystemPackage

/// Keeps the role that fetches feeds as a child process while there are feeds in the configuration: whatever a server
/// sends, the daemon stands.
public final class FeedKeeper: ServiceLifecycle.Service {
  /// A child that ran this long is not one that keeps ending.
  private static let steady = Duration.seconds(60)
  private static let firstWait = Duration.seconds(1)
  private static let longestWait = Duration.seconds(60)
  /// How long it may take to finish the request that is under way.
  private static let grace = Duration.seconds(5)

  private let live: LiveConfiguration
  private let executable: String
  private let arguments: [String]
  private let logger = Logger(label: "feeds")
  private let pid = Mutex<Int32?>(nil)
  /// Whether the configuration has changed since the child was started last.
  private let isChanged = Atomic(false)

  /// - Parameters:
  ///   - arguments: what makes the program this role, with this process's own settings.
  public init(_ live: LiveConfiguration, executable: String, arguments: [String]) {
    self.live = live
    self.executable = executable
    self.arguments = arguments
  }

  /// Runs until graceful shutdown: then the child is asked to end, and after a while made to.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup(of: Void.self) { group in
        var isKept = false
        var last = self.live.current.feeds
        for await configuration in self.live.changes() {
          defer { last = configuration.feeds }
          if !configuration.feeds.isEmpty, !isKept {
            isKept = true
            group.addTask { await self.keep() }
          } else if isKept, configuration.feeds != last {
            // It reads the configuration anew, as this process has.
            self.isChanged.store(true, ordering: .relaxed)
            self.signal(SIGHUP)
          }
        }
      }
    }
  }

  private func signal(_ number: Int32) {
    pid.withLock { if let pid = $0 { _ = Glibc.kill(pid, number) } }
  }

  /// Starts it again whenever it ends; one that can never work, when the configuration is another.
  private func keep() async {
    var wait = Self.firstWait
    while !Task.isCancelled {
      let begun = ContinuousClock.now
      isChanged.store(false, ordering: .relaxed)
      let (reason, isFinal) = await runOnce()
      if Task.isCancelled { return }
      let metadata: Logger.Metadata = ["reason": "\(reason)"]
      if isFinal {
        logger.error("feeds are not fetched until the configuration is another", metadata: metadata)
        while !isChanged.load(ordering: .relaxed) { guard await pause(Self.firstWait) else { return } }
        continue
      }
      wait = ContinuousClock.now - begun > Self.steady ? Self.firstWait : min(wait * 2, Self.longestWait)
      logger.warning("the process that fetches feeds ended, and is started again", metadata: metadata)
      guard await pause(wait) else { return }
    }
  }

  /// - Returns: false where this process is to end.
  private func pause(_ time: Duration) async -> Bool {
    do {
      try await Task.sleep(for: time)
      return true
    } catch {
      return false
    }
  }

  /// How programs exit that trying again does not help: wrong usage, denied, wrong configuration (`sysexits.h`).
  private static let final: Set<Int32> = [64, 77, 78]

  /// - Returns: of what it ended, and whether trying again is of no use.
  private func runOnce() async -> (reason: String, isFinal: Bool) {
    var options = PlatformOptions()
    // A Ctrl-C at the daemon's terminal is for the daemon.
    options.processGroupID = 0
    options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: Self.grace)]
    do {
      let result = try await Subprocess.run(
        .path(FilePath(executable)),
        arguments: Arguments(arguments),
        environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no"]),
        platformOptions: options,
        input: .none,
        output: .currentStandardOutput,
        error: .currentStandardError
      ) { execution in
        self.pid.withLock { $0 = execution.processIdentifier.value }
      }
      pid.withLock { $0 = nil }
      switch result.terminationStatus {
      case .exited(let code): return ("it exited with \(code)", Self.final.contains(Int32(code)))
      case .signaled(let signal): return ("it was ended by signal \(signal)", false)
      }
    } catch {
      pid.withLock { $0 = nil }
      return ("it could not be started: \(error)", false)
    }
  }
}
