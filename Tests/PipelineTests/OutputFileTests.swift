import FileOutput
import Foundation
import Glibc
import Testing

@testable import Store

@Suite("Files that commands write")
struct OutputFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(_ text: String, to path: String, isPrivate: Bool = false) throws {
    let file = try OutputFile(path, isPrivate: isPrivate)
    try file.write(text.utf8)
    try file.finish()
  }

  private func mode(_ path: String) throws -> mode_t {
    var status = stat()
    try #require(lstat(path, &status) == 0, "\(path)")
    return status.st_mode
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }

  /// What a pipe is given while `body` runs.
  private func reading(_ pipe: String, _ body: () throws -> Void) throws -> [UInt8] {
    // Open for both, so that neither end waits for the other.
    let reader = open(pipe, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    try #require(reader >= 0)
    defer { close(reader) }
    try body()
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(reader, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }

  @Test("a new file is there whole, or not at all, and nothing is left beside it")
  func new() throws {
    let path = folder.path + "/new"
    do {
      let file = try OutputFile(path)
      try file.write("half".utf8)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    try write("whole", to: path)
    #expect(try text(path) == "whole")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["new"])
  }

  @Test("a file that is replaced keeps its mode", arguments: [0o600, 0o640, 0o664, 0o4755] as [mode_t])
  func keepsMode(_ wanted: mode_t) throws {
    let path = try folder.write("old", to: "file")
    #expect(chmod(path, wanted) == 0)
    try write("new", to: path)
    #expect(try mode(path) & 0o7777 == wanted)
    #expect(try text(path) == "new")
  }

  @Test("a file that is replaced keeps its owner and group", .enabled(if: geteuid() == 0, "needs root"))
  func keepsOwner() throws {
    let path = try folder.write("old", to: "file")
    #expect(chown(path, 1234, 2345) == 0 && chmod(path, 0o2750) == 0)
    try write("new", to: path)
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_uid == 1234 && status.st_gid == 2345 && status.st_mode & 0o7777 == 0o2750)
  }

  @Test("a link is followed, and stays", arguments: ["target", "missing", "other"])
  func link(_ name: String) throws {
    let target = "\(folder.path)/\(name)"
    if name == "target" { _ = try folder.write("old", to: name) }
    let path = folder.path + "/link"
    let middle = folder.path + "/middle"
    // Relative, and by a second one.
    #expect(symlink("middle", path) == 0 && symlink(name == "other" ? target : name, middle) == 0)
    try write("new", to: path)
    #expect(try mode(path) & S_IFMT == S_IFLNK && mode(middle) & S_IFMT == S_IFLNK)
    #expect(try mode(target) & S_IFMT == S_IFREG)
    #expect(try text(target) == "new")
  }

  @Test("a circle of links, a folder, and a folder that is not there are refused by name")
  func refused() throws {
    let circle = folder.path + "/circle"
    #expect(symlink("circle", circle) == 0)
    for (path, reason) in [
      (circle, "links lead in a circle"), (folder.path, "is a folder; name a file"),
      (folder.path + "/none/file", "No such file or directory"),
    ] {
      let error = #expect(throws: FileError.self) { try OutputFile(path) }
      #expect(
        error?.description.hasPrefix(path) == true && error?.description.contains(reason) == true,
        "\(path): \(error?.description ?? "")"
      )
    }
  }

  @Test("a pipe is written into, and stays one")
  func pipe() throws {
    let path = folder.path + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    #expect(try reading(path) { try write("through", to: path) } == Array("through".utf8))
    #expect(try mode(path) & S_IFMT == S_IFIFO)
    // Who writes a file of its own, as SQLite does, has it copied.
    let bytes = try reading(path) {
      let file = try OutputFile(path, scratch: folder.path)
      try Data("by name".utf8).write(to: URL(fileURLWithPath: try file.draft()))
      try file.finish()
    }
    #expect(bytes == Array("by name".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["pipe"])
  }

  /// A device like one of the system's, in a folder of ours; nil where that is not allowed.
  private func device(_ minor: UInt32) -> String? {
    let path = folder.path + "/device"
    guard mknod(path, S_IFCHR | 0o666, dev_t(1 << 8 | minor)) == 0 else { return nil }
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    close(descriptor)
    return path
  }

  @Test("a device is written into, and stays one, also when it takes nothing")
  func devices() throws {
    // The same as /dev/null and /dev/full.
    if let null = device(3) {
      try write("gone", to: null)
      #expect(try mode(null) & S_IFMT == S_IFCHR)
      unlink(null)
    }
    guard let full = device(7) else { return }
    let error = #expect(throws: FileError.self) { try write("no room", to: full) }
    #expect(error?.description == "\(full): cannot be written: No space left on device")
    #expect(try mode(full) & S_IFMT == S_IFCHR)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["device"])
  }

  @Test("an open file is written to by its name in /proc, and keeps what it has")
  func descriptor() throws {
    let path = try folder.write("before ", to: "file")
    let opened = open(path, O_RDWR | O_CLOEXEC)
    try #require(opened >= 0)
    defer { close(opened) }
    var before = stat()
    #expect(stat(path, &before) == 0)
    try write("after", to: "/proc/self/fd/\(opened)")
    var after = stat()
    #expect(stat(path, &after) == 0 && after.st_ino == before.st_ino)
    #expect(try text(path) == "before after")
  }

  // MARK: Databases

  private func makeDatabase() throws -> String {
    let path = folder.path + "/courant.db"
    let store = try Store(path: path)
    let fact = try Make.fact("a:", "1", key: "spain/size", text: "5")
    _ = try store.apply([try Make.batch("a:", "1", job: "s-1", [fact])], at: .now)[0].get()
    try store.close()
    return path
  }

  @Test("databases, their logs and backups are for their owner alone")
  func modes() throws {
    let path = folder.path + "/courant.db"
    let store = try Store(path: path)
    let fact = try Make.fact("a:", "1", key: "spain/size", text: "5")
    _ = try store.apply([try Make.batch("a:", "1", job: "s-1", [fact])], at: .now)[0].get()
    for rest in ["", "-wal", "-shm"] { #expect(try mode(path + rest) & 0o7777 == 0o600, "\(rest)") }
    let copy = folder.path + "/copy.db"
    _ = try DatabaseFile.backUp(path, to: copy)
    #expect(try mode(copy) & 0o7777 == 0o600)
    try store.close()
    #expect(chmod(copy, 0o644) == 0)
    _ = try DatabaseFile.restore(copy, to: path)
    #expect(try mode(path) & 0o7777 == 0o600, "not that of the backup")
    // One that was made by others is closed to them at the next start.
    #expect(chmod(path, 0o664) == 0)
    try Store(path: path).close()
    #expect(try mode(path) & 0o7777 == 0o600)
  }

  @Test("a backup into a pipe is a backup, and one over a link leaves the link")
  func backups() throws {
    let path = try makeDatabase()
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    // A backup is larger than a pipe holds, so it is read meanwhile.
    let through = folder.path + "/through.db"
    let reader = Thread {
      guard let end = FileHandle(forReadingAtPath: pipe) else { return }
      _ = FileManager.default.createFile(atPath: through, contents: end.readDataToEndOfFile())
    }
    reader.start()
    _ = try DatabaseFile.backUp(path, to: pipe)
    while !reader.isFinished { usleep(1000) }
    #expect(try Check(of: through).firstFault == nil)
    #expect(try mode(pipe) & S_IFMT == S_IFIFO)

    let (target, link) = (try folder.write("old", to: "target.db"), folder.path + "/link.db")
    #expect(chmod(target, 0o640) == 0 && symlink("target.db", link) == 0)
    _ = try DatabaseFile.backUp(path, to: link)
    #expect(try mode(link) & S_IFMT == S_IFLNK)
    #expect(try mode(target) & 0o7777 == 0o640)
    #expect(try Check(of: target).firstFault == nil)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
        $0.hasPrefix(".") || $0.hasSuffix("tmp")
      } == []
    )
  }

  @Test("a database that is reached by a link is restored where the link leads")
  func restoreThroughLink() throws {
    let path = try makeDatabase()
    let copy = folder.path + "/copy.db"
    _ = try DatabaseFile.backUp(path, to: copy)
    let elsewhere = folder.path + "/elsewhere.db"
    #expect(rename(path, elsewhere) == 0 && symlink("elsewhere.db", path) == 0)
    _ = try DatabaseFile.restore(copy, to: path)
    #expect(try mode(path) & S_IFMT == S_IFLNK)
    #expect(try Check(of: path).firstFault == nil)
    let store = try Store(path: path)
    #expect(try store.head().sequence == 2)
    try store.close()
  }
}
