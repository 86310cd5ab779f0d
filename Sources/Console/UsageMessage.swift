import Model

/// What is said of a wrong command line: as the parser says it, and with what was probably meant.
public enum UsageMessage {
  /// The end of a line that says that a word is not known: empty where nothing is near.
  public static func hint(_ word: String, among names: [String]) -> String {
    guard let near = NearestName.of(word, among: names) else { return "; want \(names.joined(separator: ", "))" }
    return "; did you mean \(near)?"
  }

  /// The parser's message on one line; an unknown value of an option is followed by the nearest known one.
  public static func text(_ message: String) -> String {
    let parts = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let first = parts.first, let near = nearestOfAll(first) {
      return VisibleText.lines(([first + near] + parts.dropFirst()).joined(separator: "\n"))
    }
    guard let first = parts.first, let invalid = InvalidValue(first) else { return VisibleText.lines(message) }
    var rest = parts.dropFirst()
    var values = invalid.values
    while let line = rest.first, line.hasPrefix("  - ") {
      values.append(String(line.dropFirst(4)))
      rest = rest.dropFirst()
    }
    guard !values.isEmpty else { return VisibleText.lines(message) }
    let near = NearestName.of(invalid.value, among: values).map { "; did you mean \($0)?" } ?? ""
    let line = "Error: \(invalid.option) is \"\(invalid.value)\", want \(values.joined(separator: ", "))\(near)"
    return VisibleText.lines(([line] + rest).joined(separator: "\n"))
  }

  /// What was probably meant by an unknown option that is like one of those that every command has; the parser looks at the others alone.
  private static func nearestOfAll(_ line: String) -> String? {
    let begin = "Error: Unknown option '"
    guard line.hasPrefix(begin), line.hasSuffix("'") else { return nil }
    let option = String(line.dropFirst(begin.count).dropLast())
    return NearestName.of(option, among: ["--help", "--version"]).map { "; did you mean \($0)?" }
  }

  /// The parser's "The value 'mony' is invalid for '--kind <kind>'. Please provide one of 'a', 'b' or 'c'."
  private struct InvalidValue {
    var value: String
    var option: String
    var values: [String]

    init?(_ line: String) {
      let begin = "Error: The value '"
      guard line.hasPrefix(begin), let middle = line.ranges(of: "' is invalid for '").last else { return nil }
      value = String(line[line.index(line.startIndex, offsetBy: begin.count)..<middle.lowerBound])
      let after = line[middle.upperBound...]
      guard let end = after.firstIndex(of: "'") else { return nil }
      option = String(after[..<end].prefix { $0 != " " })
      guard let list = after.ranges(of: "Please provide one of ").first else { return nil }
      let separators = [", ", " and ", " or ", ".", "the following:"]
      values = after[list.upperBound...].split(separator: "'").map(String.init).filter { !separators.contains($0) }
    }
  }
}
