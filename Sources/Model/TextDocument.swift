/// A document's text as read, how it is laid out, what it says of itself, and where each part of it stood.
///
/// Every span that is found later is a range of byte offsets into ``bytes``, which are valid UTF-8.
public struct TextDocument: Sendable, Hashable {
  /// A run of the text that belongs together; no sentence crosses from one to the next.
  public struct Block: Sendable, Hashable {
    /// What a block is in its document.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// One line about the document, before its body: a journal's name, ISSN, dates, keywords, page numbers.
      case masthead
      /// The line that names the document.
      case title
      /// A line over a part of the body.
      case heading
      /// Prose, hard line breaks included.
      case paragraph
      /// One item of a list, without its bullet or number.
      case item
      /// What the document quotes from elsewhere, set apart.
      case quotation
      /// One cell of a table of data.
      case cell
      /// The words under a picture or over a table.
      case caption
      /// A note that stands apart from the text that refers to it.
      case footnote
      /// Source code or other text that is no prose.
      case code

      /// Whether facts are looked for in its sentences.
      public var isProse: Bool {
        switch self {
        case .paragraph, .item, .quotation, .caption, .footnote: true
        case .masthead, .title, .heading, .cell, .code: false
        }
      }
    }

    /// What it is.
    public var kind: Kind
    /// Byte offsets into the text as read, without white space at either end.
    public var range: Range<Int>
    /// The level of a heading, 1 for the highest; 0 where the format has none, and for all other blocks.
    public var level: Int
    /// Where a cell stands in its table; nil for all other blocks.
    public var cell: Cell?
    /// The language of prose, as a BCP 47 tag; ``TextDocument/undetermined`` for one that is not the document's; nil where it was not told.
    public var language: String?

    public init(kind: Kind, range: Range<Int>, level: Int = 0, cell: Cell? = nil) {
      self.kind = kind
      self.range = range
      self.level = level
      self.cell = cell
    }
  }

  /// Where a cell stands, and what the table says of it. All ranges are byte offsets into the text as read.
  public struct Cell: Sendable, Hashable {
    /// The table's number in the document, from 0.
    public var table: Int
    /// From 0, as a reader counts who sees spanning cells in each place that they cover.
    public var row: Int
    public var column: Int
    /// Whether the cell is a header itself.
    public var isHeader: Bool
    /// The headers of its row and of its column, the outermost first.
    public var rowHeaders: [Range<Int>]
    public var columnHeaders: [Range<Int>]
    /// The table's caption.
    public var caption: Range<Int>?

    public init(
      table: Int,
      row: Int,
      column: Int,
      isHeader: Bool = false,
      rowHeaders: [Range<Int>] = [],
      columnHeaders: [Range<Int>] = [],
      caption: Range<Int>? = nil
    ) {
      self.table = table
      self.row = row
      self.column = column
      self.isHeader = isHeader
      self.rowHeaders = rowHeaders
      self.columnHeaders = columnHeaders
      self.caption = caption
    }
  }

  /// The text as read, in UTF-8.
  public let bytes: [UInt8]
  /// In the order in which they stand in the text.
  public let blocks: [Block]
  /// What is in no block, by reason.
  public let omissions: [Omission]
  /// What the document says of itself outside its text.
  public let metadata: DocumentMetadata
  /// Where each part of the text stood in the document's bytes.
  public let places: SourceMap
  /// The language of most of it, as a BCP 47 tag; nil where it was not told.
  public let language: String?

  /// The language of what is in some other than the document, which cannot be told.
  public static let undetermined = "und"

  public init(
    bytes: [UInt8],
    blocks: [Block],
    omissions: [Omission] = [],
    metadata: DocumentMetadata = DocumentMetadata(),
    places: SourceMap = SourceMap(),
    language: String? = nil
  ) {
    self.bytes = bytes
    self.blocks = blocks
    self.omissions = omissions
    self.metadata = metadata
    self.places = places
    self.language = language
  }

  /// The same with the languages of its blocks, and its own.
  public func marked(blocks: [Block], language: String?) -> TextDocument {
    TextDocument(
      bytes: bytes,
      blocks: blocks,
      omissions: omissions,
      metadata: metadata,
      places: places,
      language: language
    )
  }

  /// The same without mention of what is left out for a reason.
  public func without(_ reason: Omission.Reason) -> TextDocument {
    TextDocument(
      bytes: bytes,
      blocks: blocks,
      omissions: omissions.filter { $0.reason != reason },
      metadata: metadata,
      places: places,
      language: language
    )
  }

  /// The blocks of prose that may be in a language: those marked with it, and unmarked ones of a document that is not in another.
  public func prose(in language: String) -> [Block] {
    blocks.filter { block in
      guard block.kind.isProse else { return false }
      return block.language.map { $0 == language } ?? (self.language == nil || self.language == language)
    }
  }

  /// The language of what stands at a byte of the text: its block's where that was told, else the document's.
  public func language(at offset: Int) -> String? {
    var (low, high) = (0, blocks.count)
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    guard low < blocks.count, blocks[low].range.contains(offset) else { return language }
    return blocks[low].language ?? language
  }

  /// What was not read, as reports have it.
  public var skipped: [SkippedLines] {
    omissions.map { SkippedLines(reason: $0.reason.rawValue, lines: $0.lines) }
  }

  /// What a reader of one language skips: the omissions, and paragraphs in other languages. If every paragraph is in another language,
  /// these are not counted: the document has no facts for that reason.
  public func skipped(reading language: String) -> [SkippedLines] {
    let own = prose(in: language).count
    let others = blocks.count { $0.kind.isProse } - own
    guard others > 0, own > 0 || self.language == nil || self.language == language else { return skipped }
    return skipped + [SkippedLines(reason: "text in another language or in none", lines: others)]
  }

  /// The text as read.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The words of a range; offsets outside the text are brought inside it.
  public func text(in range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  /// A range as the evidence of what it states.
  public func evidence(_ range: Range<Int>) -> Evidence {
    Evidence(text: text(in: range), start: range.lowerBound, end: range.upperBound, source: places.place(of: range))
  }

  /// How long a title is at most, in bytes: every fact has it, so a long one would cost as much as there are facts.
  public static let maximumTitle = 300

  /// The title's words, else the title that it gives itself outside its text; nil where there is neither. A long title is cut after a
  /// word and ends in "…".
  public var title: String? {
    guard let range = blocks.first(where: { $0.kind == .title })?.range else {
      return metadata.title.map { TextDocument(bytes: Array($0.utf8), blocks: []).cut(0..<$0.utf8.count) }
    }
    return cut(range)
  }

  private func cut(_ range: Range<Int>) -> String {
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
