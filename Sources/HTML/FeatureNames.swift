/// What the model sees of a segment. The names are those of the training script; their order is that of the columns.
enum FeatureNames {
  static let tags: [(name: String, tags: Set<Tag>)] = [
    ("article", [.article]), ("nav", [.nav, .menu]), ("header", [.header]), ("footer", [.footer]),
    ("aside", [.aside]), ("form", [.form]), ("list", [.ul, .ol]), ("table", [.table]), ("figure", [.figure]),
    ("details", [.details]), ("section", [.section]), ("button", [.button, .label]), ("a", [.a]), ("p", [.p]),
  ]
  static let hints = [
    "navigation", "header", "footer", "sidebar", "related", "share", "comment", "advertising", "notice", "author",
    "date", "tags", "content", "product", "form", "card", "caption", "unseen", "footnote", "button", "title", "fold",
    "message", "review", "body", "user",
  ]
  static let levels = 5

  static let all: [String] =
    [
      "words", "charsPerWord", "linkShare", "sentences", "commas", "digits", "upper", "endsSentence", "lines",
      "copyright", "heading", "item", "cell", "code", "caption", "quotation", "isP", "isDiv", "noscript", "depth",
    ] + tags.map { "in:" + $0.name } + ["in:main"] + hints.map { "hint:" + $0 } + [
      "index", "wordsBefore", "wordsAfter",
    ]
    + (1...levels).flatMap { level in
      ["words", "linkShare", "proseShare", "wordsPerSegment", "segments"].map { "\($0):\(level)" }
    } + [
      "inCore", "inWideCore", "fromCore", "coreShare", "wideCoreShare", "fromTitle", "isTitle", "underTitle",
      "words:p2", "words:p1", "words:n1", "words:n2", "link:p2", "link:p1", "link:n1", "link:n2", "heading:p1",
      "heading:n1", "nearWords", "nearLink", "nearProse", "wideProse", "toHeading", "headingLevel", "fromProse",
      "toProse", "earlier", "copies", "alike", "alikeWords", "sameBlock", "pageWords", "pageProse", "pageLink",
      "pageSegments", "pageArticles", "pageMain", "pageComments", "pageMessages", "pageCards", "pageKind", "pageItems",
      "pageCommentWords", "pageMessageWords", "coreOwn",
    ]
}
