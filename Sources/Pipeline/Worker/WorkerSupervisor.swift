import Glibc
import Logging
import Metrics
import Service
import ServiceLifecycle
import Subprocess
import Synchronization
import SystemPackage

/// Keeps a number of worker processes running: one that ends is started again, after a wait that grows while it keeps ending.
public final class WorkerSupervisor: ServiceLifecycle.Service, WorkerControl {
  private let live: LiveConfiguration
  private let executable: String
  private let arguments: [String]
  private let logger: Logger
  private let restarts = Dictionary(
    uniqueKeysWithValues: Metric.workerRestarts.values.map { ($0, Metric.workerRestarts.counter($0)) }
  )
  private let running = Metric.workers.meter()
  /// The processes whose end has not been passed on yet.
  private let pids = Mutex<Set<Int32>>([])
  private let slots = Mutex(Slots())
  private let ended: Mutex<(@Sendable (WorkerEnd) -> Void)?> = Mutex(nil)

  /// A worker that ran this long is not one that keeps ending.
  private static let steady = Duration.seconds(30)
  private static let firstWait = Duration.milliseconds(100)
  private static let longestWait = Duration.seconds(10)
  /// How long a worker may take to finish its document when the daemon stops.
  private static let grace = Duration.seconds(5)

  /// Which slots are to have a worker, which have one, and which workers were asked to end.
  private struct Slots {
    var wanted = 0
    /// Those that somebody keeps.
    var kept: Set<Int> = []
    /// The worker of each slot that has one.
    var pids: [Int: Int32] = [:]
    var asked: Set<Int32> = []
  }

  /// - Parameters:
  ///   - live: how many workers there are to be, and what their environment has beside this process's. When that changes the workers
  ///     finish what they have in hand, and others take their place.
  ///   - executable: the program, and `arguments` what makes it a worker.
  public init(
    configuration live: LiveConfiguration,
    executable: String,
    arguments: [String],
    logger: Logger = Logger(label: "workers")
  ) {
    self.live = live
    self.executable = executable
    self.arguments = arguments
    self.logger = logger
  }

  /// Whom to tell when a worker has ended.
  public func onEnd(_ body: @escaping @Sendable (WorkerEnd) -> Void) {
    ended.withLock { $0 = body }
  }

  public func kill(pid: Int32) {
    // Only a process that was not seen to end yet: its number may belong to another soon after.
    pids.withLock { pids in
      if pids.contains(pid) { _ = Glibc.kill(pid, SIGKILL) }
    }
  }

  public func keeps(pid: Int32) -> Bool { pids.withLock { $0.contains(pid) } }

  /// Runs until graceful shutdown: then every worker is asked to end, and after a while made to.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup(of: Void.self) { group in
        var last = self.live.current
        for await configuration in self.live.changes() {
          // Of what a worker goes by, what can change.
          let isOther = configuration.extraction != last.extraction || configuration.log != last.log
          last = configuration
          for slot in self.slotsToFill(Self.count(configuration.workers)) { group.addTask { await self.keep(slot) } }
          self.askToEnd { slot, wanted in slot > wanted || isOther }
        }
      }
    }
  }

  /// - Parameter workers: as it is configured; 0 for as many as there are cores.
  private static func count(_ workers: Int) -> Int {
    workers > 0 ? workers : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// The slots that are to have a worker from now on, and that nobody keeps.
  private func slotsToFill(_ wanted: Int) -> [Int] {
    slots.withLock { slots in
      slots.wanted = wanted
      let new = (1...wanted).filter { !slots.kept.contains($0) }
      slots.kept.formUnion(new)
      return new
    }
  }

  /// Asks workers to end when they have finished what they have in hand.
  private func askToEnd(_ isMeant: (_ slot: Int, _ wanted: Int) -> Bool) {
    slots.withLock { slots in
      for (slot, pid) in slots.pids where isMeant(slot, slots.wanted) && slots.asked.insert(pid).inserted {
        _ = Glibc.kill(pid, SIGTERM)
      }
    }
  }

  /// Whether a slot is to have a worker; one that is not has nobody who keeps it from then on.
  private func isWanted(_ slot: Int) -> Bool {
    slots.withLock { slots in
      if slot > slots.wanted { slots.kept.remove(slot) }
      return slot <= slots.wanted
    }
  }

  private func keep(_ slot: Int) async {
    var wait = Self.firstWait
    while !Task.isCancelled, isWanted(slot) {
      let begun = ContinuousClock.now
      let (kind, reason, wasAsked) = await runOnce(slot)
      if Task.isCancelled { return }
      if wasAsked { continue }
      wait = ContinuousClock.now - begun > Self.steady ? Self.firstWait : min(wait * 2, Self.longestWait)
      restarts[kind]?.increment()
      let metadata: Logger.Metadata = ["slot": "\(slot)", "reason": "\(reason)"]
      logger.log(.workerEnded, .warning, "a worker ended, and is started again", metadata: metadata)
      try? await Task.sleep(for: wait)
    }
  }

  /// Starts a worker and awaits its end.
  /// - Returns: of what it ended, as a kind of ``Metric/workerRestarts`` and in words, and whether it was asked to.
  private func runOnce(_ slot: Int) async -> (kind: String, reason: String, wasAsked: Bool) {
    var options = PlatformOptions()
    // A Ctrl-C at the daemon's terminal is for the daemon; it ends its workers in its own time.
    options.processGroupID = 0
    options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: Self.grace)]
    // A worker that a document has ended is a line in the log, not a page.
    var additions: [Environment.Key: String] = ["SWIFT_BACKTRACE": "enable=no"]
    for (name, value) in live.current.environment { additions[Environment.Key(stringLiteral: name)] = value }
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
        ConnectionGuard.keep(number, true)
        self.pids.withLock { pids in
          pids.insert(number)
          self.running.set(pids.count)
        }
        self.slots.withLock { $0.pids[slot] = number }
      }
      let number = pid.withLock { $0 }
      ConnectionGuard.keep(number, false)
      let wasAsked = slots.withLock { slots in
        slots.pids[slot] = nil
        // All are asked to when the daemon stops.
        return slots.asked.remove(number) != nil || Task.isCancelled
      }
      let (kind, reason) =
        switch result.terminationStatus {
        case .exited(let code): ("exited", "the worker exited with \(code)")
        case .signaled(let signal): Self.reason(signal: signal)
        }
      ended.withLock { $0 }?(WorkerEnd(pid: number, reason: reason, wasAsked: wasAsked))
      // Only now: intake waits for this word as long as the process is among them.
      pids.withLock { pids in
        pids.remove(number)
        running.set(pids.count)
      }
      return (kind, reason, wasAsked)
    } catch {
      return ("unstarted", "the worker could not be started: \(error)", false)
    }
  }

  private static func reason(signal: Int32) -> (kind: String, reason: String) {
    switch signal {
    // Swift gives up in this way when it is given no memory.
    case SIGABRT:
      ("aborted", "the worker was ended by signal \(signal), perhaps for want of memory (limits.worker_bytes)")
    case SIGILL, SIGTRAP: ("crashed", "the worker crashed, signal \(signal)")
    case SIGSEGV, SIGBUS, SIGFPE: ("crashed", "the worker was ended by signal \(signal)")
    default: ("killed", "the worker was ended by signal \(signal)")
    }
  }
}
