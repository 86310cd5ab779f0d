import CZeroMQ
import Glibc

/// A libzmq call that failed: what was called, on which endpoint, and why.
///
/// Match it by its code, as a sentence:
///
/// ```swift
/// do {
///   try socket.bind("tcp://127.0.0.1:5555")
/// } catch ZeroMQError.addressInUse {
///   // another process holds the port
/// }
/// ```
public struct ZeroMQError: Error, Sendable, Equatable {
  /// The `errno` value that libzmq reported.
  public let code: Int32
  /// The C call that failed, such as `zmq_bind`.
  public let call: String
  /// The endpoint that the call was about, where one is known.
  public let endpoint: String?

  /// Makes an error; programs need this only to compare with one that they caught.
  public init(code: Int32, call: String, endpoint: String? = nil) {
    self.code = code
    self.call = call
    self.endpoint = endpoint
  }

  init(_ code: Code, call: String, endpoint: String? = nil) {
    self.init(code: code.rawValue, call: call, endpoint: endpoint)
  }

  /// The error of the libzmq call that has just failed on this thread.
  ///
  /// Read at once: anything that runs between the call and this may overwrite `errno`.
  static func last(_ call: String, endpoint: String? = nil) -> ZeroMQError {
    ZeroMQError(code: zmq_errno(), call: call, endpoint: endpoint)
  }

  /// The error's code as a value that has a name.
  public var kind: Code { Code(rawValue: code) }
}

extension ZeroMQError: CustomStringConvertible {
  /// One line: the call, the endpoint, libzmq's words and the code's name.
  public var description: String {
    let subject = endpoint.map { "\(call) \($0)" } ?? call
    return "\(subject): \(kind.message) (\(kind.name))"
  }
}
