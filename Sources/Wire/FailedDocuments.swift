import Model

/// Asks intake for a document that was set aside, or has something done about it.
public struct FailedDocument: MessageBody, Hashable {
  public static let kind = MessageKind.failedDocument

  public enum Action: String, Sendable, Hashable, Codable {
    /// The answer is a ``FailedReport`` with the content beside it.
    case show
    /// It waits for a worker again, with all its tries. The answer is a ``Receipt``.
    case retry
    /// It is forgotten, and its bytes are removed. The answer is a ``Receipt``.
    case drop
  }

  public var request: UInt64
  public var uri: String
  public var action: Action

  public init(request: UInt64, uri: String, action: Action) {
    self.request = request
    self.uri = uri
    self.action = action
  }
}

/// A document that was set aside, as intake keeps it; its content is the attachment.
public struct FailedReport: MessageBody, Hashable {
  public static let kind = MessageKind.failedReport

  public var request: UInt64
  public var revision: Revision
  public var reason: String
  public var attempts: Int
  /// Of the worker that failed last; null where none had it.
  public var extractor: String?
  /// Why it cannot be read, for programs, as in ``ReadError/Code``; null where it could be, or was not tried.
  public var code: String?

  public init(
    request: UInt64,
    revision: Revision,
    reason: String,
    attempts: Int,
    extractor: String?,
    code: String? = nil
  ) {
    self.code = code
    self.request = request
    self.revision = revision
    self.reason = reason
    self.attempts = attempts
    self.extractor = extractor
  }
}
