/// What reads bytes from outside, each with what must hold whatever the bytes are. What does not hold ends the process.
enum FuzzTarget: String, CaseIterable {
  /// Header, bodies and attachments of every kind of message.
  case packet
  /// What a subscriber is told: updates, answers, and none.
  case subscription
  /// Facts, entries and events, one JSON object a line.
  case lines
  /// The files of the spool.
  case spool
  /// The file of a cursor.
  case cursor
  /// The configuration file.
  case configuration
  /// Model files, with a checksum that is right.
  case model
  /// Keys, cursors, days, times, sizes, URIs: words with a meaning.
  case words
  /// Plain text into blocks.
  case reader
  /// Documents of each format into blocks.
  case html, markdown, mail, jats, csv, json, feed, word, openDocument, epub
  /// Archives, compressed files and mailboxes into their members.
  case archive
  /// Text into typed values.
  case values
  /// A document into facts.
  case extraction

  func run(_ bytes: [UInt8]) {
    switch self {
    case .packet: Self.packet(bytes)
    case .subscription: Self.subscription(bytes)
    case .lines: Self.lines(bytes)
    case .spool: Self.spool(bytes)
    case .cursor: Self.cursor(bytes)
    case .configuration: Self.configuration(bytes)
    case .model: Self.model(bytes)
    case .words: Self.words(bytes)
    case .reader: Self.reader(bytes)
    case .html, .markdown, .mail, .jats, .csv, .json, .feed, .word, .openDocument, .epub:
      if let type = mediaType { Self.document(bytes, type) }
    case .archive: Self.archive(bytes)
    case .values: Self.values(bytes)
    case .extraction: Self.extraction(bytes)
    }
  }

  /// What must be said of anything that is wrong.
  static func check(message: String) {
    precondition(!message.isEmpty, "an error without a word")
  }
}

/// Frames of a message in one input: each has two bytes of length before it.
enum FrameInput {
  static func split(_ bytes: [UInt8]) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    var rest = bytes[...]
    while rest.count >= 2 {
      let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
      rest = rest.dropFirst(2)
      frames.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return frames
  }

  /// What ``split(_:)`` reads; frames are cut at what two bytes can count.
  static func join(_ frames: [[UInt8]]) -> [UInt8] {
    frames.flatMap { frame in
      let frame = frame.prefix(0xFFFF)
      return [UInt8(frame.count >> 8), UInt8(frame.count & 0xFF)] + frame
    }
  }
}
