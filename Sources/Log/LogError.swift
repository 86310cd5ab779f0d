import Glibc

/// Why a log cannot be opened, written or read, in one line that says what to do.
public struct LogError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is, for code that acts on it.
  public enum Code: Sendable, Equatable {
    /// The folder holds the log of another identity, or no log where one must be.
    case notOurs
    /// The files were written by a newer version.
    case newer
    /// Another process has the log open.
    case locked
    /// A file is not as it was written: the segment's name, and the place in it in bytes.
    case damaged(segment: String, offset: Int64)
    /// The disk is full, or a quota or limit is reached. The log is as it was; appending may succeed later.
    case full
    /// The system refused to write, read, make or remove a file.
    case storage
    /// The log no longer goes back to what was asked for; the first record that it has is this one.
    case tooOld(UInt64)
    /// The groups do not follow the log's end, or hold what no log can hold. The log is as it was.
    case badGroup
    /// The log was opened to be read only.
    case readOnly
    /// The log is closed.
    case closed
  }

  /// What kind of failure it is.
  public let code: Code
  /// The failure in one line.
  public let description: String

  /// - Parameter description: one line.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// What the system says to a failed call.
  /// - Parameters:
  ///   - number: `errno` after the call.
  ///   - path: of the file or folder.
  ///   - doing: what failed, as in "cannot be written".
  static func system(_ number: Int32, _ path: String, _ doing: String) -> LogError {
    switch number {
    case ENOSPC: LogError(.full, "\(path) \(doing): the disk is full; make room")
    case EDQUOT: LogError(.full, "\(path) \(doing): the disk quota is used up; raise it or make room")
    case EFBIG: LogError(.full, "\(path) \(doing): a limit of this process on the size of files is reached; raise it")
    default: LogError(.storage, "\(path) \(doing): \(text(number))")
    }
  }

  /// A file that is not as it was written.
  static func damage(_ path: String, _ offset: Int64, _ fault: String) -> LogError {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return LogError(
      .damaged(segment: name, offset: offset),
      "\(path) is damaged at byte \(offset): \(fault); restore a backup"
    )
  }

  /// A record that a reader wanted and that was trimmed.
  static func tooOld(_ oldest: UInt64, _ path: String) -> LogError {
    LogError(.tooOld(oldest), "the log in \(path) no longer goes back so far; the first event that it has is \(oldest)")
  }

  /// The system's words for `errno`.
  private static func text(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
