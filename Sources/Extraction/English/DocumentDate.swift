import Model
import Values

/// The document's own day, where the text names it as such: in a line about the document, a dateline, the title, or the first and last lines.
///
/// A date that the text merely speaks of is never taken. Where two places name different days, the one that says what it is comes first.
struct DocumentDate {
  private let text: TextDocument
  private let style: NumberStyle

  /// - Returns: nil where nothing names it.
  static func find(_ text: TextDocument, style: NumberStyle) -> Day? {
    let finder = DocumentDate(text: text, style: style)
    return finder.told() ?? finder.labelled() ?? finder.dateline() ?? finder.standing() ?? finder.titled()
      ?? finder.opening()
  }

  /// What the document says of itself outside its text: "2021-03-04T08:00:00Z".
  private func told() -> Day? {
    guard let published = text.metadata.published else { return nil }
    return Day(String(published.prefix(10)))
  }

  /// Words before a day that say it is when the document came out, the surest first.
  private static let labels = [
    [
      "published", "posted", "released", "issued", "publication date", "release date", "date published", "for release",
      "press release", "news release", "media release",
    ],
    ["date", "dated", "date of issue", "filed", "sent", "received", "accepted"],
    ["updated", "last updated", "last modified", "modified", "revised", "last revised", "last reviewed"],
  ]

  /// How many lines at either end of a document may be about it.
  private static let lines = 40

  /// Lines about the document, of which no more is read than there may be.
  private var about: [TextDocument.Block] {
    let blocks = text.blocks.filter { !$0.kind.isProse && $0.kind != .cell && $0.range.count <= 300 }
    return blocks.count <= 2 * Self.lines ? blocks : Array(blocks.prefix(Self.lines) + blocks.suffix(Self.lines))
  }

  /// "Published: 12 May 2020", "Date: 2020-05-12", "Received 21 January 2016; published 11 February 2016".
  private func labelled() -> Day? {
    var found: [Int: Day] = [:]
    for block in about {
      for span in days(in: block.range) {
        let before = text.text(in: block.range.lowerBound..<span.range.lowerBound).lowercased()
        let words = before.split { $0 == ";" || $0 == "|" || $0 == "·" || $0 == "," }.last.map(String.init) ?? ""
        let label = words.split { !$0.isLetter }.joined(separator: " ")
        guard
          let rank = Self.labels.firstIndex(where: { $0.contains { Self.ends(label, with: $0) } })
        else { continue }
        if found[rank] == nil { found[rank] = span.value?.start }
      }
    }
    return found.min { $0.key < $1.key }?.value
  }

  /// "Page last updated on" ends with "last updated".
  private static func ends(_ text: String, with label: String) -> Bool {
    let words = text.split(separator: " ").filter { $0 != "on" && $0 != "at" }
    let wanted = label.split(separator: " ")
    return words.count <= wanted.count + 2 && words.suffix(wanted.count).elementsEqual(wanted)
  }

  /// "GENEVA, 4 July 2012 – ", in the first paragraph.
  private func dateline() -> Day? {
    text.blocks.first { $0.kind == .paragraph }.flatMap { Dateline(text.bytes, $0.range)?.date }
  }

  /// A line that has a day and little else: "3 May 2024", "Oslo, 3 May 2024", "By Ann Carr | May 3, 2024".
  private func standing() -> Day? {
    let blocks = text.blocks
    let edges = blocks.prefix(8) + blocks.dropFirst(8).suffix(3)
    // What a cell names is the day of its row.
    for block in edges where block.kind != .item && block.kind != .cell && block.range.count <= 120 {
      if block.kind == .title { continue }
      let spans = days(in: block.range)
      guard spans.count == 1, let span = spans.first else { continue }
      let rest =
        text.text(in: block.range.lowerBound..<span.range.lowerBound)
        + text.text(in: span.range.upperBound..<block.range.upperBound)
      let words = rest.split { !$0.isLetter }
      // "Prepared by the Port Office, 3 May 2024"
      let isMade =
        words.count <= 14 && words.count > 2 && Self.makings.contains(words[0].lowercased()) && words[1] == "by"
      if isMade, !text.bytes[span.range.upperBound..<block.range.upperBound].contains(where: { $0 > 0x40 }) {
        return span.value?.start
      }
      // "Oslo, 3 May 2024", with names beside the day and no words of a sentence; a paragraph must be nothing but the day.
      let small = words.count { $0.first?.isLowercase == true && !["by", "of", "at", "am", "pm"].contains($0) }
      if block.kind == .paragraph ? words.isEmpty : words.count <= 6 && small == 0 { return span.value?.start }
    }
    return nil
  }

  /// What a document begins with that says whose it is.
  private static let makings: Set<String> = [
    "compiled", "drafted", "issued", "prepared", "produced", "published", "released", "submitted", "written",
  ]

  /// What documents are called whose title names their own day.
  private static let kinds: Set<String> = [
    "agenda", "briefing", "bulletin", "communique", "communiqué", "digest", "edition", "letter", "meeting",
    "memorandum",
    "minutes", "newsletter", "notes", "notice", "proceedings", "release", "report", "results", "statement", "summary",
    "update", "review", "outlook", "diary", "dispatch",
  ]

  /// "Minutes of the meeting of 3 May 2024", "Daily report, 3 May 2024".
  private func titled() -> Day? {
    guard let title = text.blocks.first(where: { $0.kind == .title }), title.range.count <= 300 else { return nil }
    let spans = days(in: title.range)
    guard spans.count == 1, let span = spans.first else { return nil }
    let words = text.text(in: title.range).lowercased().split { !$0.isLetter }
    return words.contains { Self.kinds.contains(String($0)) } ? span.value?.start : nil
  }

  /// "Minutes of the meeting of the Planning Committee held in the Guildhall on Tuesday 16 January 2024": among the first lines.
  private func opening() -> Day? {
    for block in text.blocks.prefix(4) where block.range.count <= 400 {
      let words = text.text(in: block.range).lowercased().split { !$0.isLetter }
      guard words.first == "minutes" || words.prefix(2).elementsEqual(["draft", "minutes"]) else { continue }
      let spans = days(in: block.range)
      if spans.count == 1, let span = spans.first { return span.value?.start }
    }
    return nil
  }

  /// The whole days that a line names.
  private func days(in range: Range<Int>) -> [ValueSpan] {
    Values.find(in: text.bytes, range: range, style: style).filter { span in
      guard let value = span.value, value.kind == .date, let start = value.start else { return false }
      return start == value.end
    }
  }
}
