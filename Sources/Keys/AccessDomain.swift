/// One of the daemon's sockets, as a key is let in to it or not: the domain of the ZAP requests for it.
public enum AccessDomain: String, Sendable, Hashable, CaseIterable {
  case submit
  case jobs
  case batches
  case updates
  case query

  /// Of whom a key must be, to be let in at all. What it may ask there is decided with each message.
  public var admitted: AccessRoles {
    switch self {
    // Readers ask intake for its status and for the texts of documents.
    case .submit: [.submit, .read]
    case .jobs, .batches: .work
    case .updates: .read
    case .query: [.read, .review]
    }
  }

  /// True for the sockets of intake, false for those of the aggregator.
  public var isIntakes: Bool { self == .submit || self == .jobs }
}
