/// Why a request to the daemon came to nothing, in one line.
public enum ClientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Nobody answers at the endpoint.
  case noDaemon(endpoint: String)
  /// The daemon will not do it.
  case refused(String)
  /// It was asked of a moment that the journal no longer goes back to.
  case tooOld(String)
  /// The daemon cannot do it now.
  case busy(String)
  /// What came back is not the protocol.
  case badAnswer(String)

  public var description: String {
    switch self {
    case .noDaemon(let endpoint): "no daemon answers at \(endpoint); start one with: courantd run"
    case .refused(let reason), .tooOld(let reason): reason
    case .busy(let reason): "the daemon is busy: \(reason); try again"
    case .badAnswer(let reason): "the daemon's answer cannot be read: \(reason)"
    }
  }
}
