import Service
import ZeroMQ

/// Which keys are let in, each with a name and roles.
///
/// As text, a line a key: the public key, roles with commas between, and the name. A line that begins with `# ` is a comment.
public struct AllowList: Sendable, Equatable {
  public struct Entry: Sendable, Hashable {
    /// By which people know the key; one word.
    public var name: String
    public var key: CurvePublicKey
    public var roles: AccessRoles

    public init(name: String, key: CurvePublicKey, roles: AccessRoles) {
      self.name = name
      self.key = key
      self.roles = roles
    }
  }

  /// How many keys a list has at most.
  public static let limit = 10_000

  /// In the order in which they were allowed.
  public private(set) var entries: [Entry] = []
  private var places: [CurvePublicKey: Int] = [:]

  public init() {}

  /// Reads the text of a list.
  /// - Parameter path: where it is from, for errors.
  /// - Throws: ``ConfigurationError`` with the line that is wrong.
  public init(text: String, path: String) throws(ConfigurationError) {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let place = "\(path): line \(number + 1)"
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
      guard let first = words.first, first != "#" else { continue }
      guard words.count == 3 else {
        throw ConfigurationError("\(place): has \(words.count) words, want a public key, roles and a name")
      }
      let entry = Entry(
        name: try Self.name(String(words[2]), place),
        key: try Self.key(String(first), place),
        roles: try Self.roles(String(words[1]), place)
      )
      if let other = self[entry.key] { throw ConfigurationError("\(place): has the key of \(other.name) again") }
      guard self[entry.name] == nil else { throw ConfigurationError("\(place): \(entry.name) is there twice") }
      guard entries.count < Self.limit else { throw ConfigurationError("\(place): more than \(Self.limit) keys") }
      places[entry.key] = entries.count
      entries.append(entry)
    }
  }

  /// The list as a file has it.
  public var text: String {
    """
    # Keys that are let in over TCP: public key, roles, name. Written by courantd keys allow and revoke.
    # Roles: submit, work, read, review, admin.

    """ + entries.map { "\($0.key) \($0.roles) \($0.name)\n" }.joined()
  }

  public subscript(key: CurvePublicKey) -> Entry? { places[key].map { entries[$0] } }

  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// Lets a key in, or gives the name or the key that is there another.
  public mutating func allow(_ entry: Entry) {
    let place = entries.firstIndex { $0.name == entry.name || $0.key == entry.key } ?? entries.count
    entries.removeAll { $0.name == entry.name || $0.key == entry.key }
    entries.insert(entry, at: min(place, entries.count))
    index()
  }

  /// Takes a key out, by its name or itself; nil when there is none.
  public mutating func revoke(_ nameOrKey: String) -> Entry? {
    guard let place = entries.firstIndex(where: { $0.name == nameOrKey || $0.key.z85 == nameOrKey }) else { return nil }
    let entry = entries.remove(at: place)
    index()
    return entry
  }

  /// Whether somebody who was let in by `old` may do less now.
  public func takesAway(from old: AllowList) -> Bool {
    old.entries.contains { before in
      guard let now = self[before.key] else { return true }
      return !now.roles.isSuperset(of: before.roles) && !now.roles.contains(.admin)
    }
  }

  private mutating func index() {
    places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.key, $0) })
  }

  // MARK: Words

  /// Reads a name.
  /// - Throws: ``ConfigurationError`` with `place` before it.
  public static func name(_ text: String, _ place: String) throws(ConfigurationError) -> String {
    let isName =
      (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || [0x2D, 0x2E, 0x40, 0x5F].contains(byte)
      }
    guard isName else {
      throw ConfigurationError("\(place): \"\(text)\" is no name: want letters, digits and - . @ _, 64 at most")
    }
    return text
  }

  /// Reads a public key.
  public static func key(_ text: String, _ place: String) throws(ConfigurationError) -> CurvePublicKey {
    do {
      return try CurvePublicKey(z85: text)
    } catch {
      throw ConfigurationError("\(place): \"\(text.prefix(60))\" is no public key: \(error)")
    }
  }

  /// Reads roles with commas between.
  public static func roles(_ text: String, _ place: String) throws(ConfigurationError) -> AccessRoles {
    var roles: AccessRoles = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let role = AccessRoles(name: word) else {
        throw ConfigurationError(
          "\(place): \"\(word)\" is no role; want \(AccessRoles.names.map(\.name).joined(separator: ", "))"
        )
      }
      roles.formUnion(role)
    }
    return roles
  }
}
