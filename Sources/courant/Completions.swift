import Client
import Service
import ZeroMQ

/// What Tab offers for keys and entities, by asking the daemon; nothing, and nothing said, where none answers at once.
enum Completions {
  /// More than this nobody reads.
  private static let maximum = 200
  /// Beyond this many keys it is entities that are offered.
  private static let fewKeys = 40
  private static let patience = Duration.milliseconds(400)

  /// Keys that begin so, or where these are many, the entities that they begin with.
  static func keys(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    ask(words) { query in
      let keys = try query.keys(prefix: prefix)
      if keys.count <= fewKeys || prefix.contains("/") { return Array(keys.prefix(maximum)) }
      return try entities(prefix, query).map { $0 + "/" }
    }
  }

  /// What can be asked of: entities, and the keys of a few or of one that is named.
  static func known(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    ask(words) { query in
      let keys = try query.keys(prefix: prefix)
      if prefix.contains("/") { return Array(keys.prefix(maximum)) }
      let entities = try entities(prefix, query)
      return entities + (keys.count <= fewKeys ? keys : entities.map { $0 + "/" })
    }
  }

  /// Entities whose slugs begin so, or that documents call so.
  static func entities(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    ask(words) { try entities(prefix, $0) }
  }

  private struct Enough: Error {}

  private static func entities(_ prefix: String, _ query: Query) throws -> [String] {
    var entities: [String] = []
    do {
      try query.entities(prefix: prefix) { entity in
        entities.append(entity.entity)
        if entities.count == maximum { throw Enough() }
      }
    } catch is Enough {}
    return entities
  }

  /// The shell shows whatever is printed, so errors are not.
  private static func ask(_ words: [String], _ body: (Query) throws -> [String]) -> [String] {
    var runtime = Folders.daemon
    if let option = words.lastIndex(of: "--runtime"), option + 1 < words.count { runtime = words[option + 1] }
    do {
      let endpoint = Service.Configuration.Endpoints(runtime: runtime).query
      return try body(try Query(try Context(), to: endpoint, patience: patience))
    } catch {
      return []
    }
  }
}
