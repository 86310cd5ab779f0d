import ArgumentParser
import Client
import Console
import FileOutput
import Glibc
import Service

/// The command line for people.
@main
struct Courant: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "courant",
    abstract: "Submit documents, watch the facts they state, and ask for the current state of every fact.",
    discussion: """
      Examples:
        courant submit report.txt                  hand a document to the daemon
        courant withdraw report.txt                take back all that it states
        courant watch                              the state of every key, then every change
        courant watch japan/ --since now           only what changes from now on
        courant get japan/population               one key
        courant get japan/                         everything about an entity
        courant history japan/population           who said what, when
        courant why japan/population               the sentences that say it
        courant search trade volume                facts by their words
        courant entities jap                       whom facts are about
        courant same hepatitis-c hcv               two names of one thing; apart, undo, weigh
        courant document report.txt                a text with its facts marked
        courant diff report.txt                    what the last revision changed
        courant export --format csv -o facts.csv   the facts for other tools
        courant top                                what the daemon does, live
        courant feeds                              how the feeds are that the daemon fetches
        courant extract report.txt --json | jq .   facts of a file; needs no daemon
        courant values report.txt                  numbers, amounts and dates of a file
        echo 'In 2012 the trade volume reached 33.5 billion U.S. dollars.' | courant extract -

      A key is entity/attribute, such as japan/population. Exit codes: 0 done, 1 failed, 3 no daemon, 64 wrong usage,
      74 output not written, 77 permission denied, 78 wrong configuration.
      """,
    version: Version.current,
    subcommands: [
      SubmitCommand.self, WithdrawCommand.self, ReprocessCommand.self, WatchCommand.self, GetCommand.self,
      HistoryCommand.self, WhyCommand.self, SearchCommand.self, EntitiesCommand.self, DocumentsCommand.self,
      DocumentCommand.self, DiffCommand.self, ExportCommand.self, TopCommand.self, ReadCommand.self,
      ExtractCommand.self,
      ValuesCommand.self, SameCommand.self, ApartCommand.self, WeighCommand.self, UndoCommand.self,
      ReviewsCommand.self, FailedCommand.self, FeedsCommand.self, StatusCommand.self,
    ]
  )

  static func main() {
    Program.start("courant")
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      try Program.checkCommands(arguments, of: self)
      var command = try parseAsRoot(Program.separatingNegativeNumbers(arguments, of: ["weigh", "undo"]))
      try command.run()
      Pager.finish()
      Program.end(.done)
    } catch {
      Pager.finish()
      if let code = (error as? FileError)?.standardOutput { StandardOutput.fail(code) }
      Program.end(error, of: self)
    }
  }
}

extension ClientError: ExitingError {
  public var exit: ProgramExit {
    switch self {
    case .noDaemon: .noDaemon
    case .denied, .keyRefused: .denied
    default: .failed
    }
  }
}
