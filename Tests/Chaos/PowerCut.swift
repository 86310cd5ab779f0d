import Foundation
import Glibc
import TestSupport

/// Makes a folder's files what a power cut may leave of them: what was not synced is gone, the latest first, as far as chance says.
///
/// What was not synced is written down by the library in `Tests/FaultyDisk`; its `power.h` says how.
struct PowerCut {
  /// The folder of the notes.
  let notes: String
  /// The folder that the disk is.
  let root: String

  /// To be called when nobody writes any longer.
  /// - Returns: how many changes were undone.
  func play(using random: inout SeededGenerator) throws -> Int {
    var undone = try undoNames(using: &random)
    for (inode, path) in files() { undone += try undoBytes("\(notes)/\(inode)", path, using: &random) }
    // What is there now is on disk.
    for name in try FileManager.default.contentsOfDirectory(atPath: notes) { unlink("\(notes)/\(name)") }
    return undone
  }

  /// Every file below the root, by its inode.
  private func files() -> [UInt: String] {
    var files: [UInt: String] = [:]
    for name in FileManager.default.enumerator(atPath: root)?.compactMap({ $0 as? String }) ?? [] {
      var status = stat()
      if lstat("\(root)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG {
        files[status.st_ino] = "\(root)/\(name)"
      }
    }
    return files
  }

  private func undoNames(using random: inout SeededGenerator) throws -> Int {
    guard let text = try? String(contentsOfFile: notes + "/names", encoding: .utf8) else { return 0 }
    var open: [[String]] = []
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: "\t").map(String.init)
      if fields[0] == "sync" {
        open.removeAll { parent(of: $0[0] == "rename" ? $0[2] : $0[1]) == fields[1] }
      } else {
        open.append(fields)
      }
    }
    let gone = open.dropFirst(Int.random(in: 0...open.count, using: &random))
    for fields in gone.reversed() {
      switch fields[0] {
      case "create": unlink(fields[1])
      case "mkdir": rmdir(fields[1])
      case "unlink": link(fields[2], fields[1])
      default:
        rename(fields[2], fields[1])
        if fields[3] != "-" { link(fields[3], fields[2]) }
      }
    }
    return gone.count
  }

  private func parent(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }

  private func undoBytes(_ note: String, _ path: String, using random: inout SeededGenerator) throws -> Int {
    guard let data = FileManager.default.contents(atPath: note) else { return 0 }
    var records: [(place: Int64, size: Int64, bytes: Data)] = []
    var rest = data[...]
    while rest.count >= 24 {
      let numbers = rest.prefix(24).withUnsafeBytes { bytes in
        (0..<3).map { bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self) }
      }
      rest = rest.dropFirst(24)
      records.append((numbers[0], numbers[2], Data(rest.prefix(Int(numbers[1])))))
      rest = rest.dropFirst(Int(numbers[1]))
    }
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw Trouble("\(path): \(String(cString: strerror(errno)))") }
    defer { close(file) }
    let gone = records.dropFirst(Int.random(in: 0...records.count, using: &random))
    for record in gone.reversed() {
      let written = record.bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, Int(record.place)) }
      guard written == record.bytes.count, ftruncate(file, Int(record.size)) == 0 else {
        throw Trouble("\(path): \(String(cString: strerror(errno)))")
      }
    }
    return gone.count
  }
}
