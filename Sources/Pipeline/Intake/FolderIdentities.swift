import Glibc
import Model

/// Which folders were seen with something in them, so that an empty one can be told from the place of a disk that is not mounted.
///
/// One line of the spool's, in a file of its own. A mounted disk's root has another device and number than the folder under it.
struct FolderIdentities {
  private struct Identity: Codable, Equatable {
    var device: UInt64
    var inode: UInt64

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
    }
  }

  private let path: String
  private var known: [String: Identity] = [:]

  /// - Parameter path: of the file. One that is not there, or damaged, knows nothing.
  init(path: String) {
    self.path = path
    do {
      let bytes = try Files.read(path, limit: 1 << 20)
      known = try Spool.header([String: Identity].self, from: bytes.dropLast())
    } catch {
      known = [:]
    }
  }

  /// True when a folder is empty and another than the one of that name that had files in it.
  func isPlaceOfAnother(_ folder: String) -> Bool {
    guard let known = known[folder], let now = Identity(folder), now != known else { return false }
    return isEmpty(folder)
  }

  /// Remembers a folder that has something in it.
  /// - Throws: ``SpoolError`` when the disk does not take it: it is told again next time.
  mutating func remember(_ folder: String) throws(SpoolError) {
    guard let now = Identity(folder), known[folder] != now, !isEmpty(folder) else { return }
    var changed = known
    changed[folder] = now
    try Files.write([try Spool.line(changed)], to: path + ".tmp")
    try Files.rename(path + ".tmp", path)
    known = changed
  }

  private func isEmpty(_ folder: String) -> Bool {
    do {
      return try Files.list(folder).names.isEmpty
    } catch {
      return false
    }
  }
}
