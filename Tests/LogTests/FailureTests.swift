import Glibc
import Testing

@testable import Log

@Suite("A disk that fails")
struct FailureTests {
  /// Opens with faults; the log holds one event.
  private func make(_ path: String) throws -> (log: SegmentLog, faults: LogDisk.Faults) {
    let faults = LogDisk.Faults()
    let log = try openLog(path, disk: .failing(faults)).log
    try log.append([0])
    _ = faults.calls()
    return (log, faults)
  }

  @Test("Whichever call fails, nothing of the append is in the log, and the next one succeeds")
  func everyCall() throws {
    for call in ["write", "sync", "syncAll", "allocate", "truncate"] {
      for skip in 0..<12 {
        for number in [ENOSPC, EIO] {
          let folder = try TemporaryFolder(inMemory: true)
          let (log, faults) = try make(folder.path)
          // Allocating is tried twice.
          faults.fail(call, skip: skip, count: call == "allocate" ? 2 : 1, number)
          var random = SeededRandom(7)
          var known = KnownLog(records: try log.all(), end: log.end)
          var failures = 0
          for step in 0..<20 {
            let context: Comment = "\(call) fails after \(skip), step \(step)"
            var batch: [LogGroup] = []
            var after = known
            for _ in 0..<2 {
              let (group, next) = after.group(&random, records: 4, size: 300)
              batch.append(group)
              after = next
            }
            let error = failure { _ = try log.append(batch) }
            if let error {
              failures += 1
              #expect(error.code == (number == ENOSPC ? .full : .storage), context)
              #expect(log.end == known.end, context)
              // As after a crash right now.
              let copy = try TemporaryFolder(inMemory: true)
              try Files.copy(folder.path, to: copy.path)
              let look = try openLog(copy.path)
              #expect(look.log.end == known.end, context)
              #expect(look.torn == nil, context)
            } else {
              known = after
            }
            #expect(try log.all() == known.records, context)
          }
          #expect(failures <= 1)
          _ = try log.verify()
          try log.close()
          let again = try openLog(folder.path)
          #expect(again.torn == nil)
          #expect(try again.log.all() == known.records)
        }
      }
    }
  }

  @Test("After a sync that failed the end is cut and written anew, not only synced again")
  func failedSync() throws {
    let folder = try TemporaryFolder()
    let (log, faults) = try make(folder.path)
    faults.fail("sync", EIO)
    let error = failure { _ = try log.append([1]) }
    #expect(error?.description == "\(folder.path)/00000000000000000001.log cannot be synced: Input/output error")
    #expect(faults.calls() == ["write", "sync", "truncate", "write", "allocate", "syncAll"])
    try log.append([1])
    #expect(faults.calls() == ["write", "sync"])
    #expect(try log.all().map(\.payload) == [[0], [1]])
  }

  @Test("While the log cannot be brought back, appending fails and reading goes on")
  func cannotBeBroughtBack() throws {
    let folder = try TemporaryFolder()
    let (log, faults) = try make(folder.path)
    faults.fail("sync", EIO)
    faults.fail("truncate", count: 3, EIO)
    #expect(failure { _ = try log.append([1]) }?.code == .storage)
    for _ in 0..<2 {
      let error = failure { _ = try log.append([1]) }
      #expect(
        error?.description == "\(folder.path)/00000000000000000001.log cannot be brought back to its last whole group: "
          + "Input/output error; nothing can be appended until it is"
      )
      #expect(try log.all().map(\.payload) == [[0]])
    }
    try log.append([2])
    try log.close()
    #expect(try openLog(folder.path).log.all().map(\.payload) == [[0], [2]])
  }

  @Test("A part that cannot be written gives the group up")
  func stage() throws {
    let folder = try TemporaryFolder()
    let (log, faults) = try make(folder.path)
    var group = LogGroup(after: log.end)
    group.add(kind: 1, topic: [], payload: [1])
    try log.stage(&group)
    group.add(kind: 1, topic: [], payload: [2])
    faults.fail("write", ENOSPC)
    #expect(failure { try log.stage(&group) }?.code == .full)
    #expect(failure { _ = try log.append([group]) }?.code == .badGroup)
    try log.append([3])
    #expect(try log.all().map(\.payload) == [[0], [3]])
  }

  @Test("A segment that cannot be removed stays")
  func trim() throws {
    let folder = try TemporaryFolder()
    let (log, faults) = try make(folder.path)
    for _ in 0..<50 { try log.append([UInt8](repeating: 1, count: 300)) }
    faults.fail("remove", skip: 1, EACCES)
    #expect(failure { try log.trim(through: 40) }?.code == .storage)
    let oldest = log.oldest
    #expect(oldest > 1)
    #expect(try log.all(after: LogPlace(oldest - 1)).first?.place == LogPlace(oldest))
    #expect(try log.trim(through: 40) > oldest)
    _ = try log.verify()
  }

  @Test("A limit on the size of files")
  func fileSize() async throws {
    let folder = try TemporaryFolder()
    await #expect(processExitsWith: .success) { [path = folder.path as String] in
      signal(SIGXFSZ, SIG_IGN)
      let log = try openLog(path, segmentSize: 1 << 20).log
      try log.append([0])
      let size = try #require(try log.segments().last).size
      var limit = rlimit(rlim_cur: rlim_t(size) + 1000, rlim_max: rlim_t.max)
      #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      let error = failure { _ = try log.append([UInt8](repeating: 1, count: 3000)) }
      #expect(error?.code == .full)
      #expect(log.end.sequence == 1)
      #expect(failure { _ = try log.append([UInt8](repeating: 1, count: 3000)) }?.code == .full)
      try log.append([2])
      limit.rlim_cur = rlim_t.max
      #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      try log.append([3])
      #expect(try log.all().map(\.payload) == [[0], [2], [3]])
      try log.close()
    }
    #expect(try openLog(folder.path).log.all().map(\.payload) == [[0], [2], [3]])
  }

  @Test("A disk that is full, and has room again", .enabled(if: SmallDisk.isPossible))
  func fullDisk() throws {
    let disk = try SmallDisk(256 << 10)
    let path = disk.folder.path + "/log"
    let log = try openLog(path, segmentSize: 64 << 10).log
    var known = KnownLog()
    var random = SeededRandom(8)
    var error: LogError?
    while error == nil {
      let (group, after) = known.group(&random, records: 10, size: 2000)
      error = failure { _ = try log.append([group]) }
      if error == nil { known = after }
    }
    #expect(error?.code == .full)
    #expect(known.records.count > 50)
    #expect(try log.all() == known.records)
    let copy = try TemporaryFolder()
    try Files.copy(path, to: copy.path)
    #expect(try openLog(copy.path).log.end == known.end)
    try log.trim(through: known.end.sequence)
    let oldest = LogPlace(log.oldest - 1)
    let (group, after) = known.group(&random, records: 10, size: 2000)
    try log.append([group])
    #expect(try log.all(after: oldest, notes: false) == after.after(oldest, notes: false))
    _ = try log.verify()
    try log.close()
  }
}

/// A file system of its own in memory, of a size; unmounted with it.
final class SmallDisk: Sendable {
  let folder: TemporaryFolder

  init(_ size: Int) throws {
    folder = try TemporaryFolder()
    guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(size)") == 0 else {
      throw Unusable(what: "mount: errno \(errno)")
    }
  }

  deinit { umount2(folder.path, Int32(MNT_DETACH)) }

  /// Whether this process may mount.
  static let isPossible = (try? SmallDisk(1 << 16)) != nil
}
