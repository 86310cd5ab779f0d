import ArgumentParser
import Client
import Model
import ZeroMQ

struct DocumentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "documents",
    abstract: "Show the documents that state something.",
    discussion: """
      Examples:
        courant documents
        courant documents file:///srv/wire/
        courant documents --json | jq -r 'select(.facts > 100).uri'
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("How their URIs begin; none for all.", valueName: "prefix"))
  var prefix: String = ""

  @Flag(name: .long, help: "Print a document a line, as JSON.")
  var json = false

  func run() throws {
    let query = try daemon.query(try Context())
    Pager.start()
    var table = Table(["FACTS", "DATE", "DOCUMENT", "TITLE"], spareable: ["TITLE", "DATE"])
    var count = 0
    try query.documents(prefix: prefix) { document in
      count += 1
      if json { return Terminal.write(try JSON.encode(document)) }
      table.add(
        Table.Cell("\(document.facts)"),
        Table.Cell(document.date?.description ?? ""),
        Table.Cell(document.uri, .bold),
        Table.Cell(document.title ?? "", .dim)
      )
    }
    if !json { table.print() }
    Terminal.flush()
    guard count == 0 else { return }
    Terminal.complain(prefix.isEmpty ? "no document states anything" : "no document's URI begins with \(prefix)")
    throw ExitStatus.failed
  }
}
