/// A file of a watched folder that was not taken as a document.
public struct RefusedFile: Sendable, Hashable, Codable {
  /// The name that its document would have.
  public var uri: String
  /// Why it was not taken, in one line.
  public var reason: String
  /// The same for programs, as in ``ReadError/Code``; left out where it is not for what the file is.
  public var code: String?
  /// When it was looked at last.
  public var time: Timestamp

  public init(uri: String, reason: String, code: String? = nil, time: Timestamp) {
    self.code = code
    self.uri = uri
    self.reason = reason
    self.time = time
  }
}
