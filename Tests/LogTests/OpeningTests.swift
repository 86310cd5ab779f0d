import Glibc
import Testing

@testable import Log

@Suite("Opening, and what errors say")
struct OpeningTests {
  private func text(_ body: () throws -> Void) -> String? { failure(body)?.description }

  @Test("Another log, no log, a newer format")
  func otherLogs() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log"
    let none = SegmentLogOptions(start: nil)
    mkdir(path, 0o700)
    #expect(
      text { _ = try SegmentLog.open(path, identity: identity, options: none) }
        == "\(path) holds no log; name its folder or restore a backup"
    )
    #expect(
      text { _ = try SegmentLog.open(path, identity: [1]) } == "the identity of a log has 16 bytes, not 1"
    )
    let log = try openLog(path).log
    try log.append([1])
    try log.close()
    let other = [UInt8](repeating: 0xAB, count: 16)
    #expect(
      text { _ = try SegmentLog.open(path, identity: other) }
        == "\(path)/00000000000000000001.log belongs to the log 000102030405060708090a0b0c0d0e0f, "
        + "not to abababababababababababababababab; name another folder or move this one away"
    )
    let file = Files.segments(path)[0]
    var bytes = try Files.read(file)
    bytes[8] = 2
    bytes.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[..<128]).seal(124) }
    try Files.write(file, bytes)
    #expect(text { _ = try openLog(path) } == "\(file) has format 2; this version reads 1")
    let missing = folder.path + "/no/log"
    #expect(text { _ = try openLog(missing) } == "\(missing) cannot be made: No such file or directory")
  }

  @Test("One process has it")
  func lock() throws {
    let folder = try TemporaryFolder()
    let log = try openLog(folder.path).log
    let error = failure { _ = try openLog(folder.path) }
    #expect(error?.code == .locked)
    #expect(error?.description == "\(folder.path) is in use by another process; stop it, or name another folder")
    try log.close()
    _ = try openLog(folder.path)
  }

  @Test("Read only, it writes nothing")
  func readOnly() throws {
    let folder = try TemporaryFolder()
    let log = try openLog(folder.path).log
    for value in 0..<60 { try log.append([UInt8](repeating: UInt8(value), count: 200)) }
    var group = LogGroup(after: log.end)
    group.add(kind: 1, topic: [], payload: [9])
    try log.stage(&group)
    let before = try Files.segments(folder.path).map { try Files.read($0) }
    let look = try openLog(folder.path, readOnly: true)
    #expect(look.torn?.bytes == 37)
    #expect(
      look.torn?.description == "\(look.torn?.segment ?? "") ended with 37 bytes of an append that was cut short, "
        + "from byte \(look.torn?.offset ?? 0) on"
    )
    #expect(look.log.end == log.end)
    #expect(try look.log.all() == log.all())
    #expect(try look.log.verify().records == 60)
    #expect(
      text { _ = try look.log.append([1]) } == "the log in \(folder.path) was opened to be read only"
    )
    try look.log.close()
    #expect(text { _ = try look.log.read(after: 0, limit: 1) } == "the log in \(folder.path) is closed")
    #expect(try Files.segments(folder.path).map { try Files.read($0) } == before)
    let empty = try TemporaryFolder()
    #expect(try openLog(empty.path, readOnly: true).log.end == .zero)
    #expect(Files.list(empty.path).isEmpty)
  }

  @Test("Files are for the owner only, sized in advance, and cut when they are full")
  func files() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log"
    let log = try openLog(path, segmentSize: 20_000).log
    for value in 0..<120 { try log.append([UInt8](repeating: UInt8(value), count: 300)) }
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
    let files = try log.segments()
    #expect(files.count == 3)
    for file in files {
      #expect(stat(file.path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
      #expect(file.isSealed ? Int64(status.st_size) == file.size : status.st_size == 20_000)
      #expect(status.st_size <= 20_000)
    }
    #expect(Files.list(path) == files.map { String($0.path.suffix(24)) } + ["lock"])
  }

  @Test("What was trimmed, and groups that do not follow")
  func texts() throws {
    let folder = try TemporaryFolder()
    let log = try openLog(folder.path).log
    for value in 0..<60 { try log.append([UInt8](repeating: UInt8(value), count: 200)) }
    let oldest = try log.trim(through: 20)
    #expect(
      text { _ = try log.read(after: 0, limit: 1) }
        == "the log in \(folder.path) no longer goes back so far; the first event that it has is \(oldest)"
    )
    let start = "a group cannot be appended to the log in \(folder.path): "
    var group = LogGroup(after: .zero)
    group.addNote(kind: 1, payload: [])
    #expect(
      text { _ = try log.append([group]) } == start + "it is made to follow 0, and 60 is the end that it would follow"
    )
    var long = LogGroup(after: log.end)
    long.add(kind: 1, topic: [UInt8](repeating: 1, count: 70_000), payload: [])
    #expect(text { _ = try log.append([long]) } == start + "the topic of event 61 has 70000 bytes; 65535 are the most")
    var staged = LogGroup(after: log.end)
    staged.add(kind: 1, topic: [], payload: [])
    try log.stage(&staged)
    try log.append([5])
    #expect(failure { _ = try log.append([staged]) }?.code == .badGroup)
  }

  @Test("A file that is left of a segment that was being made is removed")
  func unfinished() throws {
    let folder = try TemporaryFolder()
    let log = try openLog(folder.path).log
    try log.append([1])
    try log.close()
    try Files.write(folder.path + "/00000000000000000002.log.tmp", [1, 2, 3])
    _ = try openLog(folder.path, readOnly: true)
    #expect(Files.list(folder.path).count == 3)
    let again = try openLog(folder.path).log
    #expect(Files.list(folder.path) == ["00000000000000000001.log", "lock"])
    #expect(again.end.sequence == 1)
  }
}
