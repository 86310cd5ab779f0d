import Model
import Values

/// What the lines before the body say about the document.
struct Masthead {
  struct Statement: Equatable {
    /// As it stands in the text.
    var subject: String
    var relation: String
    var lemma: String
    var attribute: String
    var object: Value
    var range: Range<Int>
    var time: Interval?
  }

  private(set) var statements: [Statement] = []
  /// The journal's name; nil where no ISSN or impact factor shows that there is one.
  private(set) var journal: String?

  init(_ document: TextDocument, style: NumberStyle) {
    // A masthead is short; what is long is none, whatever it looks like, and is not worth more time.
    let lines = Array(document.blocks.lazy.filter { $0.kind == .masthead && $0.range.count <= 1000 }.prefix(64))
    journal = Self.journal(document, lines)
    for line in lines {
      for span in Values.find(in: document.bytes, range: line.range, style: style) {
        let before = document.text(in: line.range.lowerBound..<span.range.lowerBound)
        read(span, before, line.range, document)
      }
    }
  }

  private mutating func read(_ span: ValueSpan, _ before: String, _ range: Range<Int>, _ document: TextDocument) {
    let wording = document.text(in: span.range)
    if case .identifier = span.content {
      let serial = wording.drop { !$0.isNumber }
      guard wording.hasPrefix("ISSN") || before.contains("ISSN"), serial.utf8.count >= 9, let journal else { return }
      add(journal, "ISSN", "issn", Value(text: String(serial), kind: .text), range)
      return
    }
    guard let value = span.value else { return }
    if value.kind == .date {
      stated(span, value, before, range, wording)
      return
    }
    guard value.kind == .number, let label = Self.impactFactor(before), let journal else { return }
    var object = value
    object.text = wording
    add(journal, label, "impact-factor", object, range, time: Self.year(in: before))
  }

  /// Words before a date that say what became of the document then.
  private static let deeds = ["received", "accepted", "published", "revised", "submitted", "updated"]

  /// "Received 21 January 2016; published 11 February 2016."
  private mutating func stated(
    _ span: ValueSpan,
    _ value: Value,
    _ before: String,
    _ range: Range<Int>,
    _ wording: String
  ) {
    let words = before.split { !$0.isLetter }
    guard let deed = words.last(where: { $0.count > 2 }), Self.deeds.contains(deed.lowercased()) else { return }
    var object = value
    object.text = wording
    add(
      "this document",
      String(deed),
      deed.lowercased(),
      object,
      range,
      time: span.interval(year: nil).map { Interval(text: wording, start: $0.start, end: $0.end) }
    )
  }

  private mutating func add(
    _ subject: String,
    _ relation: String,
    _ attribute: String,
    _ object: Value,
    _ range: Range<Int>,
    time: Interval? = nil
  ) {
    statements.append(
      Statement(
        subject: subject,
        relation: relation,
        lemma: relation,
        attribute: attribute,
        object: object,
        range: range,
        time: time
      )
    )
  }

  /// The label of an impact factor that ends a wording: "ИФ РИНЦ = ", "Impact Factor (2016): ".
  private static func impactFactor(_ before: String) -> String? {
    guard before.hasSuffix("= ") || before.hasSuffix("=") || before.hasSuffix(": ") else { return nil }
    for label in ["ИФ РИНЦ", "ИФ", "Impact Factor", "Impact factor", "impact factor"] {
      guard let found = before.range(of: label), before[found.upperBound...].utf8.count < 16 else { continue }
      return label
    }
    return nil
  }

  /// The year in parentheses after a label.
  private static func year(in before: String) -> Interval? {
    guard let open = before.lastIndex(of: "("), let close = before[open...].firstIndex(of: ")") else { return nil }
    let text = before[before.index(after: open)..<close]
    guard text.utf8.count == 4, let year = Int(text), let start = Day(year: year, month: 1, day: 1),
      let end = Day(year: year, month: 12, day: 31)
    else { return nil }
    return Interval(text: String(text), start: start, end: end)
  }

  /// The name before the ISSN: on its own line, up to the first comma, or else the nearest line above that holds no digit.
  private static func journal(_ document: TextDocument, _ lines: [TextDocument.Block]) -> String? {
    let marks = ["ISSN", "Impact", "ИФ"]
    guard let at = lines.firstIndex(where: { line in marks.contains { document.text(in: line.range).contains($0) } })
    else { return nil }
    let own = document.text(in: lines[at].range).prefix { $0 != "," && $0 != ";" && $0 != "." }
    if !marks.contains(where: own.contains), !own.contains(where: \.isNumber), own.contains(" ") { return String(own) }
    for line in lines[..<at].reversed() {
      let text = document.text(in: line.range)
      if !text.contains(where: \.isNumber), text.contains(" ") { return text }
    }
    return nil
  }
}

extension String {
  /// The first place of a wording; Foundation's search is not needed for it.
  fileprivate func range(of needle: String) -> Range<String.Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(needle) { return at..<index(at, offsetBy: needle.count) }
      at = index(after: at)
    }
    return nil
  }
}
