import ArgumentParser
import Console
import Glibc
import Pipeline
import Service

/// The daemon: all roles at once, or one.
@main
struct Courantd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "courantd",
    abstract: "Turns documents into fact events, publishes them, and keeps the current state of every fact.",
    discussion: """
      Examples:
        courantd run --watch ~/inbox                everything on one machine
        courantd run --state ./state --runtime ./run --workers 4
        courantd aggregator --config courantd.yaml  one role
        courantd sink archive --config courantd.yaml feed one sink of the configuration
        courantd check                              look the database and the spool through
        courantd backup courant.bak                 copy the database while the daemon runs

      Settings come from the file given with --config, then from the environment (COURANT_WORKERS, COURANT_LOG_LEVEL, …),
      then from flags; the later wins. Logs go to standard error. Exit codes: 0 ended as told, 1 failed, 64 wrong usage,
      74 output not written, 77 permission denied, 78 wrong configuration.
      """,
    version: Version.current,
    subcommands: [
      Run.self, IntakeCommand.self, WorkerCommand.self, AggregatorCommand.self, SinkCommand.self, FeedsCommand.self,
      CheckCommand.self,
      BackupCommand.self, RestoreCommand.self, ConfigCommand.self, KeysCommand.self,
    ]
  )

  static func main() async {
    // Whoever reads the log may go; the daemon stays. The workers inherit it.
    signal(SIGPIPE, SIG_IGN)
    // So the system tells that somebody opens a file while it is looked whether anybody writes to it.
    signal(SIGIO, SIG_IGN)
    Program.start("courantd")
    do {
      try Program.checkCommands(Array(CommandLine.arguments.dropFirst()), of: self)
      var command = try parseAsRoot()
      // Here, while this is still the main thread.
      if let worker = command as? WorkerCommand {
        if let parent = worker.parent { Worker.endWithParent(parent) }
        try await WorkerCommand.work(worker.prepare())
      } else if let feeds = command as? FeedsCommand {
        try await feeds.work(feeds.prepare())
      } else if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      Program.end(.done)
    } catch {
      Program.end(error, of: self)
    }
  }
}
