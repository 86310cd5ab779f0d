/// The kinds of options: each knows how its values are written, and what to say of one that is wrong.
extension ConfigurationOption {
  typealias Path<Value> = any WritableKeyPath<Configuration, Value> & Sendable

  static func single(_ texts: [String]) throws(ConfigurationError) -> String {
    guard texts.count == 1 else { throw ConfigurationError("wants one value, not a list") }
    return texts[0]
  }

  static func text(
    _ name: String,
    _ help: String,
    _ values: String,
    _ path: Path<String>,
    isOptional: Bool = false
  ) -> ConfigurationOption {
    ConfigurationOption(name: name, help: help, values: values, value: { $0[keyPath: path] }) {
      configuration,
      texts throws(ConfigurationError) in
      let text = try single(texts)
      guard isOptional || !text.isEmpty else { throw ConfigurationError("is empty") }
      configuration[keyPath: path] = text
    }
  }

  /// Where one of the sockets is besides its own endpoint.
  static func listen(_ socket: String, _ path: Path<String>) -> ConfigurationOption {
    text(
      "listen.\(socket)",
      "where the \(socket) socket is besides, for other hosts; wants keys",
      "tcp://address:port",
      path,
      isOptional: true
    )
  }

  static func list(_ name: String, _ help: String, _ path: Path<[String]>) -> ConfigurationOption {
    ConfigurationOption(
      name: name,
      help: help,
      values: "a list; in the environment with : between",
      value: { "[" + $0[keyPath: path].joined(separator: ", ") + "]" }
    ) { configuration, texts throws(ConfigurationError) in
      configuration[keyPath: path] = texts
    }
  }

  static func count(
    _ name: String,
    _ help: String,
    _ path: Path<Int>,
    _ range: ClosedRange<Int>
  ) -> ConfigurationOption {
    ConfigurationOption(
      name: name,
      help: help,
      values: "\(range.lowerBound) to \(range.upperBound)",
      value: { "\($0[keyPath: path])" }
    ) { configuration, texts throws(ConfigurationError) in
      let text = try single(texts)
      guard let number = Int(text), range.contains(number) else {
        throw ConfigurationError("is \"\(text)\", want a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      configuration[keyPath: path] = number
    }
  }

  static func size(
    _ name: String,
    _ help: String,
    _ path: Path<Int>,
    _ range: ClosedRange<Int>
  ) -> ConfigurationOption {
    ConfigurationOption(
      name: name,
      help: help,
      values: "\(Quantities.size(range.lowerBound)) to \(Quantities.size(range.upperBound))",
      value: { Quantities.size($0[keyPath: path]) }
    ) { configuration, texts throws(ConfigurationError) in
      let text = try single(texts)
      guard let bytes = Quantities.bytes(text), range.contains(bytes) else {
        throw ConfigurationError(
          "is \"\(text)\", want a size from \(Quantities.size(range.lowerBound)) to \(Quantities.size(range.upperBound)), such as 16MiB"
        )
      }
      configuration[keyPath: path] = bytes
    }
  }

  static func time(_ name: String, _ help: String, _ path: Path<Duration>) -> ConfigurationOption {
    ConfigurationOption(
      name: name,
      help: help,
      values: "a time, more than 0",
      value: { Quantities.time($0[keyPath: path]) }
    ) { configuration, texts throws(ConfigurationError) in
      let text = try single(texts)
      guard let duration = Quantities.duration(text), duration > .zero else {
        throw ConfigurationError("is \"\(text)\", want a time such as 500ms, 30s or 5m")
      }
      configuration[keyPath: path] = duration
    }
  }

  static func choice(
    _ name: String,
    _ help: String,
    _ path: Path<String>,
    _ choices: [String]
  ) -> ConfigurationOption {
    ConfigurationOption(
      name: name,
      help: help,
      values: choices.joined(separator: ", "),
      value: { $0[keyPath: path] }
    ) { configuration, texts throws(ConfigurationError) in
      let text = try single(texts)
      guard choices.contains(text) else {
        throw ConfigurationError("is \"\(text)\", want one of \(choices.joined(separator: ", "))")
      }
      configuration[keyPath: path] = text
    }
  }
}
