import Glibc
import Logging
import Service
import ServiceLifecycle
import Subprocess
import Synchronization
import SystemPackage

/// Keeps a number of worker processes running: one that ends is started again, after a wait that grows while it keeps ending.
public final class WorkerSupervisor: ServiceLifecycle.Service, WorkerControl {
  private let count: Int
  private let executable: String
  private let arguments: [String]
  private let environment: [String: String]
  private let logger: Logger
  private let pids = Mutex<Set<Int32>>([])
  private let ended: Mutex<(@Sendable (Int32, String) -> Void)?> = Mutex(nil)

  /// A worker that ran this long is not one that keeps ending.
  private static let steady = Duration.seconds(30)
  private static let firstWait = Duration.milliseconds(100)
  private static let longestWait = Duration.seconds(10)
  /// How long a worker may take to finish its document when the daemon stops.
  private static let grace = Duration.seconds(5)

  /// - Parameters:
  ///   - count: how many workers; 0 for as many as there are cores.
  ///   - executable: the program, and `arguments` what makes it a worker.
  ///   - environment: what its environment has beside this process's.
  public init(
    count: Int,
    executable: String,
    arguments: [String],
    environment: [String: String],
    logger: Logger = Logger(label: "workers")
  ) {
    self.count = count > 0 ? count : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.logger = logger
  }

  /// Whom to tell when a worker has ended, and of what.
  public func onEnd(_ body: @escaping @Sendable (Int32, String) -> Void) {
    ended.withLock { $0 = body }
  }

  public func kill(pid: Int32) {
    // Only a process that was not seen to end yet: its number may belong to another soon after.
    pids.withLock { pids in
      if pids.contains(pid) { _ = Glibc.kill(pid, SIGKILL) }
    }
  }

  /// Runs until graceful shutdown: then every worker is asked to end, and after a while made to.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup(of: Void.self) { group in
        for slot in 1...self.count { group.addTask { await self.keep(slot) } }
      }
    }
  }

  private func keep(_ slot: Int) async {
    var wait = Self.firstWait
    while !Task.isCancelled {
      let begun = ContinuousClock.now
      let reason = await runOnce()
      if Task.isCancelled { return }
      wait = ContinuousClock.now - begun > Self.steady ? Self.firstWait : min(wait * 2, Self.longestWait)
      logger.warning("a worker ended, and is started again", metadata: ["slot": "\(slot)", "reason": "\(reason)"])
      try? await Task.sleep(for: wait)
    }
  }

  /// Starts a worker and awaits its end.
  /// - Returns: of what it ended.
  private func runOnce() async -> String {
    var options = PlatformOptions()
    // A Ctrl-C at the daemon's terminal is for the daemon; it ends its workers in its own time.
    options.processGroupID = 0
    options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: Self.grace)]
    // A worker that a document has ended is a line in the log, not a page.
    var additions: [Environment.Key: String] = ["SWIFT_BACKTRACE": "enable=no"]
    for (name, value) in environment { additions[Environment.Key(stringLiteral: name)] = value }
    do {
      let pid = Mutex<Int32>(0)
      let result = try await Subprocess.run(
        .path(FilePath(executable)),
        arguments: Arguments(arguments),
        environment: .inherit.updating(additions),
        platformOptions: options,
        input: .none,
        output: .currentStandardOutput,
        error: .currentStandardError
      ) { execution in
        let number = execution.processIdentifier.value
        pid.withLock { $0 = number }
        self.pids.withLock { _ = $0.insert(number) }
      }
      let number = pid.withLock { $0 }
      pids.withLock { _ = $0.remove(number) }
      let reason: String
      switch result.terminationStatus {
      case .exited(let code): reason = "the worker exited with \(code)"
      case .signaled(let signal): reason = Self.reason(signal: signal)
      }
      ended.withLock { $0 }?(number, reason)
      return reason
    } catch {
      return "the worker could not be started: \(error)"
    }
  }

  private static func reason(signal: Int32) -> String {
    switch signal {
    // Swift gives up in this way when it is given no memory.
    case SIGABRT: "the worker was ended by signal \(signal), perhaps for want of memory (limits.worker_bytes)"
    case SIGILL, SIGTRAP: "the worker crashed, signal \(signal)"
    default: "the worker was ended by signal \(signal)"
    }
  }
}
