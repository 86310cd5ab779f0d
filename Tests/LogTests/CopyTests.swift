import Testing

@testable import Log

@Suite("Copies")
struct CopyTests {
  private func make(_ path: String) throws -> (log: SegmentLog, ends: [LogEnd], known: KnownLog) {
    let log = try openLog(path).log
    var random = SeededRandom(9)
    var known = KnownLog()
    var ends = [known.end]
    for _ in 0..<25 {
      let (group, after) = known.group(&random, records: 4, size: 400)
      try log.append([group])
      known = after
      ends.append(known.end)
    }
    return (log, ends, known)
  }

  @Test("A copy up to any number ends with the last whole group, and goes on from there")
  func everyNumber() throws {
    let folder = try TemporaryFolder()
    let (log, ends, known) = try make(folder.path)
    for sequence in 0...known.end.sequence + 1 {
      let target = try TemporaryFolder()
      let expected = ends.last { $0.sequence <= sequence }
      let end = try log.copy(to: target.path, through: sequence)
      #expect(end == expected, "through \(sequence)")
      let copy = try openLog(target.path)
      #expect(copy.torn == nil)
      #expect(copy.log.end == end)
      #expect(try copy.log.all() == known.records.filter { $0.place <= end.place })
      try copy.log.append([1])
      _ = try copy.log.verify()
    }
    let target = try TemporaryFolder()
    #expect(try log.copy(to: target.path + "/new") == log.end)
    let error = failure { _ = try log.copy(to: target.path + "/new") }
    #expect(error?.description == "\(target.path)/new holds a log already; name another folder or move it away")
    try log.trim(through: 30)
    #expect(failure { _ = try log.copy(to: target.path + "/old", through: 1) }?.code == .tooOld(log.oldest))
  }

  @Test("The parts of the files that are listed open as the log")
  func listed() throws {
    let folder = try TemporaryFolder()
    let target = try TemporaryFolder()
    let (log, _, known) = try make(folder.path)
    let files = try log.segments()
    #expect(files.map(\.path) == Files.segments(folder.path))
    #expect(files.map(\.isSealed) == files.indices.map { $0 < files.count - 1 })
    #expect(zip(files, files.dropFirst()).allSatisfy { $0.last + 1 == $1.first })
    for file in files {
      try Files.write(target.path + file.path.suffix(25), Array(Files.read(file.path)[..<Int(file.size)]))
    }
    #expect(try openLog(target.path).log.all() == known.records)
  }

  @Test("A log may begin behind another's end")
  func start() throws {
    let folder = try TemporaryFolder()
    let start = LogEnd(sequence: 41, check: [UInt8](repeating: 5, count: 16), bytes: 1000)
    let log = try SegmentLog.open(folder.path, identity: identity, options: SegmentLogOptions(start: start)).log
    #expect(log.end == start)
    #expect(log.oldest == 42)
    #expect(try log.append([1]).check == Known.check(start.check, [1]))
    #expect(try log.check(at: 41) == start.check)
    #expect(try log.verify().records == 1)
    try log.close()
    #expect(try openLog(folder.path).log.end.bytes == 1001)
  }
}
