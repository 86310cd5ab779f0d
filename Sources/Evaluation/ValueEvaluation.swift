import Corpora
import Model
import Values

/// How many of the values that Recognizers-Text's specifications expect are found, and how many are right.
public struct ValueEvaluation: Sendable {
  public struct Score: Sendable, Encodable {
    public var model: String
    /// Values expected, and texts in which none is.
    public var expected = 0
    public var found = 0
    public var right = 0
    /// Values found where none was expected.
    public var spurious = 0

    public init(model: String) {
      self.model = model
    }

    /// The same, of those that are not somebody's words to an assistant.
    public var expectedInProse = 0
    public var rightInProse = 0

    public var shareInProse: Double { expectedInProse == 0 ? 0 : Double(rightInProse) / Double(expectedInProse) }
    public var share: Double { expected == 0 ? 0 : Double(right) / Double(expected) }
  }

  public struct Miss: Sendable, Encodable {
    public var model: String
    public var input: String
    public var expected: String
    public var found: [String]
  }

  public private(set) var scores: [Score] = []
  public private(set) var misses: [Miss] = []
  /// Models that ask for what is no value of a document.
  public private(set) var leftOut: [String] = []

  /// Repeated times, time zones, times of a day without a date, holidays, quotations and signs of chats.
  private static let ignored = [
    "Set", "TimeZone", "Holiday", "Sequence/Hashtag", "Sequence/Mention", "Sequence/QuotedText", "Timex/",
    "DateTimePeriod",
    "TimePeriod", "DateTimeExtractor", "DateTimeParser", "Sequence/GUID",
  ]

  /// - Parameters:
  ///   - bytes: the cases, one a line, as JSON.
  ///   - name: of their file, for messages.
  public init(_ bytes: [UInt8], name: String) throws(CorpusError) {
    var byModel: [String: Score] = [:]
    for example in try RecognizersCase.read(bytes, name: name) {
      if Self.ignored.contains(where: { example.model.contains("/\($0)") || example.model.hasPrefix($0) }) {
        if !leftOut.contains(example.model) { leftOut.append(example.model) }
        continue
      }
      var current = byModel[example.model] ?? Score(model: example.model)
      let before = current
      score(example, &current)
      if !example.isChat {
        current.expectedInProse += current.expected - before.expected
        current.rightInProse += current.right - before.right
      }
      byModel[example.model] = current
    }
    scores = byModel.values.filter { $0.expected > 0 }.sorted { $0.model < $1.model }
    leftOut.sort()
  }

  private mutating func score(_ example: RecognizersCase, _ score: inout Score) {
    let bytes = Array(example.input.utf8)
    let extras: Values.Extras =
      example.model.contains("Number") && !example.model.contains("WithUnit") ? [.ordinals, .loneWords] : []
    let spans = Values.find(in: bytes, extras: extras)
    let match = ValueMatch(anchor: example.context?.reference.flatMap { Day(String($0.prefix(10))) })
    if example.results.isEmpty {
      score.expected += 1
      let spurious = spans.filter { isAsked($0, by: example.model) }
      if spurious.isEmpty {
        score.found += 1
        score.right += 1
      } else {
        score.spurious += spurious.count
        misses.append(
          Miss(
            model: example.model,
            input: example.input,
            expected: "nothing",
            found: spurious.map { "\($0.short(in: bytes))" }
          )
        )
      }
      return
    }
    for result in example.results {
      let expected = ExpectedValue(result, model: example.model)
      if case .leftOut = expected { continue }
      guard let range = range(of: result, in: example.input) else { continue }
      score.expected += 1
      let there = spans.filter { $0.outer.overlaps(range) }
      if !there.isEmpty { score.found += 1 }
      if there.contains(where: { match.isRight($0, expected) }) {
        score.right += 1
      } else {
        misses.append(
          Miss(
            model: example.model,
            input: example.input,
            expected: "\(result.text ?? "") = \(expected)",
            found: there.map { $0.short(in: bytes) }
          )
        )
      }
    }
  }

  /// Whether a value is of the kind that a model looks for.
  private func isAsked(_ span: ValueSpan, by model: String) -> Bool {
    switch span.content {
    case .identifier(let identifier):
      return model.hasPrefix("Sequence/") && model.lowercased().contains(identifier.rawValue)
    case .ordinal: return model.contains("Ordinal")
    case .time, .relative, .yearless: return model.hasPrefix("DateTime/")
    case .value(let value):
      switch value.kind {
      case .money: return model.contains("Currency")
      case .percent: return model.contains("Percent")
      case .date: return model.hasPrefix("DateTime/")
      case .number: return model.contains("Number/NumberModel")
      case .quantity:
        guard let unit = value.unit.flatMap({ Unit($0) }), let dimension = unit.dimension else { return false }
        if model.contains("Temperature") { return ["°C", "°F", "K"].contains(unit.symbol) }
        return dimension.isTime ? model.contains("Duration") : model.contains("Dimension")
      default: return false
      }
    }
  }

  /// Where a result stands, in bytes; they count UTF-16.
  private func range(of result: RecognizersCase.Result, in input: String) -> Range<Int>? {
    guard let text = result.text, !text.isEmpty else { return nil }
    let units = Array(input.utf16)
    var start = result.start ?? -1
    if start < 0 {
      let wanted = Array(text.lowercased().utf16)
      let all = Array(input.lowercased().utf16)
      guard let found = all.indices.first(where: { all[$0...].starts(with: wanted) }) else { return nil }
      start = found
    }
    let end = min(units.count, start + text.utf16.count)
    guard start < end else { return nil }
    let before = String(decoding: units[..<start], as: UTF16.self).utf8.count
    return before..<(before + String(decoding: units[start..<end], as: UTF16.self).utf8.count)
  }
}

extension ValueSpan {
  /// Its wording and its content, for lists of errors.
  fileprivate func short(in bytes: [UInt8]) -> String {
    let text = String(decoding: bytes[range], as: UTF8.self)
    guard let value else { return "\(text) = \(content)" }
    let numbers = [value.number, value.low, value.high].map { $0.map { "\($0)" } ?? "–" }.joined(separator: " ")
    let days = value.start.map { "\($0)" } ?? ""
    return
      "\(text) = \(value.kind.rawValue) \(numbers) \(value.unit ?? "") \(days)\(value.end.map { "..\($0)" } ?? "") \(value.bound?.rawValue ?? "")"
  }
}
