import CZeroMQ
import Glibc

/// One part of a message: bytes that never change, and that any thread may read.
///
/// A received frame holds libzmq's own bytes, without a copy. A frame of more than a kilobyte is sent without a copy
/// too, to any number of peers; a smaller one is copied, which costs less than to share it between threads.
public final class Frame: @unchecked Sendable {
  // Why this is Sendable: all properties are set before an initializer returns, and then only read, but for libzmq's
  // count of the references to a message's content. That count is atomic once the message is marked as shared, while
  // to mark it is a write that two threads could do at once; so `init(owning:)` marks each message that is ever given
  // to zmq_msg_copy, which are those that are `isShared`. The content is freed with the last reference to the frame.

  /// The bytes, if the frame was made of an array of at most `copyLimit`; otherwise empty.
  @usableFromInline let array: [UInt8]
  /// What libzmq needs to find the bytes, if the array is empty.
  ///
  /// A value, though C code would pass it by address: libzmq passes messages through its queues by value as well.
  let message: zmq_msg_t
  /// The message's bytes, if they are elsewhere in memory; nil if there is an array, or `message` itself holds them.
  @usableFromInline let outside: UnsafeRawPointer?
  /// The number of bytes.
  public let count: Int

  /// Above this many bytes, one more reference to the content costs less than a copy of it.
  private static let copyLimit = 1024
  var isShared: Bool { count > Self.copyLimit }

  /// Takes `owned` over, which must be a message that is used no more.
  private init(owning owned: zmq_msg_t) {
    var owned = owned
    count = zmq_msg_size(&owned)
    if count > Self.copyLimit {
      var second = zmq_msg_t()
      zmq_msg_init(&second)
      zmq_msg_copy(&second, &owned)
      zmq_msg_close(&second)
    }
    // libzmq holds up to some 30 bytes in the message itself, so that they have no address that lasts.
    outside = withUnsafeMutablePointer(to: &owned) { owned in
      guard let data = zmq_msg_data(owned).map({ UnsafeRawPointer($0) }) else { return nil }
      let offset = UnsafeRawPointer(owned).distance(to: data)
      return (0..<MemoryLayout<zmq_msg_t>.size).contains(offset) ? nil : data
    }
    message = owned
    array = []
  }

  deinit {
    // One that was never more than initialized has nothing to close, and closing it does nothing.
    var message = message
    zmq_msg_close(&message)
  }

  /// Takes what `message` holds, and leaves it empty.
  convenience init(taking message: UnsafeMutablePointer<zmq_msg_t>) {
    self.init(owning: message.pointee)
    zmq_msg_init(message)
  }

  /// Keeps `bytes`, of which there may be `copyLimit`.
  private init(keeping bytes: [UInt8]) {
    var empty = zmq_msg_t()
    zmq_msg_init(&empty)
    message = empty
    outside = nil
    array = bytes
    count = bytes.count
  }

  /// A frame of `bytes`; up to a kilobyte, it keeps the array rather than copy it.
  public convenience init(_ bytes: [UInt8]) {
    if bytes.count <= Self.copyLimit {
      self.init(keeping: bytes)
    } else {
      self.init(owning: bytes.withUnsafeBytes(Self.copy))
    }
  }

  /// Copies `bytes`.
  public convenience init(bytes: UnsafeRawBufferPointer) {
    self.init(owning: Self.copy(bytes))
  }

  /// Copies `bytes`.
  public convenience init(_ bytes: some Collection<UInt8>) {
    let copy = bytes.withContiguousStorageIfAvailable { Self.copy(UnsafeRawBufferPointer($0)) }
    self.init(owning: copy ?? Array(bytes).withUnsafeBytes(Self.copy))
  }

  /// The UTF-8 of `string`.
  public convenience init(_ string: String) {
    var string = string
    self.init(owning: string.withUTF8 { Self.copy(UnsafeRawBufferPointer($0)) })
  }

  /// Makes room for `capacity` bytes and lets `body` write them; `body` returns how many it wrote, from the start.
  public convenience init(
    capacity: Int,
    initializingWith body: (UnsafeMutableRawBufferPointer) throws -> Int
  ) rethrows {
    var message = Self.allocate(capacity)
    do {
      let room = UnsafeMutableRawBufferPointer(start: zmq_msg_data(&message), count: capacity)
      let used = try body(room)
      precondition(used >= 0 && used <= capacity, "a frame of \(capacity) bytes cannot hold \(used)")
      // libzmq cannot shorten a message, so that one that is shorter than was thought is copied.
      if used < capacity {
        let exact = Self.copy(UnsafeRawBufferPointer(rebasing: room[..<used]))
        zmq_msg_close(&message)
        message = exact
      }
    } catch {
      zmq_msg_close(&message)
      throw error
    }
    self.init(owning: message)
  }

  private static func allocate(_ count: Int) -> zmq_msg_t {
    var message = zmq_msg_t()
    // As for any other allocation in Swift, there is no going on without memory.
    precondition(zmq_msg_init_size(&message, count) == 0, "no memory for a frame of \(count) bytes")
    return message
  }

  private static func copy(_ bytes: UnsafeRawBufferPointer) -> zmq_msg_t {
    var message = allocate(bytes.count)
    if let source = bytes.baseAddress, let target = zmq_msg_data(&message) {
      target.copyMemory(from: source, byteCount: bytes.count)
    }
    return message
  }
}
