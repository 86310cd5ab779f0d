/// How the programs end: one meaning of each code in all of them. From 64 on the numbers are those of sysexits.h.
public enum ProgramExit: Int32, CaseIterable, Sendable {
  case done = 0
  case failed = 1
  case noDaemon = 3
  case usage = 64
  case output = 74
  case denied = 77
  case configuration = 78

  /// What it means, for the pages of the documentation.
  public var meaning: String {
    switch self {
    case .done: "done; a daemon: ended when told to"
    case .failed:
      "failed: a document was refused, nothing is known of the key, a role is not ready, a disk or a database is at fault. `courant diff`: something differs. Another try may succeed"
    case .noDaemon: "no daemon answers"
    case .usage: "wrong usage: the command line"
    case .output: "output cannot be written: standard output, or the disk or device of a file that was named"
    case .denied: "permission denied: a socket, its folder, a key file or another file may not be used by this user"
    case .configuration: "wrong configuration; also a state folder or an endpoint that is in use"
    }
  }

  /// All of them as a table in Markdown.
  public static var table: String {
    let rows = allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
    return (["| exit code | meaning |", "| --- | --- |"] + rows).joined(separator: "\n")
  }
}

/// An error that says how the program ends.
public protocol ExitingError: Error {
  var exit: ProgramExit { get }
}

/// Ends the program with a code, when everything has been said.
public struct ExitStatus: ExitingError {
  /// Something failed, and was named.
  public static let failed = ExitStatus(.failed)

  public let exit: ProgramExit

  public init(_ exit: ProgramExit) {
    self.exit = exit
  }
}
