/// Lines of a document that are no prose, so that no facts were looked for in them.
public struct SkippedLines: Sendable, Hashable, Codable {
  /// What they are: "table rows", "page numbers".
  public var reason: String
  /// How many.
  public var lines: Int

  public init(reason: String, lines: Int) {
    self.reason = reason
    self.lines = lines
  }

  /// All of a document, in one line for people: "12 lines of table rows, 3 lines of page numbers".
  public static func list(_ skipped: [SkippedLines]) -> String {
    skipped.map { "\($0.lines) line\($0.lines == 1 ? "" : "s") (\($0.reason))" }.joined(separator: ", ")
  }
}
