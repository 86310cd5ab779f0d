import CSodium
import Glibc
import Model
import Service

/// Batches of events, POSTed to a URL as a CloudEvents batch, one after the other, each until it is answered with a status of 2xx.
///
/// With a secret each body is signed: `Courant-Signature: sha256=<HMAC-SHA256 of time, dot and body>`, and `Courant-Time` is the time.
/// A batch that was sent and not answered is sent again, so a receiver goes by `source` and `id`, or by `Courant-Cursor`.
final class WebhookSink: Sink {
  static let options = ["url", "secret_file", "batch", "timeout"]

  private let url: String
  private let secret: [UInt8]?
  private let size: Int
  private let timeout: Duration
  private let folder: String
  private var kept: KeptCursor?
  private var curl: Curl?
  private var snapshot: Cursor?

  init(_ settings: SinkSettings) throws(ConfigurationError) {
    url = try settings.text("url")
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      throw settings.error("url", "is \"\(url)\", want http:// or https://")
    }
    size = try settings.count("batch", default: 100, 1...10_000)
    timeout = try settings.time("timeout", default: .seconds(5))
    folder = settings.folder
    let path = settings.text("secret_file", default: "")
    guard !path.isEmpty else {
      secret = nil
      return
    }
    do throws(SinkError) {
      guard var bytes = try Disk.read(path) else { throw SinkError("\(path): no such file") }
      // An editor ends the line.
      while bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      guard bytes.count >= 16 else { throw SinkError("\(path): has \(bytes.count) bytes, want 16 or more") }
      secret = bytes
    } catch {
      throw settings.error("secret_file", "cannot be used: \(error)")
    }
  }

  func open() throws(SinkError) -> Cursor? {
    curl = try Curl(timeout: timeout)
    let kept = try KeptCursor(folder: folder)
    self.kept = kept
    return try kept.cursor()
  }

  func beginSnapshot(_ cursor: Cursor) throws(SinkError) {
    snapshot = cursor
    try post([], kind: "snapshot-begin", cursor)
  }

  func add(_ facts: [StatedFact]) throws(SinkError) {
    guard let snapshot else { return }
    try post(facts.map { $0.event(now: .now) }, kind: "snapshot", snapshot)
  }

  func endSnapshot(_ cursor: Cursor) throws(SinkError) {
    snapshot = nil
    try post([], kind: "snapshot-end", cursor)
    try kept?.write([cursor.description])
  }

  func apply(_ events: [Event], upTo cursor: Cursor) throws(SinkError) {
    if !events.isEmpty { try post(events, kind: "events", cursor) }
    try kept?.write([cursor.description])
  }

  func close() {
    curl = nil
  }

  /// Sends events in batches, each with the cursor after it.
  private func post(_ events: [Event], kind: String, _ cursor: Cursor) throws(SinkError) {
    var start = 0
    repeat {
      let part = events[start..<min(start + size, events.count)]
      start += part.count
      let place = kind == "events" ? Cursor(epoch: cursor.epoch, sequence: part.last?.sequence ?? 0) : cursor
      try send(try body(part), kind: kind, start == events.count ? cursor : place)
    } while start < events.count
  }

  private func body(_ events: ArraySlice<Event>) throws(SinkError) -> [UInt8] {
    do {
      return try JSON.encode(Array(events))
    } catch {
      throw SinkError("an event cannot be written: \(error)")
    }
  }

  private func send(_ body: [UInt8], kind: String, _ cursor: Cursor) throws(SinkError) {
    let time = "\(Timestamp.now.milliseconds / 1000)"
    var headers = [
      "Content-Type: application/cloudevents-batch+json; charset=UTF-8", "Expect:",
      "User-Agent: courant/\(Version.current)",
      "Courant-Kind: \(kind)", "Courant-Cursor: \(cursor)", "Courant-Time: \(time)",
    ]
    if let secret {
      headers.append("Courant-Signature: sha256=\(Self.signature(secret, Array("\(time).".utf8) + body))")
    }
    guard let curl else { throw SinkError("the sink is closed") }
    let status = try curl.post(url, headers: headers, body)
    // Whatever the far side says, it may say something else later; the events are kept until it takes them.
    guard (200..<300).contains(status) else { throw SinkError("\(url): answered with status \(status)") }
  }

  /// HMAC-SHA256 (RFC 2104) in hexadecimal digits.
  static func signature(_ secret: [UInt8], _ bytes: [UInt8]) -> String {
    var state = crypto_auth_hmacsha256_state()
    crypto_auth_hmacsha256_init(&state, secret, secret.count)
    crypto_auth_hmacsha256_update(&state, bytes, UInt64(bytes.count))
    var code = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
    crypto_auth_hmacsha256_final(&state, &code)
    return code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
