import Synchronization
import Testing

@testable import Log

@Suite("Readers beside a writer")
struct SharingTests {
  @Test("Readers see whole groups, in order, while the writer appends and trims", arguments: [1, 64])
  func readers(_ openSegments: Int) async throws {
    let folder = try TemporaryFolder()
    let options = SegmentLogOptions(segmentSize: 4096, openSegments: openSegments)
    let log = try SegmentLog.open(folder.path, identity: identity, options: options).log
    let last: UInt64 = 3000
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        while log.end.sequence < last {
          var group = LogGroup(after: log.end)
          for _ in 0..<3 { group.add(kind: 1, topic: [], payload: KillTests.payload(group.next)) }
          try log.append([group])
          if group.end.sequence % 60 == 0 { try log.trim(through: group.end.sequence - 30) }
          await Task.yield()
        }
      }
      for reader in 0..<3 {
        tasks.addTask {
          var place = LogPlace(0)
          while place.sequence < last {
            try Task.checkCancellation()
            do throws(LogError) {
              let page = try log.read(after: place, limit: reader * 500, notes: false)
              for record in page {
                #expect(record.sequence == place.sequence + 1)
                #expect(Array(record.payload) == KillTests.payload(record.sequence))
                place = record.place
              }
            } catch {
              guard case .tooOld(let oldest) = error.code else { throw error }
              #expect(oldest > place.sequence + 1)
              place = LogPlace(oldest - 1)
            }
            await Task.yield()
          }
        }
      }
      tasks.addTask {
        while log.end.sequence < last {
          try Task.checkCancellation()
          do throws(LogError) {
            _ = try log.verify(chain: false)
          } catch {
            guard case .tooOld = error.code else { throw error }
          }
          await Task.yield()
        }
      }
      try await tasks.waitForAll()
    }
    #expect(try log.verify().records == last - (log.oldest - 1))
  }

  @Test("Nothing that is not durable is seen")
  func notDurable() throws {
    let folder = try TemporaryFolder()
    let seen = Mutex<[UInt64]>([])
    let holder = Mutex<SegmentLog?>(nil)
    var disk = LogDisk.system
    disk.sync = { file in
      // All of the group is written now.
      if let log = holder.withLock({ $0 }) {
        let page = try? log.read(after: 0, limit: 1000)
        seen.withLock { $0.append(page?.last?.sequence ?? 0) }
      }
      return LogDisk.system.sync(file)
    }
    let log = try openLog(folder.path, disk: disk).log
    holder.withLock { $0 = log }
    for _ in 0..<5 { try log.append([1], [2]) }
    holder.withLock { $0 = nil }
    #expect(seen.withLock { $0 } == [0, 2, 4, 6, 8])
    #expect(log.end.sequence == 10)
  }
}
