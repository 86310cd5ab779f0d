import CZeroMQ
import Glibc

extension ZeroMQError {
  /// An `errno` value, so that `catch ZeroMQError.terminated` reads like a sentence.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The number that libzmq uses.
    public let rawValue: Int32

    /// Wraps any number; one that has no name here is still a valid code.
    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// The words of libzmq for this code.
    public var message: String {
      // glibc's strerror has been safe on several threads since 2.32, and the text is copied here.
      zmq_strerror(rawValue).map { String(cString: $0) } ?? "Unknown error"
    }

    /// The code's symbol, such as `EADDRINUSE`, or `errno 123` for one that has none here.
    public var name: String {
      Self.names[rawValue] ?? "errno \(rawValue)"
    }

    /// Whether `error` is a ``ZeroMQError`` that has this code.
    public static func ~= (code: Code, error: any Error) -> Bool {
      (error as? ZeroMQError)?.code == code.rawValue
    }

    private static let names: [Int32: String] = [
      EACCES: "EACCES", EADDRINUSE: "EADDRINUSE", EADDRNOTAVAIL: "EADDRNOTAVAIL", EAFNOSUPPORT: "EAFNOSUPPORT",
      EAGAIN: "EAGAIN", EBADF: "EBADF", ECONNABORTED: "ECONNABORTED", ECONNREFUSED: "ECONNREFUSED",
      ECONNRESET: "ECONNRESET", EFAULT: "EFAULT", EHOSTUNREACH: "EHOSTUNREACH", EINPROGRESS: "EINPROGRESS",
      EINTR: "EINTR", EINVAL: "EINVAL", EMFILE: "EMFILE", EMSGSIZE: "EMSGSIZE", ENAMETOOLONG: "ENAMETOOLONG",
      ENETDOWN: "ENETDOWN", ENETRESET: "ENETRESET", ENETUNREACH: "ENETUNREACH", ENOBUFS: "ENOBUFS",
      ENODEV: "ENODEV", ENOENT: "ENOENT", ENOMEM: "ENOMEM", ENOTCONN: "ENOTCONN", ENOTDIR: "ENOTDIR",
      ENOTSOCK: "ENOTSOCK", ENOTSUP: "ENOTSUP", EPERM: "EPERM", EPIPE: "EPIPE", EPROTO: "EPROTO",
      EPROTONOSUPPORT: "EPROTONOSUPPORT", ETIMEDOUT: "ETIMEDOUT",
      EFSM: "EFSM", ENOCOMPATPROTO: "ENOCOMPATPROTO", ETERM: "ETERM", EMTHREAD: "EMTHREAD",
    ]
  }
}

/// The codes that a program may want to tell apart.
extension ZeroMQError.Code {
  /// The endpoint is bound already (EADDRINUSE).
  public static let addressInUse = Self(rawValue: EADDRINUSE)
  /// The address is not one of this machine's (EADDRNOTAVAIL).
  public static let addressNotAvailable = Self(rawValue: EADDRNOTAVAIL)
  /// Permission denied (EACCES).
  public static let accessDenied = Self(rawValue: EACCES)
  /// Nothing could be sent or received in the time allowed (EAGAIN).
  public static let again = Self(rawValue: EAGAIN)
  /// The context was shut down or terminated (ETERM).
  public static let terminated = Self(rawValue: ETERM)
  /// A ROUTER that is `routerMandatory` knows no such peer (EHOSTUNREACH).
  public static let hostUnreachable = Self(rawValue: EHOSTUNREACH)
  /// A signal arrived during the call (EINTR).
  public static let interrupted = Self(rawValue: EINTR)
  /// An argument or an option's value is not acceptable (EINVAL).
  public static let invalidArgument = Self(rawValue: EINVAL)
  /// The transport is not one that libzmq knows (EPROTONOSUPPORT).
  public static let protocolNotSupported = Self(rawValue: EPROTONOSUPPORT)
  /// The socket is closed (ENOTSOCK).
  public static let notASocket = Self(rawValue: ENOTSOCK)
  /// The context's `maxSockets`, or the process's files, are used up (EMFILE).
  public static let tooManySockets = Self(rawValue: EMFILE)
  /// The endpoint is not bound or connected here (ENOENT).
  public static let noSuchEndpoint = Self(rawValue: ENOENT)
  /// The network interface does not exist (ENODEV).
  public static let noSuchDevice = Self(rawValue: ENODEV)
  /// A REQ or REP socket was used out of turn (EFSM).
  public static let wrongState = Self(rawValue: EFSM)
  /// The operation is not supported by this kind of socket (ENOTSUP).
  public static let notSupported = Self(rawValue: ENOTSUP)
}
