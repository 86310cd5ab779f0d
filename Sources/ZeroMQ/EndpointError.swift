/// Why a text is not an endpoint, in one line.
public struct EndpointError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The text as it was given.
  public let endpoint: String
  /// What is wrong with it.
  public let reason: String

  /// The endpoint and what is wrong with it.
  public var description: String { "endpoint \"\(endpoint)\": \(reason)" }
}
