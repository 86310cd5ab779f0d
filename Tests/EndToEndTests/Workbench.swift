import Foundation
import Glibc
import Keys
import Service
import Testing

/// A folder with a daemon's state and sockets, and the programs to work on it. Everything that was started ends with it.
final class Workbench {
  struct Output {
    var text: String
    var errors: String
    var code: Int32

    var lines: [String] { text.split(separator: "\n").map(String.init) }
  }

  let folder: String
  private(set) var daemon: Process?
  private var started: [Process] = []
  private var logs = 0

  /// Where the programs were built.
  private static let products: String = {
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: executable).deletingLastPathComponent().path
  }()

  /// The path of a program of ours; a path is taken as it is.
  static func program(_ name: String) -> String {
    name.hasPrefix("/") ? name : "\(products)/\(name)"
  }

  init() throws {
    // Short, for a Unix socket's path has 107 bytes at most.
    folder = "/tmp/ct-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
  }

  deinit {
    for process in started where process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    try? FileManager.default.removeItem(atPath: folder)
  }

  var runtime: String { folder + "/run" }
  var state: String { folder + "/state" }
  var endpoints: Configuration.Endpoints { Configuration.Endpoints(runtime: runtime) }
  /// The key of the daemon's roles, for tests that are workers.
  func jobKey() throws -> JobKey { try JobKey(Configuration(state: state)) }

  // MARK: Programs

  private func process(_ program: String, _ arguments: [String], _ environment: [String: String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.program(program))
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("COURANT_") }
    process.environment = inherited.merging(["COURANT_RUNTIME": runtime]) { $1 }.merging(environment) { $1 }
    return process
  }

  /// A file for what a process writes; ``launch(_:)`` closes it here when the process has it.
  private func open(_ name: String) throws -> FileHandle {
    let descriptor = Glibc.open("\(folder)/\(name)", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    #expect(descriptor >= 0)
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
  }

  /// Starts a process and keeps it.
  ///
  /// Its files are closed at once, for some tests start thousands. The process itself is let go only at the end: Foundation may still
  /// watch one that has ended.
  private func launch(_ process: Process) throws {
    defer {
      for handle in [process.standardOutput, process.standardError] {
        if let file = handle as? FileHandle, file.fileDescriptor > 2 { close(file.fileDescriptor) }
      }
    }
    try process.run()
    started.append(process)
  }

  /// Starts a daemon, and waits until both its roles are ready.
  /// - Parameter wrapper: a program, with its arguments, that becomes the daemon.
  func start(_ arguments: [String] = [], environment: [String: String] = [:], under wrapper: [String] = []) throws {
    let before = log.components(separatedBy: ": ready").count
    let command = wrapper + [Self.program("courantd"), "run", "--state", state] + arguments
    let process = process(command[0], Array(command.dropFirst()), environment)
    process.standardError = try open("daemon.log")
    process.standardInput = FileHandle.nullDevice
    try launch(process)
    daemon = process
    try wait("the daemon is ready") {
      log.components(separatedBy: ": ready").count >= before + 2
    } unless: {
      process.isRunning ? nil : "it ended"
    }
  }

  /// All that the daemons of this folder have logged.
  var log: String { (try? String(contentsOfFile: "\(folder)/daemon.log", encoding: .utf8)) ?? "" }

  /// Sends the daemon a signal and waits for its end.
  /// - Returns: its exit code, or the signal that it ended of.
  @discardableResult
  func stop(_ signal: Int32 = SIGTERM) throws -> Int32 {
    let process = try #require(daemon)
    kill(process.processIdentifier, signal)
    try wait("the daemon ends") { !process.isRunning }
    return process.terminationStatus
  }

  /// Runs a program to its end.
  func run(
    _ program: String,
    _ arguments: [String],
    input: String? = nil,
    environment: [String: String] = [:],
    seconds: Double = 180
  ) throws -> Output {
    let process = process(program, arguments, environment)
    logs += 1
    let (out, err) = ("out.\(logs)", "err.\(logs)")
    process.standardOutput = try open(out)
    process.standardError = try open(err)
    if let input {
      let path = "\(folder)/in.\(logs)"
      try Data(input.utf8).write(to: URL(fileURLWithPath: path))
      process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try launch(process)
    try wait("\(program) \(arguments.joined(separator: " ")) ends", seconds: seconds) { !process.isRunning }
    return Output(
      text: try String(contentsOfFile: "\(folder)/\(out)", encoding: .utf8),
      errors: try String(contentsOfFile: "\(folder)/\(err)", encoding: .utf8),
      code: process.terminationStatus
    )
  }

  /// Runs a line of shell on a terminal of its own; what it writes there is the output's text.
  func onTerminal(_ line: String) throws -> Output {
    // Whichever shell the user has: dash and bash differ in who leads the foreground group.
    try run("/usr/bin/script", ["-qec", line, "/dev/null"], environment: ["SHELL": "/bin/sh"])
  }

  func courant(_ arguments: String..., input: String? = nil) throws -> Output {
    try run("courant", arguments, input: input)
  }

  /// Starts a program that goes on; its output is in the file of the name given.
  func begin(
    _ program: String,
    _ arguments: [String],
    output: String,
    environment: [String: String] = [:]
  ) throws -> Process {
    let process = process(program, arguments, environment)
    process.standardOutput = try open(output)
    process.standardError = try open(output + ".err")
    process.standardInput = FileHandle.nullDevice
    try launch(process)
    return process
  }

  // MARK: Files

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let path = "\(folder)/\(name)"
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// The whole lines of a file; none while it is not there.
  func lines(of name: String) -> [String] {
    guard let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) else { return [] }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // What follows the last end of line is not whole yet.
    lines.removeLast()
    return lines
  }

  // MARK: A disk that fails

  /// What the library in `Tests/FaultyDisk` makes fail; the numbers are those of its header.
  enum DiskFault: Int64, CaseIterable {
    case full = 1
    case readOnly, sync, error
  }

  /// The environment of a daemon whose files fail as ``fail(_:)`` says.
  /// - Parameter root: how the paths begin of the files that fail.
  func faultyDisk(root: String) throws -> [String: String] {
    try fail(nil)
    return [
      "LD_PRELOAD": Self.program("libFaultyDisk.so"), "FAULTY_DISK": folder + "/disk", "FAULTY_ROOT": root,
    ]
  }

  /// From now on every write fails in this way; none does with nil.
  func fail(_ fault: DiskFault?) throws {
    let file = Glibc.open(folder + "/disk", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(file) }
    // What fails, how often of a thousand times, and what is added to the clock. In place, for the file is mapped.
    let numbers: [Int64] = [fault?.rawValue ?? 0, 1000, 0]
    #expect(numbers.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) } == 24)
  }

  // MARK: Waiting

  struct TookTooLong: Error, CustomStringConvertible {
    let description: String
  }

  /// Waits for a condition, with a limit that only a failure reaches.
  func wait(
    _ what: String,
    seconds: Double = 180,
    for condition: () throws -> Bool,
    unless: () -> String? = { nil }
  ) throws {
    let deadline = Date().addingTimeInterval(seconds)
    // Many conditions start a program, and the daemon needs the cores for itself.
    var pause: UInt32 = 10_000
    while try !condition() {
      let trouble = unless()
      guard trouble == nil, Date() < deadline else {
        throw TookTooLong(description: "waited in vain: \(what) \(trouble ?? "")\n\(log)")
      }
      usleep(pause)
      pause = min(pause * 3 / 2, 150_000)
    }
  }

  /// Looks again and again for so long that a condition holds: for what must not happen meanwhile.
  func hold(_ what: String, seconds: Double, while condition: () throws -> Bool) throws {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      guard try condition() else { throw TookTooLong(description: "did not hold: \(what)\n\(log)") }
      usleep(20_000)
    }
  }

  // MARK: The daemon's figures

  struct Report: Decodable {
    var role: String
    var pid: Int32
    var counts: [String: Int]
  }

  /// How the two roles are, by name.
  func status() throws -> [String: Report] {
    let output = try courant("status", "--json")
    guard output.code == 0 else { return [:] }
    let reports = try output.lines.map { try JSONDecoder().decode(Report.self, from: Data($0.utf8)) }
    return Dictionary(reports.map { ($0.role, $0) }) { $1 }
  }

  /// Waits until so many documents are known, and none waits or is worked on.
  ///
  /// The patience begins anew with each event, for on a busy machine a backlog takes its time.
  func waitForDocuments(_ count: Int) throws {
    var last: Int?
    var isDone = false
    while !isDone {
      try wait("\(count) documents are known") {
        let status = try status()
        guard let intake = status["intake"]?.counts, let aggregator = status["aggregator"]?.counts else { return false }
        isDone = aggregator["documents"] == count && intake["waiting"] == 0 && intake["working"] == 0
        defer { last = aggregator["sequence"] }
        return isDone || last != aggregator["sequence"]
      }
    }
  }

  /// The journal as `courant watch` shows it, one event after the other.
  func journal() throws -> [[String: Any]] {
    let output = try courant("watch", "--since", "0", "--once", "--json")
    #expect(output.code == 0, "\(output.errors)")
    return try output.lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  /// The processes whose parent is the daemon.
  func workers() throws -> [Int32] {
    let parent = try #require(daemon).processIdentifier
    return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init).filter { pid in
      guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let end = stat.lastIndex(of: ")")
      else { return false }
      let fields = stat[end...].split(separator: " ")
      return fields.count > 2 && fields[1] != "Z" && Int32(fields[2]) == parent
    }
  }
}

/// Checks what must hold of any journal: no hole, no fact asserted twice.
func expectSound(_ journal: [[String: Any]], _ comment: Comment? = nil) {
  let sequences = journal.compactMap { ($0["sequence"] as? String).flatMap(Int.init) }
  #expect(sequences == Array(1...max(1, journal.count)).prefix(journal.count).map { $0 }, comment)
  let ids = journal.compactMap { $0["id"] as? String }
  #expect(Set(ids).count == ids.count, comment)
}
