/// Frame 0 of a published message: what subscribers' prefixes are held against.
public enum Topic {
  /// The head of the journal, every second and when somebody subscribes to it.
  public static let progress = "@progress"

  /// The topic of the events about a document; that of a fact's events is its key.
  public static func ofDocument(_ uri: String) -> String { "@document/" + uri }
}
