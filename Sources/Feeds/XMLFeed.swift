import Model
import XML

/// A feed in XML while it is read, event after event.
struct XMLFeed {
  private let bytes: [UInt8]
  private let documentBase: WebAddress?
  private let hasPlaces: Bool
  /// How many bytes of texts may be kept; entities and bases make much of little.
  private var budget: Int
  private var feed: Feed?
  private var entry: FeedEntry?
  private var frames: [Frame] = []
  private var capture: Capture?
  /// The author or contributor that is open, and the text right in it.
  private var person: (value: FeedPerson, line: [UInt8], isAuthor: Bool)?
  /// How many elements are open of a part that is not read.
  private var ignored = 0
  private var firstElement: String?
  /// That of the link whose address is its text.
  private var relation = "alternate"

  /// The longest base that is heeded, in bytes.
  private static let longestBase = 2048

  private struct Frame {
    var base: WebAddress?
    var language: String?
    var isEntry = false
    var isPerson = false
  }

  init(_ bytes: [UInt8], base: WebAddress?, hasPlaces: Bool = true) {
    self.bytes = bytes
    documentBase = base
    self.hasPlaces = hasPlaces
    budget = 4 * bytes.count + (1 << 20)
  }

  /// How much was read: entries, and one for a title.
  var count: Int { (feed?.entries.count ?? 0) + (feed?.title == nil ? 0 : 1) }

  /// Why this is no feed; nil where it is one.
  var notAFeed: ReadError? {
    guard feed == nil, let firstElement else { return nil }
    return ReadError(.broken, "no feed: the document is a <\(firstElement)>; want RSS, Atom or JSON Feed")
  }

  /// - Returns: what broke the rules of XML.
  mutating func scan() -> ReadError? {
    do throws(ReadError) {
      try XMLScan.scan(bytes, name: "the feed") { event in
        switch event {
        case .start(let element): start(element)
        case .end: end()
        case .text(let text, let offset): self.text(text, offset)
        }
      }
      return nil
    } catch {
      return error
    }
  }

  func finish() throws(ReadError) -> Feed {
    guard var feed else {
      throw notAFeed ?? ReadError(.broken, "no feed: it has no element; want RSS, Atom or JSON Feed")
    }
    let base = documentBase ?? feed.link.map { WebAddress($0) }.flatMap { $0.isWeb ? $0 : nil }
    for index in feed.entries.indices {
      Self.complete(&feed.entries[index], base)
      if feed.entries[index].authors.isEmpty { feed.entries[index].authors = feed.authors }
    }
    return feed
  }

  private static func complete(_ entry: inout FeedEntry, _ base: WebAddress?) {
    if let base, documentIsRelative(entry) {
      entry.links = entry.links.map {
        FeedLink(relation: $0.relation, address: base.resolving($0.address).description, type: $0.type)
      }
    }
    let pages = entry.links.filter { $0.relation == "alternate" }
    entry.link = (pages.first { $0.type?.contains("html") ?? true } ?? pages.first)?.address
    if entry.link == nil, entry.isPermaLink, let id = entry.id, WebAddress(id).isWeb { entry.link = id }
  }

  private static func documentIsRelative(_ entry: FeedEntry) -> Bool {
    entry.links.contains { WebAddress($0.address).scheme == nil }
  }

  // MARK: Elements

  private mutating func start(_ element: XMLScan.Element) {
    if ignored > 0 {
      ignored += 1
      return
    }
    if capture != nil {
      capture?.open(element)
      return
    }
    var frame = frames.last ?? Frame(base: documentBase)
    frame.isEntry = false
    frame.isPerson = false
    if let base = element["base"], base.utf8.count <= Self.longestBase {
      let resolved = frame.base.map { $0.resolving(base) } ?? WebAddress(base)
      if resolved.description.utf8.count <= Self.longestBase { frame.base = resolved }
    }
    if let language = element["lang"], !language.isEmpty { frame.language = language }
    guard let space = FeedSpace(element.space) else { return ignore() }
    let name = element.name.lowercased()
    if feed == nil {
      if firstElement == nil { firstElement = element.name }
      guard begin(name, element, frame) else { return ignore() }
      frames.append(frame)
      return
    }
    if person != nil {
      guard let field = Field.ofPerson(name) else { return ignore() }
      frames.append(frame)
      capture = Capture(field, .plain, frame.base, limit: budget)
      return
    }
    switch name {
    case "channel":
      // RSS 1.0 and 0.90 differ in the namespace of what they hold.
      if feed?.format == .rss10, element.space.contains("netscape") { feed?.format = .rss090 }
      frames.append(frame)
    case "item", "entry":
      guard entry == nil else { return ignore() }
      if let count = feed?.entries.count, count >= FeedParser.maximumEntries {
        feed?.entriesLeft += 1
        return ignore()
      }
      var new = FeedEntry()
      new.language = frame.language
      if let about = element["about"], !about.isEmpty { new.id = about }
      entry = new
      frame.isEntry = true
      frames.append(frame)
    case "link" where element["href"] != nil:
      addLink(element, frame)
      ignore()
    case "author", "contributor", "creator", "managingeditor":
      person = (FeedPerson(), [], name != "contributor")
      frame.isPerson = true
      frames.append(frame)
    case "enclosure":
      entry?.enclosures += 1
      ignore()
    case "content" where element["src"] != nil: ignore()
    default:
      guard let field = Field(name, space, inEntry: entry != nil) else { return ignore() }
      if field == .link { relation = element["rel"]?.trimmed ?? "alternate" }
      if field == .id { entry?.isPermaLink = name == "guid" && element["isPermaLink"] != "false" }
      guard let mode = Capture.Mode(field, element, isXHTML: space == .xhtml) else { return ignore() }
      frames.append(frame)
      capture = Capture(field, mode, frame.base, limit: budget, unwraps: element["type"] == "xhtml")
    }
  }

  private mutating func ignore() { ignored = 1 }

  /// The document's element.
  private mutating func begin(_ name: String, _ element: XMLScan.Element, _ frame: Frame) -> Bool {
    switch name {
    case "rss": feed = Feed(format: element["version"]?.hasPrefix("2") == true ? .rss20 : .rss)
    case "rdf": feed = Feed(format: .rss10)
    case "feed":
      let isOld = element.space.contains("purl.org/atom") || element["version"] == "0.3"
      feed = Feed(format: isOld ? .atom03 : .atom10)
    default: return false
    }
    feed?.language = frame.language
    return true
  }

  private mutating func end() {
    if ignored > 0 {
      ignored -= 1
      return
    }
    if capture?.close() == false { return }
    guard let frame = frames.popLast() else { return }
    if let done = capture {
      capture = nil
      take(done, frame)
    } else if frame.isPerson, let (value, line, isAuthor) = person {
      person = nil
      let whole = value.isEmpty ? FeedPerson(line: String(decoding: line, as: UTF8.self)) : value
      guard isAuthor, !whole.isEmpty else { return }
      if entry != nil { entry?.authors.append(whole) } else { feed?.authors.append(whole) }
    } else if frame.isEntry, let done = entry {
      entry = nil
      feed?.entries.append(done)
    }
  }

  private mutating func text(_ text: UnsafeBufferPointer<UInt8>, _ offset: Int) {
    guard ignored == 0 else { return }
    if capture != nil {
      capture?.add(text, offset)
    } else if person != nil, person?.line.count ?? 0 < 1000 {
      person?.line += text
    }
  }

  // MARK: Fields

  private mutating func addLink(_ element: XMLScan.Element, _ frame: Frame) {
    guard let address = element["href"]?.trimmed, !address.isEmpty else { return }
    var relation = element["rel"]?.trimmed ?? "alternate"
    // The registry's names may be written as URIs.
    let registry = "http://www.iana.org/assignments/relation/"
    if relation.hasPrefix(registry) { relation.removeFirst(registry.count) }
    if relation == "enclosure" { entry?.enclosures += 1 }
    add(FeedLink(relation: relation, address: resolved(address, frame), type: element["type"]))
  }

  private func resolved(_ address: String, _ frame: Frame) -> String {
    frame.base.map { $0.resolving(address).description } ?? address
  }

  private mutating func add(_ link: FeedLink) {
    budget -= link.address.utf8.count
    guard budget > 0 else { return }
    guard entry == nil else {
      entry?.links.append(link)
      return
    }
    feed?.links.append(link)
    if feed?.link == nil, link.relation == "alternate" { feed?.link = link.address }
  }

  private mutating func take(_ done: Capture, _ frame: Frame) {
    let text = done.text(in: hasPlaces ? bytes : nil)
    budget -= text.value.utf8.count
    let value = text.value
    if let field = done.field.ofPerson {
      guard !value.isEmpty else { return }
      let part = done.field == .page ? resolved(value, frame) : value.singleSpaced
      person?.value[keyPath: field] = part
      return
    }
    guard !value.isEmpty else { return }
    if done.field == .link {
      add(FeedLink(relation: relation, address: resolved(value, frame)))
    } else if entry != nil {
      entry?.take(done.field, text)
    } else {
      feed?.take(done.field, text)
    }
  }
}

extension Feed {
  fileprivate mutating func take(_ field: Field, _ text: FeedText) {
    switch field {
    case .title where title == nil: title = text
    case .summary where subtitle == nil: subtitle = text
    case .id: id = text.value
    case .language: language = text.value
    case .published where updated == nil, .updated where updated == nil: updated = FeedDate(text.value)
    case .ttl: ttl = Int(text.value)
    default: break
    }
  }
}

extension FeedEntry {
  fileprivate mutating func take(_ field: Field, _ text: FeedText) {
    switch field {
    case .title where title == nil: title = text
    case .summary where summary == nil: summary = text
    case .content where content == nil: content = text
    case .id: id = text.value
    case .language: language = text.value
    case .published: if let date = FeedDate(text.value) { published = date }
    case .created where published == nil: published = FeedDate(text.value)
    case .updated: if let date = FeedDate(text.value) { updated = date }
    default: break
    }
  }
}
