import ArgumentParser
import Console
import Foundation
import Interpretation
import Model

struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Show the text of documents as it is read; needs no daemon.",
    discussion: """
      Examples:
        courant read page.html
        courant read report.md --json | jq -r '.blocks[] | [.kind, .text] | @tsv'
        courant read reports.zip --json | jq -r .uri
        curl -s https://example.org/ | courant read -

      The text is the one that the offsets of facts count in. --json shows its blocks, what the document says of itself, its encoding, where \
      each block stood, and what was left out and why.
      """
  )

  @Argument(help: ArgumentHelp("Documents, or - for standard input.", valueName: "file"))
  var files: [String]

  @Flag(name: .long, help: "Print a document a line, as JSON.")
  var json = false

  func run() throws {
    let languages = try LanguageMarks.orComplain()
    var failures: Set<ProgramExit> = []
    func fail(_ error: InputError) {
      failures.insert(error.exit)
      Terminal.complain(error.description)
    }
    for file in files {
      do {
        let input = try InputFile(file, limit: InputFile.defaultLimit)
        try input.forEachDocument { document in
          do {
            try show(document, languages)
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
    Terminal.flush()
    if !failures.isEmpty { throw InputError.exit(of: failures) }
  }

  private func show(_ input: InputFile, _ languages: LanguageMarks) throws {
    let text = try input.read(languages)
    if json {
      Terminal.write(try JSON.encode(ShownDocument(text, uri: input.uri, type: input.type)))
    } else {
      let bytes = text.bytes.last == UInt8(ascii: "\n") ? Array(text.bytes.dropLast()) : text.bytes
      // As it is for programs; on a terminal nothing of it moves the cursor.
      Terminal.write(
        Terminal.isTerminal ? Array(VisibleText.lines(String(decoding: bytes, as: UTF8.self)).utf8) : bytes
      )
      input.complain(of: text.skipped)
    }
  }
}

/// A document as `courant read --json` shows it.
private struct ShownDocument: Encodable {
  struct Encoding: Encodable {
    var name: String
    var reason: String
    var doubtful: Bool
  }

  struct Metadata: Encodable {
    var title: String?
    var authors: [String]
    var publisher: String?
    var published: String?
    var modified: String?
    var language: String?
    var identifiers: [String: String]
  }

  struct Cell: Encodable {
    var table: Int
    var row: Int
    var column: Int
    var header: Bool
    var rowHeaders: [String]
    var columnHeaders: [String]
    var caption: String?
  }

  struct Block: Encodable {
    var kind: String
    var start: Int
    var end: Int
    var level: Int?
    var language: String?
    var cell: Cell?
    var place: SourceMap.Place?
    var text: String
  }

  var uri: String
  var type: String
  var encoding: Encoding?
  var language: String?
  var metadata: Metadata
  var blocks: [Block]
  var omitted: [SkippedLines]

  init(_ text: TextDocument, uri: String, type: MediaType) {
    self.uri = uri
    self.type = type.description
    encoding = text.metadata.encoding.map { encoding in
      Encoding(name: encoding.name, reason: encoding.reason.rawValue, doubtful: encoding.isDoubtful)
    }
    language = text.language
    let told = text.metadata
    metadata = Metadata(
      title: told.title,
      authors: told.authors,
      publisher: told.publisher,
      published: told.published,
      modified: told.modified,
      language: told.language,
      identifiers: Dictionary(uniqueKeysWithValues: told.identifiers.map { ($0.key.rawValue, $0.value) })
    )
    blocks = text.blocks.map { block in
      Block(
        kind: block.kind.rawValue,
        start: block.range.lowerBound,
        end: block.range.upperBound,
        level: block.level > 0 ? block.level : nil,
        language: block.language,
        cell: block.cell.map { cell in
          Cell(
            table: cell.table,
            row: cell.row,
            column: cell.column,
            header: cell.isHeader,
            rowHeaders: cell.rowHeaders.map(text.text(in:)),
            columnHeaders: cell.columnHeaders.map(text.text(in:)),
            caption: cell.caption.map(text.text(in:))
          )
        },
        place: text.places.place(of: block.range),
        text: text.text(in: block.range)
      )
    }
    omitted = text.skipped
  }
}
