import ArgumentParser
import Client
import Console
import Model
import ZeroMQ

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Show the sentences that say it, with the words marked, and who said it where.",
    discussion: """
      A fact is named by its id, as get --json and search --json print it, also one that was retracted.

      Examples:
        courant why japan/population
        courant why 7f1c2ab09be1d0465c1d3e0a8c1b9c52
        courant why japan/population --as-of yesterday
        courant why japan/population --json | jq -r .fact.evidence.text

      \(Legend.statuses)
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(
    help: ArgumentHelp("A key, such as japan/population, or a fact's id.", valueName: "key|fact"),
    completion: .custom(Completions.keys)
  )
  var subject: String

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("As it was recorded then: after an event, or at a moment.", valueName: "sequence|time")
  )
  var asOf: String?

  @Flag(name: .long, help: "Print a fact a line, as JSON.")
  var json = false

  /// The fact that is named; an event's id has the event's sequence after the fact's id.
  private var fact: FactID? { FactID(subject.prefix { $0 != "." }) }

  func validate() throws {
    try Moment.validate([("as-of", asOf)])
    guard fact == nil, Key(subject) == nil else { return }
    throw ValidationError(
      "\"\(subject)\" is no key such as japan/population, and no fact's id of 32 hexadecimal digits"
        + KeyHint.text(for: subject)
    )
  }

  func run() throws {
    let query = try daemon.query(try Context())
    let wanted = fact.map(WantedFacts.fact) ?? Key(subject).map(WantedFacts.key)
    guard let wanted else { return }
    Pager.start()
    var count = 0
    try query.facts(wanted, asOf: try Moment.sequence(asOf, query)) { stated in
      if json {
        Terminal.write(try JSON.encode(stated))
      } else {
        if count > 0 { Terminal.print("") }
        for line in Evidence.lines(stated) { Terminal.print(line) }
      }
      count += 1
    }
    Terminal.flush()
    guard count == 0 else { return }
    if fact != nil {
      Terminal.complain("no fact \(subject) is known; one that was retracted goes when the journal is trimmed")
    } else if let key = Key(subject), try isKnown(key, query) {
      Terminal.complain(
        asOf == nil
          ? "no document states \(key) any longer; courant history \(key) shows who did"
          : "no document stated \(key) then; courant history \(key) shows who did, and when"
      )
    } else {
      Terminal.complain("nothing is known of \(subject)\(try Suggestions.text(for: subject, query))")
    }
    throw ExitStatus.failed
  }

  /// Whether a document has stated something of the key.
  private func isKnown(_ key: Key, _ query: Query) throws -> Bool {
    var isKnown = false
    try query.get(key.description) { _ in isKnown = true }
    return isKnown
  }
}

/// A fact with the sentence that says it, for people.
enum Evidence {
  static func lines(_ stated: StatedFact) -> [String] {
    let fact = stated.fact
    let value = Rendering.value(of: fact)
    let normal = Rendering.normal(fact.value)
    let status = stated.retracted == nil ? stated.status.rawValue : "retracted"
    let head = [
      Style.bold(fact.key.description), Terminal.clean(value),
      normal == value ? "" : Style.cyan(Terminal.clean(normal)),
      Rendering.time(fact.time), Rendering.style(stated.status)?(status) ?? status,
    ]
    var lines = [head.filter { !$0.isEmpty }.joined(separator: "  ")]
    let isOutside = fact.evidence.text.isEmpty
    lines.append("  " + (isOutside ? Style.dim("the document says it of itself, outside its text") : sentence(fact)))
    if let attribution = fact.attribution {
      lines.append("  said by \(Terminal.clean(attribution.source)) (\(Terminal.clean(attribution.verb)))")
    }
    let document = [
      Rendering.name(fact.document.uri), fact.document.title, fact.document.date?.description,
      isOutside ? nil : "bytes \(fact.evidence.start)–\(fact.evidence.end)", place(fact.evidence.source, fact.evidence),
    ]
    lines.append("  " + Style.dim(document.compactMap { $0.map(Terminal.clean) }.joined(separator: " · ")))
    let event = [
      "fact \(stated.id)", "event \(stated.sequence)", stated.recorded.map { "recorded \(Rendering.moment($0))" },
      stated.retracted.map { "retracted by event \($0)" }, "confidence \(fact.confidence)",
    ]
    lines.append("  " + Style.dim(event.compactMap { $0 }.joined(separator: " · ")))
    return lines
  }

  /// Where the evidence stood in the original, where that says more than its place in the text.
  private static func place(_ source: SourceMap.Place?, _ evidence: Model.Evidence) -> String? {
    guard !evidence.text.isEmpty, let source, source != .bytes(evidence.start..<evidence.end) else { return nil }
    return source.description
  }

  /// The evidence with subject, relation and object marked.
  static func sentence(_ fact: Fact) -> String {
    let bytes = Array(fact.evidence.text.utf8)
    let marks = FactMark.all(of: fact, number: 0, in: bytes, sentence: 0..<bytes.count)
    return MarkedText.render(bytes, marks.map { ($0.range, $0.role.style) })
  }
}
