import Model

/// One column of a table of facts: what it is called, what is in it, and how it is had from a fact.
struct FactColumn: Sendable {
  enum Kind: Sendable {
    case text, integer, number, flag, day, moment, texts
  }

  enum Cell: Sendable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case flag(Bool)
    case day(Day)
    case moment(Timestamp)
    case texts([String])
  }

  var name: String
  var kind: Kind
  /// Whether every fact has it.
  var isRequired = true
  /// Nil where the fact has nothing to say.
  var cell: @Sendable (StatedFact) -> Cell?

  /// The names are those of the database's views.
  static let all: [FactColumn] = [
    text("fact") { $0.id.description },
    text("key") { $0.fact.key.description },
    text("entity") { $0.fact.key.entity },
    text("attribute") { $0.fact.key.attribute },
    text("status") { $0.status.rawValue },
    day("valid_start") { $0.fact.time?.start },
    day("valid_end") { $0.fact.time?.end },
    text("subject") { $0.fact.subject.text },
    optional("subject_name") { $0.fact.subject.name },
    optional("subject_entity") { $0.fact.subject.entity },
    text("relation") { $0.fact.relation.text },
    text("lemma") { $0.fact.relation.lemma },
    text("object") { $0.fact.object.text },
    optional("object_name") { $0.fact.object.name },
    optional("object_entity") { $0.fact.object.entity },
    text("kind") { $0.fact.object.kind.rawValue },
    number("number") { $0.fact.object.number },
    optional("unit") { $0.fact.object.unit },
    number("low") { $0.fact.object.low },
    number("high") { $0.fact.object.high },
    FactColumn(name: "approximate", kind: .flag) { .flag($0.fact.object.approximate) },
    optional("bound") { $0.fact.object.bound?.rawValue },
    day("object_start") { $0.fact.object.start },
    day("object_end") { $0.fact.object.end },
    optional("place") { $0.fact.place },
    FactColumn(name: "context", kind: .texts) { .texts($0.fact.context) },
    optional("attributed_to") { $0.fact.attribution?.source },
    optional("attribution_verb") { $0.fact.attribution?.verb },
    text("polarity") { $0.fact.polarity.rawValue },
    text("modality") { $0.fact.modality.rawValue },
    FactColumn(name: "confidence", kind: .number) { .number($0.fact.confidence) },
    text("evidence") { $0.fact.evidence.text },
    FactColumn(name: "evidence_start", kind: .integer) { .integer(Int64($0.fact.evidence.start)) },
    FactColumn(name: "evidence_end", kind: .integer) { .integer(Int64($0.fact.evidence.end)) },
    text("document") { $0.fact.document.uri },
    text("digest") { $0.fact.document.digest.description },
    optional("title") { $0.fact.document.title },
    day("document_date") { $0.fact.document.date },
    text("extractor") { $0.fact.extractor },
    FactColumn(name: "sequence", kind: .integer) { .integer(Int64(clamping: $0.sequence)) },
    FactColumn(name: "recorded", kind: .moment, isRequired: false) { $0.recorded.map(Cell.moment) },
    text("scope") { $0.fact.subject.scope.rawValue },
    text("about") { $0.fact.about.rawValue },
    optional("language") { $0.fact.language },
    optional("evidence_source") { $0.fact.evidence.source?.json },
  ]

  private static func text(_ name: String, _ value: @escaping @Sendable (StatedFact) -> String) -> FactColumn {
    FactColumn(name: name, kind: .text) { .text(value($0)) }
  }

  private static func optional(_ name: String, _ value: @escaping @Sendable (StatedFact) -> String?) -> FactColumn {
    FactColumn(name: name, kind: .text, isRequired: false) { value($0).map(Cell.text) }
  }

  private static func number(_ name: String, _ value: @escaping @Sendable (StatedFact) -> Double?) -> FactColumn {
    FactColumn(name: name, kind: .number, isRequired: false) { value($0).map(Cell.number) }
  }

  private static func day(_ name: String, _ value: @escaping @Sendable (StatedFact) -> Day?) -> FactColumn {
    FactColumn(name: name, kind: .day, isRequired: false) { value($0).map(Cell.day) }
  }
}

extension FactColumn.Cell {
  /// Whether it holds words from outside; what else there is has a form of its own.
  var isText: Bool {
    switch self {
    case .text, .texts: true
    case .integer, .number, .flag, .day, .moment: false
    }
  }

  /// As it stands in a format that has nothing but text.
  func text() throws -> String {
    switch self {
    case .text(let text): text
    case .integer(let number): "\(number)"
    case .number(let number): try JSON.text(number)
    case .flag(let flag): flag ? "true" : "false"
    case .day(let day): day.description
    case .moment(let moment): moment.description
    case .texts(let texts): try JSON.text(texts)
    }
  }
}
