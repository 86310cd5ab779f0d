import Glibc

/// Why a file cannot be written, in one line that names it.
public struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String
  /// The `errno` of a failure of standard output, which is no file of the user's; nil for a file.
  public let standardOutput: Int32?
  /// The `errno` of the call that failed; nil where none did.
  public let code: Int32?

  public init(_ description: String) {
    self.description = description
    standardOutput = nil
    code = nil
  }

  /// Standard output does not take what is written.
  init(standardOutput code: Int32) {
    description = "standard output cannot be written: \(String(cString: strerror(code)))"
    standardOutput = code
    self.code = code
  }

  /// A place that may not be used by this user, in words.
  init(denied description: String) {
    self.description = description
    standardOutput = nil
    code = EPERM
  }

  /// The disk of a file is full.
  public init(full path: String) {
    description = "\(path): cannot be written: \(String(cString: strerror(ENOSPC)))"
    standardOutput = nil
    code = ENOSPC
  }

  /// A call for `path` has failed; the reason is taken from `errno`.
  init(failed path: String, _ what: String = "cannot be written") {
    let code = errno
    standardOutput = nil
    self.code = code
    description = "\(path): \(what): \(String(cString: strerror(code)))"
  }
}
