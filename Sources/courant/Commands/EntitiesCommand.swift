import ArgumentParser
import Client
import Console
import Model
import ZeroMQ

struct EntitiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "entities",
    abstract: "Show whom and what facts are about, have as a value, or report as saying something.",
    discussion: """
      Entities whose slugs begin so, and those that documents call so: "abe" finds shinzo-abe. Facts about an entity, with
      it as object and with it as speaker are counted up to 1000 each. The id is that of ISO 3166 (ISO:JP), GeoNames
      (GN:1850147) or Wikidata (Q17), for whom everybody knows.

      Examples:
        courant entities
        courant entities jap
        courant entities --all --json | jq -r .entity
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(
    help: ArgumentHelp("How they begin; none for all.", valueName: "prefix"),
    completion: .custom(Completions.entities)
  )
  var prefix: String = ""

  @Flag(name: .long, help: "Also what has no name, such as trade-volume.")
  var all = false

  @Flag(name: .long, help: "Print an entity a line, as JSON.")
  var json = false

  @OptionGroup var tables: TableOptions

  func validate() throws { try tables.validate(json: json) }

  func run() throws {
    let query = try daemon.query(try Context())
    Pager.start()
    var table = Table(
      ["ENTITY", "FACTS", "OBJECT", "SPEAKER", "NAME", "KIND", "ID", "ALSO"],
      spareable: ["ALSO", "KIND", "ID", "SPEAKER", "OBJECT"],
      isWide: tables.wide
    )
    func counted(_ count: Int) -> Table.Cell { Table.Cell("\(count)\(count >= KnownEntity.maximumFacts ? "+" : "")") }
    var (count, nameless) = (0, 0)
    try query.entities(prefix: prefix) { entity in
      guard all || entity.name != nil else { return nameless += 1 }
      count += 1
      if json { return Terminal.write(try JSON.encode(entity)) }
      table.add(
        Table.Cell(entity.entity, .bold),
        counted(entity.facts),
        counted(entity.asObject),
        counted(entity.asSpeaker),
        Table.Cell(entity.name ?? ""),
        Table.Cell(entity.kind?.rawValue ?? ""),
        Table.Cell(entity.id ?? ""),
        Table.Cell(entity.aliases.joined(separator: ", "), .dim)
      )
    }
    if !json { table.print() }
    Terminal.flush()
    guard count == 0 else { return }
    if nameless > 0 {
      let what = prefix.isEmpty ? "no entity has a name" : "no entity with a name begins with \(prefix)"
      Terminal.complain("\(what); --all shows \(nameless) without one")
      throw ExitStatus.failed
    }
    let hint = prefix.isEmpty ? "" : " begins with \(prefix)\(try Suggestions.text(for: prefix, query))"
    Terminal.complain(prefix.isEmpty ? "no entity is known" : "no entity\(hint)")
    throw ExitStatus.failed
  }
}
