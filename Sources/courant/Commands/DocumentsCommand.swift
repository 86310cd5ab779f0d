import ArgumentParser
import Client
import Console
import Model
import ZeroMQ

struct DocumentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "documents",
    abstract: "Show the documents that stand, and the files that are refused.",
    discussion: """
      A document that states nothing is shown with the reason, and so is a file of a watched folder that is not taken. Of a document that
      was not read to its end, such as a very long table, it is shown how much was left out.

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

  @OptionGroup var tables: TableOptions

  /// The parts of a document that should have been read and were not. Navigation and scripts do not count.
  private static func losses(_ document: KnownDocument) -> String? {
    let reasons: [Omission.Reason] = [.rows, .unreadable]
    let lost = document.skipped?.filter { lines in reasons.contains { $0.rawValue == lines.reason } } ?? []
    return lost.isEmpty ? nil : "not read: \(SkippedLines.list(lost))"
  }

  func validate() throws { try tables.validate(json: json) }

  func run() throws {
    let context = try Context()
    let query = try daemon.query(context)
    let refused = RefusedFilesReport(daemon, context)
    let files = refused.files.filter { $0.uri.utf8.starts(with: prefix.utf8) }
    Pager.start()
    var table = Table(
      ["FACTS", "DATE", "DOCUMENT", "TITLE", "NOTE"],
      spareable: ["TITLE", "DATE"],
      isWide: tables.wide
    )
    var count = 0
    try query.documents(prefix: prefix) { document in
      count += 1
      if json { return Terminal.write(try JSON.encode(document)) }
      table.add(
        Table.Cell("\(document.facts)"),
        Table.Cell(document.date?.description ?? ""),
        Table.Cell(document.uri, .bold),
        Table.Cell(document.title ?? "", .dim),
        Table.Cell(document.reason ?? Self.losses(document) ?? "", .yellow)
      )
    }
    count += files.count
    for file in files {
      if json {
        Terminal.write(try JSON.encode(RefusedFilesReport.Line(file)))
      } else {
        table.add(
          Table.Cell("refused", .red),
          Table.Cell(""),
          Table.Cell(file.uri, .bold),
          Table.Cell(""),
          Table.Cell(file.reason, .red)
        )
      }
    }
    if !json { table.print() }
    Terminal.flush()
    refused.complain()
    guard count == 0 else { return }
    Terminal.complain(prefix.isEmpty ? "no document states anything" : "no document's URI begins with \(prefix)")
    throw ExitStatus.failed
  }
}
