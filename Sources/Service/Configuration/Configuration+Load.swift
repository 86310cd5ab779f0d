import Glibc
import Model
import Yams

extension Configuration {
  /// The defaults, overridden by a file, overridden by the environment, overridden by flags.
  /// - Parameters:
  ///   - path: a YAML file; nil for none.
  ///   - environment: names and values; `COURANT_WORKERS` sets `workers`, and so on.
  ///   - flags: by the option's name, the flag as it was written and its value.
  /// - Throws: ``ConfigurationError`` with file, line, the value and, for an unknown name, the nearest right one.
  public init(
    file path: String?,
    environment: [String: String],
    flags: [String: (flag: String, value: String)] = [:]
  ) throws(ConfigurationError) {
    self = try LoadedConfiguration(file: path, environment: environment, flags: flags).configuration
  }

  /// The environment in which another process finds this same configuration, but for what intake alone goes by.
  public var environment: [String: String] {
    var environment: [String: String] = [:]
    for option in ConfigurationOption.all where !option.isList {
      environment[option.environmentName] = option.value(self)
    }
    return environment
  }
}

/// A configuration, and where each of its values is from.
public struct LoadedConfiguration: Sendable {
  public var configuration: Configuration
  /// By the option's name, where it was set last, such as `courantd.yaml: line 3`; what is not here is at its default.
  public private(set) var origins: [String: String] = [:]
  /// By the option's name, the line of the file that sets it.
  private var lines: [String: Int] = [:]

  /// As ``Configuration/init(file:environment:flags:)``.
  public init(
    file path: String?,
    environment: [String: String],
    flags: [String: (flag: String, value: String)] = [:]
  ) throws(ConfigurationError) {
    configuration = Configuration(
      runtime: environment["COURANT_RUNTIME"].flatMap { $0.isEmpty ? nil : $0 } ?? Folders.runtime
    )
    if let path { try load(file: path) }
    for option in ConfigurationOption.all {
      if let (flag, value) = flags[option.name] {
        do throws(ConfigurationError) {
          try option.set(&configuration, [value])
        } catch {
          throw ConfigurationError("\(flag) \(error)")
        }
        origins[option.name] = flag
        continue
      }
      guard let value = environment[option.environmentName] else { continue }
      var texts = [value]
      if option.isList {
        texts = value.isEmpty ? [] : value.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      }
      do throws(ConfigurationError) {
        try option.set(&configuration, texts)
      } catch {
        throw ConfigurationError("\(option.environmentName) \(error)")
      }
      origins[option.name] = option.environmentName
    }
    try checkEndpoints()
  }

  /// Sockets are in the file system or over TCP; the keys that TCP wants are looked at by whoever uses an endpoint.
  private func checkEndpoints() throws(ConfigurationError) {
    for option in ConfigurationOption.all {
      let text = option.value(configuration)
      if option.name.hasPrefix("endpoints."), !text.hasPrefix("ipc://"), !text.hasPrefix("tcp://") {
        throw ConfigurationError("\(option.name) is \"\(text)\", want ipc:// and a path, or tcp:// and a host and port")
      }
      if option.name.hasPrefix("listen."), !text.isEmpty, !text.hasPrefix("tcp://") {
        throw ConfigurationError("\(option.name) is \"\(text)\", want tcp:// and an address and port")
      }
    }
  }

  private mutating func load(file path: String) throws(ConfigurationError) {
    try read(text: try Self.bytes(of: path, limit: 1 << 20), from: path)
  }

  /// Takes what a file says.
  mutating func read(text bytes: [UInt8], from path: String) throws(ConfigurationError) {
    guard let root = try Self.compose(bytes, from: path) else { return }
    try apply(root, section: "", path: path)
  }

  /// The root of a YAML text; nil for an empty one.
  static func compose(_ bytes: [UInt8], from path: String) throws(ConfigurationError) -> Node? {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationError("\(path): not UTF-8")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw ConfigurationError("\(path): \(Self.oneLine(error))")
    } catch {
      throw ConfigurationError("\(path): not YAML")
    }
    if case .scalar(let scalar) = root, scalar.string.isEmpty { return nil }
    return root
  }

  static func bytes(of path: String, limit: Int) throws(ConfigurationError) -> [UInt8] {
    guard let file = fopen(path, "r") else {
      throw ConfigurationError(file: path, code: errno, to: .read)
    }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    let count = fread(&bytes, 1, bytes.count, file)
    guard ferror(file) == 0 else { throw ConfigurationError("\(path): cannot be read") }
    guard count <= limit else { throw ConfigurationError("\(path): larger than \(Quantities.size(limit))") }
    return Array(bytes.prefix(count))
  }

  private static func oneLine(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "line \(mark.line): \(problem)"
    case .duplicatedKeysInMapping(let keys, let context):
      doubled(keys.sorted().first ?? "a name", context)
    default:
      "not YAML"
    }
  }

  /// A name that stands twice among those of one section; the parser tells the first place alone.
  private static func doubled(_ name: String, _ context: YamlError.Context) -> String {
    let (first, indent) = (context.mark.line, max(0, context.mark.column - 1))
    let lines = context.text.split(separator: "\n", omittingEmptySubsequences: false)
    let later = lines.indices.dropFirst(first).prefix { index in
      // A line with less before it ends the section; one without a word does not.
      let line = lines[index]
      return line.prefix { $0 == " " }.count >= indent || line.allSatisfy { $0 == " " } || line.hasPrefix("#")
    }
    let begins = String(repeating: " ", count: indent)
    let second = later.first { index in
      [name, "\"\(name)\"", "'\(name)'"].contains { spelled in
        guard lines[index].hasPrefix(begins + spelled) else { return false }
        return lines[index].dropFirst(indent + spelled.count).first { $0 != " " && $0 != "\t" } == ":"
      }
    }
    guard let second else { return "line \(first): \(name) is there twice; keep one" }
    return "line \(second + 1): \(name) is there twice, first in line \(first); keep one"
  }

  private mutating func apply(_ node: Node, section: String, path: String) throws(ConfigurationError) {
    guard case .mapping(let mapping) = node else {
      throw ConfigurationError(
        "\(Self.place(node, path)): \(section.isEmpty ? "the file" : section) wants names and values"
      )
    }
    for (key, value) in mapping {
      let name = (section.isEmpty ? "" : section + ".") + (key.string ?? "")
      if let option = ConfigurationOption.all.first(where: { $0.name == name }) {
        // Once as a name with dots, and once in a section: to the parser these are two names.
        if let first = lines[name] {
          throw ConfigurationError("\(Self.place(key, path)): \(name) is there twice, first in line \(first); keep one")
        }
        do throws(ConfigurationError) {
          try option.set(&configuration, option.isList && Self.isNothing(value) ? [] : try Self.texts(value))
        } catch {
          throw ConfigurationError("\(Self.place(key, path)): \(name) \(error)")
        }
        origins[name] = Self.place(key, path)
        lines[name] = key.mark?.line
      } else if name == "sinks" {
        try loadSinks(value, path: path)
      } else if name == "feeds" {
        try loadFeeds(value, path: path)
      } else if ConfigurationOption.all.contains(where: { $0.name.hasPrefix(name + ".") }) {
        if case .scalar(let scalar) = value, scalar.string.isEmpty { continue }
        try apply(value, section: name, path: path)
      } else {
        let known = ConfigurationOption.all.map(\.name) + ["sinks", "feeds"]
        throw ConfigurationError("\(Self.place(key, path)): \(ConfigurationOption.unknown(name, among: known))")
      }
    }
  }

  /// Sinks by their names, each a kind and options that are plain values or lists of them.
  private mutating func loadSinks(_ node: Node, path: String) throws(ConfigurationError) {
    if case .scalar(let scalar) = node, scalar.string.isEmpty { return }
    guard case .mapping(let mapping) = node else {
      throw ConfigurationError("\(Self.place(node, path)): sinks wants names, and below each its kind and options")
    }
    for (key, value) in mapping {
      let (name, place) = (key.string ?? "", Self.place(key, path))
      guard Configuration.Sink.isName(name) else {
        throw ConfigurationError("\(place): sinks.\(name): a sink's name has letters, digits, - and _, 64 at most")
      }
      guard !configuration.sinks.contains(where: { $0.name == name }) else {
        throw ConfigurationError("\(place): sinks.\(name) is there twice")
      }
      guard case .mapping(let settings) = value else {
        throw ConfigurationError("\(place): sinks.\(name) wants a kind and options")
      }
      var options: [String: String] = [:]
      for (option, value) in settings {
        do throws(ConfigurationError) {
          options[option.string ?? ""] = try Self.texts(value).joined(separator: " ")
        } catch {
          throw ConfigurationError("\(Self.place(option, path)): sinks.\(name).\(option.string ?? "") \(error)")
        }
      }
      guard let kind = options.removeValue(forKey: "kind") else {
        throw ConfigurationError("\(place): sinks.\(name) wants a kind")
      }
      configuration.sinks.append(Configuration.Sink(name: name, kind: kind, options: options, place: place))
    }
  }

  /// Whether there is nothing behind a name, and not an empty text in quotes.
  private static func isNothing(_ node: Node) -> Bool {
    guard case .scalar(let scalar) = node else { return false }
    return scalar.string.isEmpty && scalar.style != .singleQuoted && scalar.style != .doubleQuoted
  }

  static func texts(_ node: Node) throws(ConfigurationError) -> [String] {
    switch node {
    case .scalar(let scalar): return [scalar.string]
    case .sequence(let sequence):
      var texts: [String] = []
      for member in sequence {
        guard case .scalar(let scalar) = member else { throw ConfigurationError("wants a list of plain values") }
        texts.append(scalar.string)
      }
      return texts
    default: throw ConfigurationError("wants a plain value")
    }
  }

  static func place(_ node: Node, _ path: String) -> String {
    node.mark.map { "\(path): line \($0.line)" } ?? path
  }
}
