import Glibc

/// The folders that are used where none is named: the system's for root, the user's own for others.
public enum Folders {
  /// For the database and the spool.
  public static var state: String {
    if geteuid() == 0 { return "/var/lib/courant" }
    if let folder = environment("XDG_STATE_HOME") { return folder + "/courant" }
    return (environment("HOME") ?? "/tmp") + "/.local/state/courant"
  }

  /// For the sockets.
  public static var runtime: String {
    if let folder = environment("COURANT_RUNTIME") { return folder }
    if geteuid() == 0 { return "/run/courant" }
    if let folder = environment("XDG_RUNTIME_DIR") { return folder + "/courant" }
    return "/tmp/courant-\(geteuid())"
  }

  /// Where a client looks for the sockets of a daemon: as the environment says, else among the user's own, and where there are none
  /// among the system's.
  public static var daemon: String {
    environment("COURANT_RUNTIME") ?? daemon(own: runtime, system: "/run/courant")
  }

  static func daemon(own: String, system: String) -> String {
    func hasSockets(_ folder: String) -> Bool {
      // A folder that this user may not enter is there all the same: who asks is told so.
      ["submit", "query"].contains { access("\(folder)/\($0).sock", F_OK) == 0 || errno == EACCES }
    }
    return !hasSockets(own) && hasSockets(system) ? system : own
  }

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}
