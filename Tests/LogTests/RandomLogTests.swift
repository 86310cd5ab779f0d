import Testing

@testable import Log

@Suite("Random use, beside a plain model")
struct RandomLogTests {
  @Test(arguments: 0..<12)
  func useAtRandom(_ run: Int) throws {
    let seed = SeededRandom.seed() &+ UInt64(run)
    print("LOG_TEST_SEED=\(seed) for run 0")
    var random = SeededRandom(seed)
    let folder = try TemporaryFolder(inMemory: true)
    let segmentSize = [4096, 10_000, 70_000, 1 << 20].randomElement(using: &random) ?? 4096
    let largest = [100, 3000, 60_000].randomElement(using: &random) ?? 100
    var log = try openLog(folder.path, segmentSize: segmentSize).log
    var known = KnownLog()
    for step in 0..<120 {
      let context: Comment = "seed \(seed), step \(step)"
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        var groups: [LogGroup] = []
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          let count = Int.random(in: 0...8, using: &random)
          let (group, after) = known.group(&random, records: count, size: largest)
          groups.append(group)
          known = after
        }
        #expect(try log.append(groups) == known.end, context)
      case 5:
        var group = LogGroup(after: log.end)
        var after = known
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          for _ in 0..<4 { after.add(&group, &random, size: largest, notes: true) }
          try log.stage(&group)
        }
        guard Bool.random(using: &random) else { break }
        #expect(try log.append([group]) == after.end, context)
        known = after
      case 6:
        try log.close()
        let opening = try openLog(folder.path, segmentSize: segmentSize)
        #expect(opening.torn == nil, context)
        log = opening.log
      case 7:
        guard Int.random(in: 0..<4, using: &random) == 0 else { break }
        try log.trim(through: UInt64.random(in: 0...known.end.sequence, using: &random))
      default:
        try compare(log, known, &random, context)
      }
      #expect(log.end == known.end, context)
    }
    try compare(log, known, &random, "seed \(seed), at the end")
    let counts = try log.verify()
    #expect(counts.records == known.end.sequence - (log.oldest - 1), "seed \(seed)")
    try log.close()
  }

  private func compare(
    _ log: SegmentLog,
    _ known: KnownLog,
    _ random: inout SeededRandom,
    _ context: Comment
  ) throws {
    // What was trimmed with notes behind its last number is gone as a whole.
    let base = log.view.now.segments.first?.base.place ?? LogPlace(0)
    let notes = Bool.random(using: &random)
    let limit = [1, 500, 5000, 100_000].randomElement(using: &random) ?? 1
    #expect(try log.all(after: base, limit: limit, notes: notes) == known.after(base, notes: notes), context)
    guard let record = known.after(base, notes: true).randomElement(using: &random) else { return }
    let page = try log.read(after: record.place, limit: limit, notes: notes)
    #expect(page.map { Known($0) } == Array(known.after(record.place, notes: notes).prefix(page.count)), context)
    #expect(page.isEmpty == known.after(record.place, notes: notes).isEmpty, context)
  }
}
