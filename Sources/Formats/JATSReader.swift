import Model
import Readers
import XML

/// Reads articles in the Journal Article Tag Suite (ANSI/NISO Z39.96): what the front says of the article, abstract, sections, tables and notes.
/// References, figures' files and formulas are left out.
struct JATSReader: Reader {
  func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    var article = Article()
    do throws(ReadError) {
      try XMLScan.scan(bytes, name: "the article") { article.take($0) }
    } catch {
      // What stands before a fault is read.
      if article.text.isEmpty { throw error }
    }
    return try article.text.document()
  }

  /// The words of one element, and where they stood.
  private struct Gathered {
    var bytes: [UInt8] = []
    private(set) var runs: [SourceMap.Run] = []

    /// Adds a stretch of the file; white space in it is one space.
    mutating func add(_ stretch: UnsafeBufferPointer<UInt8>, at offset: Int) {
      var start = (text: bytes.count, file: offset)
      func end() {
        guard bytes.count > start.text else { return }
        let place = start.file..<(start.file + bytes.count - start.text)
        runs.append(SourceMap.Run(text: start.text..<bytes.count, place: .bytes(place)))
      }
      for (index, byte) in stretch.enumerated() {
        if byte <= 0x20, bytes.last == 0x20 {
          end()
          start = (bytes.count, offset + index + 1)
        } else {
          bytes.append(byte <= 0x20 ? 0x20 : byte)
        }
      }
      end()
    }

    /// From the first word to the last.
    var place: SourceMap.Place? {
      guard case .bytes(let first) = runs.first?.place, case .bytes(let last) = runs.last?.place else { return nil }
      return .bytes(first.lowerBound..<max(first.upperBound, last.upperBound))
    }
  }

  private struct Article {
    var text = TextBuilder()
    /// The elements that are open, the outermost first.
    private var open: [String] = []
    /// The words of the innermost block that is open; blocks lie in one another where a list is in a paragraph.
    private var words: [Gathered] = []
    private var attributes: [[String: String]] = []
    private var skipped = 0
    private var sections = 0
    private var table: TableText?
    private var cell: TableText.Cell?
    private var tables = 0
    private var caption: [UInt8] = []
    private var surname = ""
    private var givenNames = ""
    private var day: [String: String] = [:]

    /// Elements with nothing in them that is read.
    private static let left: Set<String> = [
      "tex-math", "graphic", "media", "object-id", "label", "disp-formula", "inline-formula", "permissions", "history",
      "supplementary-material", "author-notes", "aff", "article-categories", "kwd-group", "counts", "custom-meta-group",
      "funding-group",
    ]
    /// Elements whose words are gathered.
    private static let gathering: Set<String> = [
      "p", "title", "article-title", "journal-title", "issn", "publisher-name", "article-id", "surname", "given-names",
      "day", "month", "year",
      "td", "th", "subtitle",
    ]

    mutating func take(_ event: XMLScan.Event) {
      switch event {
      case .start(let element): begin(element)
      case .text(let stretch, let offset):
        guard skipped == 0, let last = words.indices.last else { return }
        words[last].add(stretch, at: offset)
      case .end(let name): end(name)
      }
    }

    private mutating func begin(_ element: XMLScan.Element) {
      if skipped > 0 || Self.left.contains(element.name) || element.name == "ref-list"
        || element.name == "xref" && element["ref-type"] == "bibr"
      {
        if skipped == 0, element.name == "ref-list" { text.leaveOut(.references) }
        skipped += 1
        return
      }
      open.append(element.name)
      attributes.append(element.attributes)
      switch element.name {
      case "sec": sections += 1
      case "table": table = TableText()
      case "tr": table?.rows.append([])
      case "td", "th":
        cell = TableText.Cell(
          words: [],
          columns: element.count("colspan"),
          rows: element.count("rowspan"),
          isHeader: element.name == "th" || open.contains("thead"),
          place: nil
        )
      case "pub-date": day = [:]
      case "break": if let last = words.indices.last { words[last].bytes.append(0x0A) }
      default: break
      }
      if Self.gathering.contains(element.name) { words.append(Gathered()) }
    }

    private mutating func end(_ name: String) {
      if skipped > 0 {
        skipped -= 1
        return
      }
      let own = attributes.popLast() ?? [:]
      _ = open.popLast()
      let gathered = Self.gathering.contains(name) ? words.popLast() ?? Gathered() : Gathered()
      let value = String(decoding: gathered.bytes, as: UTF8.self).singleSpaced
      switch name {
      case "sec": sections -= 1
      case "article-title" where open.contains("article-meta"):
        if text.metadata.title == nil {
          text.metadata.title = value
          text.add(gathered.bytes, .title, runs: gathered.runs)
        }
      case "journal-title": text.metadata.publisher = value
      case "publisher-name": if text.metadata.publisher == nil { text.metadata.publisher = value }
      case "issn": if text.metadata.identifiers[.issn] == nil { text.metadata.identifiers[.issn] = value }
      case "article-id":
        switch own["pub-id-type"] {
        case "doi": text.metadata.identifiers[.doi] = value
        case "pmid": text.metadata.identifiers[.pmid] = value
        default: break
        }
      case "surname": surname = value
      case "given-names": givenNames = value
      case "contrib" where open.contains("article-meta"):
        let name = [givenNames, surname].filter { !$0.isEmpty }.joined(separator: " ")
        if !name.isEmpty { text.metadata.authors.append(name) }
        (surname, givenNames) = ("", "")
      case "day", "month", "year": day[name] = value
      case "pub-date": note(day, isElectronic: own["pub-type"] == "epub")
      case "td", "th": endCell(gathered)
      case "table":
        if var table {
          table.caption = caption
          caption = []
          if table.add(to: &text, number: tables) { tables += 1 }
        }
        table = nil
      case "title": endTitle(gathered)
      case "p": endParagraph(gathered)
      default: break
      }
    }

    private mutating func note(_ day: [String: String], isElectronic: Bool) {
      guard let year = day["year"], year.count == 4 else { return }
      let parts = [year, day["month"], day["day"]].compactMap { $0 }.prefix { Int($0) != nil }
      let date = parts.map { $0.count == 1 ? "0" + $0 : $0 }.joined(separator: "-")
      // The first day that it could be read on.
      if text.metadata.published == nil || isElectronic && parts.count == 3 { text.metadata.published = date }
    }

    private mutating func endCell(_ gathered: Gathered) {
      guard var closed = cell, let table, !table.rows.isEmpty else { return }
      closed.words += gathered.bytes
      closed.place = closed.place ?? gathered.place
      self.table?.rows[table.rows.count - 1].append(closed)
      cell = nil
    }

    private mutating func endTitle(_ gathered: Gathered) {
      if open.last == "caption" {
        if open.contains("table-wrap") { caption = gathered.bytes } else { add(gathered, .caption) }
      } else {
        add(gathered, .heading, level: max(1, sections))
      }
    }

    private mutating func add(_ gathered: Gathered, _ kind: TextDocument.Block.Kind, level: Int = 0) {
      text.add(gathered.bytes, kind, level: level, runs: gathered.runs)
    }

    private mutating func endParagraph(_ gathered: Gathered) {
      if var open = cell {
        open.add(gathered.bytes)
        open.place = open.place ?? gathered.place
        cell = open
      } else if open.contains("table-wrap"), open.contains("caption"), table == nil {
        caption += (caption.isEmpty ? [] : [0x20]) + gathered.bytes
      } else if open.contains("fn") {
        add(gathered, .footnote)
      } else if open.contains("caption") {
        add(gathered, .caption)
      } else if open.contains("list-item") {
        add(gathered, .item)
      } else if open.contains("disp-quote") {
        add(gathered, .quotation)
      } else if !open.contains("ack") || open.contains("sec") {
        add(gathered, .paragraph)
      }
    }
  }
}
