import ArgumentParser
import Keys
import Service

/// A word that is one of a few, which help and completion list.
protocol Choice: ExpressibleByArgument {
  static var words: [String] { get }
  var word: String { get }
  init(word: String)
}

extension Choice {
  init?(argument: String) {
    guard Self.words.contains(argument) else { return nil }
    self.init(word: argument)
  }

  var defaultValueDescription: String { word }
  static var allValueStrings: [String] { words }
  static var defaultCompletionKind: CompletionKind { .list(words) }
}

/// The value of `--log-level`.
struct LogLevel: Choice {
  static let words = Configuration.Log.levels
  let word: String
}

/// The value of `--log-format`.
struct LogFormat: Choice {
  static let words = Configuration.Log.formats
  let word: String
}

/// The value of `--role`.
struct RoleName: Choice {
  static let words = AccessRoles.names.map(\.name)
  let word: String
}
