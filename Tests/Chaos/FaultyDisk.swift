import Foundation
import Glibc

/// The switch of the library in `Tests/FaultyDisk`, and a small file system.
struct FaultyDisk {
  /// The numbers are those of `faulty_disk.h`.
  enum Mode: Int64, CaseIterable {
    case full = 1
    case readOnly, sync, error
  }

  /// The three numbers that the library reads.
  private struct Control {
    var mode: Int64 = 0
    var permille: Int64 = 0
    var clock: Int64 = 0
  }

  let path: String
  private var control = Control()

  init(path: String) throws {
    self.path = path
    try Data(count: MemoryLayout<Control>.size).write(to: URL(fileURLWithPath: path))
  }

  mutating func fail(_ mode: Mode?, permille: Int = 0) throws {
    control.mode = mode?.rawValue ?? 0
    control.permille = Int64(permille)
    try write()
  }

  mutating func moveClock(hours: Int) throws {
    control.clock = Int64(hours) * 3_600_000_000_000
    try write()
  }

  /// In place, for the file is mapped by others.
  private func write() throws {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw Trouble("\(path): \(String(cString: strerror(errno)))") }
    defer { close(file) }
    var control = control
    guard pwrite(file, &control, MemoryLayout<Control>.size, 0) == MemoryLayout<Control>.size else {
      throw Trouble("\(path): \(String(cString: strerror(errno)))")
    }
  }
}

/// A file system in memory with little room.
enum SmallDisk {
  static func mount(at folder: String) -> Bool {
    Glibc.mount("tmpfs", folder, "tmpfs", 0, "size=24m,mode=0700") == 0
  }

  static func unmount(_ folder: String) {
    umount2(folder, Int32(MNT_DETACH))
  }

  /// Whether this process may mount anything.
  static func isPossible() -> Bool {
    let folder = "/tmp/ct-mount-\(getpid())"
    guard mkdir(folder, 0o700) == 0 else { return false }
    defer { rmdir(folder) }
    guard mount(at: folder) else { return false }
    unmount(folder)
    return true
  }

  /// Takes all the room that there is.
  static func fill(_ folder: String) {
    let file = open(folder + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    defer { close(file) }
    let bytes = [UInt8](repeating: 0, count: 4096)
    while Glibc.write(file, bytes, bytes.count) > 0 {}
  }

  static func empty(_ folder: String) {
    Glibc.unlink(folder + "/filler")
  }
}

/// Why the harness itself cannot go on.
struct Trouble: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
