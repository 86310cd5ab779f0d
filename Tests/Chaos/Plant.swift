import Foundation
import Glibc
import Synchronization

/// The daemon's processes in one trial: started, harmed, and started again whenever they have ended, as systemd would.
final class Plant {
  private struct Slot {
    var arguments: [String]
    var environment: [String: String]
    var pid: pid_t = 0
    /// Its end was brought about here.
    var mayEnd = false
    var restart: ContinuousClock.Instant?
    /// What it is started with next.
    var failpoints: String?
    /// What it was started with.
    var hasFailpoints = false
    /// It was told to end, and has not.
    var isEnding = false
    var frozenUntil: ContinuousClock.Instant?
    var begun = ContinuousClock.now
  }

  private var slots: [Slot]
  private let program: String
  private let log: String
  /// True while a disk is made to fail: what cannot open its files then may end.
  var diskIsFaulty = false
  /// True when there are documents that end the worker which reads them.
  private let hasPoison: Bool
  /// What ended though nobody had harmed it.
  private(set) var findings: [String] = []

  /// - Parameters:
  ///   - program: the path of `courantd`.
  ///   - log: the file that all of them log to.
  init(
    program: String,
    log: String,
    hasPoison: Bool,
    _ processes: [(arguments: [String], environment: [String: String])]
  ) throws {
    self.program = program
    self.hasPoison = hasPoison
    self.log = log
    slots = processes.map { Slot(arguments: $0.arguments, environment: $0.environment) }
    for index in slots.indices { try start(index) }
  }

  deinit {
    for slot in slots where slot.pid != 0 {
      Glibc.kill(slot.pid, SIGKILL)
      Glibc.kill(slot.pid, SIGCONT)
      waitpid(slot.pid, nil, 0)
    }
  }

  private func start(_ index: Int) throws {
    var environment = slots[index].environment
    environment["COURANT_FAILPOINTS"] = slots[index].failpoints
    slots[index].mayEnd = slots[index].failpoints?.contains("=kill@") ?? false
    slots[index].hasFailpoints = slots[index].failpoints != nil
    slots[index].isEnding = false
    slots[index].failpoints = nil
    slots[index].restart = nil
    slots[index].begun = .now
    slots[index].pid = try Spawn.run(program, slots[index].arguments, environment, output: "/dev/null", errors: log)
  }

  func kill(_ index: Int, failpoints: String? = nil) {
    slots[index].failpoints = failpoints
    signal(index, SIGKILL)
  }

  func killAll() {
    for index in slots.indices { signal(index, SIGKILL) }
  }

  /// Kills all, and comes back when they have ended. Workers that are children of theirs end by themselves, and write nothing.
  func endAll() {
    killAll()
    for index in slots.indices where slots[index].pid != 0 {
      waitpid(slots[index].pid, nil, 0)
      slots[index].pid = 0
      slots[index].restart = .now
    }
  }

  func terminate(_ index: Int) {
    signal(index, SIGTERM)
    slots[index].isEnding = true
  }

  /// True when all run, and none is about to end.
  var isWhole: Bool { slots.allSatisfy { $0.pid != 0 && !$0.isEnding } }

  private func signal(_ index: Int, _ signal: Int32) {
    slots[index].mayEnd = true
    guard slots[index].pid != 0 else { return }
    Glibc.kill(slots[index].pid, signal)
    if slots[index].frozenUntil != nil { thaw(index) }
  }

  func freeze(_ index: Int, milliseconds: Int) {
    guard slots[index].pid != 0 else { return }
    Glibc.kill(slots[index].pid, SIGSTOP)
    slots[index].frozenUntil = .now + .milliseconds(milliseconds)
  }

  private func thaw(_ index: Int) {
    slots[index].frozenUntil = nil
    if slots[index].pid != 0 { Glibc.kill(slots[index].pid, SIGCONT) }
  }

  /// From now on nothing is harmed.
  func heal() {
    for index in slots.indices {
      slots[index].failpoints = nil
      if slots[index].frozenUntil != nil { thaw(index) }
      // Its workers would die for ever.
      if slots[index].hasFailpoints, slots[index].arguments == ["run"] { terminate(index) }
    }
  }

  /// Sees who has ended, and starts them again. To be called often.
  func tick() throws {
    for index in slots.indices {
      if let end = slots[index].frozenUntil, end <= .now { thaw(index) }
      if slots[index].pid != 0 {
        var status: Int32 = 0
        guard waitpid(slots[index].pid, &status, WNOHANG) == slots[index].pid else { continue }
        note(index, status)
        slots[index].pid = 0
        slots[index].restart = .now + .milliseconds(diskIsFaulty ? 100 : 0)
      }
      if let time = slots[index].restart, time <= .now { try start(index) }
    }
  }

  private func note(_ index: Int, _ status: Int32) {
    if slots[index].mayEnd { return }
    let code = (status >> 8) & 0xFF
    // It could not be opened, or what it was killed for has not gone yet: 1 with one line.
    if status & 0x7F == 0, code == 1, diskIsFaulty || ContinuousClock.now - slots[index].begun < .seconds(3) { return }
    let name = slots[index].arguments.first ?? "?"
    if name == "worker", hasPoison, status & 0x7F == SIGKILL { return }
    findings.append("\(name) ended by itself: \(status & 0x7F == 0 ? "exit \(code)" : "signal \(status & 0x7F)")")
  }

  /// Tells all of them to end in order.
  /// - Returns: what did not end in time, or with another code than 0.
  func stop() -> [String] {
    var faults: [String] = []
    // First the workers, last the aggregator.
    for index in slots.indices.reversed() where slots[index].pid != 0 {
      let name = slots[index].arguments.first ?? "?"
      Glibc.kill(slots[index].pid, SIGTERM)
      var status: Int32 = 0
      let deadline = ContinuousClock.now + .seconds(20)
      while waitpid(slots[index].pid, &status, WNOHANG) == 0 {
        if ContinuousClock.now > deadline {
          faults.append("\(name) has not ended 20 s after SIGTERM")
          Glibc.kill(slots[index].pid, SIGKILL)
          waitpid(slots[index].pid, &status, 0)
          break
        }
        usleep(5000)
      }
      if status != 0, faults.isEmpty { faults.append("\(name) ended with status \(status) after SIGTERM") }
      slots[index].pid = 0
    }
    return faults
  }
}

/// Starts programs.
enum Spawn {
  /// Held while a program is started, and while a file is open that it must not inherit: it would keep a connection alive.
  static let gate = Mutex(())

  /// - Returns: the process.
  static func run(
    _ program: String,
    _ arguments: [String],
    _ environment: [String: String],
    output: String,
    errors: String
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    // Threads of this process may block signals, and what they start must not.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var pid: pid_t = 0
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    let code = gate.withLock { _ in posix_spawn(&pid, program, &actions, &attributes, words, variables) }
    guard code == 0 else { throw Trouble("\(program): cannot be started: \(String(cString: strerror(code)))") }
    return pid
  }

  /// Runs a program to its end.
  /// - Returns: its exit code, and what it wrote to each of both.
  static func finish(
    _ program: String,
    _ arguments: [String],
    _ environment: [String: String],
    in folder: String,
    seconds: Int = 60
  ) throws -> (code: Int32, output: String, errors: String) {
    let name = "\(folder)/run-\(UUID().uuidString.prefix(8))"
    let pid = try run(program, arguments, environment, output: name + ".out", errors: name + ".err")
    var status: Int32 = 0
    let deadline = ContinuousClock.now + .seconds(seconds)
    while waitpid(pid, &status, WNOHANG) == 0 {
      if ContinuousClock.now > deadline {
        kill(pid, SIGKILL)
        waitpid(pid, &status, 0)
        throw Trouble("\(arguments.joined(separator: " ")): no end after \(seconds) s")
      }
      usleep(5000)
    }
    let output = try String(contentsOfFile: name + ".out", encoding: .utf8)
    let errors = try String(contentsOfFile: name + ".err", encoding: .utf8)
    unlink(name + ".out")
    unlink(name + ".err")
    return (status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F), output, errors)
  }
}
