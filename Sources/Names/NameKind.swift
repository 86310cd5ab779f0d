/// What a name names. It decides which words of the name say nothing about who is meant.
public enum NameKind: String, Sendable, Hashable, CaseIterable {
  /// A human. Titles go, initials stand for names, middle names may be missing.
  case person
  /// A company, an authority, an association. Legal forms go and are remembered.
  case organisation
  /// A country, a town, a river.
  case place
  /// A product, a ship, a work, an event, or what nothing is known about.
  case other
}

/// Whether two names are of the same thing, as far as names can tell.
public enum NameMatch: String, Sendable, Hashable, CaseIterable {
  /// The names differ only as spellings of one name do.
  case same
  /// One name could be short for the other, or stand for it. The text must decide.
  case possible
  /// The names contradict each other.
  case different
}
