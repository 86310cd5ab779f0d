import CZeroMQ
import Glibc

/// What sockets of all kinds have in common; made only as a ``Socket``.
///
/// A socket belongs to the thread that made it. It is not `Sendable`, and in debug builds its use on another thread
/// stops the program with a message; ``adopt()`` hands it over.
public class AnySocket {
  /// The context that the socket lives in, which the socket keeps alive.
  public final let context: Context
  /// The name of the socket's kind, such as `ROUTER`.
  public final let kindName: String
  /// Whether ``close()`` was called. Any other call on a closed socket throws ``ZeroMQError/notASocket``.
  // Read for each message: a Bool of one thread, which no access holds while another begins, needs no check of that.
  @exclusivity(unchecked) public private(set) final var isClosed = false
  /// Whether a blocking send or receive that a signal interrupts is begun again, which is the default.
  ///
  /// When it is false such a call throws ``ZeroMQError/interrupted``. A call that is begun again begins its
  /// `sendTimeout` or `receiveTimeout` again as well.
  public final var retriesWhenInterrupted = true

  final let handle: UnsafeMutableRawPointer
  /// Where messages arrive before they are moved into a ``Frame``: no frame is made until there is something for it.
  final let arrival: UnsafeMutablePointer<zmq_msg_t>
  @exclusivity(unchecked) private final var owner = pthread_self()

  init(context: Context, type: Int32, kindName: String) throws {
    self.context = context
    self.kindName = kindName
    handle = try context.makeSocket(type: type)
    arrival = .allocate(capacity: 1)
    zmq_msg_init(arrival)
  }

  deinit {
    if !isClosed { zmq_close(handle) }
    zmq_msg_close(arrival)
    arrival.deallocate()
  }

  /// Closes the socket; messages that are not sent yet go on being sent in the background for its `linger`.
  ///
  /// To call it again does nothing. The socket also closes when its last reference goes.
  public final func close() {
    assertOwner()
    guard !isClosed else { return }
    isClosed = true
    zmq_close(handle)
  }

  /// Makes the calling thread the socket's owner.
  ///
  /// The thread that gives the socket away must be done with it, and must hand it over through something that orders
  /// memory, such as starting a thread, a lock or a mailbox.
  public final func adopt() {
    owner = pthread_self()
  }

  /// Listens at `endpoint`, such as `tcp://127.0.0.1:5555` or `ipc:///run/courant/in`.
  ///
  /// Over ipc, libzmq removes whatever has the path and binds anew, even if another process is listening there; where
  /// two processes must not share a path, take a lock first.
  public final func bind(_ endpoint: String) throws {
    try check(zmq_bind(openHandle("zmq_bind", endpoint), endpoint), "zmq_bind", endpoint)
  }

  /// Stops listening at `endpoint`, which must be written as ``lastEndpoint`` gave it.
  public final func unbind(_ endpoint: String) throws {
    try check(zmq_unbind(openHandle("zmq_unbind", endpoint), endpoint), "zmq_unbind", endpoint)
  }

  /// Connects to `endpoint` in the background, again and again until it is there.
  public final func connect(_ endpoint: String) throws {
    try check(zmq_connect(openHandle("zmq_connect", endpoint), endpoint), "zmq_connect", endpoint)
  }

  /// Ends the connection to `endpoint`.
  public final func disconnect(_ endpoint: String) throws {
    try check(zmq_disconnect(openHandle("zmq_disconnect", endpoint), endpoint), "zmq_disconnect", endpoint)
  }

  /// Waits until the socket can be read without blocking; false when `timeout` passed first.
  public final func waitUntilReadable(timeout: Duration?) throws -> Bool {
    let poller = Poller()
    poller.add(.socket(self))
    return try poller.wait(timeout: timeout) > 0
  }

  @inline(__always)
  final func assertOwner() {
    assert(
      pthread_equal(owner, pthread_self()) != 0,
      "a \(kindName) socket was used on a thread that does not own it; hand it over with adopt()"
    )
  }

  /// The socket for libzmq, if it is open and the thread is its owner.
  final func openHandle(_ call: String, _ endpoint: String? = nil) throws -> UnsafeMutableRawPointer {
    assertOwner()
    guard !isClosed else { throw ZeroMQError(.notASocket, call: call, endpoint: endpoint) }
    return handle
  }

  private func check(_ result: Int32, _ call: String, _ endpoint: String) throws {
    if result != 0 { throw ZeroMQError.last(call, endpoint: endpoint) }
  }
}
