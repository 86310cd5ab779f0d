import Model
import Values

/// The quarter, half or year that a company's release of results is about: what it states without a time of its own holds then.
///
/// Only the first paragraphs tell it, in a phrase that names nothing else ("second-quarter net income", "revenue for the six months to
/// 30 September"), beside a word for what companies report; and only where the release has a date to tell it from.
struct ReportPeriod {
  private let text: TextDocument
  private let style: NumberStyle
  private let published: Day

  /// - Parameter title: the time that the title names. A shorter one within it comes before it where the title speaks of a part of a year.
  /// - Returns: the title's where the text is no such release, or names no such period.
  static func find(_ text: TextDocument, style: NumberStyle, published: Day?, title: Interval?) -> Interval? {
    // Without a date the title's own year tells of which year a part is: it came out when that was over, or later.
    let yearAfter = title?.start.flatMap { Day(year: $0.year + 1, month: 1, day: 1) }
    guard let day = published ?? yearAfter else { return title }
    let report = ReportPeriod(text: text, style: style, published: day)
    guard let title else { return report.find() }
    // A business year's quarters are not the calendar's.
    if let words = text.title?.lowercased(), words.contains("fiscal"), words.contains("quarter") { return nil }
    guard let words = text.title?.lowercased(),
      ["quarter", "half", "interim", "q1", "q2", "q3", "q4", "h1", "h2"].contains(where: { words.contains($0) })
    else { return title }
    guard let part = report.named(in: words.split { !$0.isLetter && $0 != "-" }.map(String.init)) ?? report.find(),
      let (first, last) = part.start.flatMap({ start in part.end.map { (start, $0) } }),
      title.start.map({ $0 <= last }) ?? true, title.end.map({ $0 >= first }) ?? true
    else {
      // Of the whole year is nothing then.
      let isPart = ["quarter", "interim", "half-year", "half year"].contains { words.contains($0) }
      return title.isYear && isPart ? nil : title
    }
    return part
  }

  /// So many paragraphs are looked at, and so many bytes of each.
  private static let paragraphs = 2
  private static let longest = 1500

  private static let reported: Set<String> = [
    "revenue", "revenues", "profit", "profits", "income", "sales", "earnings", "loss", "turnover", "ebitda", "ebit",
    "results",
  ]

  private func find() -> Interval? {
    for block in text.blocks.lazy.filter({ $0.kind == .paragraph }).prefix(Self.paragraphs) {
      let range = block.range.lowerBound..<min(block.range.upperBound, block.range.lowerBound + Self.longest)
      let words = text.text(in: range).lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init)
      guard words.contains(where: Self.reported.contains) else { continue }
      if let period = named(in: words) ?? dated(in: range) { return period }
    }
    return nil
  }

  private static let ordinals = ["first": 1, "second": 2, "third": 3, "fourth": 4]

  /// "second-quarter net income", "first-half profit": the latest that had ended when the text came out.
  private func named(in words: [String]) -> Interval? {
    // "second-quarter", "second quarter"
    let pairs = zip(words, words.dropFirst()).map { [$0, $1] }
    for parts in words.map({ $0.split(separator: "-").map(String.init) }) + pairs {
      guard parts.count == 2, let number = Self.ordinals[parts[0]] else { continue }
      switch parts[1] {
      case "quarter": return portion(number, months: 3)
      case "half" where number <= 2: return portion(number, months: 6)
      default: continue
      }
    }
    return nil
  }

  private func portion(_ number: Int, months: Int) -> Interval? {
    for year in [published.year, published.year - 1] {
      let last = number * months
      guard let start = Day(year: year, month: last - months + 1, day: 1),
        let end = Day(year: year, month: last, day: Day.length(ofMonth: last, year: year))
      else { return nil }
      if end < published { return Interval(text: nil, start: start, end: end) }
    }
    return nil
  }

  /// "for the six months to 30 September", "for the year ended 31 March 2024", "in the second quarter": the first that is named, unless
  /// something is compared with it.
  private func dated(in range: Range<Int>) -> Interval? {
    for span in Values.find(in: text.bytes, range: range, style: style) where span.isDate {
      let before = text.text(in: range.lowerBound..<span.range.lowerBound).lowercased().split { !$0.isLetter }
      guard let link = before.last(where: { $0 != "the" }), ["for", "in", "during", "of"].contains(link),
        !before.suffix(12).contains(where: { ["compared", "against", "versus"].contains($0) }),
        isPeriod(text.text(in: span.range).lowercased()),
        let interval = span.interval(year: nil, anchor: published), let start = interval.start, let end = interval.end,
        end < published, (80...370).contains(end.daysSince1970 - start.daysSince1970)
      else { continue }
      return Interval(text: nil, start: start, end: end)
    }
    return nil
  }

  private func isPeriod(_ words: String) -> Bool {
    ["quarter", "half", "months", "weeks", "year", "q1", "q2", "q3", "q4", "h1", "h2"].contains { words.contains($0) }
  }
}

extension Interval {
  /// Whether it is longer than any part of a year that companies report of.
  fileprivate var isYear: Bool {
    guard let start, let end else { return true }
    return end.daysSince1970 - start.daysSince1970 > 300
  }
}
