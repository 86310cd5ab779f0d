import ArgumentParser
import Client
import Console
import Export
import FileOutput
import Model
import Wire
import ZeroMQ

extension ExportFormat: ExpressibleByArgument {}

extension ExportError: ExitingError {
  public var exit: ProgramExit { .output }
}

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the facts that stand to a file, for other tools.",
    discussion: """
      All facts are of one moment. A file is there whole or not at all: what was there before stands until then. The
      formats are described in docs/export.md.

      Examples:
        courant export --format parquet -o facts.parquet
        courant export --format csv japan/ russia/ > facts.csv
        courant export --format jsonl --kind money --min 1e9 | jq -r .fact.key
        courant export --format ntriples --source report.txt -o report.nt
        courant export --format sqlite --as-of 1200 -o then.db
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(
    help: ArgumentHelp("Keys, or how they begin; none for all.", valueName: "prefix"),
    completion: .custom(Completions.keys)
  )
  var prefixes: [String] = []

  @Option(name: .long, help: "What to write.")
  var format: ExportFormat

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write to this file; - for standard output (default).", valueName: "file"),
    completion: .file()
  )
  var output: String?

  @OptionGroup(title: "Filters") var filters: FilterOptions

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("Only what was asserted after an event or a moment.", valueName: "sequence|time")
  )
  var since: String?

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("As it was recorded then: after an event, or at a moment.", valueName: "sequence|time")
  )
  var asOf: String?

  @Flag(
    name: .customLong("csv-safe"),
    inversion: .prefixedNo,
    help:
      "Put ' before text that a spreadsheet would run as a formula: =, +, -, @, tab or return at its beginning (default: --csv-safe)."
  )
  var isCSVSafe: Bool?

  func validate() throws {
    try Moment.validate([("as-of", asOf), ("since", since)])
    if let fault = MessageLimits.fault(ofPrefixCount: prefixes.count) { throw ValidationError(fault) }
    guard filters.effect.isEmpty else {
      throw ValidationError("--effect is of events, and an export has facts; courant watch --since 0 --once has events")
    }
    if isCSVSafe != nil, format != .csv {
      throw ValidationError("--csv-safe and --no-csv-safe go with --format csv, not with \(format.rawValue)")
    }
    let isStandardOutput = output == nil || output == "-"
    if format.wantsFile, isStandardOutput { throw ValidationError("--format \(format.rawValue) wants a file: -o FILE") }
    if format.isBinary, isStandardOutput, Terminal.isTerminal {
      throw ValidationError("--format \(format.rawValue) is nothing for a terminal; name a file with -o")
    }
  }

  func run() throws {
    if output == "" { throw UsageError("-o: name a file") }
    let query = try daemon.query(try Context())
    let filter = filters.filter
    let start = try since.map { text in
      try UInt64(text) ?? Moment.start(text).map { try query.sequence(at: $0) } ?? 0
    }
    let moment = try Moment.sequence(asOf, query)
    let cursor = try moment.map { try query.cursor(at: $0) } ?? query.head()
    let counts = try query.status().counts
    let file = try OutputFile(output)
    // Whoever stops it leaves no half a file.
    StopSignal.listen()
    var writer = try format.writer(to: file, cursor: cursor, isCSVSafe: isCSVSafe ?? true)
    var progress = Progress(total: Int(counts["facts"] ?? 0), unit: "facts")
    var (seen, count) = (0, 0)
    let wanted = prefixes.isEmpty ? filter.prefixes : prefixes
    try query.facts(.prefixes(wanted.isEmpty ? [""] : wanted), asOf: cursor.sequence) { stated in
      if StopSignal.hasCome { throw Stopped() }
      seen += 1
      progress.show(seen)
      guard stated.sequence > start ?? 0, filter.matches(stated) else { return }
      try writer.write(stated)
      count += 1
    }
    try writer.finish()
    try file.finish()
    progress.clear()
    Terminal.warn("\(count) facts as of event \(cursor.sequence)\(file.isStandardOutput ? "" : ": \(output ?? "")")")
  }

  private struct Stopped: Error, CustomStringConvertible {
    let description = "stopped; nothing was written in the place of the file"
  }
}
