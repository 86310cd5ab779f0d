import Model

/// What an entry says itself, as a page of its own: for feeds whose entries are whole articles.
public enum ArticlePage {
  /// The page in UTF-8; nil for an entry without words.
  public static func html(_ entry: FeedEntry, feed: Feed) -> [UInt8]? {
    guard let body = entry.body, !body.words.isEmpty else { return nil }
    func text(_ text: String) -> String { String(decoding: Markup.escape(text.utf8, inAttribute: true), as: UTF8.self) }
    let title = text(entry.title?.words ?? "")
    var page = "<!DOCTYPE html>\n<html"
    if let language = entry.language ?? feed.language { page += " lang=\"\(text(language))\"" }
    page += ">\n<head>\n<meta charset=\"utf-8\">\n"
    if !title.isEmpty { page += "<title>\(title)</title>\n" }
    if let base = body.base { page += "<base href=\"\(text(base))\">\n" }
    for author in entry.authors.prefix(20) {
      page += "<meta name=\"author\" content=\"\(text(author.description))\">\n"
    }
    if let date = entry.published ?? entry.updated {
      page += "<meta property=\"article:published_time\" content=\"\(date.text)\">\n"
    }
    if let date = entry.updated { page += "<meta property=\"article:modified_time\" content=\"\(date.text)\">\n" }
    page += "</head>\n<body>\n<article>\n"
    if !title.isEmpty { page += "<h1>\(title)</h1>\n" }
    switch body.kind {
    case .html: page += body.value
    case .plain:
      for paragraph in body.value.replacing("\r\n", with: "\n").split(separator: "\n\n") {
        page += "<p>\(text(String(paragraph)))</p>\n"
      }
    }
    return Array((page + "\n</article>\n</body>\n</html>\n").utf8)
  }
}
