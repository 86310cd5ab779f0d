import ArgumentParser
import Client
import Console
import Foundation
import Model
import ZeroMQ

struct DocumentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "document",
    abstract: "Show a document's text, with each fact marked where it stands.",
    discussion: """
      Subjects, relations and objects are marked, by colours on a terminal and by brackets elsewhere; numbers after a
      sentence lead to its facts in the list below the text. The text is the one that the daemon keeps.

      Examples:
        courant document report.txt
        courant document file:///srv/wire/report.txt --revision -2
        courant document report.txt --html -o report.html
        courant document report.txt --json | jq -r .fact.key
      """
  )

  enum Form: String, EnumerableFlag {
    case text, json, html

    static func help(for form: Form) -> ArgumentHelp? {
      switch form {
      case .text: "Print the text (default)."
      case .json: "Print a fact a line, as JSON."
      case .html: "Write a page."
      }
    }
  }

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("A URI, or a file by its path.", valueName: "document"), completion: .file())
  var document: String

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp(
      "Another revision than the one that stands: its number, -1 for the last, or how its digest begins.",
      valueName: "revision"
    )
  )
  var revision: String?

  @Flag(exclusivity: .exclusive)
  var form = Form.text

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the page of --html to this file; - for standard output (default).", valueName: "out.html")
  )
  var output: String?

  @OptionGroup var tables: TableOptions

  func validate() throws {
    try tables.validate(form == .text ? nil : "--\(form.rawValue)")
    if form != .html, output != nil { throw ValidationError("-o goes with --html") }
  }

  func run() throws {
    if output == "" { throw UsageError("-o: name a file") }
    let context = try Context()
    let query = try daemon.query(context)
    let revisions = try DocumentRevisions(document, query)
    let named = try revision.map { try revisions.named($0) }
    guard let wanted = named ?? revisions.list.last(where: \.stands) else {
      throw InputError("\(revisions.uri): was withdrawn, and states nothing; --revision -1 shows what it stated last")
    }
    let facts: [StatedFact]
    if wanted.stands {
      var standing: [StatedFact] = []
      try query.facts(.document(revisions.uri)) { standing.append($0) }
      facts = standing
    } else {
      facts = try revisions.facts(wanted, query)
    }
    if let reason = wanted.reason {
      let what = facts.isEmpty ? "states nothing" : "states nothing but what it says of itself"
      Terminal.complain("\(revisions.uri): \(what): \(reason)")
    } else if let skipped = wanted.skipped {
      Terminal.complain("\(revisions.uri): not read: \(SkippedLines.list(skipped))")
    }
    if form == .json {
      Pager.start()
      for fact in facts { Terminal.write(try JSON.encode(fact)) }
      return Terminal.flush()
    }
    let text: [UInt8]
    do {
      text = try daemon.submitter(context).text(wanted.digest)
    } catch ClientError.refused(let reason, _) {
      throw InputError("\(revisions.uri): \(reason)")
    }
    let page = PlacedFacts(text: text, facts: facts.map(\.fact), revision: wanted.digest)
    if form == .html { return try PageFile.write(FactPage(page.extraction(revisions.uri, wanted)).html, to: output) }
    Pager.start()
    show(page)
    Terminal.flush()
  }

  private func show(_ page: PlacedFacts) {
    for line in page.lines { Terminal.print(line) }
    guard !page.facts.isEmpty else { return }
    Terminal.print("")
    var table = Table(["", "KEY", "VALUE", "NORMAL", "TIME"], spareable: ["NORMAL"], isWide: tables.wide)
    for (index, placed) in page.facts.enumerated() {
      let fact = placed.fact
      table.add(
        Table.Cell("\(index + 1)", .dim),
        Table.Cell(fact.key.description, .bold),
        Table.Cell(Rendering.value(of: fact)),
        Table.Cell(Rendering.normal(fact.value), .cyan),
        Table.Cell(Rendering.time(fact.time))
      )
    }
    table.print()
  }
}
