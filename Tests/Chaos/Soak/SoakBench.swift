import Client
import Foundation
import Glibc
import Keys
import Model
import Service
import Wire
import ZeroMQ

/// A daemon in a folder of its own, and what is to be known of its process.
final class SoakBench {
  let folder: String
  let programs: String
  let endpoints: Configuration.Endpoints
  private let arguments: [String]
  private let environment: [String: String]
  private(set) var pid: pid_t = 0

  /// Starts a daemon.
  /// - Parameters:
  ///   - role: of `courantd`: `run` or `aggregator`.
  ///   - settings: further variables of its environment.
  init(role: String, settings: [String: String] = [:]) throws {
    programs = try CourantChaos.programs()
    folder = "/tmp/cs-\(getpid())-\(UUID().uuidString.prefix(4))"
    endpoints = Configuration.Endpoints(runtime: folder + "/run")
    arguments = [role]
    environment = settings.merging([
      "PATH": "/usr/bin:/bin", "HOME": folder, "SWIFT_BACKTRACE": "enable=no",
      "COURANT_RUNTIME": folder + "/run", "COURANT_STATE": folder + "/state",
    ]) { $1 }
    for path in [folder, folder + "/run", folder + "/state"] where mkdir(path, 0o700) != 0 {
      throw Trouble("\(path): \(String(cString: strerror(errno)))")
    }
    try start()
  }

  /// The key of the daemon's roles.
  func jobKey() throws -> JobKey { try JobKey(Configuration(state: folder + "/state")) }

  deinit {
    end(SIGKILL)
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Starts the daemon, and comes back when it answers.
  func start() throws {
    pid = try Spawn.run(
      programs + "/courantd",
      arguments,
      environment,
      output: "/dev/null",
      errors: folder + "/log"
    )
    let context = try Context()
    try wait("the daemon answers", seconds: 60) {
      guard waitpid(pid, nil, WNOHANG) == 0 else { throw Trouble("the daemon ended:\n\(log)") }
      do {
        _ = try Query(context, to: endpoints.query).status()
        if arguments == ["run"] { _ = try Submitter(context, to: endpoints.submit).status() }
        return true
      } catch is ClientError {
        return false
      }
    }
  }

  /// What the daemon has logged; its end, where that is much.
  var log: String {
    let text = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
    return String(text.suffix(4000))
  }

  /// Ends the daemon by a signal.
  /// - Returns: what `waitpid` says of it.
  @discardableResult
  func end(_ signal: Int32) -> Int32 {
    guard pid > 0 else { return 0 }
    kill(pid, signal)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    pid = 0
    return status
  }

  /// True when the process that was started last is still there.
  var isAlive: Bool { pid > 0 && waitpid(pid, nil, WNOHANG) == 0 }

  /// The memory of the daemon that is its own and in RAM, in MiB.
  func memory() throws -> Double {
    let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("RssAnon:") }),
      let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Double($0) })
    else { throw Trouble("/proc/\(pid)/status has no RssAnon") }
    return kilobytes / 1024
  }

  /// Runs `courantd check` on what the daemon has left.
  func check() throws {
    let result = try Spawn.finish(
      programs + "/courantd",
      ["check", "--state", folder + "/state"],
      environment,
      in: folder,
      seconds: 600
    )
    guard result.code == 0 else { throw Trouble("courantd check: \(result.errors)") }
  }

  /// Starts a `courant watch` of everything from the first event on; it writes to a file.
  func watch(output: String) throws -> pid_t {
    try Spawn.run(
      programs + "/courant",
      ["watch", "--json", "--since", "0"],
      environment,
      output: output,
      errors: output + ".err"
    )
  }

  /// The last event of the journal.
  func head() throws -> UInt64 {
    try Query(try Context(), to: endpoints.query).head().sequence
  }

  func wait(_ what: String, seconds: Int, for condition: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !condition() {
      guard ContinuousClock.now < deadline else { throw Trouble("waited \(seconds) s in vain: \(what)\n\(log)") }
      usleep(20_000)
    }
  }
}
