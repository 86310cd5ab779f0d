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
        courant get japan/population --as-of 1200                    as it was after the 1200th event
        courant get japan/population --as-of 2026-11-24T02:00:00Z    as it was at that time
        courant get japan/ --at 2012-06-30                           what held on that day
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("A key, or how keys begin.", valueName: "key"))
  var key: String

  @Flag(name: .long, help: "Print an entry a line, as JSON.")
  var json = false

  @Option(
    name: .long,
    help: ArgumentHelp("As it was recorded then: after an event, or at a time (UTC).", valueName: "sequence|time")
  )
  var asOf: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Only what holds on a day, and what is stated without a time.", valueName: "date")
  )
  var at: String?

  func validate() throws {
    if let asOf, UInt64(asOf) == nil, Self.time(asOf) == nil {
      throw ValidationError("--as-of is \"\(asOf)\", want a sequence, a day or a time such as 2026-11-24T02:00:00Z")
    }
    if let at, Day(at) == nil { throw ValidationError("--at is \"\(at)\", want a day such as 2012-06-30") }
  }

  /// A time; a day stands for its end.
  private static func time(_ text: String) -> Timestamp? {
    Timestamp(text) ?? Day(text).flatMap { Timestamp("\($0)T23:59:59.999Z") }
  }

  func run() throws {
    let context = try Context()
    var table = Table(
      ["STATUS", "KEY", "TIME", "VALUE", "NORMAL", "SOURCES"],
      spareable: ["NORMAL", "SOURCES", "TIME"]
    )
    var count = 0
    let sequence = asOf.flatMap { UInt64($0) }
    let time = sequence == nil ? asOf.flatMap(Self.time) : nil
    try daemon.query(context).get(key, asOf: sequence, asOf: time, on: at.flatMap { Day($0) }) { entry in
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
      let limits = [asOf.map { " as of \($0)" }, at.map { " on \($0)" }].compactMap { $0 }.joined()
      Terminal.complain("nothing is known of \(key)\(limits)")
      throw ExitStatus.failed
    }
  }
}
