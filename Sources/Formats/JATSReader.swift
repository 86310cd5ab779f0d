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

  private struct Article {
    var text = TextBuilder()
    /// The elements that are open, the outermost first.
    private var open: [String] = []
    /// The words of the innermost block that is open; blocks lie in one another where a list is in a paragraph.
    private var words: [[UInt8]] = []
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
      case .text(let stretch, _):
        guard skipped == 0, let last = words.indices.last else { return }
        // White space in the file is one space.
        for byte in stretch {
          let isSpace = byte <= 0x20
          if isSpace, words[last].last == 0x20 { continue }
          words[last].append(isSpace ? 0x20 : byte)
        }
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
      case "break": if let last = words.indices.last { words[last].append(0x0A) }
      default: break
      }
      if Self.gathering.contains(element.name) { words.append([]) }
    }

    private mutating func end(_ name: String) {
      if skipped > 0 {
        skipped -= 1
        return
      }
      let own = attributes.popLast() ?? [:]
      _ = open.popLast()
      let gathered = Self.gathering.contains(name) ? words.popLast() ?? [] : []
      let value = String(decoding: gathered, as: UTF8.self).singleSpaced
      switch name {
      case "sec": sections -= 1
      case "article-title" where open.contains("article-meta"):
        if text.metadata.title == nil {
          text.metadata.title = value
          text.add(value.utf8, .title, place: nil)
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

    private mutating func endCell(_ gathered: [UInt8]) {
      guard var closed = cell, let table, !table.rows.isEmpty else { return }
      closed.words += gathered
      self.table?.rows[table.rows.count - 1].append(closed)
      cell = nil
    }

    private mutating func endTitle(_ gathered: [UInt8]) {
      if open.last == "caption" {
        if open.contains("table-wrap") { caption = gathered } else { text.add(gathered, .caption, place: nil) }
      } else {
        text.add(gathered, .heading, level: max(1, sections), place: nil)
      }
    }

    private mutating func endParagraph(_ gathered: [UInt8]) {
      if var open = cell {
        open.add(gathered)
        cell = open
      } else if open.contains("table-wrap"), open.contains("caption"), table == nil {
        caption += (caption.isEmpty ? [] : [0x20]) + gathered
      } else if open.contains("fn") {
        text.add(gathered, .footnote, place: nil)
      } else if open.contains("caption") {
        text.add(gathered, .caption, place: nil)
      } else if open.contains("list-item") {
        text.add(gathered, .item, place: nil)
      } else if open.contains("disp-quote") {
        text.add(gathered, .quotation, place: nil)
      } else if !open.contains("ack") || open.contains("sec") {
        text.add(gathered, .paragraph, place: nil)
      }
    }
  }
}
