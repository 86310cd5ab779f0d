/// Why a document was set aside that no reader has refused, for programs.
public enum FailureCode: String, Sendable {
  /// It brings down the processes that work on it.
  case workerDied = "worker-died"
  /// It takes longer than its time.
  case tooSlow = "too-slow"
}

/// One document that was set aside.
public struct Failure: Sendable, Hashable, Codable {
  @ExactText public var uri: String
  public var digest: Digest
  public var reason: String
  /// Why it cannot be read, for programs, as in ``ReadError/Code``; left out where it could be, or was not tried.
  public var code: String?
  public var attempts: Int
  public var time: Timestamp
  public var sequence: UInt64
  /// Name and version of the extractor of the worker that failed last; left out where none had it.
  public var extractor: String?

  public init(
    uri: String,
    digest: Digest,
    reason: String,
    attempts: Int,
    time: Timestamp,
    sequence: UInt64,
    extractor: String? = nil,
    code: String? = nil
  ) {
    self.code = code
    self.uri = uri
    self.digest = digest
    self.reason = reason
    self.attempts = attempts
    self.time = time
    self.sequence = sequence
    self.extractor = extractor
  }
}
