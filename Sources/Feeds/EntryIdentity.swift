import Model

/// By what an entry is known again, and under which URI its article is a document.
public struct EntryIdentity: Sendable, Hashable {
  /// By what the entry is known: its guid, else its link, else what it says.
  public enum Key: Sendable, Hashable {
    case guid(ExactText)
    case link(ExactText)
    case content(Digest)
  }

  public let key: Key
  /// The name of the document: the article's address, else one below the feed's.
  @ExactText public var uri: String

  /// The identities of a feed's entries, in their order.
  /// - Parameters:
  ///   - feed: the feed's own URL, for articles without one.
  ///   - trustsGUIDs: false where the feed is known to give one guid to several entries.
  public static func identities(
    of entries: [FeedEntry],
    feed: String,
    trustsGUIDs: Bool = true
  ) -> [EntryIdentity] {
    let trusts = trustsGUIDs && !repeatsGUIDs(entries)
    return entries.map { entry in
      let link = entry.link.flatMap { WebAddress($0).document }
      let key: Key
      if trusts, let id = entry.id {
        key = .guid(ExactText(id))
      } else if let link {
        key = .link(ExactText(link))
      } else {
        key = .content(digest(of: entry))
      }
      return EntryIdentity(key: key, uri: link ?? name(below: feed, key))
    }
  }

  /// Whether two entries that are not the same article have one guid.
  public static func repeatsGUIDs(_ entries: [FeedEntry]) -> Bool {
    var known: [ExactText: FeedEntry] = [:]
    for entry in entries {
      guard let id = entry.id else { continue }
      if let other = known.updateValue(entry, forKey: ExactText(id)) {
        let isSame = (entry.link ?? "").isExactly(other.link ?? "") && digest(of: entry) == digest(of: other)
        if !isSame { return true }
      }
    }
    return false
  }

  /// The digest of all that an entry says.
  public static func digest(of entry: FeedEntry) -> Digest {
    var bytes: [UInt8] = []
    for text in [entry.title?.value, entry.summary?.value, entry.content?.value, entry.link] {
      bytes += (text ?? "").utf8
      bytes.append(0)
    }
    bytes += (entry.version ?? "").utf8
    return Digest(of: bytes)
  }

  /// The key in few letters, the same at all times.
  public var mark: String { Self.mark(key) }

  private static func mark(_ key: Key) -> String {
    let text =
      switch key {
      case .guid(let text): "guid:\(text)"
      case .link(let text): "link:\(text)"
      case .content(let digest): digest.description
      }
    return String(Digest(of: text.utf8).description.dropFirst("sha256:".count).prefix(16))
  }

  /// A name for what has no address. Passwords may stand in the feed's, so that it is told without its query.
  private static func name(below feed: String, _ key: Key) -> String {
    let digest = Digest(of: "\(feed)\n\(mark(key))".utf8).description.dropFirst("sha256:".count).prefix(16)
    return "\(WebAddress.escaped(WebAddress(feed).shown))#entry-\(digest)"
  }
}
