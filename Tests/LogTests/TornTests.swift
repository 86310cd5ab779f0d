import Glibc
import Testing

@testable import Log

@Suite("What a crash leaves at the end")
struct TornTests {
  /// A log of some groups in one segment, and what it held after each.
  private func make(_ path: String, groups: Int, size: Int) throws -> [(size: Int64, known: KnownLog)] {
    let log = try openLog(path, segmentSize: 1 << 16).log
    var random = SeededRandom(4)
    var known = KnownLog()
    var states = [(size: Int64(LogFormat.header), known: known)]
    for _ in 0..<groups {
      let (group, after) = known.group(&random, records: 3, size: size)
      try log.append([group])
      known = after
      states.append((log.view.now.segments[0].size, known))
    }
    try log.close()
    return states
  }

  @Test("Cut at every byte, the log has the whole groups before, and says what was cut")
  func everyCut() throws {
    let folder = try TemporaryFolder(inMemory: true)
    let states = try make(folder.path, groups: 5, size: 60)
    let file = Files.segments(folder.path)[0]
    let whole = try Files.read(file)
    let last = try #require(states.last)
    for cut in stride(from: Int(last.size), through: LogFormat.header, by: -1) {
      try Files.write(file, Array(whole[..<cut]))
      let state = try #require(states.last { $0.size <= cut })
      let rest = whole[Int(state.size)..<cut]
      let bytes = rest.lastIndex { $0 != 0 }.map { Int64($0 + 1) - state.size }
      let expected = bytes.map { LogTorn(segment: "00000000000000000001.log", offset: state.size, bytes: $0) }
      let look = try openLog(folder.path, readOnly: true)
      #expect(look.torn == expected, "cut at \(cut)")
      #expect(look.log.end == state.known.end, "cut at \(cut)")
      #expect(try look.log.all() == state.known.records)
      // To write is to cut.
      let opening = try openLog(folder.path, segmentSize: 1 << 16)
      #expect(opening.torn == expected, "cut at \(cut)")
      #expect(opening.log.end == state.known.end)
      try opening.log.append([9, 9])
      try opening.log.close()
      let again = try openLog(folder.path, segmentSize: 1 << 16)
      #expect(again.torn == nil)
      #expect(again.log.end.sequence == state.known.end.sequence + 1)
      #expect(try again.log.verify().records == again.log.end.sequence)
      try again.log.close()
    }
  }

  @Test("Blocks of the last batch may come to the disk in any order")
  func lostBlocks() throws {
    let seed = SeededRandom.seed()
    print("LOG_TEST_SEED=\(seed)")
    var random = SeededRandom(seed)
    let folder = try TemporaryFolder(inMemory: true)
    let states = try make(folder.path, groups: 3, size: 600)
    let before = try #require(states.last)
    var batch: [LogGroup] = []
    var known = before.known
    for _ in 0..<6 {
      let (group, after) = known.group(&random, records: 3, size: 600)
      batch.append(group)
      known = after
    }
    let log = try openLog(folder.path, segmentSize: 1 << 16).log
    try log.append(batch)
    let end = log.view.now.segments[0].size
    try log.close()
    let file = Files.segments(folder.path)[0]
    let whole = try Files.read(file)
    for round in 0..<200 {
      var bytes = whole
      var lost = false
      for block in Int(before.size / 512)...Int((end - 1) / 512) where Bool.random(using: &random) {
        // Where nothing of the batch was, the disk has what was there before.
        for at in max(block * 512, Int(before.size))..<min((block + 1) * 512, Int(end)) where bytes[at] != 0 {
          bytes[at] = 0
          lost = true
        }
      }
      try Files.write(file, bytes)
      let log = try openLog(folder.path, readOnly: true).log
      #expect(log.end.sequence >= before.known.end.sequence, "seed \(seed), round \(round)")
      #expect(
        try log.all() == Array(known.records.prefix { $0.place <= log.end.place }),
        "seed \(seed), round \(round)"
      )
      if lost { #expect(log.end != known.end, "seed \(seed), round \(round)") }
    }
  }

  @Test("What is not whole before a later append is damage")
  func notTorn() throws {
    let folder = try TemporaryFolder(inMemory: true)
    let states = try make(folder.path, groups: 4, size: 60)
    let file = Files.segments(folder.path)[0]
    let whole = try Files.read(file)
    for group in 0..<3 {
      let range = Int(states[group].size)..<Int(states[group + 1].size)
      // As a block that was lost: zeros from a record's start on.
      var bytes = whole
      for at in range { bytes[at] = 0 }
      try Files.write(file, bytes)
      let error = failure { _ = try openLog(folder.path) }
      #expect(error?.code == .damaged(segment: "00000000000000000001.log", offset: states[group].size))
      // And all of it is left as it is.
      #expect(try Files.read(file) == bytes)
    }
  }

  @Test("A group that was written in parts, without its end, was never there")
  func stagedOnly() throws {
    let folder = try TemporaryFolder(inMemory: true)
    let copy = try TemporaryFolder(inMemory: true)
    let log = try openLog(folder.path, segmentSize: 1 << 20).log
    try log.append([1])
    let size = log.view.now.segments[0].size
    var group = LogGroup(after: log.end)
    for _ in 0..<100 { group.add(kind: 1, topic: [], payload: [UInt8](repeating: 7, count: 1000)) }
    let bytes = Int64(group.size)
    try log.stage(&group)
    try Files.copy(folder.path, to: copy.path)
    let opening = try openLog(copy.path, segmentSize: 1 << 16)
    #expect(opening.torn == LogTorn(segment: "00000000000000000001.log", offset: size, bytes: bytes))
    #expect(opening.log.end.sequence == 1)
  }
}
