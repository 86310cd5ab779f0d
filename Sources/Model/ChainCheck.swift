/// The checksum of a journal up to one of its events: 16 bytes of the SHA-256 over the checksum before and the event's JSON.
///
/// It proves the whole past: two journals with the same check at one place have the same events up to there.
public struct ChainCheck: Identifier128 {
  public static let noun = "a check of a journal"

  public let bytes: [UInt8]

  public init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The check after an event.
  /// - Parameters:
  ///   - check: of the event before it; nil before the first.
  ///   - json: the event, as it stands in the journal.
  public init(after check: ChainCheck?, event json: [UInt8]) {
    var hash = SHA256()
    if let check { hash.update(check.bytes) }
    hash.update(json)
    bytes = Array(hash.finish().bytes.prefix(16))
  }
}
