import SystemPackage
import Testing

@testable import Pipeline

@Suite("Closed files")
struct ClosedFilesTests {
  @Test("a file is read when it has been closed for a moment, and at the latest after a while")
  func closes() {
    let begun = ContinuousClock.now
    var files = ClosedFiles()
    func add(_ path: FilePath, _ now: ContinuousClock.Instant) {
      let isTaken = files.add(path, now: now)
      #expect(isTaken)
    }
    add("/a", begun)
    add("/b", begun + .milliseconds(100))
    #expect(files.takeQuiet(now: begun + .milliseconds(199)) == [])
    add("/a", begun + .milliseconds(199))
    #expect(files.takeQuiet(now: begun + .milliseconds(300)) == ["/b"])
    #expect(files.takeQuiet(now: begun + .milliseconds(399)) == ["/a"])
    var taken: [ContinuousClock.Instant] = []
    for turn in 0..<100 {
      let now = begun + .milliseconds(100 * turn)
      add("/c", now)
      if files.takeQuiet(now: now) == ["/c"] { taken.append(now) }
    }
    #expect(taken.first.map { $0 - begun <= ClosedFiles.longest + ClosedFiles.quietTime } ?? false)
    #expect(taken.count == 1)
  }
}
