import Permissions
import Wire
import ZeroMQ

/// Why a request to the daemon came to nothing, in one line.
public enum ClientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Nobody answers at the endpoint.
  case noDaemon(endpoint: String)
  /// This user may not use the socket's file, so whether somebody answers cannot be told.
  case denied(PermissionDenied)
  /// A daemon is there and does not let this key in.
  case keyRefused(endpoint: String, key: String)
  /// Something is there that does not have the key which the daemon is known by.
  case wrongServer(endpoint: String)
  /// The endpoint is TCP, and there is no key to come with.
  case noKey(endpoint: String)
  /// The daemon will not do it; the code says why, for programs.
  case refused(String, Refused.Code = .unknown)
  /// It was asked of a moment that the journal no longer goes back to.
  case tooOld(String)
  /// The daemon cannot do it now.
  case busy(String)
  /// What came back is not the protocol.
  case badAnswer(String)
  /// An endpoint or a key is malformed.
  case badSetting(String)
  /// The system or the messaging library does not do what it should.
  case system(String)

  /// What kind of failure it is, for programs; its words never change.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    case noDaemon = "no-daemon"
    case denied
    case keyRefused = "key-refused"
    case wrongServer = "wrong-server"
    case noKey = "no-key"
    case refused
    case tooOld = "too-old"
    case busy
    case badAnswer = "bad-answer"
    case badSetting = "bad-setting"
    case system
  }

  public var code: Code {
    switch self {
    case .noDaemon: .noDaemon
    case .denied: .denied
    case .keyRefused: .keyRefused
    case .wrongServer: .wrongServer
    case .noKey: .noKey
    case .refused: .refused
    case .tooOld: .tooOld
    case .busy: .busy
    case .badAnswer: .badAnswer
    case .badSetting: .badSetting
    case .system: .system
    }
  }

  /// Any error of the sockets, as one of the client's.
  static func of(_ error: any Error) -> ClientError {
    switch error {
    case let error as ClientError: error
    case let error as EndpointError: .badSetting(error.description)
    case let error as CurveKeyError: .badSetting("\(error)")
    default: .system("\(error)")
    }
  }

  public var description: String {
    switch self {
    case .noDaemon(let endpoint): "no daemon answers at \(endpoint); start one with: courantd run"
    case .denied(let denial): denial.description
    case .keyRefused(let endpoint, let key):
      "\(endpoint) does not let this key in; have it allowed there: courantd keys allow NAME '\(key)' --role ROLE"
    case .wrongServer(let endpoint):
      "\(endpoint) does not have the key of keys.server, or turns connections away; compare it with what this shows there: courantd keys show"
    case .noKey(let endpoint):
      "\(endpoint) wants a key; name keys.secret and keys.server in a file, and the file with --config"
    case .refused(let reason, _), .tooOld(let reason), .badSetting(let reason), .system(let reason): reason
    case .busy(let reason): "the daemon is busy: \(reason); try again"
    case .badAnswer(let reason): "the daemon's answer cannot be read: \(reason)"
    }
  }
}
