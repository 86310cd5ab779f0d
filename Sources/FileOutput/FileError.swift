import Glibc

/// Why a file cannot be written, in one line that names it.
public struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }

  /// A call for `path` has failed; the reason is taken from `errno`.
  init(failed path: String, _ what: String = "cannot be written") {
    description = "\(path): \(what): \(String(cString: strerror(errno)))"
  }
}
