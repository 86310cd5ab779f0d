import CSandbox
import Glibc

/// Gives up what a process that reads hostile bytes does not need: capabilities, files, network, programs, and most system calls.
///
/// To be entered on the main thread while it is the only one: Landlock binds the thread that asks for it, and those that it starts.
public enum Sandbox {
  /// What the process still does.
  public struct Needs: Sendable {
    /// Whether it connects to other hosts.
    public var network: Bool

    public init(network: Bool) { self.network = network }
  }

  /// The walls that there are.
  public struct Walls: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Capabilities and limits of the process.
    public static let process = Walls(rawValue: 1)
    /// Landlock.
    public static let files = Walls(rawValue: 2)
    /// Seccomp.
    public static let systemCalls = Walls(rawValue: 4)
    public static let all: Walls = [.process, .files, .systemCalls]
  }

  /// Makes no connection from here on, on any thread, and keeps those that there are. After ``enter(_:_:)``, when all are made.
  /// - Returns: why not, where the kernel does not go along; nil when it does.
  public static func endConnecting() -> String? {
    SystemCalls.endConnecting().map { "connections: \(String(cString: strerror($0)))" }
  }

  /// Enters, as far as the kernel goes along.
  /// - Parameter walls: fewer than all only to test each by itself.
  /// - Returns: what could not be given up, a line each; none when all was.
  public static func enter(_ needs: Needs, _ walls: Walls = .all) -> [String] {
    var complaints: [String] = []
    func complain(_ what: String, _ code: Int32) { complaints.append("\(what): \(String(cString: strerror(code)))") }
    if courant_no_new_privileges() != 0 { complain("privileges of programs", errno) }
    if walls.contains(.process) { enterProcess(complain) }
    if walls.contains(.files), let code = FileRules.enter(needs) { complain("files", code) }
    if walls.contains(.systemCalls), let code = SystemCalls.enter(needs) { complain("system calls", code) }
    return complaints
  }

  /// Gives up capabilities, to run programs, and to write, make or remove files anywhere but in some folders. For a role that talks to
  /// strangers' servers and keeps what it knows on disk.
  /// - Parameter folders: that are there already, and what is in them.
  /// - Returns: as ``enter(_:_:)``.
  public static func enterWriting(in folders: [String]) -> [String] {
    var complaints: [String] = []
    func complain(_ what: String, _ code: Int32) { complaints.append("\(what): \(String(cString: strerror(code)))") }
    if courant_no_new_privileges() != 0 { complain("privileges of programs", errno) }
    enterProcess(complain)
    if let code = FileRules.enterWriting(in: folders) { complain("files", code) }
    return complaints
  }

  private static func enterProcess(_ complain: (String, Int32) -> Void) {
    // What a document may make of the process: no core with its memory, and few files.
    for (resource, most) in [(RLIMIT_CORE, 0), (RLIMIT_NOFILE, 256)] as [(__rlimit_resource, rlim_t)] {
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(resource.rawValue), &limit)
      let least = min(most, limit.rlim_max)
      limit = rlimit(rlim_cur: least, rlim_max: least)
      if setrlimit(__rlimit_resource_t(resource.rawValue), &limit) != 0 { complain("a limit", errno) }
    }
    let code = courant_drop_capabilities()
    if code != 0 { complain("capabilities", code) }
  }
}
