import Model
import Readers

/// Reads a feed as a document: its title, and each entry's title as a heading with its text below.
public struct FeedReader: Reader {
  public init() {}

  /// - Throws: ``ReadError`` for what is no feed, and for one without an entry that has words.
  public func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    let feed = try FeedParser.parse(bytes)
    var text = TextBuilder()
    text.metadata = Self.metadata(of: feed)
    add(feed.title, .title, to: &text)
    add(feed.subtitle, .masthead, to: &text)
    for entry in feed.entries { add(entry, to: &text) }
    text.leaveOut(.unreadable, lines: feed.entriesLeft)
    text.leaveOut(.attachment, lines: feed.entries.reduce(0) { $0 + $1.enclosures })
    guard !text.isEmpty else { throw ReadError(.noText, "no text: the feed has no entry with a title or a text") }
    return try text.document()
  }

  private static func metadata(of feed: Feed) -> DocumentMetadata {
    var metadata = DocumentMetadata()
    metadata.title = feed.title?.words
    metadata.authors = feed.authors.map(\.description)
    metadata.language = feed.language
    metadata.identifiers[.canonicalURL] = feed.link
    metadata.identifiers[.guid] = feed.id
    let dates = feed.entries.compactMap { $0.updated ?? $0.published }
    metadata.modified = (feed.updated ?? dates.max { $0.time < $1.time })?.text
    return metadata
  }

  private func add(_ entry: FeedEntry, to text: inout TextBuilder) {
    if let title = entry.title {
      text.add(title.words.utf8, .heading, level: 1, place: place(of: title))
    }
    let names = entry.authors.map(\.description).joined(separator: ", ")
    text.add(names.utf8, .masthead, place: nil)
    if let date = entry.published ?? entry.updated { text.add(date.text.utf8, .masthead, place: nil) }
    guard let body = entry.body else { return }
    switch body.kind {
    case .plain: add(paragraphs: body, to: &text)
    case .html:
      guard let document = Markup.document(body.value) else { return }
      for block in document.blocks {
        let kind = block.kind == .title ? .heading : block.kind
        let level = kind == .heading ? min(max(block.level, 1) + 1, 6) : 0
        text.add(document.bytes[block.range], kind, level: level, place: place(of: body))
      }
      for omission in document.omissions { text.leaveOut(omission.reason, lines: omission.lines) }
    }
  }

  private func add(paragraphs body: FeedText, to text: inout TextBuilder) {
    var paragraph: [Substring] = []
    let lines: [Substring] = body.value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for line in lines + [""] {
      if line.allSatisfy(\.isWhitespace) {
        text.add(paragraph.joined(separator: "\n").utf8, .paragraph, place: place(of: body))
        paragraph = []
      } else {
        paragraph.append(line)
      }
    }
  }

  private func add(_ value: FeedText?, _ kind: TextDocument.Block.Kind, to text: inout TextBuilder) {
    guard let value else { return }
    text.add(value.words.utf8, kind, place: place(of: value))
  }

  private func place(of text: FeedText) -> SourceMap.Place? { text.place.map { .bytes($0) } }
}
