import ArgumentParser
import Console
import Extraction
import Formats
import Foundation
import Interpretation
import Model
import Service

struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Show the facts that documents state; needs no daemon.",
    discussion: """
      Examples:
        courant extract report.txt
        courant extract *.txt --json | jq -r '[.key, .object.text] | @tsv'
        courant extract --html report.txt -o report.html
        courant extract --explain report.txt | less
        echo 'In 2012 the trade volume reached 33.5 billion U.S. dollars.' | courant extract -
      """
  )

  enum Form: String, EnumerableFlag {
    case table, json, explain, html

    static func help(for form: Form) -> ArgumentHelp? {
      switch form {
      case .table: "Print a table (default)."
      case .json: "Print a fact a line, as JSON."
      case .explain: "Show how each fact came about: words, tags, tree, names, values, clauses and rules."
      case .html: "Write one page of a document with the words of each fact marked."
      }
    }
  }

  @Argument(help: ArgumentHelp("Documents, or - for standard input.", valueName: "file"))
  var files: [String]

  @Flag(exclusivity: .exclusive)
  var form = Form.table

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the page of --html to this file; - for standard output (default).", valueName: "out.html")
  )
  var output: String?

  @Option(
    name: .customLong("min-confidence"),
    parsing: .unconditional,
    help: ArgumentHelp(
      "Leave out facts that are less sure than this, 0 to 1 (default: \(EnglishExtractor.defaultConfidence)).",
      valueName: "number"
    )
  )
  var confidence: Double?

  private var minimumConfidence: Double { confidence ?? EnglishExtractor.defaultConfidence }

  @Option(
    name: .long,
    help: ArgumentHelp("Name entities by this file, as a daemon with the option aliases does.", valueName: "file")
  )
  var aliases: String?

  @OptionGroup var tables: TableOptions

  func validate() throws {
    guard (0...1).contains(minimumConfidence) else {
      throw ValidationError("--min-confidence is \(minimumConfidence), want 0 to 1")
    }
    if form == .html, files.count != 1 { throw ValidationError("--html makes one page, so it wants one file") }
    if form == .explain, confidence != nil {
      throw ValidationError("--min-confidence goes with facts, and --explain shows all that was found; leave one out")
    }
    if form == .explain, aliases != nil { throw ValidationError("--aliases goes with facts, not with --explain") }
    if form != .html, output != nil { throw ValidationError("-o goes with --html") }
    try tables.validate(form == .table ? nil : "--\(form.rawValue)")
  }

  func run() throws {
    if output == "" { throw UsageError("-o: name a file") }
    let extractor = try extractor()
    let languages = try LanguageMarks.orComplain()
    let aliases = try aliases.map { try AliasesFile.load($0) } ?? .none
    var failures: Set<ProgramExit> = []
    func fail(_ error: InputError) {
      failures.insert(error.exit)
      Terminal.complain(error.description)
    }
    var table = Table(
      ["KEY", "SUBJECT", "RELATION", "OBJECT", "NORMAL", "TIME"],
      spareable: ["RELATION", "NORMAL", "SUBJECT"],
      isWide: tables.wide
    )
    for file in files {
      do {
        let input = try InputFile(file, limit: InputFile.defaultLimit)
        if form == .html, Container.isArchive(input.content, input.type) {
          throw InputError("\(input.shown): holds several documents, and --html makes a page of one; unpack it")
        }
        var isWritten = false
        try input.forEachDocument { document in
          // Of a message the page is its own; what came along has none.
          guard form != .html || !isWritten else { return }
          isWritten = true
          do {
            switch form {
            case .explain: show(extractor.explain(try document.read(languages)))
            case .html:
              try PageFile.write(FactPage(try extract(document, languages, extractor, aliases)).html, to: output)
            case .json:
              for fact in try extract(document, languages, extractor, aliases).facts {
                Terminal.write(try JSON.encode(fact))
              }
            case .table: add(try extract(document, languages, extractor, aliases).facts, to: &table)
            }
          } catch let error as ReadError {
            fail(InputError("\(document.shown): \(error)"))
          }
        } failed: {
          fail($0)
        }
      } catch let error as InputError {
        fail(error)
      }
    }
    if !table.isEmpty { table.print() }
    Terminal.flush()
    if !failures.isEmpty { throw InputError.exit(of: failures) }
  }

  /// Extracts, and tells what could not be read as it stands, and why there is nothing.
  private func extract(
    _ input: InputFile,
    _ languages: LanguageMarks,
    _ extractor: EnglishExtractor,
    _ aliases: EntityAliases
  ) throws(ReadError) -> Extraction {
    var extraction = extractor.extract(try input.read(languages), uri: input.uri, digest: Digest(of: input.content))
    for note in extraction.notes { Terminal.complain("\(input.uri): \(note)") }
    if let reason = extraction.reason {
      let count = extraction.facts.count
      let what = count == 0 ? "0 facts" : "no facts but \(count) of what it says of itself"
      Terminal.complain("\(input.uri): \(what): \(reason)")
      if !reason.contains(SkippedLines.list(extraction.skipped)) { input.complain(of: extraction.skipped) }
    } else {
      input.complain(of: extraction.skipped)
    }
    for index in extraction.facts.indices { aliases.resolve(&extraction.facts[index]) }
    return extraction
  }

  /// The extractor with the installed models.
  private func extractor() throws -> EnglishExtractor {
    do {
      return try EnglishExtractor.installed(minimumConfidence: minimumConfidence)
    } catch {
      Terminal.complain("\(error)")
      throw ExitStatus.failed
    }
  }

  private func add(_ facts: [Fact], to table: inout Table) {
    for fact in facts {
      table.add(
        Table.Cell(fact.key.description, .bold),
        Table.Cell(fact.subject.name ?? fact.subject.text),
        Table.Cell(Rendering.relation(fact.relation.text, fact.polarity), .dim),
        Table.Cell(Rendering.value(fact.object, fact.polarity, fact.modality, speaker: fact.attribution?.source)),
        Table.Cell(Rendering.normal(fact.object), .cyan),
        Table.Cell(Rendering.time(fact.time))
      )
    }
  }

  private func show(_ explanation: Explanation) {
    if let date = explanation.date { Terminal.print("date: \(date)") }
    for line in explanation.layout { Terminal.print(Terminal.clean(line)) }
    if !explanation.skipped.isEmpty { Terminal.print("not read: \(SkippedLines.list(explanation.skipped))") }
    for sentence in explanation.sentences {
      Terminal.print("")
      Terminal.print(Terminal.clean(sentence.text))
      for line in sentence.tree { Terminal.print("    " + Terminal.clean(line)) }
      for (label, lines) in [
        ("names", sentence.names), ("values", sentence.values), ("clauses", sentence.clauses),
        ("facts", sentence.facts),
      ] where !lines.isEmpty {
        Terminal.print("  " + label)
        for line in lines { Terminal.print("    " + Terminal.clean(line)) }
      }
    }
  }
}
