import Model
import Yams

/// The file of an operator's entities: by their slugs, what they are called.
///
/// ```yaml
/// government-of-japan:
///   name: Government of Japan
///   kind: organization
///   aliases: {en: [Japanese government], ja: [日本政府]}
///   metonyms:
///     - {name: Tokyo, as: [subject, source], relations: [say, announce]}
/// ```
public enum AliasesFile {
  private static let largest = 16 << 20
  private static let fields = ["name", "kind", "aliases", "metonyms"]
  private static let ruleFields = ["name", "language", "as", "relations"]

  /// - Throws: ``ConfigurationError`` with file, line and what is wrong.
  public static func load(_ path: String) throws(ConfigurationError) -> EntityAliases {
    try read(try LoadedConfiguration.bytes(of: path, limit: largest), from: path)
  }

  static func read(_ bytes: [UInt8], from path: String) throws(ConfigurationError) -> EntityAliases {
    guard let root = try LoadedConfiguration.compose(bytes, from: path) else { return .none }
    var entities: [EntityAliases.Entity] = []
    // Of each entity the line, for what is found out only when all are known.
    var places: [String: String] = [:]
    for (key, value) in try mapping(root, path, "the file wants entities by their slugs") {
      let (slug, place) = (key.string ?? "", LoadedConfiguration.place(key, path))
      guard Slug.make(slug) == slug else {
        let better = Slug.make(slug).map { "; want \($0)" } ?? ""
        throw ConfigurationError("\(place): \"\(slug)\" is not a slug\(better)")
      }
      guard places.updateValue(place, forKey: slug) == nil else {
        throw ConfigurationError("\(place): \(slug) is there twice")
      }
      entities.append(try entity(slug, value, path, place))
      guard entities.count <= EntityAliases.limit else {
        throw ConfigurationError("\(place): more than \(EntityAliases.limit) entities")
      }
    }
    do throws(EntityAliases.Clash) {
      return try EntityAliases(entities)
    } catch {
      throw ConfigurationError(
        "\(places[error.entity] ?? path): \"\(error.name)\" is a name of \(error.other) and of \(error.entity)"
      )
    }
  }

  private static func entity(
    _ slug: String,
    _ node: Node,
    _ path: String,
    _ place: String
  ) throws(ConfigurationError) -> EntityAliases.Entity {
    var entity = EntityAliases.Entity(slug: slug, name: "")
    for (key, value) in try mapping(node, path, "\(slug) wants a name and aliases") {
      let place = LoadedConfiguration.place(key, path)
      switch key.string {
      case "name": entity.name = try text(value, path, "\(slug).name")
      case "kind":
        entity.kind = try self.word(try text(value, path, "\(slug).kind"), place, "\(slug).kind")
      case "aliases": entity.aliases = try aliases(value, path, "\(slug).aliases")
      case "metonyms":
        guard case .sequence(let rules) = value else {
          throw ConfigurationError("\(place): \(slug).metonyms wants a list of rules")
        }
        for rule in rules { entity.metonyms.append(try metonym(rule, path, "\(slug).metonyms")) }
      default: throw unknown(key.string ?? "", fields, place, slug)
      }
    }
    guard !entity.name.isEmpty else { throw ConfigurationError("\(place): \(slug) has no name") }
    return entity
  }

  /// A list for every language, or a list for each.
  private static func aliases(
    _ node: Node,
    _ path: String,
    _ what: String
  ) throws(ConfigurationError) -> [EntityAliases.Alias] {
    guard case .mapping(let languages) = node else {
      var aliases: [EntityAliases.Alias] = []
      for name in try names(node, path, what) { aliases.append(.init(name: name)) }
      return aliases
    }
    var aliases: [EntityAliases.Alias] = []
    for (key, value) in languages {
      let language = try self.language(key, path, what)
      for name in try names(value, path, "\(what).\(language)") {
        aliases.append(.init(name: name, language: language))
      }
    }
    return aliases
  }

  private static func metonym(
    _ node: Node,
    _ path: String,
    _ what: String
  ) throws(ConfigurationError) -> EntityAliases.Metonym {
    var rule = EntityAliases.Metonym(name: "", roles: [], relations: [])
    for (key, value) in try mapping(node, path, "\(what) wants name, as and relations") {
      let place = LoadedConfiguration.place(key, path)
      switch key.string {
      case "name": rule.name = try text(value, path, "\(what).name")
      case "language": rule.language = try language(value, path, what)
      case "as":
        for word in try texts(value, path, "\(what).as") {
          rule.roles.insert(try self.word(word, place, "\(what).as"))
        }
      case "relations": rule.relations = Set(try texts(value, path, "\(what).relations"))
      default: throw unknown(key.string ?? "", ruleFields, place, what)
      }
    }
    // A rule without bounds would be an alias.
    guard !rule.name.isEmpty, !rule.roles.isEmpty, !rule.relations.isEmpty else {
      throw ConfigurationError("\(LoadedConfiguration.place(node, path)): \(what) wants name, as and relations")
    }
    return rule
  }

  // MARK: Nodes

  private static func mapping(
    _ node: Node,
    _ path: String,
    _ wish: String
  ) throws(ConfigurationError) -> Node.Mapping {
    guard case .mapping(let mapping) = node else {
      throw ConfigurationError("\(LoadedConfiguration.place(node, path)): \(wish)")
    }
    return mapping
  }

  private static func texts(_ node: Node, _ path: String, _ what: String) throws(ConfigurationError) -> [String] {
    let texts: [String]
    do throws(ConfigurationError) {
      texts = try LoadedConfiguration.texts(node)
    } catch {
      throw ConfigurationError("\(LoadedConfiguration.place(node, path)): \(what) \(error)")
    }
    if texts.contains(where: \.isEmpty) {
      throw ConfigurationError("\(LoadedConfiguration.place(node, path)): \(what) is empty")
    }
    return texts
  }

  private static func text(_ node: Node, _ path: String, _ what: String) throws(ConfigurationError) -> String {
    let texts = try texts(node, path, what)
    guard texts.count == 1 else {
      throw ConfigurationError("\(LoadedConfiguration.place(node, path)): \(what) wants one value, not a list")
    }
    return texts[0]
  }

  /// Names that have something of which a slug can be made.
  private static func names(_ node: Node, _ path: String, _ what: String) throws(ConfigurationError) -> [String] {
    let names = try texts(node, path, what)
    for name in names where Slug.make(name) == nil {
      throw ConfigurationError(
        "\(LoadedConfiguration.place(node, path)): \(what): \"\(name)\" has no letters or digits"
      )
    }
    return names
  }

  private static func language(_ node: Node, _ path: String, _ what: String) throws(ConfigurationError) -> String {
    let text = node.string ?? ""
    guard (2...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else {
      throw ConfigurationError(
        "\(LoadedConfiguration.place(node, path)): \(what): \"\(text)\" is no language, want a code such as en"
      )
    }
    return text
  }

  private static func unknown(
    _ name: String,
    _ known: [String],
    _ place: String,
    _ what: String
  ) -> ConfigurationError {
    ConfigurationError("\(place): \(what): \(ConfigurationOption.unknown(name, among: known))")
  }

  /// One of a type's words.
  private static func word<Word: RawRepresentable & CaseIterable>(
    _ text: String,
    _ place: String,
    _ what: String
  ) throws(ConfigurationError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw ConfigurationError("\(place): \(what) is \"\(text)\", want one of \(words)")
    }
    return word
  }
}

extension Configuration {
  /// Reads the file of the names of entities, for a process that goes by it.
  /// - Throws: ``ConfigurationError`` as ``AliasesFile/load(_:)``.
  public mutating func loadAliases() throws(ConfigurationError) {
    aliases = aliasesFile.isEmpty ? .none : try AliasesFile.load(aliasesFile)
  }
}
