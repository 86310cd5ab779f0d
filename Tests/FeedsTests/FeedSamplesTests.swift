import Feeds
import Foundation
import Model
import Testing

/// Feeds with what is expected of them in a comment at their top, as feedparser's tests are:
/// `COURANT_FEED_SAMPLES=folder`.
@Suite("Sample feeds", .enabled(if: FeedExpectation.folder != nil))
struct FeedSamplesTests {
  @Test("at least 98 in 100 expectations are met that concern what is read")
  func expectations() throws {
    var (met, missed, foreign): (Int, [String], [String: Int]) = (0, [], [:])
    let folder = try #require(FeedExpectation.folder)
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    for name in names.sorted() where name.hasSuffix(".xml") {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
      let text = String(decoding: bytes, as: UTF8.self)
      guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Expect:") }) else { continue }
      let feed = Result { () throws(ReadError) in try FeedParser.parse(bytes) }
      for condition in FeedExpectation.conditions(String(line.dropFirst("Expect:".count))) {
        switch FeedExpectation.check(condition, feed) {
        case .met: met += 1
        case .missed(let found): missed.append("\(name): \(condition): found \(found)")
        case .foreign(let what): foreign[what, default: 0] += 1
        }
      }
    }
    print("met \(met) of \(met + missed.count); not read:", foreign.sorted { $0.value > $1.value })
    for line in missed { print("missed", line) }
    #expect(met > 0)
    #expect(missed.count * 50 <= met + missed.count)
  }
}

/// One condition of an expectation, which is an expression in Python.
enum FeedExpectation {
  static let folder = ProcessInfo.processInfo.environment["COURANT_FEED_SAMPLES"]

  enum Outcome {
    case met, missed(String), foreign(String)
  }

  static func conditions(_ expression: String) -> [String] {
    expression.components(separatedBy: " and ").map { part in
      var part = part.trimmingCharacters(in: .whitespaces)
      while part.hasPrefix("("), part.hasSuffix(")"), !part.contains("== (") {
        part = String(part.dropFirst().dropLast()).trimmingCharacters(in: .whitespaces)
      }
      return part
    }
  }

  static func check(_ condition: String, _ result: Result<Feed, ReadError>) -> Outcome {
    guard case .success(let feed) = result else { return condition == "1" ? .met : .missed("\(result)") }
    if condition == "1" { return .met }
    if condition == "not bozo" { return feed.fault == nil ? .met : .missed("fault \(feed.fault ?? "")") }
    let sides = condition.components(separatedBy: " == ").map { $0.trimmingCharacters(in: .whitespaces) }
    guard sides.count >= 2, let last = sides.last else { return .foreign(condition) }
    let wanted = literal(last)
    for side in sides.dropLast() {
      guard let found = value(side, feed) else { return .foreign(path(side).joined(separator: ".")) }
      guard found == wanted else { return .missed(found) }
    }
    return .met
  }

  private static func path(_ side: String) -> [String] {
    side.split { "[]'\".".contains($0) }.map(String.init)
  }

  /// What a path stands for; nil for what is not read.
  private static func value(_ side: String, _ feed: Feed) -> String? {
    let path = path(side)
    if path == ["version"] {
      return [Feed.Format.atom10: "atom10", .atom03: "atom03", .rss20: "rss20", .rss10: "rss10"][feed.format] ?? ""
    }
    if path.first == "feed" { return value(Array(path.dropFirst()), of: feed) }
    guard path.first == "entries", path.count > 2, let index = Int(path[1]) else { return nil }
    return index < feed.entries.count ? value(Array(path.dropFirst(2)), of: feed.entries[index]) : "no entry"
  }

  private static func value(_ path: [String], of feed: Feed) -> String? {
    switch path.first {
    case "title": feed.title?.value ?? "none"
    case "title_detail" where path.last == "value": feed.title?.value ?? "none"
    case "subtitle", "tagline": feed.subtitle?.value ?? "none"
    case "subtitle_detail" where path.last == "value": feed.subtitle?.value ?? "none"
    case "link": feed.link ?? "none"
    case "links": link(path, feed.links)
    case "id", "guid": feed.id ?? "none"
    case "language": feed.language ?? "none"
    case "author", "author_detail", "authors": person(path, feed.authors)
    case "updated_parsed": date(feed.updated)
    default: nil
    }
  }

  private static func value(_ path: [String], of entry: FeedEntry) -> String? {
    switch path.first {
    case "title": entry.title?.value ?? "none"
    case "title_detail" where path.last == "value": entry.title?.value ?? "none"
    case "summary", "description": entry.summary?.value ?? "none"
    case "summary_detail" where path.last == "value": entry.summary?.value ?? "none"
    case "content" where path.last == "value": entry.content?.value ?? "none"
    case "link": entry.link ?? "none"
    case "links": link(path, entry.links)
    case "id", "guid": entry.id ?? "none"
    case "author", "author_detail", "authors": person(path, entry.authors)
    case "published_parsed": date(entry.published)
    case "updated_parsed": date(entry.updated)
    default: nil
    }
  }

  private static func link(_ path: [String], _ links: [FeedLink]) -> String? {
    guard path.count == 3, let index = Int(path[1]), index < links.count else { return path.count == 3 ? "none" : nil }
    switch path[2] {
    case "rel": return links[index].relation
    case "href": return links[index].address
    case "type": return links[index].type ?? "none"
    default: return nil
    }
  }

  private static func person(_ path: [String], _ people: [FeedPerson]) -> String? {
    let index = path.count == 3 ? Int(path[1]) ?? 0 : 0
    guard index < people.count else { return "none" }
    let person = people[index]
    switch path.last {
    case "name": return person.name ?? "none"
    case "email": return person.address ?? "none"
    case "url", "href": return person.page ?? "none"
    case "author":
      guard let address = person.address, let name = person.name else { return person.description }
      return "\(name) (\(address))"
    default: return nil
    }
  }

  private static func date(_ date: FeedDate?) -> String {
    date.map { String($0.time.description.prefix(19)) } ?? "none"
  }

  /// A string, or a tuple that is a date.
  private static func literal(_ text: String) -> String {
    if text.hasPrefix("(") {
      let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
      guard numbers.count >= 6 else { return text }
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return
        "\(numbers[0])-\(two(numbers[1]))-\(two(numbers[2]))T\(two(numbers[3])):\(two(numbers[4])):\(two(numbers[5]))"
    }
    var text = text
    if text.hasPrefix("u'") || text.hasPrefix("u\"") { text.removeFirst() }
    return String(text.dropFirst().dropLast()).replacingOccurrences(of: "\\'", with: "'")
      .replacingOccurrences(of: "\\\"", with: "\"").replacingOccurrences(of: "\\n", with: "\n")
  }
}
