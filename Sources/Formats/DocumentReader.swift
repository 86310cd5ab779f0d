import Feeds
import HTML
import Model
import Office
import Readers

/// Reads documents of every format that is known: tells what the bytes are, decodes them if they are text, and has the format's reader
/// read them.
public struct DocumentReader: Sendable {
  /// Reads PDFs, which takes a program of its own; nil where there is none.
  private let pdf: (any Reader)?
  /// Which fields of documents in JSON say what.
  public let json: JSONFields

  /// - Parameters:
  ///   - pdf: reads PDFs; without one they are refused.
  ///   - json: which fields of documents in JSON say what.
  public init(pdf: (any Reader)? = nil, json: JSONFields = JSONFields()) {
    self.pdf = pdf
    self.json = json
  }

  private static let pdf = "application/pdf"

  /// The formats that are text, by their media types.
  private static let texts: [String: any Reader] = [
    "text/plain": PlainTextReader(),
    "text/markdown": MarkdownReader(),
    "text/x-markdown": MarkdownReader(),
    "text/html": HTMLReader(),
    "application/jats+xml": JATSReader(),
    "text/csv": CSVReader(),
    "text/tab-separated-values": CSVReader(),
    "application/rss+xml": FeedReader(),
    "application/atom+xml": FeedReader(),
    "application/feed+json": FeedReader(),
  ]

  /// Those that are read from their bytes.
  private static let packages: [String: any Reader] = [
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": WordReader(),
    "application/vnd.oasis.opendocument.text": OpenDocumentReader(),
    "application/vnd.oasis.opendocument.spreadsheet": OpenDocumentReader(),
    "application/epub+zip": EPUBReader(),
    // Each part of a message has an encoding of its own.
    "message/rfc822": MailReader(),
  ]

  /// What others are called, for who has sent one, and what can be done about it.
  private static let others: [String: (name: String, advice: String)] = [
    "application/pdf": ("PDF", "install courant-pdf beside the program that reads"),
    "application/rtf": ("RTF", "save it as plain text"),
    "application/x-ole-storage": ("an old or encrypted office document", "save it as .docx without a password"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
      "an Excel workbook", "save it as CSV or .ods"
    ),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation":
      ("a PowerPoint presentation", "save it as PDF"),
    "application/x-bzip2": ("a compressed file", "unpack it"),
    "application/x-7z-compressed": ("an archive", "unpack it"),
    "application/vnd.rar": ("an archive", "unpack it"),
    "image/png": ("a picture", "send its text"), "image/jpeg": ("a picture", "send its text"),
    "image/gif": ("a picture", "send its text"),
  ]

  /// True once documents of some format cannot be read any longer, since a program that reads them has ended.
  public var isLost: Bool { pdf?.isLost ?? false }

  /// Whether documents of a type can be read.
  public static func canRead(_ type: MediaType) -> Bool {
    texts[type.essence] != nil || packages[type.essence] != nil || type.essence == pdf
      || type.essence == "application/json" || Container.isArchive(type)
  }

  /// Why documents of a type cannot be read, in one line.
  public static func refusal(_ type: MediaType) -> ReadError {
    if type == .bytes {
      return ReadError(.noReader, "no text, and of no format that is known; send text, Markdown or HTML")
    }
    guard let (name, advice) = others[type.essence] else {
      return ReadError(.noReader, "no reader for media type \"\(type.essence)\"; send text, Markdown or HTML")
    }
    return ReadError(.noReader, "\(name), which cannot be read: \(advice)")
  }

  /// The encoding that a document names in itself.
  private static func declaredCharset(_ bytes: [UInt8], _ type: MediaType) -> String? {
    if type.essence == MediaType.html.essence { return HTMLReader.declaredCharset(bytes) }
    return type.essence.hasSuffix("+xml") ? FeedParser.declaredCharset(bytes) : nil
  }

  /// - Parameter type: what the bytes are.
  /// - Throws: ``ReadError``.
  public func read(_ bytes: [UInt8], as type: MediaType) throws(ReadError) -> TextDocument {
    if let reader = type.essence == Self.pdf ? pdf : Self.packages[type.essence] {
      do {
        return try reader.read(bytes)
      } catch {
        // It has bytes enough, and nothing in them to read.
        throw error.code == .empty ? ReadError(.noText, "no text in it") : error
      }
    }
    guard let reader = Self.texts[type.essence] ?? (type.essence == "application/json" ? JSONReader(json) : nil) else {
      throw Self.refusal(type)
    }
    let charset = type.charset ?? Self.declaredCharset(bytes, type)
    let decoded = try TextDecoder.decode(bytes, declared: charset)
    let text = try reader.read(decoded.bytes)
    var metadata = text.metadata
    metadata.encoding = decoded.encoding
    return TextDocument(
      bytes: text.bytes,
      blocks: text.blocks,
      omissions: text.omissions,
      metadata: metadata,
      places: OriginalPlaces.of(text.places, decoded: decoded, in: bytes)
    )
  }
}
