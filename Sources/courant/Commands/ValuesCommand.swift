import ArgumentParser
import Console
import Formats
import Model
import PDF
import Values

struct ValuesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "values",
    abstract: "Show the numbers, amounts, dates and identifiers in documents; needs no daemon.",
    discussion: """
      Examples:
        courant values report.txt
        courant values report.txt --json | jq -r 'select(.kind == "money") | [.number, .unit] | @tsv'
        echo 'It fell last year by 3.5% to $4.2bn.' | courant values - --date 2024-05-01

      A span counts bytes of the text that courant read shows. A relative date such as "last year" is resolved where --date gives the day it is told from.
      """
  )

  @Argument(help: ArgumentHelp("Documents, or - for standard input.", valueName: "file"))
  var files: [String]

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("The day that relative dates are told from, also today or yesterday.", valueName: "YYYY-MM-DD")
  )
  var date: String?

  @Flag(name: .long, help: "Find ordinals too, and small numbers in words that count nothing.")
  var all = false

  @Flag(name: .long, help: "Print a value a line, as JSON.")
  var json = false

  @OptionGroup var tables: TableOptions

  func validate() throws {
    try tables.validate(json: json)
    if let date, Moment.day(date) == nil {
      throw ValidationError("--date is \"\(date)\", want a day such as 2024-05-01, today or yesterday")
    }
  }

  func run() throws {
    let anchor = date.flatMap { Moment.day($0) }
    let reader = DocumentReader(pdf: PDFReaderOnDemand())
    var failures: Set<ProgramExit> = []
    func fail(_ error: InputError) {
      failures.insert(error.exit)
      Terminal.complain(error.description)
    }
    var table = Table(["SPAN", "KIND", "TEXT", "NORMAL"], spareable: ["SPAN"], isWide: tables.wide)
    for file in files {
      do {
        let input = try InputFile(file, limit: InputFile.defaultLimit)
        try input.forEachDocument { document in
          let text: [UInt8]
          do throws(ReadError) {
            text = try reader.read(document.content, as: document.type).bytes
          } catch {
            return fail(InputError("\(document.shown): \(error)"))
          }
          let style = text.withUnsafeBytes { NumberStyle.detect(in: $0) }
          for span in Values.find(in: text, style: style, extras: all ? [.ordinals, .loneWords] : []) {
            let shown = ShownValue(span, in: text, anchor: anchor)
            if json {
              Terminal.write(try JSON.encode(shown))
            } else {
              table.add(
                Table.Cell("\(shown.start)–\(shown.end)", .dim),
                Table.Cell(shown.kind, shown.style),
                Table.Cell(shown.text, .bold),
                Table.Cell(shown.normal, .cyan)
              )
            }
          }
        } failed: {
          fail($0)
        }
      } catch let error as InputError {
        fail(error)
      }
    }
    if !json, !table.isEmpty { table.print() }
    Terminal.flush()
    if !failures.isEmpty { throw InputError.exit(of: failures) }
  }
}

/// A value as it is shown.
private struct ShownValue: Encodable {
  let start: Int
  let end: Int
  let text: String
  let kind: String
  var number: Double?
  var low: Double?
  var high: Double?
  var unit: String?
  var approximate: Bool?
  var bound: Value.Bound?
  var from: Day?
  var to: Day?
  /// What it says beside numbers and days.
  var note: String?

  init(_ span: ValueSpan, in bytes: [UInt8], anchor: Day?) {
    start = span.range.lowerBound
    end = span.range.upperBound
    text = String(decoding: bytes[span.range], as: UTF8.self)
    switch span.content {
    case .value(let value):
      kind = value.kind.rawValue
      number = value.number
      low = value.low
      high = value.high
      unit = value.unit
      approximate = value.approximate ? true : nil
      bound = value.bound
      from = value.start
      to = value.end
    case .yearless(let month, let day):
      kind = "date"
      note = "\(month < 10 ? "0" : "")\(month)" + (day.map { "-\($0 < 10 ? "0" : "")\($0)" } ?? "") + ", no year"
      setDays(span, anchor)
    case .relative(let relative):
      kind = "date"
      note = "\(relative)"
      setDays(span, relative.anchor == .document ? anchor : nil)
    case .time(let time):
      kind = "time"
      note = time.description
    case .ordinal(let number):
      kind = "ordinal"
      self.number = Double(number)
    case .identifier(let identifier):
      kind = "identifier"
      note = identifier.rawValue
    }
  }

  private mutating func setDays(_ span: ValueSpan, _ anchor: Day?) {
    var span = span
    span.bearing = .at
    guard let interval = span.interval(anchor: anchor) else { return }
    from = interval.start
    to = interval.end
    note = nil
  }

  var style: Style? {
    switch kind {
    case "money", "percent": .green
    case "date", "time": .yellow
    case "identifier": .dim
    default: nil
    }
  }

  /// The normal form, as briefly as it can be said.
  var normal: String {
    if let note { return note }
    if let from, let to {
      return (approximate == true ? "~" : "") + Rendering.time(Interval(text: nil, start: from, end: to))
    }
    var parts: [String] = []
    if let number {
      let sign = bound == .min ? "≥" : bound == .max ? "≤" : ""
      parts.append((approximate == true ? "~" : "") + sign + Rendering.number(number))
      if let low { parts.append("±" + Rendering.number(((number - low) * 1e12).rounded() / 1e12)) }
    } else if let low, let high {
      parts.append((approximate == true ? "~" : "") + "\(Rendering.number(low))–\(Rendering.number(high))")
    }
    if let unit { parts.append(unit) }
    return parts.joined(separator: " ")
  }
}
