import Corpora
import Foundation

/// A case of Recognizers-Text's specifications.
struct RecognizersCase: Decodable {
  struct Context: Decodable {
    /// The moment that relative dates are told from.
    var reference: String?

    enum CodingKeys: String, CodingKey {
      case reference = "ReferenceDateTime"
    }
  }

  struct Result: Decodable {
    var text: String?
    /// Counted in UTF-16.
    var start: Int?
    var typeName: String?
    var type: String?
    var resolution: JSONTree?
    var value: JSONTree?

    enum CodingKeys: String, CodingKey {
      case text = "Text"
      case start = "Start"
      case typeName = "TypeName"
      case type = "Type"
      case resolution = "Resolution"
      case value = "Value"
    }
  }

  var model: String
  var input: String
  var context: Context?
  var results: [Result]

  /// Whether somebody speaks to an assistant or of his plans, which no document does.
  var isChat: Bool {
    let text = input.lowercased()
    let openings = [
      "i'll", "i ", "i'm", "i've", "let's", "we ", "please", "can ", "could ", "would ", "will ", "schedule", "book",
      "set ", "show ", "what", "when", "are you", "how ", "who", "find", "could", "plz",
    ]
    let words = [
      "cortana", "schedule", "meeting", " i ", " my ", " me ", " you ", "?", "skype", "appointment", "calendar",
      "remind",
    ]
    return openings.contains { text.hasPrefix($0) } || words.contains { text.contains($0) }
  }

  /// Reads one a line.
  static func read(_ bytes: [UInt8], name: String) throws(CorpusError) -> [RecognizersCase] {
    let decoder = JSONDecoder()
    var cases: [RecognizersCase] = []
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      do {
        cases.append(try decoder.decode(RecognizersCase.self, from: Data(line)))
      } catch {
        throw CorpusError("\(name): line \(index + 1) is no case of Recognizers-Text")
      }
    }
    return cases
  }
}

/// JSON of any form.
enum JSONTree: Decodable {
  case object([String: JSONTree])
  case list([JSONTree])
  case text(String)
  case none

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let object = try? container.decode([String: JSONTree].self) {
      self = .object(object)
    } else if let list = try? container.decode([JSONTree].self) {
      self = .list(list)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let number = try? container.decode(Double.self) {
      self = .text("\(number)")
    } else {
      self = .none
    }
  }

  subscript(_ key: String) -> JSONTree? {
    guard case .object(let object) = self else { return nil }
    return object[key]
  }

  var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  var list: [JSONTree] {
    guard case .list(let list) = self else { return [] }
    return list
  }
}
