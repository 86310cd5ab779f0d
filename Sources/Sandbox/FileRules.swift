import CSandbox
import Glibc

/// Landlock: no file may be opened from here on but those that libraries read when they are first used; none written.
enum FileRules {
  /// Rights to files by the version of Landlock that has them first (`linux/landlock.h`): their number, from the lowest bit on.
  private static let fileRights: [(version: Int32, count: UInt64)] = [(1, 13), (2, 14), (3, 15), (5, 16)]
  private static let readFile: UInt64 = 1 << 2
  private static let readFolder: UInt64 = 1 << 3
  /// To bind and to connect over TCP; version 4.
  private static let tcp: UInt64 = 3
  /// To connect to abstract sockets, and to send signals, out of the sandbox; version 6.
  private static let scopes: UInt64 = 3

  /// Shared libraries, time zones and character sets; the number of cores. And how threads are: libdispatch reads /proc/TID/stat when its
  /// pool is full, and ends the process where it cannot. What is private of other processes stays so: Landlock lets none be traced.
  private static let folders = ["/usr", "/lib", "/lib64", "/sys/devices/system/cpu", "/proc"]
  private static let files = ["/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom"]
  /// What a host's name is looked up in.
  private static let networkFiles = [
    "/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf", "/etc/services",
    "/run/systemd/resolve",
  ]

  /// - Returns: the reason when the kernel has Landlock and it could not be entered; nil when it was, or there is none.
  static func enter(_ needs: Sandbox.Needs) -> Int32? {
    let version = courant_landlock_version()
    guard version > 0 else { return ENOSYS }
    let count = fileRights.last { $0.version <= version }?.count ?? 13
    var rules = courant_ruleset(
      files: (1 << count) - 1,
      network: needs.network ? 0 : tcp,
      scoped: scopes
    )
    let ruleset = courant_landlock_create(&rules, version)
    guard ruleset >= 0 else { return errno }
    defer { close(ruleset) }
    for folder in folders { allow(folder, readFile | readFolder, ruleset) }
    for file in files { allow(file, readFile, ruleset) }
    if needs.network { for file in networkFiles { allow(file, readFile, ruleset) } }
    return courant_landlock_enter(ruleset) == 0 ? nil : errno
  }

  /// To run a file, to write, make and remove some, and to link and truncate; not to read.
  private static let changes: [(version: Int32, rights: UInt64)] = [
    (1, 1 << 0 | 1 << 1 | 0x1FF << 4), (2, 1 << 13), (3, 1 << 14),
  ]
  private static let execute: UInt64 = 1 << 0

  /// Reading stays free; everything else goes, but in some folders.
  /// - Returns: as ``enter(_:)``.
  static func enterWriting(in folders: [String]) -> Int32? {
    let version = courant_landlock_version()
    guard version > 0 else { return ENOSYS }
    let rights = changes.filter { $0.version <= version }.reduce(0) { $0 | $1.rights }
    var rules = courant_ruleset(files: rights, network: 0, scoped: version >= 6 ? 1 << 1 : 0)
    let ruleset = courant_landlock_create(&rules, version)
    guard ruleset >= 0 else { return errno }
    defer { close(ruleset) }
    for folder in folders { allow(folder, rights & ~execute, ruleset) }
    return courant_landlock_enter(ruleset) == 0 ? nil : errno
  }

  /// What is not there needs no rule, and what cannot be given is not had.
  private static func allow(_ path: String, _ rights: UInt64, _ ruleset: Int32) {
    _ = courant_landlock_allow(ruleset, path, rights)
  }
}
