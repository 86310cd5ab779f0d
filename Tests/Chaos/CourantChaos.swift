import ArgumentParser
import Foundation
import Glibc

/// Tries real daemons: by faults, by load, and by rubbish.
@main
struct CourantChaos: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "courant-chaos",
    abstract: "Try real daemons by faults, by load and by rubbish.",
    subcommands: [Chaos.self, Joins.self, Stopped.self, Reconnects.self, Frames.self, Confinement.self],
    defaultSubcommand: Chaos.self
  )

  /// The folder of the programs: that of this one.
  static func programs() throws -> String {
    URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      .deletingLastPathComponent().path
  }

  /// A socket whose other end is gone is an error of the call, not the end of the process; and many subscribers need many files.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}

/// Prints a line at once, also into a file.
func say(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
