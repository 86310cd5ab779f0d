/// The kinds of options: each knows how its values are written, and what to say of one that is wrong.
extension ConfigurationOption {
  typealias Path<Value> = any WritableKeyPath<Configuration, Value> & Sendable

  static func single(_ texts: [String]) throws(ConfigurationError) -> String {
    guard texts.count == 1 else { throw ConfigurationError("wants one value, not a list") }
    return texts[0]
  }

  /// An option that is one value of the configuration, and one text.
  static func value<Value>(
    _ name: String,
    _ help: String,
    _ values: String,
    _ path: Path<Value>,
    write: @escaping @Sendable (Value) -> String,
    read: @escaping @Sendable (String) throws(ConfigurationError) -> Value
  ) -> ConfigurationOption {
    ConfigurationOption(
      name: name,
      help: help,
      values: values,
      value: { write($0[keyPath: path]) },
      set: { configuration, texts throws(ConfigurationError) in
        configuration[keyPath: path] = try read(try single(texts))
      },
      copy: { $1[keyPath: path] = $0[keyPath: path] }
    )
  }

  /// A value that one of the kinds below reads from what a person writes: `nil` is none of them.
  private static func parsed<Value>(
    _ name: String,
    _ help: String,
    _ values: String,
    _ path: Path<Value>,
    want: String,
    write: @escaping @Sendable (Value) -> String,
    read: @escaping @Sendable (String) -> Value?
  ) -> ConfigurationOption {
    value(name, help, values, path, write: write) { text throws(ConfigurationError) in
      guard let value = read(text) else { throw ConfigurationError("is \"\(text)\", want \(want)") }
      return value
    }
  }

  static func text(
    _ name: String,
    _ help: String,
    _ values: String,
    _ path: Path<String>,
    isOptional: Bool = false
  ) -> ConfigurationOption {
    value(name, help, values, path, write: { $0 }) { text throws(ConfigurationError) in
      guard isOptional || !text.isEmpty else { throw ConfigurationError("is empty") }
      return text
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

  /// - Parameter empty: what an empty member is, and what to do about it.
  static func list(
    _ name: String,
    _ help: String,
    _ path: Path<[String]>,
    empty: String = "path; name a folder, or leave it out"
  ) -> ConfigurationOption {
    ConfigurationOption(
      name: name,
      help: help,
      values: "a list; in the environment with : between",
      value: { "[" + $0[keyPath: path].joined(separator: ", ") + "]" },
      set: { configuration, texts throws(ConfigurationError) in
        // It would be the folder that the daemon happens to be started in.
        guard !texts.contains("") else { throw ConfigurationError("has an empty \(empty)") }
        configuration[keyPath: path] = texts
      },
      copy: { $1[keyPath: path] = $0[keyPath: path] }
    ).listing()
  }

  static func count(
    _ name: String,
    _ help: String,
    _ path: Path<Int>,
    _ range: ClosedRange<Int>
  ) -> ConfigurationOption {
    let bounds = "\(range.lowerBound) to \(range.upperBound)"
    return parsed(name, help, bounds, path, want: "a whole number from \(bounds)", write: { "\($0)" }) {
      Int($0).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  static func share(_ name: String, _ help: String, _ path: Path<Double>) -> ConfigurationOption {
    parsed(name, help, "0 to 1", path, want: "a number from 0 to 1", write: { "\($0)" }) {
      Double($0).flatMap { (0...1).contains($0) ? $0 : nil }
    }
  }

  static func size(
    _ name: String,
    _ help: String,
    _ path: Path<Int>,
    _ range: ClosedRange<Int>
  ) -> ConfigurationOption {
    let bounds = "\(Quantities.size(range.lowerBound)) to \(Quantities.size(range.upperBound))"
    return parsed(name, help, bounds, path, want: "a size from \(bounds), such as 16MiB", write: Quantities.size) {
      Quantities.bytes($0).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  static func time(_ name: String, _ help: String, _ path: Path<Duration>) -> ConfigurationOption {
    parsed(
      name,
      help,
      "a time, more than 0",
      path,
      want: "a time such as 500ms, 30s or 5m",
      write: Quantities.time
    ) { Quantities.duration($0).flatMap { $0 > .zero ? $0 : nil } }
  }

  /// A time for which 0 is no limit.
  static func age(_ name: String, _ help: String, _ path: Path<Duration>) -> ConfigurationOption {
    parsed(
      name,
      help,
      "a time",
      path,
      want: "a time such as 12h or 30d, or 0s for no limit",
      write: Quantities.time,
      read: Quantities.duration
    )
  }

  static func choice(
    _ name: String,
    _ help: String,
    _ path: Path<String>,
    _ choices: [String]
  ) -> ConfigurationOption {
    let words = choices.joined(separator: ", ")
    return parsed(name, help, words, path, want: "one of \(words)", write: { $0 }) { choices.contains($0) ? $0 : nil }
  }

  /// A choice whose words are those of a type.
  static func choice<Value: RawRepresentable & CaseIterable & Sendable>(
    _ name: String,
    _ help: String,
    _ path: Path<Value>
  ) -> ConfigurationOption where Value.RawValue == String {
    let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
    return parsed(name, help, words, path, want: "one of \(words)", write: \.rawValue) { Value(rawValue: $0) }
  }
}
