import CZeroMQ

/// A place for one frame after another, for loops that look at each frame and let it go.
///
/// To receive into it allocates nothing in Swift. It belongs to one thread; what it holds is gone with the next
/// receive, so make a ``Frame`` with ``takeFrame()`` of what is to be kept.
public final class ReusableFrame {
  let storage: UnsafeMutablePointer<zmq_msg_t>

  /// Makes a frame that is empty.
  public init() {
    storage = .allocate(capacity: 1)
    zmq_msg_init(storage)
  }

  deinit {
    zmq_msg_close(storage)
    storage.deallocate()
  }

  /// The number of bytes that the frame holds now.
  public var count: Int { zmq_msg_size(storage) }

  /// Whether more frames of the same message follow the one that was received last.
  public var hasMore: Bool { zmq_msg_more(storage) != 0 }

  /// Calls `body` with the bytes, which must not be used after it returns.
  @inlinable
  public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(self) {
      try body(contents)
    }
  }

  /// The bytes as a frame that lasts, without copying them; this one is empty afterwards.
  public func takeFrame() -> Frame {
    Frame(taking: storage)
  }

  @usableFromInline var contents: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: zmq_msg_data(storage), count: zmq_msg_size(storage))
  }
}
