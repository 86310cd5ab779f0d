import Model
import Yams

extension Configuration {
  /// One feed, as the file has it.
  public struct Feed: Sendable, Equatable {
    /// From where the document of an entry is.
    public enum Articles: String, Sendable, CaseIterable {
      /// From the page that the entry links to.
      case fetch
      /// From what the entry says itself.
      case content
    }

    /// Its address; a name and a password may stand in it.
    @ExactText public var url: String
    /// How often it is fetched, unless the feed or its server ask for less.
    public var interval = Duration.seconds(1800)
    public var articles = Articles.fetch
    /// What becomes of the document of an entry that is taken out of the feed.
    public var removed = DeletedFiles.keep
    /// Hosts, in lower case, whose addresses need not be public.
    public var allowed: [String] = []
    /// Who asks; empty for `courant/` and the version.
    public var userAgent = ""
    /// The largest feed or article, in bytes, after unpacking.
    public var bytes = 16 << 20
    /// How long one request may take.
    public var timeout = Duration.seconds(30)
    /// How long to wait between two requests to one host.
    public var pause = Duration.seconds(1)
    /// Where it was written: file and line.
    public var place: String

    public init(url: String, place: String = "") {
      _url = ExactText(wrappedValue: url)
      self.place = place
    }

    /// The names of its options.
    static let options = ["url", "interval", "articles", "removed", "allow", "user_agent", "limit", "timeout", "pause"]

    /// Whether it is the same as another, wherever that was written.
    public func isSame(as other: Feed) -> Bool {
      var other = other
      other.place = place
      return self == other
    }

    /// The address as it may be told: without name, password and query.
    public var shown: String { Self.shown(url) }

    static func shown(_ url: String) -> String {
      let url = url.prefix { $0 != "?" && $0 != "#" }
      guard let scheme = url.firstRange(of: "://") else { return String(url) }
      let rest = url[scheme.upperBound...]
      guard let at = rest.prefix(while: { $0 != "/" }).lastIndex(of: "@") else { return String(url) }
      return String(url[..<scheme.upperBound] + rest[rest.index(after: at)...])
    }

    /// Sets an option from what was written.
    fileprivate mutating func set(_ option: String, _ texts: [String]) throws(ConfigurationError) {
      let text = texts.joined(separator: " ")
      switch option {
      case "url": url = try Self.checked(url: text)
      case "interval": interval = try Self.time(text, atLeast: .seconds(60))
      case "articles":
        guard let value = Articles(rawValue: text) else {
          throw ConfigurationError("is \"\(text)\", want fetch or content")
        }
        articles = value
      case "removed":
        guard let value = DeletedFiles(rawValue: text) else {
          throw ConfigurationError("is \"\(text)\", want keep or withdraw")
        }
        removed = value
      case "allow":
        guard !texts.contains(where: { $0.isEmpty || $0.contains("/") || $0.contains("*") }) else {
          throw ConfigurationError("is \"\(text)\", want names of hosts, such as feeds.example.org")
        }
        allowed = texts.map { $0.lowercased() }
      case "user_agent":
        guard !text.isEmpty, text.unicodeScalars.allSatisfy({ (0x20...0x7E).contains($0.value) }) else {
          throw ConfigurationError("is \"\(text)\", want a text in ASCII, such as courant/1.0")
        }
        userAgent = text
      case "limit":
        guard let value = Quantities.bytes(text), value > 0 else {
          throw ConfigurationError("is \"\(text)\", want a size such as 16MiB")
        }
        bytes = value
      case "timeout": timeout = try Self.time(text, atLeast: .milliseconds(100))
      case "pause": pause = try Self.time(text, atLeast: .zero)
      default: throw ConfigurationError("\(ConfigurationOption.unknown(option, among: Self.options))")
      }
    }

    private static func checked(url: String) throws(ConfigurationError) -> String {
      guard url.hasPrefix("http://") || url.hasPrefix("https://"), url.count > 8,
        url.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.properties.generalCategory != .control })
      else { throw ConfigurationError("is \"\(shown(url))\", want http:// or https:// and a host") }
      return url
    }

    private static func time(_ text: String, atLeast least: Duration) throws(ConfigurationError) -> Duration {
      guard let time = Quantities.duration(text), time >= least else {
        throw ConfigurationError("is \"\(text)\", want a time such as 30s or 1h, \(Quantities.time(least)) at least")
      }
      return time
    }
  }
}

extension LoadedConfiguration {
  /// How many feeds there may be.
  static let maximumFeeds = 1000

  /// A list of feeds, each an address alone or a section of options.
  mutating func loadFeeds(_ node: Node, path: String) throws(ConfigurationError) {
    if case .scalar(let scalar) = node, scalar.string.isEmpty { return }
    guard case .sequence(let sequence) = node else {
      throw ConfigurationError("\(Self.place(node, path)): feeds wants a list, each with a url")
    }
    for member in sequence {
      let place = Self.place(member, path)
      let feed = try feed(member, path: path, place: place)
      if let first = configuration.feeds.first(where: { $0.url.isExactly(feed.url) }) {
        throw ConfigurationError("\(place): feeds has \(feed.shown) twice, first in \(first.place)")
      }
      configuration.feeds.append(feed)
      guard configuration.feeds.count <= Self.maximumFeeds else {
        throw ConfigurationError("\(place): more than \(Self.maximumFeeds) feeds")
      }
    }
  }

  private func feed(_ node: Node, path: String, place: String) throws(ConfigurationError) -> Configuration.Feed {
    var feed = Configuration.Feed(url: "", place: place)
    switch node {
    case .scalar(let scalar): try Self.set("url", [scalar.string], &feed, place)
    case .mapping(let mapping):
      for (key, value) in mapping {
        let (option, place) = (key.string ?? "", Self.place(key, path))
        let texts: [String]
        do throws(ConfigurationError) {
          texts = try Self.texts(value)
        } catch {
          throw ConfigurationError("\(place): feeds: \(option) \(error)")
        }
        try Self.set(option, texts, &feed, place)
      }
    default: throw ConfigurationError("\(place): feeds wants a url and options")
    }
    guard !feed.url.isEmpty else { throw ConfigurationError("\(place): a feed wants a url") }
    return feed
  }

  private static func set(
    _ option: String,
    _ texts: [String],
    _ feed: inout Configuration.Feed,
    _ place: String
  ) throws(ConfigurationError) {
    do throws(ConfigurationError) {
      try feed.set(option, texts)
    } catch {
      let isUnknown = !Configuration.Feed.options.contains(option)
      throw ConfigurationError("\(place): feeds: \(isUnknown ? "" : "\(option) ")\(error)")
    }
  }
}
