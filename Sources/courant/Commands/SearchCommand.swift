import ArgumentParser
import Client
import Console
import Model
import ZeroMQ

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find sentences of all documents by their words, and the facts that they state; the best first.",
    discussion: """
      First come facts, by the words of their sentences, subjects and objects, and then the sentences that gave no fact.
      All words must be there, in any form: "exports" finds "exported". Words in quotation marks follow each other, and
      one that ends in * stands for all that begin so. Of more than 20,000 of a kind with the words the newest are ranked.

      Examples:
        courant search trade volume
        courant search '"crude oil" russia'
        courant search 'hydro*' --limit 100
        courant search population --json | jq -r '.found.fact.key // .document.uri'

      \(Legend.statuses)
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("What to look for.", valueName: "words"))
  var words: [String]

  @Option(
    name: .shortAndLong,
    parsing: .unconditional,
    help: ArgumentHelp("How many facts, and how many sentences, are shown at most.", valueName: "count")
  )
  var limit = 20

  @Flag(name: .long, help: "Print a fact or sentence a line, as JSON.")
  var json = false

  @OptionGroup var tables: TableOptions

  func validate() throws {
    try tables.validate(json: json)
    guard (1...100_000).contains(limit) else { throw ValidationError("--limit is \(limit), want 1 to 100000") }
  }

  func run() throws {
    let query = try daemon.query(try Context())
    let words = words.joined(separator: " ")
    Pager.start()
    var last: Evidence.Place?
    var count = 0
    let total = try query.search(words, limit: limit) { found in
      count += 1
      if json { return Terminal.write(try JSON.encode(found)) }
      let fact = found.found.fact
      let place = Evidence.Place(fact)
      // Several facts of one sentence stand together, below it.
      if place != last {
        if last != nil { Terminal.print("") }
        last = place
        Terminal.print(
          "\(Style.dim(Terminal.clean(Rendering.name(fact.document.uri, isWide: tables.wide))))  \(Self.snippet(fact.evidence.text, found.marks))"
        )
      }
      let value = Terminal.clean(Rendering.value(of: fact))
      let status = Rendering.style(found.found.status)?(found.found.status.rawValue) ?? found.found.status.rawValue
      let parts = [Style.bold(fact.key.description), value, Rendering.time(fact.time), status]
      Terminal.print("  " + parts.filter { !$0.isEmpty }.joined(separator: "  "))
    }
    var sentences = 0
    let totalSentences = try query.searchSentences(words, limit: limit) { found in
      sentences += 1
      if json { return Terminal.write(try JSON.encode(found)) }
      if count + sentences > 1 { Terminal.print("") }
      let name = Style.dim(Terminal.clean(Rendering.name(found.document.uri, isWide: tables.wide)))
      Terminal.print("\(name)  \(Self.snippet(found.sentence.text, found.marks))")
    }
    Terminal.flush()
    if count == 0, sentences == 0 {
      Terminal.complain("no sentence has these words")
      throw ExitStatus.failed
    }
    Terminal.warn(
      [(count, total, "fact"), (sentences, totalSentences, "sentence")].map { shown, total, noun in
        shown < total ? "\(shown) of \(Rendering.plural(total, noun))" : Rendering.plural(total, noun)
      }.joined(separator: ", ") + (count < total || sentences < totalSentences ? "; --limit shows more" : "")
    )
  }

  /// How much of a long sentence is shown on each side of the words that were found, in bytes.
  private static let margin = 120

  /// A sentence with the words marked; of a long one the part that has them.
  static func snippet(_ text: String, _ marks: [[Int]]) -> String {
    let bytes = Array(text.utf8)
    let marks = marks.filter { $0.count == 2 && $0[0] >= 0 && $0[0] <= $0[1] && $0[1] <= bytes.count }
      .map { $0[0]..<$0[1] }
    var part = 0..<bytes.count
    if let first = marks.first, let last = marks.last, bytes.count > 3 * margin {
      part =
        boundary(
          bytes,
          first.lowerBound - margin
        )..<boundary(bytes, min(last.upperBound, first.lowerBound + 2 * margin) + margin)
    } else if bytes.count > 3 * margin {
      part = 0..<boundary(bytes, 3 * margin)
    }
    let text = MarkedText.render(bytes, part: part, marks.map { ($0, .red) })
    return (part.lowerBound > 0 ? "… " : "") + text + (part.upperBound < bytes.count ? " …" : "")
  }

  /// The end of the word at a place, or of the text.
  private static func boundary(_ bytes: [UInt8], _ place: Int) -> Int {
    guard place > 0 else { return 0 }
    guard place < bytes.count else { return bytes.count }
    return bytes[place...].firstIndex(of: UInt8(ascii: " ")) ?? bytes.count
  }
}

extension Evidence {
  /// Where a sentence stands.
  struct Place: Equatable {
    var uri: String
    var start: Int

    init(_ fact: Fact) {
      uri = fact.document.uri
      start = fact.evidence.start
    }
  }
}
