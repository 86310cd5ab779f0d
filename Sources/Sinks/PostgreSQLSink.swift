import Model
import Service

/// Tables in PostgreSQL: the facts that stand, and the cursor, moved in one transaction, so that every event counts exactly once.
///
/// The schema is made and brought forward by numbered steps. A snapshot goes into a table beside by `COPY`, and takes the place of the
/// facts in the same transaction as its cursor: whoever reads sees the old ones until the new ones are whole.
final class PostgreSQLSink: Sink {
  static let options = ["url", "schema"]

  private let url: String
  private let schema: String
  private let name: String
  private var server: PostgreSQL?

  init(_ settings: SinkSettings) throws(ConfigurationError) {
    url = try settings.text("url")
    schema = settings.text("schema", default: "courant")
    name = settings.name
    let isName = schema.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    guard isName, schema.first?.isLetter == true, schema.utf8.count <= 63 else {
      throw settings.error("schema", "is \"\(schema)\", want small letters, digits and _")
    }
  }

  /// Each leads from one version of the schema to the next; one that was released is never changed.
  private static let steps = [
    """
    CREATE TABLE SCHEMA.facts (
      fact text PRIMARY KEY,
      key text NOT NULL,
      entity text NOT NULL,
      attribute text NOT NULL,
      valid_start date,
      valid_end date,
      subject text NOT NULL,
      relation text NOT NULL,
      object text NOT NULL,
      object_entity text,
      kind text NOT NULL,
      number double precision,
      unit text,
      low double precision,
      high double precision,
      attributed_to text,
      polarity text NOT NULL,
      modality text NOT NULL,
      confidence double precision NOT NULL,
      evidence text NOT NULL,
      document text NOT NULL,
      title text,
      sequence bigint NOT NULL,
      recorded timestamptz,
      data jsonb NOT NULL
    );
    CREATE INDEX facts_key ON SCHEMA.facts (key text_pattern_ops);
    CREATE INDEX facts_document ON SCHEMA.facts (document);
    CREATE TABLE SCHEMA.cursors (sink text PRIMARY KEY, cursor text NOT NULL, moved timestamptz NOT NULL DEFAULT now());
    """
  ]

  private static let columns = [
    "fact", "key", "entity", "attribute", "valid_start", "valid_end", "subject", "relation", "object", "object_entity",
    "kind", "number", "unit", "low", "high", "attributed_to", "polarity", "modality", "confidence", "evidence",
    "document",
    "title", "sequence", "recorded", "data",
  ]

  func open() throws(SinkError) -> Cursor? {
    let server = try PostgreSQL(url)
    self.server = server
    try server.run("SET client_min_messages = warning; SET TIME ZONE 'UTC'; SET client_encoding = 'UTF8'")
    try server.run("CREATE SCHEMA IF NOT EXISTS \(schema)")
    try server.run("CREATE TABLE IF NOT EXISTS \(schema).version (version integer NOT NULL)")
    let version = try server.run("SELECT coalesce(max(version), 0) FROM \(schema).version", []).first.flatMap {
      Int($0)
    }
    guard let version, version <= Self.steps.count else {
      throw SinkError(
        "PostgreSQL: the schema \(schema) is of a newer version of Courant; name another, or install that version",
        isFinal: true
      )
    }
    for (index, step) in Self.steps.enumerated().dropFirst(version) {
      let sql = step.replacing("SCHEMA", with: schema)
      try server.run("BEGIN; \(sql) INSERT INTO \(schema).version VALUES (\(index + 1)); COMMIT")
    }
    return try server.run("SELECT cursor FROM \(schema).cursors WHERE sink = $1", [name]).first.flatMap { Cursor($0) }
  }

  private func connected() throws(SinkError) -> PostgreSQL {
    guard let server else { throw SinkError("the sink is closed") }
    return server
  }

  // MARK: Snapshot

  func beginSnapshot(_ cursor: Cursor) throws(SinkError) {
    let server = try connected()
    try server.run("BEGIN; DROP TABLE IF EXISTS \(schema).incoming")
    try server.run("CREATE TABLE \(schema).incoming (LIKE \(schema).facts INCLUDING ALL)")
  }

  func add(_ facts: [StatedFact]) throws(SinkError) {
    var rows: [UInt8] = []
    for fact in facts {
      let values = try Self.values(fact).map { $0.map(Self.escaped) ?? "\\N" }
      rows += Array(values.joined(separator: "\t").utf8)
      rows.append(UInt8(ascii: "\n"))
    }
    try connected().copy(into: "\(schema).incoming (\(Self.columns.joined(separator: ", ")))", rows)
  }

  func endSnapshot(_ cursor: Cursor) throws(SinkError) {
    let server = try connected()
    // Emptied and filled, not renamed: views that people have made on it stay.
    try server.run("DELETE FROM \(schema).facts; INSERT INTO \(schema).facts SELECT * FROM \(schema).incoming")
    try server.run("DROP TABLE \(schema).incoming")
    try keep(cursor, server)
    try server.run("COMMIT")
  }

  // MARK: Events

  func apply(_ events: [Event], upTo cursor: Cursor) throws(SinkError) {
    let server = try connected()
    try server.run("BEGIN")
    for event in events {
      if case .document(let report) = event.data, event.kind == .documentRevised { try move(report, server) }
      guard case .fact(let fact) = event.data, let id = event.fact else { continue }
      if event.kind == .factRetracted {
        try server.run("DELETE FROM \(schema).facts WHERE fact = $1", [id.description])
      } else {
        let stated = StatedFact(
          id: id,
          sequence: event.sequence,
          recorded: event.time,
          retracted: nil,
          status: .single,
          fact: fact
        )
        try server.run(upsert, try Self.values(stated))
      }
    }
    try keep(cursor, server)
    try server.run("COMMIT")
  }

  /// A revision still states facts, and they stand elsewhere in it; those that it no longer states are retracted by the next events.
  private func move(_ report: DocumentReport, _ server: PostgreSQL) throws(SinkError) {
    let (document, moves): (String, String)
    do {
      document = try JSON.text(report.document)
      moves = try JSON.text(report.moved ?? EvidenceMoves())
    } catch {
      throw SinkError("a document's report cannot be written: \(error)")
    }
    let sql = """
      UPDATE \(schema).facts SET title = $2,
        data = data || jsonb_build_object('document', $3::jsonb, 'evidence', data -> 'evidence' || jsonb_build_object(
          'start', (data #>> '{evidence,start}')::bigint + moved.by, 'end', (data #>> '{evidence,end}')::bigint + moved.by,
          'source', \(Self.movedSource)))
      FROM (SELECT f.fact AS id, f.data #> '{evidence,source}' AS source, s.step, coalesce((s.step ->> 1)::bigint, 0) AS by
        FROM \(schema).facts f LEFT JOIN LATERAL (
          SELECT step FROM jsonb_array_elements($4::jsonb) step
          WHERE (step ->> 0)::bigint <= (f.data #>> '{evidence,start}')::bigint ORDER BY (step ->> 0)::bigint DESC LIMIT 1
        ) s ON true WHERE f.document = $1) moved
      WHERE fact = moved.id
      """
    let texts = [report.document.uri, report.document.title, document, moves]
    try server.run(sql, texts.map { $0?.replacing("\0", with: "\u{FFFD}").replacing("\\u0000", with: "\\ufffd") })
  }

  /// The place in the original of a fact that has moved: each of its numbers with what the step says of it.
  private static let movedSource: String = {
    func sum(_ number: String, _ place: Int) -> String {
      "(moved.source #>> '{\(number)}')::bigint + coalesce((moved.step ->> \(place + 2))::bigint, 0)"
    }
    let box = (0..<4).map { sum("box,\($0)", $0 + 1) }.joined(separator: ", ")
    return """
      CASE
        WHEN moved.source ? 'bytes' THEN jsonb_build_object('bytes', jsonb_build_array(\(sum("bytes,0", 0)), \(sum("bytes,1", 1))))
        WHEN moved.source ? 'part' THEN moved.source || jsonb_build_object('paragraph', \(sum("paragraph", 0)))
        WHEN moved.source ? 'row' THEN jsonb_build_object('row', \(sum("row", 0)), 'column', \(sum("column", 1)))
        WHEN moved.source ? 'page' THEN jsonb_build_object('page', \(sum("page", 0)), 'box', jsonb_build_array(\(box)))
        ELSE moved.source END
      """
  }()

  private var upsert: String {
    let places = Self.columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    let changes = Self.columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    return """
      INSERT INTO \(schema).facts (\(Self.columns.joined(separator: ", "))) VALUES (\(places))
      ON CONFLICT (fact) DO UPDATE SET \(changes)
      """
  }

  private func keep(_ cursor: Cursor, _ server: PostgreSQL) throws(SinkError) {
    try server.run(
      """
      INSERT INTO \(schema).cursors (sink, cursor) VALUES ($1, $2)
      ON CONFLICT (sink) DO UPDATE SET cursor = excluded.cursor, moved = now()
      """,
      [name, cursor.description]
    )
  }

  func close() {
    // What was not committed has not happened.
    server = nil
  }

  private static func values(_ stated: StatedFact) throws(SinkError) -> [String?] {
    let (fact, value) = (stated.fact, stated.fact.object)
    let json: String
    do {
      json = try JSON.text(fact)
    } catch {
      throw SinkError("a fact cannot be written: \(error)")
    }
    let values: [String?] = [
      stated.id.description, fact.key.description, fact.key.entity, fact.key.attribute,
      fact.time?.start?.description, fact.time?.end?.description, fact.subject.text, fact.relation.text, value.text,
      value.entity, value.kind.rawValue, value.number.map { "\($0)" }, value.unit, value.low.map { "\($0)" },
      value.high.map { "\($0)" }, fact.attribution?.source, fact.polarity.rawValue, fact.modality.rawValue,
      "\(fact.confidence)", fact.evidence.text, fact.document.uri, fact.document.title, "\(stated.sequence)",
      // PostgreSQL's texts have no U+0000, and neither has its JSON.
      stated.recorded?.description, json.replacing("\\u0000", with: "\\ufffd"),
    ]
    return values.map { $0?.replacing("\0", with: "\u{FFFD}") }
  }

  /// As `COPY` wants it.
  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x5C, 0x09, 0x0A, 0x0D].contains($0) }) else { return text }
    return text.replacing("\\", with: "\\\\").replacing("\t", with: "\\t").replacing("\n", with: "\\n")
      .replacing("\r", with: "\\r")
  }
}
