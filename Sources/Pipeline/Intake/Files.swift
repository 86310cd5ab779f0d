import Failpoints
import Glibc
import SystemPackage

/// Files that are there whole or not at all, even when the power goes.
enum Files {
  /// Writes a file and waits until its bytes are on disk.
  static func write(_ parts: [[UInt8]], to path: String) throws(SpoolError) {
    do {
      let file = try FileDescriptor.open(
        FilePath(path),
        .writeOnly,
        options: [.create, .truncate, .closeOnExec],
        permissions: .ownerReadWrite
      )
      try file.closeAfter {
        for part in parts {
          try file.writeAll(part)
          Failpoint.midFile.reach()
        }
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
      }
    } catch {
      throw SpoolError(description: "\(path): \(error)")
    }
  }

  /// Puts bytes at a place of a file that may be there; what was after it is cut off. Not synced: for what need not survive.
  static func append(_ parts: [[UInt8]], to path: String, at offset: Int) throws(SpoolError) {
    do {
      let file = try FileDescriptor.open(
        FilePath(path),
        .writeOnly,
        options: [.create, .closeOnExec],
        permissions: .ownerReadWrite
      )
      try file.closeAfter {
        guard ftruncate(file.rawValue, offset) == 0 else { throw Errno(rawValue: errno) }
        var place = Int64(offset)
        for part in parts {
          place += Int64(try file.writeAll(toAbsoluteOffset: place, part))
          Failpoint.midChunk.reach()
        }
      }
    } catch {
      throw SpoolError(description: "\(path): \(error)")
    }
  }

  /// Waits until the names in a folder are on disk.
  static func syncFolder(_ path: String) throws(SpoolError) {
    do {
      let folder = try FileDescriptor.open(FilePath(path), .readOnly, options: [.directory, .closeOnExec])
      try folder.closeAfter {
        guard fsync(folder.rawValue) == 0 else { throw Errno(rawValue: errno) }
      }
    } catch {
      throw SpoolError(description: "\(path): \(error)")
    }
  }

  static func rename(_ old: String, _ new: String) throws(SpoolError) {
    guard Glibc.rename(old, new) == 0 else {
      throw SpoolError(description: "\(old): cannot be renamed to \(new): \(String(cString: strerror(errno)))")
    }
  }

  /// Removes a file; one that is gone already is no error.
  static func remove(_ path: String) throws(SpoolError) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw SpoolError(description: "\(path): cannot be removed: \(String(cString: strerror(errno)))")
    }
  }

  /// The bytes of a file.
  /// - Parameter limit: the most that are read; a longer file gives one byte more than that.
  /// - Throws: `Errno`.
  static func read(_ path: String, limit: Int) throws -> [UInt8] {
    // Not blocking, so that a pipe nobody writes to cannot hold the reader; for a plain file it makes no difference.
    let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
    return try file.closeAfter { try read(file, limit: limit) }
  }

  /// The bytes of a file that is open.
  static func read(_ file: FileDescriptor, limit: Int) throws -> [UInt8] {
    var status = stat()
    guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Errno.invalidArgument }
    var bytes: [UInt8] = []
    let size = min(max(0, Int(status.st_size)), limit) + 1
    while bytes.count <= limit {
      let chunk = try [UInt8](
        unsafeUninitializedCapacity: min(max(size - bytes.count, 4096), limit + 1 - bytes.count)
      ) {
        $1 = try file.read(into: UnsafeMutableRawBufferPointer($0))
      }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    return bytes
  }

  /// The names in a folder, in byte order, without `.` and `..`; and how many there are that are not UTF-8.
  /// - Throws: `Errno`.
  static func list(_ path: String) throws -> (names: [String], unreadable: Int) {
    guard let folder = opendir(path) else { throw Errno(rawValue: errno) }
    defer { closedir(folder) }
    var names: [String] = []
    var unreadable = 0
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let name else {
        unreadable += 1
        continue
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return (names.sorted(), unreadable)
  }
}
