import Model
import Service

/// Messages in a stream of NATS JetStream, one an event, each acknowledged by the server before the next is sent.
///
/// The subject is `facts.` and the key, or `documents`. `Nats-Msg-Id` names the event, so one that is sent again after a fault is
/// dropped by the server within the stream's window for duplicates; later ones are told by the id in the event itself.
final class NATSSink: Sink {
  static let options = ["url", "stream"]

  private let url: String
  private let stream: String
  private let folder: String
  private var kept: KeptCursor?
  private var server: NATS?
  private var snapshot: Cursor?

  init(_ settings: SinkSettings) throws(ConfigurationError) {
    url = settings.text("url", default: "nats://127.0.0.1:4222")
    stream = settings.text("stream", default: "COURANT")
    folder = settings.folder
    guard stream.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && ![0x2E, 0x2A, 0x3E, 0x2F, 0x5C].contains($0) }) else {
      throw settings.error("stream", "is \"\(stream)\", want a name without spaces and . * > / \\")
    }
  }

  func open() throws(SinkError) -> Cursor? {
    let kept = try KeptCursor(folder: folder)
    self.kept = kept
    server = try NATS(url)
    try makeStream()
    return try kept.cursor()
  }

  /// What JetStream answers, as far as it matters.
  private struct Answer: Decodable {
    struct Fault: Decodable {
      var code: Int
      var description: String?
    }

    var error: Fault?
    /// Of a message that was taken: its place in the stream.
    var seq: UInt64?
  }

  private struct Stream: Encodable {
    var name: String
    var subjects = ["facts.>", "documents"]
    var retention = "limits"
    var storage = "file"
    /// How long the server knows an event again, in nanoseconds: an hour.
    var duplicateWindow = 3_600_000_000_000

    enum CodingKeys: String, CodingKey {
      case name, subjects, retention, storage
      case duplicateWindow = "duplicate_window"
    }
  }

  /// Makes the stream where there is none; one that is there is left as it is.
  private func makeStream() throws(SinkError) {
    let answer = try ask("$JS.API.STREAM.INFO.\(stream)", [])
    guard let fault = answer.error else { return }
    guard fault.code == 404 else { throw SinkError("NATS at \(url): \(fault.description ?? "error \(fault.code)")") }
    let made = try ask("$JS.API.STREAM.CREATE.\(stream)", try Self.encode(Stream(name: stream)))
    if let fault = made.error { throw SinkError("NATS at \(url): \(fault.description ?? "error \(fault.code)")") }
  }

  private static func encode(_ value: some Encodable) throws(SinkError) -> [UInt8] {
    do {
      return try JSON.encode(value)
    } catch {
      throw SinkError("a message cannot be written: \(error)")
    }
  }

  private func ask(
    _ subject: String,
    headers: [(String, String)] = [],
    _ body: [UInt8]
  ) throws(SinkError) -> Answer {
    guard let server else { throw SinkError("the sink is closed") }
    let answer = try server.ask(subject, headers: headers, body)
    do throws(JSONError) {
      return try JSON.decode(Answer.self, from: answer)
    } catch {
      // Where JetStream is off, or the stream is of another subject, nobody answers with JSON.
      throw SinkError("NATS at \(url): \(subject): JetStream does not answer; is it on?")
    }
  }

  private func publish(_ event: Event, kind: String, _ cursor: Cursor) throws(SinkError) {
    let subject = event.kind.isFact ? "facts.\(event.subject)" : "documents"
    let answer = try ask(
      subject,
      headers: [
        ("Nats-Msg-Id", "\(cursor.epoch)-\(kind == "snapshot" ? "\(cursor.sequence)-" : "")\(event.id)"),
        ("Courant-Kind", kind), ("Courant-Cursor", "\(cursor)"),
      ],
      try Self.encode(event)
    )
    if let fault = answer.error { throw SinkError("NATS at \(url): \(fault.description ?? "error \(fault.code)")") }
    guard answer.seq != nil else { throw SinkError("NATS at \(url): \(subject): no stream has taken the message") }
  }

  func beginSnapshot(_ cursor: Cursor) throws(SinkError) {
    snapshot = cursor
  }

  func add(_ facts: [StatedFact]) throws(SinkError) {
    guard let snapshot else { return }
    for fact in facts { try publish(fact.event(now: .now), kind: "snapshot", snapshot) }
  }

  func endSnapshot(_ cursor: Cursor) throws(SinkError) {
    snapshot = nil
    try kept?.write([cursor.description])
  }

  func apply(_ events: [Event], upTo cursor: Cursor) throws(SinkError) {
    for event in events {
      try publish(event, kind: "events", Cursor(epoch: cursor.epoch, sequence: event.sequence))
    }
    try kept?.write([cursor.description])
  }

  func close() {
    server = nil
  }
}
