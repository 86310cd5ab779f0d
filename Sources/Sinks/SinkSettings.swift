import Model
import Service

/// The settings of one sink, as a sink reads them: each by its name, and none that nobody reads.
public struct SinkSettings {
  public let name: String
  private let kind: String
  private let options: [String: String]
  private let place: String
  /// The folder in which a sink keeps what it cannot keep on the far side.
  public let folder: String

  init(_ sink: Configuration.Sink, state: String) {
    name = sink.name
    kind = sink.kind
    options = sink.options
    place = sink.place
    folder = "\(state)/sinks/\(sink.name)"
  }

  func error(_ option: String, _ text: String) -> ConfigurationError {
    ConfigurationError("\(place): sinks.\(name).\(option) \(text)")
  }

  public func text(_ option: String) throws(ConfigurationError) -> String {
    guard let text = options[option], !text.isEmpty else {
      throw ConfigurationError("\(place): sinks.\(name), a sink of kind \(kind), wants \(option)")
    }
    return text
  }

  public func text(_ option: String, default text: String) -> String { options[option] ?? text }

  public func size(_ option: String, default bytes: Int) throws(ConfigurationError) -> Int {
    guard let text = options[option] else { return bytes }
    guard let bytes = Quantities.bytes(text), bytes > 0 else {
      throw error(option, "is \"\(text)\", want a size such as 64MiB")
    }
    return bytes
  }

  public func time(_ option: String, default duration: Duration) throws(ConfigurationError) -> Duration {
    guard let text = options[option] else { return duration }
    guard let duration = Quantities.duration(text), duration > .zero else {
      throw error(option, "is \"\(text)\", want a time such as 30s or 1h")
    }
    return duration
  }

  public func count(_ option: String, default number: Int, _ range: ClosedRange<Int>) throws(ConfigurationError) -> Int
  {
    guard let text = options[option] else { return number }
    guard let number = Int(text), range.contains(number) else {
      throw error(option, "is \"\(text)\", want a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The beginnings of topics that the sink wants; "" for all.
  var prefixes: [String] {
    let prefixes = options["prefixes"].map { $0.split(separator: " ").map(String.init) } ?? []
    return prefixes.isEmpty ? [""] : prefixes
  }

  /// Refuses options that a kind does not know, so that a slip of the pen is no silent default.
  func check(known: [String]) throws(ConfigurationError) {
    let known = known + ["prefixes"]
    for option in options.keys.sorted() where !known.contains(option) {
      let advice = NearestName.of(option, among: known).map { "; did you mean \($0)?" } ?? ""
      throw ConfigurationError("\(place): unknown name sinks.\(name).\(option)\(advice)")
    }
  }
}
