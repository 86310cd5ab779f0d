import ArgumentParser
import Client
import Console
import Model
import ZeroMQ

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show every change of a key, oldest first.",
    discussion: """
      Examples:
        courant history japan/population
        courant history japan/population --json | jq .effect

      \(Legend.effects)
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(
    help: ArgumentHelp("A key, such as japan/population.", valueName: "key"),
    completion: .custom(Completions.keys)
  )
  var key: String

  @Flag(name: .long, help: "Print an event a line, as JSON.")
  var json = false

  @OptionGroup var tables: TableOptions

  func validate() throws {
    try tables.validate(json: json)
    guard Key(key) != nil else {
      throw ValidationError(
        "\"\(key)\" is not a key: want entity/attribute, such as japan/population" + KeyHint.text(for: key)
      )
    }
  }

  func run() throws {
    guard let key = Key(key) else { return }
    let context = try Context()
    var table = Table(
      ["SEQUENCE", "RECORDED", "EFFECT", "TIME", "VALUE", "DOCUMENT"],
      spareable: ["RECORDED", "DOCUMENT"],
      isWide: tables.wide
    )
    var count = 0
    let query = try daemon.query(context)
    Pager.start()
    let oldest = try query.history(of: key) { event in
      count += 1
      if json { return Terminal.write(try JSON.encode(event)) }
      guard case .fact(let fact) = event.data else { return }
      let isRetraction = event.kind == .factRetracted
      table.add(
        Table.Cell("\(event.sequence)"),
        Table.Cell(Rendering.moment(event.time), .dim),
        Table.Cell(
          isRetraction ? "retracted" : event.effect.rawValue,
          isRetraction ? .dim : Rendering.style(event.effect)
        ),
        Table.Cell(Rendering.time(fact.time)),
        Table.Cell(Rendering.value(of: fact)),
        Table.Cell(Rendering.name(fact.document.uri, isWide: tables.wide), .dim)
      )
    }
    if !json { table.print() }
    Terminal.flush()
    if let oldest {
      Terminal.complain("events of \(key) before event \(oldest.sequence + 1) are no longer kept")
    }
    if count == 0 {
      if oldest == nil {
        Terminal.complain("nothing is known of \(key)\(try Suggestions.text(for: key.description, query))")
      }
      throw ExitStatus.failed
    }
  }
}
