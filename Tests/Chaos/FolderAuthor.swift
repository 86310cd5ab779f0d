import Glibc
import Synchronization

/// Writes, replaces and removes files in a watched folder, as people and programs do: without ever being told anything.
final class FolderAuthor: Sendable {
  private struct Work: Sendable {
    /// What each file was given to hold, in order; nil where it was removed.
    var contents: [String: [[UInt8]?]] = [:]
    var faults: [String] = []
    var isDone = false
  }

  let folder: String
  /// Where files are written before they are put in place; on the same file system, and not watched.
  private let desk: String
  private let work = Mutex(Work())
  private let isStopped = Atomic<Bool>(false)

  init(folder: String, desk: String) {
    self.folder = folder
    self.desk = desk
  }

  /// What each document was given to hold, by its URI.
  var contents: [String: [[UInt8]?]] { work.withLock { $0.contents } }
  var faults: [String] { work.withLock { $0.faults } }
  var isDone: Bool { work.withLock { $0.isDone } }

  func stop() { isStopped.store(true, ordering: .relaxed) }

  func run(_ operations: [Schedule.Operation]) {
    for operation in operations where !isStopped.load(ordering: .relaxed) {
      switch operation {
      case .pause(let milliseconds): usleep(UInt32(milliseconds) * 1000)
      case .submit(let document, let revision): put(Documents.content(revision), at: "\(folder)/\(document).txt")
      case .withdraw(let document): remove("\(folder)/\(document).txt")
      }
    }
    work.withLock { $0.isDone = true }
  }

  private func put(_ content: [UInt8], at path: String) {
    note(path, content)
    let temporary = desk + "/new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer { close(file) }
    guard write(file, content, content.count) == content.count, rename(temporary, path) == 0 else {
      return complain(path)
    }
  }

  private func remove(_ path: String) {
    guard unlink(path) == 0 else {
      if errno != ENOENT { complain(path) }
      return
    }
    note(path, nil)
  }

  private func note(_ path: String, _ content: [UInt8]?) {
    work.withLock { $0.contents["file://" + path, default: []].append(content) }
  }

  private func complain(_ path: String) {
    let reason = String(cString: strerror(errno))
    work.withLock { $0.faults.append("\(path): \(reason)") }
  }
}
