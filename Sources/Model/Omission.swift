/// Lines of a document that are not read, and why.
public struct Omission: Sendable, Hashable {
  /// Why lines are not read for facts.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    case table = "table rows"
    case contents = "a table of contents"
    case runningHead = "running heads"
    case pageNumber = "page numbers"
    case log = "log lines"
    case code = "source code"
    case data = "JSON or XML data"
    case rule = "lines without a word"
    case deleted = "deleted text"
    case hidden = "hidden text"
  }

  public var reason: Reason
  /// How many lines.
  public var lines: Int

  public init(_ reason: Reason, lines: Int) {
    self.reason = reason
    self.lines = lines
  }
}
