import CZeroMQ
import Glibc

/// One part of a message: bytes that never change, and that any thread may read.
///
/// The bytes are libzmq's own, so that a received frame is not copied, and a frame of more than a kilobyte is sent
/// without a copy of its bytes.
public final class Frame: @unchecked Sendable {
  // Why this is Sendable: everything is set before an initializer returns, and only read afterwards, but for
  // libzmq's count of the references to the content. That count is atomic once the message is marked as shared
  // (before that, zmq_msg_copy marks it, which is a write that two threads could do at once). The first initializer
  // marks every frame that `isShared`; the others are never passed to zmq_msg_copy. The storage goes with the last reference.
  let storage: UnsafeMutablePointer<zmq_msg_t>
  @usableFromInline let start: UnsafeRawPointer
  /// The number of bytes.
  public let count: Int

  /// Above this many bytes, one more reference to the content costs less than a copy of it.
  private static let copyLimit = 1024
  var isShared: Bool { count > Self.copyLimit }

  private init(owning storage: UnsafeMutablePointer<zmq_msg_t>) {
    self.storage = storage
    count = zmq_msg_size(storage)
    start = UnsafeRawPointer(zmq_msg_data(storage) ?? UnsafeMutableRawPointer(storage))
    if isShared {
      var second = zmq_msg_t()
      zmq_msg_init(&second)
      zmq_msg_copy(&second, storage)
      zmq_msg_close(&second)
    }
  }

  deinit {
    zmq_msg_close(storage)
    storage.deallocate()
  }

  /// Takes what `message` holds, and leaves it empty.
  convenience init(taking message: UnsafeMutablePointer<zmq_msg_t>) {
    let storage = UnsafeMutablePointer<zmq_msg_t>.allocate(capacity: 1)
    zmq_msg_init(storage)
    zmq_msg_move(storage, message)
    self.init(owning: storage)
  }

  /// Copies `bytes`.
  public convenience init(bytes: UnsafeRawBufferPointer) {
    self.init(owning: Self.copy(bytes))
  }

  /// Copies `bytes`.
  public convenience init(_ bytes: [UInt8]) {
    self.init(owning: bytes.withUnsafeBytes(Self.copy))
  }

  /// Copies `bytes`.
  public convenience init(_ bytes: some Collection<UInt8>) {
    self.init(
      owning: bytes.withContiguousStorageIfAvailable { Self.copy(UnsafeRawBufferPointer($0)) }
        ?? Array(bytes).withUnsafeBytes(Self.copy)
    )
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
    let storage = Self.allocate(capacity)
    let room = UnsafeMutableRawBufferPointer(start: zmq_msg_data(storage), count: capacity)
    var exact = storage
    do {
      let used = try body(room)
      precondition(used >= 0 && used <= capacity, "a frame of \(capacity) bytes cannot hold \(used)")
      // libzmq cannot shorten a message, so that one that is shorter than was thought is copied.
      if used < capacity {
        exact = Self.copy(UnsafeRawBufferPointer(rebasing: room[..<used]))
        Self.free(storage)
      }
    } catch {
      Self.free(storage)
      throw error
    }
    self.init(owning: exact)
  }

  /// Calls `body` with the bytes, which must not be used after it returns.
  @inlinable
  public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    // The frame, and with it the bytes, must outlive the call.
    try withExtendedLifetime(self) {
      try body(UnsafeRawBufferPointer(start: start, count: count))
    }
  }

  /// A copy of the bytes.
  public var bytes: [UInt8] {
    withUnsafeBytes { Array($0) }
  }

  /// The bytes as text, or nil if they are not UTF-8.
  public var string: String? {
    withUnsafeBytes { String(validating: $0, as: UTF8.self) }
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<zmq_msg_t> {
    let storage = UnsafeMutablePointer<zmq_msg_t>.allocate(capacity: 1)
    // As for any other allocation in Swift, there is no going on without memory.
    precondition(zmq_msg_init_size(storage, count) == 0, "no memory for a frame of \(count) bytes")
    return storage
  }

  private static func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutablePointer<zmq_msg_t> {
    let storage = allocate(bytes.count)
    if let source = bytes.baseAddress, let target = zmq_msg_data(storage) {
      target.copyMemory(from: source, byteCount: bytes.count)
    }
    return storage
  }

  private static func free(_ storage: UnsafeMutablePointer<zmq_msg_t>) {
    zmq_msg_close(storage)
    storage.deallocate()
  }
}

extension Frame: Hashable {
  /// Whether both hold the same bytes.
  public static func == (first: Frame, second: Frame) -> Bool {
    first === second || (first.count == second.count && memcmp(first.start, second.start, first.count) == 0)
  }

  /// Hashes the bytes, so that a routing id can be a key.
  public func hash(into hasher: inout Hasher) {
    withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  /// Whether the frame holds exactly `bytes`.
  public static func == (frame: Frame, bytes: [UInt8]) -> Bool {
    frame.withUnsafeBytes { $0.elementsEqual(bytes) }
  }
}

extension Frame: CustomStringConvertible {
  /// The number of bytes: content may be private, and long.
  public var description: String { "Frame(\(count) bytes)" }
}
