import ArgumentParser
import Client
import Model
import ZeroMQ

struct GetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show what is known of a key, or of every key that begins so.",
    discussion: """
      Examples:
        courant get japan/population
        courant get japan/ --json | jq -r .status
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("A key, or how keys begin.", valueName: "key"))
  var key: String

  @Flag(name: .long, help: "Print an entry a line, as JSON.")
  var json = false

  func run() throws {
    let context = try Context()
    var table = Table(
      ["STATUS", "KEY", "TIME", "VALUE", "NORMAL", "SOURCES"],
      spareable: ["NORMAL", "SOURCES", "TIME"]
    )
    var count = 0
    try daemon.query(context).get(key) { entry in
      count += 1
      if json { return Terminal.write(try JSON.encode(entry)) }
      if entry.values.isEmpty {
        table.add(
          Table.Cell(entry.status.rawValue, Rendering.style(entry.status)),
          Table.Cell(entry.key.description, .bold),
          Table.Cell(Rendering.time(entry.time)),
          Table.Cell(""),
          Table.Cell(""),
          Table.Cell("")
        )
      }
      if entry.values.count < entry.valueCount {
        Terminal.complain("\(entry.key): the first \(entry.values.count) of \(entry.valueCount) values are shown")
      }
      for value in entry.values {
        table.add(
          Table.Cell(value.status.rawValue, Rendering.style(value.status)),
          Table.Cell(entry.key.description, .bold),
          Table.Cell(Rendering.time(entry.time)),
          Table.Cell(Rendering.value(value.value, value.polarity, value.modality)),
          Table.Cell(Rendering.normal(value.value), .cyan),
          Table.Cell(Rendering.sources(value), .dim)
        )
      }
    }
    if !json { table.print() }
    Terminal.flush()
    if count == 0 {
      Terminal.complain("nothing is known of \(key)")
      throw ExitStatus.failed
    }
  }
}
