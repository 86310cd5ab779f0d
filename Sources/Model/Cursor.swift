/// The 128-bit identity of a journal, minted when it is created and at every restore.
public struct Epoch: Identifier128 {
  public static let noun = "an epoch"

  public let bytes: [UInt8]

  /// The epoch that no journal has; it stands in headers where there is none to name.
  public static let none = Epoch(unchecked: [UInt8](repeating: 0, count: 16))

  public init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A new one, from the system's random source.
  public static func mint() -> Epoch {
    var generator = SystemRandomNumberGenerator()
    return Epoch(unchecked: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }
}

/// Where a subscriber is in the journal. Opaque to those who keep it: take it, store it, hand it back.
///
/// Today it is an epoch, a sequence and the journal's check there, written `<epoch>:<sequence>:<check>`. Without the check it is written
/// `<epoch>:<sequence>`, and stands for that place in whatever past the journal of the epoch has: one that was put back to an earlier
/// state and went on from there has another.
public struct Cursor: Sendable, Hashable, Codable, CustomStringConvertible {
  public let epoch: Epoch
  /// The last event seen; 0 before the first.
  public let sequence: UInt64
  /// What proves the past up to the event; nil where it is not known, and before the first event.
  public let check: ChainCheck?

  public init(epoch: Epoch, sequence: UInt64, check: ChainCheck? = nil) {
    self.epoch = epoch
    self.sequence = sequence
    self.check = check
  }

  /// Reads what ``description`` wrote; nil when `text` is anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let epoch = Epoch(parts[0]), let sequence = UInt64(parts[1]) else {
      return nil
    }
    var check: ChainCheck?
    if parts.count == 3 {
      check = ChainCheck(parts[2])
      guard check != nil else { return nil }
    }
    self.init(epoch: epoch, sequence: sequence, check: check)
  }

  public var description: String { "\(epoch):\(sequence)\(check.map { ":\($0)" } ?? "")" }

  /// The place after one more event. Its check is known if the event is the very next and the check of this place is known.
  /// - Parameter json: the event, as it stands in the journal.
  public func advanced(to sequence: UInt64, by json: [UInt8]) -> Cursor {
    guard sequence > 0, sequence - 1 == self.sequence, self.sequence == 0 || check != nil else {
      return Cursor(epoch: epoch, sequence: sequence)
    }
    return Cursor(epoch: epoch, sequence: sequence, check: ChainCheck(after: check, event: json))
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let cursor = Cursor(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is not a cursor: want <epoch>:<sequence>:<check>"
      )
    }
    self = cursor
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
