import Testing

@testable import Log

/// What every `RecordLog` must do. Each check gets a log that is empty and is reopened by the closure that made it.
struct RecordLogConformance: Sendable {
  /// Opens the log; the same one whenever it is called, after `close`.
  let open: @Sendable () throws -> any RecordLog

  /// All checks, by name.
  static let checks: [(name: String, run: @Sendable (RecordLogConformance) throws -> Void)] = [
    ("empty", { try $0.empty() }),
    ("append and read", { try $0.appendAndRead() }),
    ("reopen", { try $0.reopen() }),
    ("refused groups", { try $0.refusedGroups() }),
    ("pages", { try $0.pages() }),
    ("notes", { try $0.notes() }),
    ("only notes", { try $0.onlyNotes() }),
    ("checks", { try $0.checks() }),
    ("trim", { try $0.trim() }),
    ("staged", { try $0.staged() }),
    ("given up", { try $0.givenUp() }),
    ("closed", { try $0.closed() }),
    ("too much", { try $0.tooMuch() }),
  ]

  func empty() throws {
    let log = try open()
    #expect(log.end == .zero)
    #expect(log.oldest == 1)
    #expect(try log.read(after: 0, limit: 100).isEmpty)
    #expect(try log.read(after: 7, limit: 100).isEmpty)
    #expect(try log.check(at: 0) == nil)
    #expect(try log.check(at: 1) == nil)
    #expect(try log.append([]) == .zero)
    #expect(try log.append([LogGroup(after: .zero)]) == .zero)
    #expect(try log.trim(through: 10) == 1)
    try log.close()
    #expect(try open().end == .zero)
  }

  func appendAndRead() throws {
    let log = try open()
    var first = LogGroup(after: log.end)
    #expect(first.next == 1)
    first.add(kind: 3, topic: "a.b".utf8, payload: [1, 2, 3])
    first.add(kind: 4, topic: [], payload: [])
    var second = LogGroup(after: first.end)
    #expect(second.next == 3)
    second.add(kind: 255, topic: Array("c".utf8)[...], payload: stride(from: UInt8(0), to: 200, by: 1))
    let end = try log.append([first, second])
    #expect(end == second.end)
    #expect(log.end == end)
    #expect((end.sequence, end.notes, end.bytes) == (3, 0, 203))
    let page = try log.read(after: 0, limit: 1 << 20)
    #expect(page.map(\.sequence) == [1, 2, 3])
    #expect(page.map(\.kind) == [3, 4, 255])
    #expect(page.map { Array($0.topic) } == [Array("a.b".utf8), [], Array("c".utf8)])
    #expect(page.map { Array($0.payload) } == [[1, 2, 3], [], (0..<200).map { UInt8($0) }])
    #expect(page.map { Array($0.check) }.last == end.check)
    #expect(page.next == LogPlace(3))
    #expect(try log.read(after: 2, limit: 1).map(\.sequence) == [3])
    #expect(try log.read(after: 3, limit: 1).isEmpty)
    try log.close()
  }

  func reopen() throws {
    var known = KnownLog()
    var random = SeededRandom(1)
    for round in 0..<5 {
      let log = try open()
      #expect(log.end == known.end, "round \(round)")
      #expect(try log.all() == known.records)
      let (group, after) = known.group(&random, records: 20, size: 300)
      #expect(try log.append([group]) == after.end)
      known = after
      try log.close()
    }
  }

  func refusedGroups() throws {
    let log = try open()
    try log.append([1])
    let end = log.end
    var early = LogGroup(after: .zero)
    early.add(kind: 1, topic: [], payload: [9])
    var good = LogGroup(after: end)
    good.add(kind: 1, topic: [], payload: [2])
    var other = end
    other.check[0] ^= 1
    var forked = LogGroup(after: other)
    forked.add(kind: 1, topic: [], payload: [2])
    for groups in [[early], [good, early], [good, good], [forked]] {
      #expect(failure { _ = try log.append(groups) }?.code == .badGroup)
      #expect(log.end == end)
    }
    #expect(try log.append([good]) == good.end)
    try log.close()
    #expect(try open().all().map(\.payload) == [[1], [2]])
  }

  func pages() throws {
    let log = try open()
    var known = KnownLog()
    var random = SeededRandom(2)
    for _ in 0..<30 {
      let (group, after) = known.group(&random, records: 10, size: 500)
      try log.append([group])
      known = after
    }
    for limit in [0, 1, 700, 5000, 1 << 20] {
      for notes in [false, true] {
        #expect(try log.all(limit: limit, notes: notes) == known.after(LogPlace(0), notes: notes))
      }
      let page = try log.read(after: 5, limit: limit)
      let bytes = page.reduce(0) { $0 + $1.payload.count + $1.topic.count }
      #expect(page.count == 1 || bytes <= limit)
    }
    for record in known.records {
      let page = try log.read(after: record.place, limit: 1, notes: true)
      #expect(page.first.map { Known($0) } == known.after(record.place, notes: true).first)
    }
    for sequence in 0...known.end.sequence {
      let page = try log.read(after: sequence, limit: 1)
      #expect(page.first.map { Known($0) } == known.after(LogPlace(sequence), notes: false).first)
    }
    try log.close()
  }

  func notes() throws {
    let log = try open()
    var group = LogGroup(after: log.end)
    group.addNote(kind: 1, payload: [10])
    group.add(kind: 2, topic: [], payload: [20])
    group.addNote(kind: 3, payload: [30])
    group.addNote(kind: 4, payload: [])
    #expect(group.end.place == LogPlace(1, notes: 2))
    let end = try log.append([group])
    #expect((end.sequence, end.notes, end.bytes) == (1, 2, 1))
    #expect(try log.read(after: 0, limit: 1000).map(\.kind) == [2])
    let page = try log.read(after: LogPlace(0), limit: 1000, notes: true)
    #expect(page.map(\.kind) == [1, 2, 3, 4])
    #expect(page.map(\.isNote) == [true, false, true, true])
    #expect(page.map(\.place) == [LogPlace(0, notes: 1), LogPlace(1), LogPlace(1, notes: 1), LogPlace(1, notes: 2)])
    #expect(page.map { $0.topic.count + $0.check.count } == [0, 16, 0, 0])
    #expect(try log.read(after: LogPlace(1, notes: 1), limit: 1000, notes: true).map(\.kind) == [4])
    #expect(try log.read(after: LogPlace(1, notes: 2), limit: 1000, notes: true).isEmpty)
    try log.close()
    #expect(try open().end == end)
  }

  func onlyNotes() throws {
    let log = try open()
    for round in 0..<200 {
      var group = LogGroup(after: log.end)
      group.addNote(kind: UInt8(round), payload: [UInt8](repeating: 1, count: 100))
      try log.append([group])
    }
    #expect(log.end.place == LogPlace(0, notes: 200))
    #expect(try log.read(after: 0, limit: 1000).isEmpty)
    #expect(try log.all().map(\.kind) == (0..<200).map { UInt8($0) })
    try log.append([7])
    #expect(try log.read(after: 0, limit: 1).map(\.sequence) == [1])
    try log.close()
    let again = try open()
    #expect(again.end.place == LogPlace(1))
    #expect(try again.all().count == 201)
  }

  func checks() throws {
    let log = try open()
    var check: [UInt8] = []
    for value in 0..<50 {
      let payload = [UInt8](repeating: UInt8(value), count: 200)
      try log.append(payload)
      check = Known.check(check, payload)
      #expect(log.end.check == check)
      #expect(try log.check(at: log.end.sequence) == check)
    }
    let all = try log.all().map(\.check)
    for sequence in 1...50 { #expect(try log.check(at: UInt64(sequence)) == all[sequence - 1]) }
    #expect(try log.check(at: 51) == nil)
    try log.close()
  }

  func trim() throws {
    let log = try open()
    var checks: [[UInt8]] = [[]]
    for value in 0..<100 { checks.append(try log.append([UInt8](repeating: UInt8(value), count: 300)).check) }
    var oldest: UInt64 = 1
    for limit in [0, 1, 30, 30, 99, 100, 1000] as [UInt64] {
      let now = try log.trim(through: limit)
      #expect(now == log.oldest)
      #expect(now >= oldest && now <= limit + 1)
      oldest = now
      #expect(try log.all(after: LogPlace(oldest - 1)).map(\.place.sequence) == Array(oldest...100))
      guard oldest > 1 else { continue }
      #expect(try log.check(at: oldest - 1) == checks[Int(oldest - 1)])
      #expect(try log.check(at: oldest) == checks[Int(oldest)])
      guard oldest > 2 else { continue }
      #expect(try log.check(at: oldest - 2) == nil)
      for place in [LogPlace(0), LogPlace(oldest - 2)] {
        for notes in [false, true] {
          let error = failure { _ = try log.read(after: place, limit: 1, notes: notes) }
          #expect(error?.code == .tooOld(oldest))
        }
      }
    }
    let end = log.end
    try log.close()
    let again = try open()
    #expect(again.end == end)
    #expect(again.oldest == oldest)
    try again.append([1])
    #expect(again.end.sequence == 101)
  }

  func staged() throws {
    let log = try open()
    try log.append([1])
    var known = KnownLog(records: try log.all(), end: log.end)
    var random = SeededRandom(3)
    var group = LogGroup(after: log.end)
    for _ in 0..<5 {
      for _ in 0..<20 { known.add(&group, &random, size: 400, notes: true) }
      try log.stage(&group)
      #expect(group.size == 0)
      #expect(!group.isEmpty)
      #expect(group.end == known.end)
      #expect(log.end.sequence == 1)
      #expect(try log.all().count == 1)
    }
    known.add(&group, &random, size: 400, notes: false)
    var next = LogGroup(after: group.end)
    known.add(&next, &random, size: 400, notes: false)
    #expect(try log.append([group, next]) == known.end)
    #expect(try log.all() == known.records)
    try log.close()
    let again = try open()
    #expect(again.end == known.end)
    #expect(try again.all() == known.records)
  }

  func givenUp() throws {
    let log = try open()
    try log.append([1])
    for way in 0..<3 {
      let end = log.end
      var group = LogGroup(after: end)
      for value in 0..<50 { group.add(kind: 1, topic: [], payload: [UInt8](repeating: UInt8(value), count: 100)) }
      try log.stage(&group)
      if way == 0 {
        try log.append([2])
      } else if way == 1 {
        var other = LogGroup(after: end)
        other.add(kind: 1, topic: [], payload: [3])
        try log.stage(&other)
        try log.append([other])
      } else {
        try log.close()
        #expect(try open().all().map(\.payload) == [[1], [2], [3]])
        return
      }
      group.add(kind: 1, topic: [], payload: [9])
      #expect(failure { _ = try log.append([group]) }?.code == .badGroup)
    }
  }

  func closed() throws {
    let log = try open()
    try log.append([1])
    try log.close()
    try log.close()
    var group = LogGroup(after: log.end)
    group.add(kind: 1, topic: [], payload: [1])
    #expect(failure { _ = try log.append([group]) }?.code == .closed)
    #expect(failure { try log.stage(&group) }?.code == .closed)
    #expect(failure { _ = try log.read(after: 0, limit: 1) }?.code == .closed)
    #expect(failure { _ = try log.check(at: 1) }?.code == .closed)
    #expect(failure { _ = try log.trim(through: 1) }?.code == .closed)
  }

  func tooMuch() throws {
    let log = try open()
    var long = LogGroup(after: log.end)
    long.add(kind: 1, topic: [UInt8](repeating: 1, count: 65_536), payload: [])
    #expect(failure { _ = try log.append([long]) }?.code == .badGroup)
    long.add(kind: 1, topic: [UInt8](repeating: 1, count: 65_535), payload: [5])
    #expect(failure { _ = try log.append([long]) }?.code == .badGroup)
    var group = LogGroup(after: log.end)
    group.add(kind: 1, topic: [UInt8](repeating: 1, count: 65_535), payload: [UInt8](repeating: 3, count: 3 << 20))
    try log.append([group])
    let page = try log.read(after: 0, limit: 1)
    #expect(page.map(\.topic.count) == [65_535])
    #expect(page.map(\.payload.count) == [3 << 20])
    try log.close()
  }
}
