/// A document's text as read, and how it is laid out.
///
/// Every span that is found later is a range of byte offsets into ``bytes``, which are valid UTF-8.
public struct TextDocument: Sendable, Hashable {
  /// A run of the text that belongs together; no sentence crosses from one to the next.
  public struct Block: Sendable, Hashable {
    /// What a block is in its document.
    public enum Kind: String, Sendable, Hashable {
      /// One line about the document, before its body: a journal's name, ISSN, dates, keywords, page numbers.
      case masthead
      /// The line that names the document.
      case title
      /// A line over a part of the body.
      case heading
      /// Prose, hard line breaks included.
      case paragraph
      /// One item of a bulleted list, without its bullet.
      case item
    }

    /// What it is.
    public var kind: Kind
    /// Byte offsets into the text as read, without white space at either end.
    public var range: Range<Int>

    public init(kind: Kind, range: Range<Int>) {
      self.kind = kind
      self.range = range
    }
  }

  /// The text as read, in UTF-8.
  public let bytes: [UInt8]
  /// In the order in which they stand in the text.
  public let blocks: [Block]
  /// The lines that are in no block, by reason.
  public let omissions: [Omission]

  public init(bytes: [UInt8], blocks: [Block], omissions: [Omission] = []) {
    self.bytes = bytes
    self.blocks = blocks
    self.omissions = omissions
  }

  /// The text as read.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The words of a range; offsets outside the text are brought inside it.
  public func text(in range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  /// How long a title is at most, in bytes: every fact has it, so a long one would cost as much as there are facts.
  public static let maximumTitle = 300

  /// The title's words; nil where the document has none. A long title is cut after a word and ends in "…".
  public var title: String? {
    guard let range = blocks.first(where: { $0.kind == .title })?.range else { return nil }
    guard range.count > Self.maximumTitle else { return text(in: range) }
    let beginning = bytes[range.clamped(to: 0..<bytes.count)].prefix(Self.maximumTitle - "…".utf8.count)
    let end = beginning.lastIndex(of: UInt8(ascii: " ")) ?? Self.characterStart(beginning)
    return text(in: range.lowerBound..<end) + "…"
  }

  /// The last place in some bytes of UTF-8 where no character is cut.
  private static func characterStart(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.lastIndex { $0 & 0xC0 != 0x80 } ?? bytes.startIndex
  }
}
