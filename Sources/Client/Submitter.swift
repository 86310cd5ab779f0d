import Model
import Wire
import ZeroMQ

/// Gives documents to intake, several at a time. Calls block, and belong to one thread.
public final class Submitter {
  /// What became of one document.
  public enum Outcome: Sendable {
    case accepted(Receipt)
    case refused(uri: String, reason: String)
    /// Intake has no room now; the document will be sent again.
    case waiting(uri: String, reason: String)
  }

  /// How many documents, and how many bytes of them, are under way at most.
  private static let window = 64
  private static let windowBytes = 32 << 20
  /// How long intake may say nothing at all while documents are under way.
  private static let patience = Duration.seconds(15)

  private struct Pending {
    var uri: String
    var packet: Packet
    var bytes: Int
  }

  private let connection: Connection
  private var requests: UInt64 = 0
  private var pending: [UInt64: Pending] = [:]
  private var pendingBytes = 0

  /// - Parameters:
  ///   - endpoint: intake's `submit` socket.
  ///   - keys: what a TCP endpoint wants.
  package init(_ context: Context, to endpoint: String, keys: CurveClient? = nil) throws {
    connection = try Connection(context, to: endpoint, keys: keys)
  }

  /// How intake is; `documentLimit` among its counts is the size of the largest document that it takes.
  public func status() throws -> StatusReport {
    requests += 1
    return try connection.read(try connection.ask(StatusRequest(request: requests)))
  }

  /// Gives a document to intake, and waits only when enough are under way.
  /// - Parameter outcome: receives the outcome of documents, of this one or of earlier ones.
  public func submit(
    uri: String,
    mediaType: String = "text/plain",
    content: [UInt8],
    outcome: (Outcome) throws -> Void
  ) throws {
    while pending.count >= Self.window || (!pending.isEmpty && pendingBytes + content.count > Self.windowBytes) {
      try settleOne(outcome)
    }
    requests += 1
    let request = Submit(request: requests, uri: uri, mediaType: mediaType)
    try send(uri, try Packet(request, attachments: [content]), bytes: content.count)
  }

  /// The files of watched folders that intake does not take.
  public func refusedFiles() throws -> RefusedFileList {
    requests += 1
    return try connection.read(try connection.ask(RefusedFilesRequest(request: requests)))
  }

  /// Takes a document back: what it states is retracted when its turn comes.
  /// - Parameters:
  ///   - ifWaiting: whether it is refused unless something of the document waits at intake.
  ///   - outcome: receives the outcome of documents, of this one or of earlier ones.
  public func withdraw(uri: String, ifWaiting: Bool = false, outcome: (Outcome) throws -> Void) throws {
    while pending.count >= Self.window { try settleOne(outcome) }
    requests += 1
    let request = Withdraw(request: requests, uri: uri, ifWaiting: ifWaiting ? true : nil)
    try send(uri, try Packet(request), bytes: 0)
  }

  /// Has the facts of a document found anew, from the original that the daemon keeps.
  /// - Parameters:
  ///   - digest: of the revision that stands.
  ///   - outcome: receives the outcome of documents, of this one or of earlier ones.
  public func reprocess(uri: String, digest: Digest, mediaType: String?, outcome: (Outcome) throws -> Void) throws {
    while pending.count >= Self.window { try settleOne(outcome) }
    requests += 1
    try send(uri, try Packet(Reprocess(request: requests, uri: uri, digest: digest, mediaType: mediaType)), bytes: 0)
  }

  /// The text as read of a revision that intake keeps.
  public func text(_ digest: Digest) throws -> [UInt8] {
    requests += 1
    let packet = try connection.ask(TextRequest(request: requests, digest: digest))
    let _: TextReport = try connection.read(packet)
    guard let text = packet.attachments.first else { throw ClientError.badAnswer("a report without the text") }
    return text
  }

  /// A document that was set aside, and its content.
  public func showFailed(uri: String) throws -> (FailedReport, content: [UInt8]) {
    requests += 1
    let packet = try connection.ask(FailedDocument(request: requests, uri: uri, action: .show))
    let report: FailedReport = try connection.read(packet)
    return (report, packet.attachments.first ?? [])
  }

  /// Has a document tried again that was set aside, or drops it.
  public func settleFailed(uri: String, _ action: FailedDocument.Action) throws -> Receipt {
    requests += 1
    return try connection.read(try connection.ask(FailedDocument(request: requests, uri: uri, action: action)))
  }

  private func send(_ uri: String, _ packet: Packet, bytes: Int) throws {
    let item = Pending(uri: uri, packet: packet, bytes: bytes)
    pending[requests] = item
    pendingBytes += bytes
    try send(item)
  }

  /// Waits until every document has its answer.
  public func finish(outcome: (Outcome) throws -> Void) throws {
    while !pending.isEmpty { try settleOne(outcome) }
  }

  private func send(_ item: Pending) throws {
    try connection.socket.send(item.packet.message)
  }

  private func settleOne(_ outcome: (Outcome) throws -> Void) throws {
    guard let packet = try connection.receive(patience: Self.patience) else {
      throw ClientError.noDaemon(endpoint: connection.endpoint)
    }
    switch packet.header.kind {
    case .receipt:
      let receipt: Receipt = try connection.read(packet)
      if take(receipt.request) != nil { try outcome(.accepted(receipt)) }
    case .refused:
      let refused: Refused = try connection.read(packet)
      guard let request = refused.request else { throw ClientError.refused(refused.reason, refused.code) }
      if let item = take(request) { try outcome(.refused(uri: item.uri, reason: refused.reason)) }
    case .busy:
      let busy: Busy = try connection.read(packet)
      guard let request = busy.request, let item = pending[request] else { return }
      try outcome(.waiting(uri: item.uri, reason: busy.reason))
      // Waiting here is the backpressure.
      Pause.milliseconds(max(10, min(busy.retryAfter, 5000)))
      try send(item)
    default:
      throw ClientError.badAnswer("\(packet.header.kind) is no answer to a document")
    }
  }

  private func take(_ request: UInt64) -> Pending? {
    guard let item = pending.removeValue(forKey: request) else { return nil }
    pendingBytes -= item.bytes
    return item
  }
}
