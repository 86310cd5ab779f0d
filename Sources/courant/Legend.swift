import Model

/// What the words mean that commands show, for their help: the one place that says it to people.
enum Legend {
  /// As a part of a command's help.
  static let statuses = list("Statuses:", Entry.Status.allCases.map { ($0.rawValue, meaning($0)) })
  static let effects = list("Effects:", Event.Effect.allCases.map { ($0.rawValue, meaning($0)) })
  static let roles = list("Roles:", EntityRole.allCases.map { ($0.rawValue, meaning($0)) })

  private static func meaning(_ status: Entry.Status) -> String {
    switch status {
    case .single: "one origin states it, in however many documents"
    case .corroborated: "two independent origins or more state the same"
    case .disputed: "documents, or speakers, state values that cannot both be true"
    case .withdrawn: "nobody states it any longer"
    }
  }

  private static func meaning(_ effect: Event.Effect) -> String {
    switch effect {
    case .new: "a value that nobody had stated"
    case .corroborates: "another origin states a value that stood already"
    case .repeats: "another document states a value of an origin that states it already"
    case .disputes: "a value that cannot be true beside one that stood already"
    case .supersedes: "a document states a value in place of another of its own"
    case .withdraws: "a value that nobody states any longer"
    case .none: "the values are as they were"
    }
  }

  private static func meaning(_ role: EntityRole) -> String {
    switch role {
    case .subject: "the fact is about the entity"
    case .part: "the fact is about a part, an attribute or a role of it"
    case .object: "it is the value that the fact states of something else"
    case .speaker: "it is reported as saying it"
    case .mention: "a document speaks of it by one of its names"
    }
  }

  private static func list(_ heading: String, _ rows: [(name: String, meaning: String)]) -> String {
    let width = rows.map(\.name.utf8.count).max() ?? 0
    return ([heading] + rows.map { "  \(Width.pad($0.name, width))  \($0.meaning)" }).joined(separator: "\n")
  }
}
