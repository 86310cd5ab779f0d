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

  /// Enters, as far as the kernel goes along.
  /// - Returns: what could not be given up, a line each; none when all was.
  public static func enter(_ needs: Needs) -> [String] {
    var complaints: [String] = []
    func complain(_ what: String, _ code: Int32) { complaints.append("\(what): \(String(cString: strerror(code)))") }
    // What a document may make of the process: no core with its memory, and few files.
    for (resource, most) in [(RLIMIT_CORE, 0), (RLIMIT_NOFILE, 256)] as [(__rlimit_resource, rlim_t)] {
      var limit = rlimit(rlim_cur: most, rlim_max: most)
      if setrlimit(__rlimit_resource_t(resource.rawValue), &limit) != 0 { complain("a limit", errno) }
    }
    if courant_no_new_privileges() != 0 { complain("privileges of programs", errno) }
    let code = courant_drop_capabilities()
    if code != 0 { complain("capabilities", code) }
    if let code = FileRules.enter(needs) { complain("files", code) }
    if let code = SystemCalls.enter(needs) { complain("system calls", code) }
    return complaints
  }
}
