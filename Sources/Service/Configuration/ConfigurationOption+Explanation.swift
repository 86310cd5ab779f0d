import Model

extension ConfigurationOption {
  /// The option of a name.
  /// - Throws: ``ConfigurationError`` with the nearest right name where there is none.
  public static func named(_ name: String) throws(ConfigurationError) -> ConfigurationOption {
    guard let option = all.first(where: { $0.name == name }) else { throw unknown(name, among: all.map(\.name)) }
    return option
  }

  static func unknown(_ name: String, among known: [String]) -> ConfigurationError {
    let advice = NearestName.of(name, among: known).map { "; did you mean \($0)?" } ?? ""
    return ConfigurationError("unknown name \(name)\(advice)")
  }

  /// The value that it has when nothing sets it, as a page tells it: the folders differ from user to user.
  public var defaultText: String {
    switch name {
    case "state": "STATE"
    default: value(Configuration(state: "STATE", runtime: "RUNTIME"))
    }
  }

  /// All options as a table in Markdown, a row each.
  public static var table: String {
    var lines = [
      "| name in the file | environment variable | default | values | on SIGHUP | meaning |",
      "| --- | --- | --- | --- | --- | --- |",
    ]
    for option in all {
      lines.append(
        "| `\(option.name)` | `\(option.environmentName)` | `\(option.defaultText)` | \(option.values) | "
          + "\(option.isLive ? "yes" : "no") | \(option.help) |"
      )
    }
    return lines.joined(separator: "\n")
  }
}

extension LoadedConfiguration {
  /// The whole configuration as a file would have it, each value with where it is from.
  public var yaml: String {
    var lines: [String] = []
    var section = ""
    for option in ConfigurationOption.all {
      let parts = option.name.split(separator: ".")
      let isInSection = parts.count > 1
      if isInSection, String(parts[0]) != section { lines.append("\(parts[0]):") }
      section = isInSection ? String(parts[0]) : ""
      let text = "\(isInSection ? "  " : "")\(parts[parts.count - 1]): \(Self.scalar(option, configuration))"
      let padding = String(repeating: " ", count: max(1, 44 - text.count))
      lines.append("\(text)\(padding)# \(origins[option.name] ?? "default")")
    }
    // Passwords and keys stand among the options of a sink.
    for feed in configuration.feeds {
      lines.append("# the feed \(feed.shown) is not shown with its options (\(feed.place))")
    }
    for sink in configuration.sinks {
      lines.append("# sinks.\(sink.name), of kind \(sink.kind), is not shown with its options (\(sink.place))")
    }
    return lines.joined(separator: "\n")
  }

  /// A value so that the file that has it reads as the same: paths may have any characters.
  private static func scalar(_ option: ConfigurationOption, _ configuration: Configuration) -> String {
    if option.isList {
      return "[" + configuration.watch.map(quoted).joined(separator: ", ") + "]"
    }
    return quoted(option.value(configuration))
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
    guard !isPlain || text.isEmpty else { return text }
    return "'" + text.replacing("'", with: "''") + "'"
  }

  /// What there is to know of one option, for people.
  public func explanation(of option: ConfigurationOption) -> String {
    """
    \(option.name): \(option.help)
      now          \(option.value(configuration)) (\(origins[option.name] ?? "default"))
      default      \(option.value(Configuration()))
      values       \(option.values)
      environment  \(option.environmentName)
      on SIGHUP    \(option.isLive ? "takes effect" : "needs a restart")
    """
  }
}
