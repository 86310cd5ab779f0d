import ArgumentParser
import Client
import Console
import Model
import ZeroMQ

struct ReviewsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reviews",
    abstract: "List what people have decided: who is who, and what counts as a source.",
    discussion: """
      Examples:
        courant reviews
        courant reviews --json | jq -r 'select(.holds) | .sequence'
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Flag(name: .long, help: "Print a review a line, as JSON.")
  var json = false

  @OptionGroup var tables: TableOptions

  func validate() throws { try tables.validate(json: json) }

  func run() throws {
    let query = try daemon.query(try Context())
    Pager.start()
    var table = Table(
      ["SEQUENCE", "TIME", "REVIEW", "REASON", "BY", "NOTE"],
      spareable: ["BY", "TIME"],
      isWide: tables.wide
    )
    var count = 0
    try query.reviews { known in
      count += 1
      if json { return Terminal.write(try JSON.encode(known)) }
      table.add(
        Table.Cell("\(known.sequence)", .bold),
        Table.Cell(Rendering.moment(known.recorded)),
        Table.Cell(Rendering.review(known.review)),
        Table.Cell(known.review.reason ?? ""),
        Table.Cell(known.review.by ?? ""),
        Table.Cell(known.holds ? "" : "undone", .dim)
      )
    }
    if !json { table.print() }
    Terminal.flush()
    guard count == 0 else { return }
    Terminal.complain("nobody has decided anything yet; see: courant help same")
    throw ExitStatus.failed
  }
}

extension Rendering {
  /// What was decided, in a few words.
  static func review(_ review: Review) -> String {
    let names = review.names.map { name in name.entity + (name.document.map { "@\($0)" } ?? "") }
    return switch review.kind {
    case .same: "\(names.joined(separator: ", ")) → \(review.into ?? "")"
    case .apart: "\(names.joined(separator: ", ")) is another in every document"
    case .weigh: "\(review.source?.wrappedValue ?? "") weighs \(number(review.weight ?? 1))"
    case .undo: "review \(review.undoes ?? 0) undone"
    }
  }
}
