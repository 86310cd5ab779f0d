import Client
import Console
import FileOutput
import Foundation
import Glibc
import Model
import Permissions

/// Where a watch has come to, kept in a file so that the next one goes on from there.
///
/// It holds a ``WatchPlace``, and is written beside its place, synced and renamed, after the output was let out. Where the output is a
/// file, its length is kept as well, and what a watch that was killed has written beyond it is cut off: then nothing is missed and
/// nothing repeated, whenever it was killed. A watch that ends in order leaves no length behind: what others append is theirs.
final class CursorFile {
  let path: String
  private let prefixes: [String]
  /// As the file has it.
  private var kept: WatchPlace?

  /// Reads the file, if there is one.
  /// - Throws: ``CursorFileError`` for a file that is damaged, or was written for other prefixes.
  init(path: String, prefixes: [String]) throws(CursorFileError) {
    self.path = path
    self.prefixes = prefixes
    switch try Self.place(path).kind {
    case .missing:
      kept = nil
      return
    case .stream, .folder: throw CursorFileError("\(path): is no file; name a file for the cursor")
    case .regular: break
    }
    guard access(path, R_OK) == 0 else {
      if PermissionDenied.isDenial(errno) {
        throw CursorFileError(PermissionDenied(path, to: .read).description, .denied)
      }
      throw CursorFileError("\(path): cannot be read: \(String(cString: strerror(errno)))")
    }
    let damage = CursorFileError("\(path): damaged, no cursor can be read; remove it to begin with a snapshot")
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CursorFileError("\(path): cannot be read: \(String(cString: strerror(errno)))")
    }
    guard let place = WatchPlace(bytes: Array(data)) else { throw damage }
    kept = place
    guard place.prefixes.map({ ExactText($0) }) == prefixes.map({ ExactText($0) }) else {
      let wanted = place.prefixes.joined(separator: " ")
      throw CursorFileError(
        "\(path) is of a watch of \(wanted.isEmpty ? "everything" : wanted); name another file, or the same prefixes"
      )
    }
  }

  private static func place(_ path: String) throws(CursorFileError) -> FilePlace {
    do {
      return try FilePlace(path)
    } catch {
      throw CursorFileError(error.description, error.exit)
    }
  }

  /// Where the last watch had come to; nil when it had come nowhere.
  var cursor: Cursor? { kept?.cursor }

  /// Begins: cuts off what a watch that was killed has written, and keeps from where on this one writes.
  /// - Throws: ``CursorFileError`` when that cannot be done.
  func begin() throws(CursorFileError) {
    try repairOutput()
    try save(cursor)
  }

  /// Ends in order: what was let out beyond the cursor goes, for the next watch shows it.
  /// - Throws: ``CursorFileError`` when that cannot be done.
  func end() throws(CursorFileError) {
    try repairOutput()
    try write(WatchPlace(cursor: cursor, prefixes: prefixes, output: nil))
  }

  /// Cuts off what a watch that was killed has written after its last cursor.
  /// - Throws: ``CursorFileError`` when that cannot be done.
  private func repairOutput() throws(CursorFileError) {
    guard let kept = kept?.output, let now = Self.output(), now.device == kept.device, now.inode == kept.inode else {
      return
    }
    var status = stat()
    guard fstat(1, &status) == 0, status.st_size > kept.length else { return }
    guard ftruncate(1, kept.length) == 0, lseek(1, 0, SEEK_END) >= 0 else {
      throw CursorFileError("the output cannot be cut back to the cursor's place: \(String(cString: strerror(errno)))")
    }
  }

  /// Writes the file; what was printed must have been let out before.
  /// - Throws: ``CursorFileError`` when the disk does not take it: the old file is as it was.
  func save(_ cursor: Cursor?) throws(CursorFileError) {
    let place = WatchPlace(cursor: cursor, prefixes: prefixes, output: Self.output())
    // What was printed must not be lost with the power once the cursor is beyond it.
    var status = stat()
    if fstat(1, &status) == 0, status.st_mode & S_IFMT == S_IFREG, fdatasync(1) != 0 {
      throw CursorFileError("the output cannot be synced: \(String(cString: strerror(errno)))")
    }
    try write(place)
  }

  private func write(_ place: WatchPlace) throws(CursorFileError) {
    let bytes: [UInt8]
    do {
      bytes = try place.bytes()
    } catch {
      throw CursorFileError("\(path): \(error)")
    }
    do throws(FileError) {
      let file = try OutputFile(path)
      try file.write(bytes)
      try file.finish()
    } catch {
      throw CursorFileError(error.description, error.exit)
    }
    kept = place
  }

  /// Where the output goes, if that is a file.
  private static func output() -> WatchPlace.Output? {
    var status = stat()
    guard fstat(1, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    // What is appended goes to the end, wherever the place is said to be before the first byte.
    let place = fcntl(1, F_GETFL) & O_APPEND != 0 ? status.st_size : lseek(1, 0, SEEK_CUR)
    guard place >= 0 else { return nil }
    return WatchPlace.Output(device: UInt64(status.st_dev), inode: UInt64(status.st_ino), length: place)
  }
}

/// Why a cursor's file cannot be used, in one line.
struct CursorFileError: ExitingError, CustomStringConvertible {
  let description: String
  let exit: ProgramExit

  init(_ description: String, _ exit: ProgramExit = .failed) {
    self.description = description
    self.exit = exit
  }
}
