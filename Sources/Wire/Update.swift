import Model

/// A message of the `updates` socket: `[topic][header]`, and for an event `[JSON]`, for progress `[check]`.
public enum Update: Sendable {
  case event(sequence: UInt64, epoch: Epoch, json: [UInt8])
  case progress(Cursor)

  /// Reads a message.
  /// - Throws: ``WireError`` with one line that says what is wrong.
  public init(frames: [[UInt8]]) throws(WireError) {
    guard frames.count >= 2 else {
      throw WireError("an update of \(frames.count) frames, want topic and header at least")
    }
    let header = try Header(frames[1])
    switch header.kind {
    case .event:
      guard frames.count == 3 else { throw WireError("an event of \(frames.count) frames, want 3") }
      self = .event(sequence: header.sequence, epoch: header.epoch, json: frames[2])
    case .progress:
      // Daemons of earlier versions send no check, and those before the first event have none.
      let check = frames.count > 2 ? ChainCheck(bytes: frames[2]) : nil
      self = .progress(Cursor(epoch: header.epoch, sequence: header.sequence, check: check))
    default:
      throw WireError("an update of kind \(header.kind), want event or progress")
    }
  }

  /// The frames of a published event.
  public static func frames(topic: String, cursor: Cursor, json: [UInt8]) -> [[UInt8]] {
    [Array(topic.utf8), Header(.event, epoch: cursor.epoch, sequence: cursor.sequence).bytes, json]
  }

  /// The frames of a progress message.
  public static func progressFrames(_ head: Cursor) -> [[UInt8]] {
    [Array(Topic.progress.utf8), Header(.progress, epoch: head.epoch, sequence: head.sequence).bytes]
      + (head.check.map { [$0.bytes] } ?? [])
  }
}
