import Glibc

/// How many files, and so connections, a process may have open.
public enum OpenFiles {
  /// More than any use, and less than what a kernel reserves memory for.
  private static let wanted: rlim_t = 65_536

  /// What a role that listens has open by itself, and some connections.
  private static let least: rlim_t = 128

  /// Raises the limit, and says where it is too low to work at all.
  /// - Throws: ``ConfigurationError``.
  public static func prepare() throws(ConfigurationError) {
    raiseLimit()
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < least else { return }
    throw ConfigurationError(
      "the limit of open files is \(limit.rlim_cur), want \(least) at least; raise it with: ulimit -n 1024, or LimitNOFILE= in the unit"
    )
  }

  /// Raises the limit as far as the system lets us: with the usual 1024, connections that say nothing would leave none for the database.
  private static func raiseLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    let best = min(wanted, limit.rlim_max)
    guard limit.rlim_cur < best else { return }
    limit.rlim_cur = best
    // Where it is not allowed, the old one stands.
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
