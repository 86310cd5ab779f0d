import ArgumentParser
import Extraction
import Model

struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Show the facts that documents state; needs no daemon.",
    discussion: """
      Examples:
        courant extract report.txt
        courant extract *.txt --json | jq -r '[.key, .object.text] | @tsv'
        echo 'In 2012 the trade volume reached 33.5 billion U.S. dollars.' | courant extract -
      """
  )

  @Argument(help: ArgumentHelp("UTF-8 text files, or - for standard input.", valueName: "file"))
  var files: [String]

  @Flag(name: .long, help: "Print a fact a line, as JSON.")
  var json = false

  func run() throws {
    let extractor = ShallowExtractor()
    var failed = false
    var table = Table(
      ["KEY", "SUBJECT", "RELATION", "OBJECT", "NORMAL", "TIME"],
      spareable: ["RELATION", "NORMAL", "SUBJECT"]
    )
    for file in files {
      do {
        let input = try InputFile(file, limit: InputFile.defaultLimit)
        let extraction: Extraction
        do {
          extraction = try extractor.extract(input.content, uri: input.uri, mediaType: "text/plain")
        } catch {
          throw InputError("\(file == "-" ? "standard input" : file): \(error)")
        }
        for fact in extraction.facts {
          if json {
            Terminal.write(try JSON.encode(fact))
          } else {
            table.add(
              Table.Cell(fact.key.description, .bold),
              Table.Cell(fact.subject.name ?? fact.subject.text),
              Table.Cell(fact.relation.text, .dim),
              Table.Cell(Rendering.value(fact.object, fact.polarity, fact.modality)),
              Table.Cell(Rendering.normal(fact.object), .cyan),
              Table.Cell(Rendering.time(fact.time))
            )
          }
        }
      } catch let error as InputError {
        failed = true
        Terminal.complain(error.description)
      }
    }
    if !json, !table.isEmpty { table.print() }
    Terminal.flush()
    if failed { throw ExitStatus.failed }
  }
}
