import FileOutput
import Glibc
import Service

/// Whole files that are small: read within a limit, written so that nobody sees half of one.
enum SmallFile {
  /// - Throws: ``ConfigurationError`` with the path and the reason.
  static func read(_ path: String, limit: Int) throws(ConfigurationError) -> [UInt8] {
    // Not a pipe or a device, which could keep us waiting.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ConfigurationError(file: path, code: errno, to: .read) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw ConfigurationError(file: path, code: errno, to: .read) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw ConfigurationError("\(path): not a file") }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw ConfigurationError(file: path, code: errno, to: .read)
      }
      if got == 0 { break }
      count += got
    }
    guard count <= limit else { throw ConfigurationError("\(path): larger than \(Quantities.size(limit))") }
    return Array(bytes.prefix(count))
  }

  /// Makes a file that is not there yet.
  /// - Throws: ``ConfigurationError``, also when there is one.
  static func create(_ path: String, with bytes: [UInt8], mode: mode_t) throws(ConfigurationError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw ConfigurationError(file: path, code: errno, to: .write) }
    defer { close(descriptor) }
    do throws(ConfigurationError) {
      // Whatever the umask is.
      guard fchmod(descriptor, mode) == 0 else { throw ConfigurationError(path, code: errno) }
      var count = 0
      while count < bytes.count {
        let put = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count) }
        if put < 0 {
          if errno == EINTR { continue }
          throw ConfigurationError(path, code: errno)
        }
        count += put
      }
      guard fsync(descriptor) == 0 else { throw ConfigurationError(path, code: errno) }
    } catch {
      unlink(path)
      throw error
    }
  }

  /// Puts a file in the place of one that may be there, whose mode it keeps; a link is followed, and stays.
  /// - Parameter mode: of a file that is not there yet.
  static func replace(_ path: String, with bytes: [UInt8], mode: mode_t) throws(ConfigurationError) {
    var (path, mode) = (path, mode)
    do {
      let place = try FilePlace(path)
      switch place.kind {
      case .missing: break
      case .regular(let kept, _, _): mode = kept
      case .stream, .folder: throw ConfigurationError("\(path): not a file")
      }
      path = place.path
    } catch let error as FileError {
      throw ConfigurationError(error.description)
    } catch {
      throw (error as? ConfigurationError) ?? ConfigurationError("\(path): \(error)")
    }
    let temporary = "\(path).\(getpid()).tmp"
    unlink(temporary)
    try create(temporary, with: bytes, mode: mode)
    guard rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw ConfigurationError(file: path, code: code, to: .write)
    }
  }
}
