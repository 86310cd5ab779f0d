import Glibc
import Testing

@testable import Log

@Suite("Damage is found and named")
struct DamageTests {
  /// A log of several segments of 4 KiB, the newest cut to what is written.
  private func make(_ path: String) throws -> KnownLog {
    let log = try openLog(path).log
    var random = SeededRandom(5)
    var known = KnownLog()
    while log.segmentCount < 3 || known.records.count < 40 {
      let (group, after) = known.group(&random, records: 3, size: 250)
      try log.append([group])
      known = after
    }
    let last = try #require(try log.segments().last)
    try log.close()
    try Files.write(last.path, Array(Files.read(last.path)[..<Int(last.size)]))
    return known
  }

  @Test("Each byte that changes is found, and no wrong record is returned")
  func everyByte() throws {
    let folder = try TemporaryFolder()
    let known = try make(folder.path)
    var random = SeededRandom(6)
    for file in Files.segments(folder.path) {
      let name = String(file.suffix(24))
      for (offset, byte) in try Files.read(file).enumerated() {
        let other = byte ^ (UInt8(1) << UInt8.random(in: 0..<8, using: &random))
        try Files.patch(file, Int64(offset), [other])
        var found: [String] = []
        do throws(LogError) {
          let opening = try openLog(folder.path, readOnly: true)
          if let torn = opening.torn { found.append(torn.segment) }
          let log = opening.log
          let end = log.end.place
          let expected = known.records.filter { $0.place <= end }
          if opening.torn == nil && end != known.end.place { Issue.record("\(name), byte \(offset): records are lost") }
          var records: [Known] = []
          var place = LogPlace(0)
          do throws(LogError) {
            while case let page = try log.read(after: place, limit: 3000, notes: true), !page.isEmpty {
              records += page.map { Known($0) }
              place = page.next
            }
            #expect(records == expected, "\(name), byte \(offset)")
          } catch {
            found.append(error.segment)
            #expect(records == Array(expected.prefix(records.count)), "\(name), byte \(offset)")
          }
          if found.isEmpty { _ = try log.verify() }
        } catch {
          found.append(error.segment)
        }
        if Set(found) != [name] { Issue.record("\(name), byte \(offset): found in \(found)") }
        try Files.patch(file, Int64(offset), [byte])
      }
    }
  }

  @Test("A file that is missing, or stands for another")
  func files() throws {
    let folder = try TemporaryFolder()
    _ = try make(folder.path)
    let files = Files.segments(folder.path)
    let second = try Files.read(files[1])
    let third = try Files.read(files[2])
    Files.unlink(files[1])
    let missing = try #require(failure { _ = try openLog(folder.path) })
    #expect(missing.segment == String(files[2].suffix(24)))
    #expect(missing.description.contains("ends with event"))
    try Files.write(files[1], third)
    let wrong = try #require(failure { _ = try openLog(folder.path) })
    #expect(wrong.code == .damaged(segment: String(files[1].suffix(24)), offset: 32))
    try Files.write(files[1], Array(second.dropLast()))
    let cut = try #require(failure { _ = try openLog(folder.path) })
    #expect(cut.segment == String(files[1].suffix(24)))
    try Files.write(files[1], second)
    _ = try openLog(folder.path)
  }

  @Test("A file that goes away while the log is open")
  func goesAway() throws {
    let folder = try TemporaryFolder()
    _ = try make(folder.path)
    let log = try openLog(folder.path).log
    Files.unlink(Files.segments(folder.path)[0])
    #expect(failure { _ = try log.read(after: 0, limit: 1) }?.code == .storage)
    #expect(failure { _ = try log.verify() }?.code == .storage)
  }

  @Test("A wrong index under right checksums is found by reading and by verifying")
  func index() throws {
    let folder = try TemporaryFolder()
    _ = try make(folder.path)
    let file = Files.segments(folder.path)[0]
    var footer = try #require(try SegmentFooter.readIndex(LogFile(file, O_RDONLY)))
    #expect(footer.marks.map(\.sequence) == [1])
    for offset in [Int(footer.size), 0, Int.max] {
      footer.marks[0].offset = offset
      try Files.patch(file, footer.size, footer.encoded)
      let log = try openLog(folder.path, readOnly: true).log
      #expect(failure { _ = try log.read(after: 0, limit: 1) }?.segment == "00000000000000000001.log")
      #expect(failure { _ = try log.verify() }?.segment == "00000000000000000001.log")
    }
  }

  @Test("A wrong chain under right checksums is found by verifying")
  func chain() throws {
    let folder = try TemporaryFolder()
    let log = try openLog(folder.path).log
    try log.append([1, 1], [2, 2])
    try log.append([3, 3])
    try log.close()
    let file = Files.segments(folder.path)[0]
    var bytes = try Files.read(file)
    // The payload of the first event, and the record's checksum made to fit.
    let start = LogFormat.header
    bytes[start + LogFormat.numbered] ^= 1
    bytes.withUnsafeMutableBytes { raw in
      let record = UnsafeMutableRawBufferPointer(rebasing: raw[start..<start + LogFormat.numbered + 2])
      record.put(LogFormat.crc(UnsafeRawBufferPointer(rebasing: record[8...])), 4)
    }
    try Files.write(file, bytes)
    let again = try openLog(folder.path).log
    #expect(try again.verify(chain: false).records == 3)
    let error = try #require(failure { _ = try again.verify() })
    #expect(error.code == .damaged(segment: "00000000000000000001.log", offset: Int64(start)))
    #expect(
      error.description
        == "\(file) is damaged at byte 128: event 1 does not have the check that follows from the events "
        + "before it; restore a backup"
    )
  }
}

extension LogError {
  /// The segment that is damaged; what else it is, for a test to print.
  var segment: String {
    if case .damaged(let segment, _) = code { return segment }
    return description
  }
}

extension SegmentLog {
  var segmentCount: Int { view.now.segments.count }
}
