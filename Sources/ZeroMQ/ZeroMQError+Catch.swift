/// The codes once more, as members of the error itself, so that `catch ZeroMQError.again` matches by code.
extension ZeroMQError {
  /// The endpoint is bound already (EADDRINUSE).
  public static var addressInUse: Code { .addressInUse }
  /// The address is not one of this machine's (EADDRNOTAVAIL).
  public static var addressNotAvailable: Code { .addressNotAvailable }
  /// Permission denied (EACCES).
  public static var accessDenied: Code { .accessDenied }
  /// Nothing could be sent or received in the time allowed (EAGAIN).
  public static var again: Code { .again }
  /// The context was shut down or terminated (ETERM).
  public static var terminated: Code { .terminated }
  /// A ROUTER that is `routerMandatory` knows no such peer (EHOSTUNREACH).
  public static var hostUnreachable: Code { .hostUnreachable }
  /// A signal arrived during the call (EINTR).
  public static var interrupted: Code { .interrupted }
  /// An argument or an option's value is not acceptable (EINVAL).
  public static var invalidArgument: Code { .invalidArgument }
  /// The transport is not one that libzmq knows (EPROTONOSUPPORT).
  public static var protocolNotSupported: Code { .protocolNotSupported }
  /// The socket is closed (ENOTSOCK).
  public static var notASocket: Code { .notASocket }
  /// The context's `maxSockets`, or the process's files, are used up (EMFILE).
  public static var tooManySockets: Code { .tooManySockets }
  /// The endpoint is not bound or connected here (ENOENT).
  public static var noSuchEndpoint: Code { .noSuchEndpoint }
  /// The network interface does not exist (ENODEV).
  public static var noSuchDevice: Code { .noSuchDevice }
  /// A REQ or REP socket was used out of turn (EFSM).
  public static var wrongState: Code { .wrongState }
  /// The operation is not supported by this kind of socket (ENOTSUP).
  public static var notSupported: Code { .notSupported }
}
