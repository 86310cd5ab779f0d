import Glibc

/// Why this user may not use a file: which file or folder forbids it, who owns that, and what helps. One line.
public struct PermissionDenied: Error, Sendable, Equatable, CustomStringConvertible {
  /// What the file was wanted for.
  public enum Access: Sendable {
    case read, write
    /// To connect to a socket, which needs the permission to write.
    case connect
  }

  public let description: String

  /// Whether an `errno` means that permission was denied.
  public static func isDenial(_ code: Int32) -> Bool { code == EACCES || code == EPERM }

  /// Looks for what forbids it; call it after the system has said that permission is denied.
  /// - Parameters:
  ///   - path: the file; a relative one is looked up in the working folder.
  ///   - access: what it was wanted for.
  public init(_ path: String, to access: Access) {
    let user = "\(Self.userName(geteuid())) (uid \(geteuid()))"
    let folders = Self.folders(of: path)
    if let folder = folders.first(where: { faccessat(AT_FDCWD, $0, X_OK, AT_EACCESS) != 0 && errno == EACCES }) {
      description =
        "\(path): permission denied: the user \(user) may not enter the folder \(folder)\(Self.advice(folder, 0o1, "x"))"
      return
    }
    var status = stat()
    if access == .write, stat(path, &status) != 0 {
      let folder = folders.last ?? "."
      description =
        "\(path): permission denied: the user \(user) may not make files in the folder \(folder)\(Self.advice(folder, 0o2, "w"))"
      return
    }
    let (verb, bit, letter): (String, mode_t, String) =
      switch access {
      case .read: ("read", 0o4, "r")
      case .write: ("write", 0o2, "w")
      case .connect: ("connect to", 0o2, "w")
      }
    description = "\(path): permission denied: the user \(user) may not \(verb) it\(Self.advice(path, bit, letter))"
  }

  /// The folders that lead to a file, the outermost first.
  private static func folders(of path: String) -> [String] {
    var folders: [String] = []
    for index in path.indices where path[index] == "/" {
      folders.append(index == path.startIndex ? "/" : String(path[..<index]))
    }
    return folders
  }

  /// The owner and mode of what forbids it, and what to do.
  /// - Parameters:
  ///   - bit: the permission that is missing, as others have it.
  ///   - letter: the same for chmod.
  private static func advice(_ path: String, _ bit: mode_t, _ letter: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "" }
    let (owner, group) = (userName(status.st_uid), groupName(status.st_gid))
    let mode = String(status.st_mode & 0o7777, radix: 8)
    let belongs =
      "; it belongs to \(owner):\(group), mode \(String(repeating: "0", count: max(0, 4 - mode.count)))\(mode)"
    if status.st_uid == geteuid() {
      guard status.st_mode & (bit << 6) == 0 else { return "\(belongs); a sandbox or a security module forbids it" }
      return "\(belongs); run: chmod u+\(letter) \(path)"
    }
    if status.st_mode & (bit << 3) != 0, status.st_gid != 0 {
      return "\(belongs); join the group \(group) and log in again, or run this as \(owner)"
    }
    return "\(belongs); run this as \(owner), or have \(owner) change the mode"
  }

  private static func userName(_ id: uid_t) -> String {
    getpwuid(id).map { String(cString: $0.pointee.pw_name) } ?? "\(id)"
  }

  private static func groupName(_ id: gid_t) -> String {
    getgrgid(id).map { String(cString: $0.pointee.gr_name) } ?? "\(id)"
  }
}
