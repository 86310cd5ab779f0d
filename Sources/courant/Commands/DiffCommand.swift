import ArgumentParser
import Client
import Console
import Model
import ZeroMQ

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show which facts a revision of a document took back, and which it added.",
    discussion: """
      A revision is named by its number, the first is 1, the last -1, or by how its digest begins; without any, the last
      two are compared. Exit code 0 when nothing differs, 1 when something does.

      Examples:
        courant diff report.txt
        courant diff report.txt 1 -1
        courant diff report.txt --list
        courant diff report.txt --json | jq -r '.change + " " + .fact.key'
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("A URI, or a file by its path.", valueName: "document"), completion: .file())
  var document: String

  @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Two revisions.", valueName: "revision"))
  var revisions: [String] = []

  @Flag(name: .long, help: "List the revisions instead.")
  var list = false

  @Flag(name: .long, help: "Print a changed fact a line, as JSON.")
  var json = false

  @OptionGroup var tables: TableOptions

  func validate() throws {
    try tables.validate(list ? json ? "--json" : nil : "courant diff without --list")
    if list, !revisions.isEmpty {
      throw ValidationError("--list lists every revision; leave out \(revisions.joined(separator: " "))")
    }
    if let option = revisions.first(where: { $0.hasPrefix("-") && Int($0) == nil }) {
      throw ValidationError("Unknown option '\(option)'")
    }
    guard revisions.isEmpty || revisions.count == 2 else {
      throw ValidationError("want two revisions to compare, or none for the last two")
    }
  }

  func run() throws {
    let query = try daemon.query(try Context())
    let known = try DocumentRevisions(document, query)
    Pager.start()
    if list {
      try known.show(json: json, isWide: tables.wide)
      return Terminal.flush()
    }
    let (old, new) = try pair(known)
    let difference = FactDifference(
      try known.facts(old, query).map(\.fact),
      try known.facts(new, query).map(\.fact)
    )
    if json {
      for change in difference.changes { Terminal.write(try JSON.encode(change)) }
    } else {
      for line in difference.lines { Terminal.print(line) }
      Terminal.flush()
      let counts = [("removed", difference.removed), ("added", difference.added), ("unchanged", difference.kept)]
      Terminal.warn(
        Style.dim(
          "revision \(known.number(old)) to \(known.number(new)): "
            + counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        )
      )
    }
    Terminal.flush()
    if difference.removed + difference.added > 0 { throw ExitStatus.failed }
  }

  private func pair(_ known: DocumentRevisions) throws -> (KnownRevision, KnownRevision) {
    if revisions.count == 2 { return (try known.named(revisions[0]), try known.named(revisions[1])) }
    guard known.list.count > 1 else {
      throw InputError("\(known.uri): has one revision, and nothing to compare it with")
    }
    return (known.list[known.list.count - 2], known.list[known.list.count - 1])
  }
}

/// What one set of facts has that another has not. Facts that say the same are the same, wherever they stand.
struct FactDifference {
  struct Change: Encodable {
    enum Kind: String, Encodable {
      case removed, added
    }

    var change: Kind
    var fact: Fact
  }

  /// By key and time, what is removed before what is added.
  let changes: [Change]
  let kept: Int

  var removed: Int { changes.count { $0.change == .removed } }
  var added: Int { changes.count { $0.change == .added } }

  init(_ old: [Fact], _ new: [Fact]) {
    // A review between the two is no change of the document.
    let (before, after) = (Set(old.map(\.asRead.claim)), Set(new.map(\.asRead.claim)))
    let gone = old.filter { !after.contains($0.asRead.claim) }.map { Change(change: .removed, fact: $0) }
    let come = new.filter { !before.contains($0.asRead.claim) }.map { Change(change: .added, fact: $0) }
    kept = old.count - gone.count
    let all = gone + come
    let order = all.indices.sorted { left, right in
      let (a, b) = (Self.place(all[left].fact), Self.place(all[right].fact))
      return a == b ? left < right : a.lexicographicallyPrecedes(b)
    }
    changes = order.map { all[$0] }
  }

  private static func place(_ fact: Fact) -> [String] {
    [fact.key.description, fact.time?.start?.description ?? "", fact.time?.end?.description ?? ""]
  }

  var lines: [String] {
    changes.map { change in
      let fact = change.fact
      let parts = [
        fact.key.description, Terminal.clean(Rendering.value(of: fact)),
        Rendering.time(fact.time),
      ]
      let text = parts.filter { !$0.isEmpty }.joined(separator: "  ")
      return change.change == .removed ? Style.red("- " + text) : Style.green("+ " + text)
    }
  }
}
