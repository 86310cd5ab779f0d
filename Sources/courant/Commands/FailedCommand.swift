import ArgumentParser
import Client
import Model
import ZeroMQ

struct FailedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "failed",
    abstract: "Show the documents that were set aside, and why.",
    discussion: """
      Examples:
        courant failed
        courant failed --json | jq -r .uri
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Flag(name: .long, help: "Print a document a line, as JSON.")
  var json = false

  func run() throws {
    let context = try Context()
    let list = try daemon.query(context).failures()
    var table = Table(["SET ASIDE", "ATTEMPTS", "DOCUMENT", "REASON"], spareable: ["SET ASIDE"])
    for failure in list.failures {
      if json {
        Terminal.write(try JSON.encode(failure))
      } else {
        table.add(
          Table.Cell(Rendering.moment(failure.time), .dim),
          Table.Cell("\(failure.attempts)"),
          Table.Cell(Rendering.name(failure.uri), .bold),
          Table.Cell(failure.reason, .red)
        )
      }
    }
    if !json, !table.isEmpty { table.print() }
    if list.total > list.failures.count {
      Terminal.complain("only the last \(list.failures.count) of \(list.total) are shown")
    } else if list.total == 0, !json, Terminal.isTerminal {
      Terminal.print("No document was set aside.")
    }
    Terminal.flush()
  }
}
