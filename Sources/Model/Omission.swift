/// Lines of a document that are not read, and why.
public struct Omission: Sendable, Hashable {
  /// Why lines are not read for facts.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    case table = "table rows"
    case rows = "too many rows"
    case contents = "a table of contents"
    case runningHead = "running heads"
    case pageNumber = "page numbers"
    case log = "log lines"
    case code = "source code"
    case data = "JSON or XML data"
    case rule = "lines without a word"
    case navigation = "navigation"
    case siteFrame = "the site's header and footer"
    case teasers = "advertising and links to other pages"
    case readerComments = "comments of readers"
    case form = "forms"
    case notice = "notices about cookies and subscriptions"
    case deleted = "deleted text"
    case hidden = "hidden text"
    case references = "lists of references"
    case quoted = "quoted messages"
    case signature = "signatures"
    case attachment = "attachments"
    case unreadable = "parts that cannot be read"
    case script = "scripts and styles"
    case repeated = "text that stands there twice"
    case boilerplate = "other text beside the main part"
  }

  public var reason: Reason
  /// How many lines; of a page in HTML, how many blocks, scripts or hidden elements.
  public var lines: Int

  public init(_ reason: Reason, lines: Int) {
    self.reason = reason
    self.lines = lines
  }
}
