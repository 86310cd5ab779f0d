import Glibc

/// How many files, and so connections, a process may have open.
public enum OpenFiles {
  /// More than any use, and less than what a kernel reserves memory for.
  private static let wanted: rlim_t = 65_536

  /// Raises the limit as far as the system lets us: with the usual 1024, connections that say nothing would leave none for the database.
  public static func raiseLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    let best = min(wanted, limit.rlim_max)
    guard limit.rlim_cur < best else { return }
    limit.rlim_cur = best
    // Where it is not allowed, the old one stands.
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
