import Foundation
import HTML
import Model
import Readers

/// Reads one object of JSON as a document: its text, title, day and id from the fields that are configured.
struct JSONReader: Reader {
  private let fields: JSONFields

  init(_ fields: JSONFields) { self.fields = fields }

  func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    let value: Any
    do {
      value = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    } catch {
      throw ReadError(.broken, "no JSON: \(Self.detail(error))")
    }
    let objects = (value as? [Any])?.compactMap { $0 as? [String: Any] } ?? (value as? [String: Any]).map { [$0] } ?? []
    guard !objects.isEmpty else { throw ReadError(.noText, "no object in it that could be a document") }
    var text = TextBuilder()
    // Where the last words stood: fields mostly stand in the order in which they are read.
    var search = WordSearch(bytes[...])
    for (number, object) in objects.enumerated() { add(object, isFirst: number == 0, to: &text, &search) }
    guard text.blocks.contains(where: { $0.kind != .title && $0.kind != .masthead }) else {
      let names = fields.text.joined(separator: ", ")
      throw ReadError(.noText, "no text in it: none of the fields \(names); name the field in json.text")
    }
    return try text.document()
  }

  /// Whether an object has words in a field of text.
  static func hasText(_ object: [String: Any], _ fields: JSONFields) -> Bool { string(object, fields.text) != nil }

  private func add(_ object: [String: Any], isFirst: Bool, to text: inout TextBuilder, _ search: inout WordSearch) {
    if let title = Self.string(object, fields.title) {
      text.add(title.utf8, isFirst ? .title : .heading, place: search.place(of: Array(title.utf8)))
      if isFirst { text.metadata.title = title }
    }
    if isFirst {
      text.metadata.published = Self.string(object, fields.date).flatMap(Self.day)
      if let id = Self.string(object, fields.id) { text.metadata.identifiers[.guid] = id }
      text.metadata.language = Self.string(object, ["language", "lang", "inLanguage"])
      text.metadata.authors = Self.string(object, ["author", "author.name", "byline", "creator"]).map { [$0] } ?? []
      text.metadata.publisher = Self.string(object, ["publisher.name", "publisher", "source", "site"])
    }
    guard let body = Self.string(object, fields.text) else { return }
    do throws(ReadError) {
      if Self.isMarkup(body) {
        text.append(try HTMLReader.whole.read(Array(body.utf8))) { _, _ in nil }
      } else {
        text.append(try PlainTextReader().read(Array(body.utf8))) { _, words in search.place(of: Array(words)) }
      }
    } catch {
      if error.code != .empty, error.code != .noText { text.leaveOut(.unreadable) }
    }
  }

  /// The first of some fields that has words; of a list, its strings.
  private static func string(_ object: [String: Any], _ names: [String]) -> String? {
    for name in names {
      var value: Any? = object
      if let direct = object[name] {
        value = direct
      } else {
        for part in name.split(separator: ".") { value = (value as? [String: Any])?[String(part)] }
      }
      switch value {
      case let text as String where !text.trimmed.isEmpty: return text
      case let number as NSNumber: return "\(number)"
      case let list as [Any]:
        let texts = list.compactMap { $0 as? String }.filter { !$0.trimmed.isEmpty }
        if !texts.isEmpty { return texts.joined(separator: "\n\n") }
      default: continue
      }
    }
    return nil
  }

  /// The day of what begins as ISO 8601 has it, or of seconds or milliseconds since 1970.
  private static func day(_ text: String) -> String? {
    if let number = Double(text), number.isFinite, abs(number) < 1e14, abs(number) > 1e8 {
      return Day(daysSince1970: Int((number / (abs(number) > 1e11 ? 86_400_000 : 86_400)).rounded(.down)))?.description
    }
    return Day(String(text.prefix(10)))?.description ?? MailHeaders.day(Array(text.utf8))
  }

  /// Whether a text is written in HTML: a tag of a block, or a line break.
  private static func isMarkup(_ text: String) -> Bool {
    let lower = text.prefix(10_000).lowercased()
    return ["<p>", "<p ", "<div", "<br", "<ul>", "<h1", "<h2", "<table", "<blockquote"].contains { lower.contains($0) }
  }

  private static func detail(_ error: any Error) -> String {
    let detail = (error as NSError).userInfo["NSDebugDescription"] as? String
    return detail ?? "it cannot be read"
  }
}
