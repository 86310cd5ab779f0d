import Glibc

/// The calls by which a log changes files. Tests put others in their place that fail.
struct LogDisk: Sendable {
  /// Writes all bytes at a place of a file. Returns 0, or `errno`.
  var write: @Sendable (_ file: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: Int64) -> Int32
  /// Makes a file's content durable, with what is needed to read it. Returns 0, or `errno`.
  var sync: @Sendable (_ file: Int32) -> Int32
  /// Makes all of a file or a folder durable. Returns 0, or `errno`.
  var syncAll: @Sendable (_ file: Int32) -> Int32
  /// Makes a file at least so long, with room on the disk for all of it. Returns 0, or `errno`.
  var allocate: @Sendable (_ file: Int32, _ size: Int64) -> Int32
  /// Cuts a file. Returns 0, or `errno`.
  var truncate: @Sendable (_ file: Int32, _ size: Int64) -> Int32
  /// Removes a file. Returns 0, or `errno`.
  var remove: @Sendable (_ path: String) -> Int32

  /// The system's.
  static let system = LogDisk(
    write: { file, bytes, offset in
      var done = 0
      while done < bytes.count {
        let count = pwrite(file, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset) + off_t(done))
        if count < 0 && errno == EINTR { continue }
        if count < 0 { return errno }
        // No system does this for a regular file; a loop without progress would never end.
        if count == 0 { return EIO }
        done += count
      }
      return 0
    },
    sync: { file in
      // Never repeated, also not after EINTR: a second call may say that all is well although the first one lost the
      // pages.
      fdatasync(file) == 0 ? 0 : errno
    },
    syncAll: { file in fsync(file) == 0 ? 0 : errno },
    allocate: { file, size in
      // Where the file system cannot reserve room, the C library writes zeros.
      var number: Int32
      repeat { number = posix_fallocate(file, 0, off_t(size)) } while number == EINTR
      return number
    },
    truncate: { file, size in ftruncate(file, off_t(size)) == 0 ? 0 : errno },
    remove: { path in unlink(path) == 0 ? 0 : errno }
  )
}

/// An open file; closed with the last reference to it.
final class LogFile: Sendable {
  let path: String
  let descriptor: Int32

  /// - Parameters:
  ///   - flags: as for `open`; `O_CLOEXEC` and `O_NOFOLLOW` are added. A new file gets the mode 0600.
  ///   - doing: what fails, for the error.
  init(_ path: String, _ flags: Int32, doing: String = "cannot be opened") throws(LogError) {
    self.path = path
    descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if descriptor < 0 { throw LogError.system(errno, path, doing) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// How long the file is, in bytes.
  func size() throws(LogError) -> Int64 {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw LogError.system(errno, path, "cannot be read") }
    return Int64(status.st_size)
  }

  /// Reads into a buffer. Returns how many bytes there were: fewer than asked for only at the file's end.
  func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(LogError) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw LogError.system(errno, path, "cannot be read") }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Up to `count` bytes at a place; fewer only at the file's end.
  func bytes(_ count: Int, at offset: Int64) throws(LogError) -> [UInt8] {
    var failure: LogError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
      do throws(LogError) {
        let room = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
        done = try read(room, at: offset)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// A buffer for reading files in pieces. It grows when a single record needs it.
final class LogBuffer {
  private(set) var bytes: UnsafeMutableRawBufferPointer

  init(_ size: Int) {
    bytes = .allocate(byteCount: size, alignment: 16)
  }

  deinit { bytes.deallocate() }

  /// Makes the buffer at least this large. The content is lost.
  func grow(_ size: Int) {
    guard size > bytes.count else { return }
    bytes.deallocate()
    bytes = .allocate(byteCount: size, alignment: 16)
  }
}
