import Model

/// Frame 0 of a published message: what subscribers' prefixes are held against.
public enum Topic {
  /// The head of the journal, every second and when somebody subscribes to it.
  public static let progress = "@progress"

  /// Led by this, the URI of a document: the events about documents.
  public static let documentPrefix = "@document/"

  /// The topic of an event: its key, or the system's own for a document.
  public static func of(_ event: Event) -> String {
    event.kind.isFact ? event.subject : documentPrefix + event.subject
  }
}
