import Model

/// What a case expects, in our normal form.
enum ExpectedValue {
  case number(Double)
  case ordinal(Int)
  case percent(Double)
  /// Either end may be open.
  case range(low: Double?, high: Double?)
  case amount(Double, unit: String)
  /// The days that may be meant: the nearest in the past and in the future. The end is not included.
  case days([(start: Day?, end: Day?)])
  case seconds(Double)
  case time([String])
  case identifier
  /// Only where something stands and of which kind is expected.
  case kind(String)
  /// No answer of this kind is ours to give.
  case leftOut

  init(_ result: RecognizersCase.Result, model: String) {
    let type = (result.typeName ?? result.type ?? "").replacing("datetimeV2.", with: "")
    let resolution = result.resolution ?? result.value
    let value = resolution?["value"]?.text
    if model.hasPrefix("Sequence/") {
      self = .identifier
      return
    }
    switch type {
    case "number": self = value.flatMap(Double.init).map { .number($0) } ?? .leftOut
    case "ordinal", "ordinal.relative": self = value.flatMap(Int.init).map { .ordinal($0) } ?? .leftOut
    case "percentage": self = value.flatMap { Double($0.replacing("%", with: "")) }.map { .percent($0) } ?? .leftOut
    case "numberrange": self = Self.range(value ?? "")
    case "currency", "dimension", "age", "temperature":
      guard let number = value.flatMap(Double.init), let unit = resolution?["unit"]?.text else {
        self = .leftOut
        return
      }
      self = .amount(number, unit: resolution?["isoCurrency"]?.text ?? unit)
    case "date", "daterange", "duration", "time": self = Self.date(type, resolution)
    default: self = .leftOut
    }
  }

  /// "[20,35)"
  private static func range(_ text: String) -> ExpectedValue {
    let ends = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return .leftOut }
    return .range(low: Double(ends[0]), high: Double(ends[1]))
  }

  private static func date(_ type: String, _ resolution: JSONTree?) -> ExpectedValue {
    var candidates = resolution?["values"]?.list ?? []
    for key in ["PastResolution", "FutureResolution"] { if let own = resolution?[key] { candidates.append(own) } }
    if type == "duration" {
      let seconds = candidates.compactMap { ($0["value"] ?? $0["duration"])?.text }.first.flatMap(Double.init)
      return seconds.map { .seconds($0) } ?? .kind(type)
    }
    if type == "time" {
      let times = candidates.compactMap { ($0["value"] ?? $0["time"])?.text }
      return times.isEmpty ? .kind(type) : .time(times)
    }
    let days = candidates.compactMap { candidate -> (start: Day?, end: Day?)? in
      if let day = (candidate["value"] ?? candidate["date"])?.text.flatMap({ Day($0) }) {
        return (day, Day(daysSince1970: day.daysSince1970 + 1))
      }
      let start = (candidate["start"] ?? candidate["startDate"])?.text.flatMap { Day($0) }
      let end = (candidate["end"] ?? candidate["endDate"])?.text.flatMap { Day($0) }
      return start == nil && end == nil ? nil : (start, end)
    }
    return days.isEmpty ? .kind(type) : .days(days)
  }
}
