import Glibc
import Synchronization
import Testing

@testable import Log

/// A folder of its own for a test; removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  /// - Parameter inMemory: whether it may be on a disk in memory, for tests that sync thousands of times.
  init(inMemory: Bool = false) throws {
    let parent = inMemory && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var name = Array("\(parent)/log-tests-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { throw Unusable(what: "mkdtemp: errno \(errno)") }
    path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { Files.remove(path) }
}

struct Unusable: Error { let what: String }

/// Files, without the log.
enum Files {
  static func list(_ folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The paths of the segments of a log, in order.
  static func segments(_ folder: String) -> [String] {
    list(folder).filter { $0.hasSuffix(".log") }.map { "\(folder)/\($0)" }
  }

  static func read(_ path: String) throws -> [UInt8] {
    let file = try LogFile(path, O_RDONLY)
    return try file.bytes(Int(try file.size()), at: 0)
  }

  static func write(_ path: String, _ bytes: [UInt8]) throws {
    let file = try LogFile(path, O_WRONLY | O_CREAT | O_TRUNC)
    let number = bytes.withUnsafeBytes { LogDisk.system.write(file.descriptor, $0, 0) }
    if number != 0 { throw Unusable(what: "write \(path): errno \(number)") }
  }

  /// Writes bytes into a file that is there.
  static func patch(_ path: String, _ offset: Int64, _ bytes: [UInt8]) throws {
    let file = try LogFile(path, O_WRONLY)
    let number = bytes.withUnsafeBytes { LogDisk.system.write(file.descriptor, $0, offset) }
    if number != 0 { throw Unusable(what: "patch \(path): errno \(number)") }
  }

  static func copy(_ folder: String, to target: String) throws {
    mkdir(target, 0o700)
    for name in list(folder) { try write("\(target)/\(name)", read("\(folder)/\(name)")) }
  }

  static func unlink(_ path: String) {
    #expect(Glibc.unlink(path) == 0)
  }

  static func remove(_ folder: String) {
    for name in list(folder) where Glibc.unlink("\(folder)/\(name)") != 0 { remove("\(folder)/\(name)") }
    rmdir(folder)
  }
}

/// Random numbers that a seed determines (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count { withUnsafeBytes(of: next()) { bytes.append(contentsOf: $0) } }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Mostly small, at times large.
  mutating func size(_ limit: Int) -> Int {
    let bound = [8, 40, 300, limit].randomElement(using: &self) ?? limit
    return Int.random(in: 0...min(bound, limit), using: &self)
  }

  /// A seed for a test that prints it.
  static func seed() -> UInt64 {
    if let text = getenv("LOG_TEST_SEED"), let seed = UInt64(String(cString: text)) { return seed }
    return UInt64.random(in: 0...UInt64.max)
  }
}

/// A record as a test knows it.
struct Known: Equatable, CustomStringConvertible {
  var place: LogPlace
  var kind: UInt8
  var isNote = false
  var topic: [UInt8] = []
  var payload: [UInt8]
  var check: [UInt8] = []

  init(_ record: LogRecord) {
    place = record.place
    kind = record.kind
    isNote = record.isNote
    topic = Array(record.topic)
    payload = Array(record.payload)
    check = Array(record.check)
  }

  init(note payload: [UInt8], kind: UInt8, at place: LogPlace) {
    self.place = place
    self.kind = kind
    isNote = true
    self.payload = payload
  }

  init(_ payload: [UInt8], kind: UInt8, topic: [UInt8], after end: LogEnd) {
    place = LogPlace(end.sequence + 1)
    self.kind = kind
    self.topic = topic
    self.payload = payload
    check = Known.check(end.check, payload)
  }

  /// As ChainCheck of the model computes it, in one piece.
  static func check(_ before: [UInt8], _ payload: [UInt8]) -> [UInt8] {
    (before + payload).withUnsafeBytes { ChainLink(after: nil, $0).bytes }
  }

  var description: String { "\(isNote ? "note" : "event") \(place) of \(payload.count) bytes" }
}

/// What a log must hold: the plain model beside it.
struct KnownLog {
  var records: [Known] = []
  var end = LogEnd.zero

  /// Makes a random group that follows, and what it holds.
  func group(_ random: inout SeededRandom, records count: Int, size: Int, notes: Bool = true) -> (LogGroup, KnownLog) {
    var group = LogGroup(after: end)
    var after = self
    for _ in 0..<count {
      after.add(&group, &random, size: size, notes: notes)
    }
    return (group, after)
  }

  mutating func add(_ group: inout LogGroup, _ random: inout SeededRandom, size: Int, notes: Bool) {
    let payload = random.bytes(random.size(size))
    let kind = UInt8.random(in: 0...255, using: &random)
    if notes && Bool.random(using: &random) && Bool.random(using: &random) {
      group.addNote(kind: kind, payload: payload)
      end.notes += 1
      records.append(Known(note: payload, kind: kind, at: end.place))
    } else {
      let topic = random.bytes(random.size(20))
      group.add(kind: kind, topic: topic, payload: payload)
      let record = Known(payload, kind: kind, topic: topic, after: end)
      records.append(record)
      end = LogEnd(
        sequence: record.place.sequence,
        check: record.check,
        bytes: end.bytes + Int64(payload.count)
      )
    }
  }

  /// The records behind a place, as a log must return them.
  func after(_ place: LogPlace, notes: Bool) -> [Known] {
    records.filter { notes ? $0.place > place : !$0.isNote && $0.place.sequence > place.sequence }
  }
}

extension RecordLog {
  /// All records behind a place, page by page.
  func all(after start: LogPlace = LogPlace(0), limit: Int = 1000, notes: Bool = true) throws(LogError) -> [Known] {
    var records: [Known] = []
    var place = start
    while true {
      let page = try read(after: place, limit: limit, notes: notes)
      if page.isEmpty { return records }
      records += page.map { Known($0) }
      place = page.next
    }
  }

  /// Appends one group of numbered records with these payloads.
  @discardableResult
  func append(_ payloads: [UInt8]...) throws(LogError) -> LogEnd {
    var group = LogGroup(after: end)
    for payload in payloads { group.add(kind: 1, topic: [], payload: payload) }
    return try append([group])
  }
}

extension LogDisk {
  /// What a test makes fail: the calls of a name that come after a number of them, with an `errno`.
  final class Faults: Sendable {
    private struct State {
      var rules: [String: (skip: Int, count: Int, number: Int32)] = [:]
      var calls: [String] = []
    }
    private let state = Mutex(State())

    /// Lets `count` calls fail after `skip` more of them.
    func fail(_ call: String, skip: Int = 0, count: Int = 1, _ number: Int32) {
      state.withLock { $0.rules[call] = (skip, count, number) }
    }

    /// The calls since the last time this was asked.
    func calls() -> [String] {
      state.withLock { state in
        defer { state.calls = [] }
        return state.calls
      }
    }

    func hit(_ call: String) -> Int32 {
      state.withLock { state in
        state.calls.append(call)
        guard var rule = state.rules[call] else { return 0 }
        defer { state.rules[call] = rule }
        if rule.skip > 0 {
          rule.skip -= 1
          return 0
        }
        guard rule.count > 0 else { return 0 }
        rule.count -= 1
        return rule.number
      }
    }
  }

  /// The system's calls, some of which fail. A write that fails has written the first half.
  static func failing(_ faults: Faults) -> LogDisk {
    let system = LogDisk.system
    return LogDisk(
      write: { file, bytes, offset in
        let number = faults.hit("write")
        if number == 0 { return system.write(file, bytes, offset) }
        let half = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)])
        let done = system.write(file, half, offset)
        return done == 0 ? number : done
      },
      sync: { file in
        let number = faults.hit("sync")
        return number == 0 ? system.sync(file) : number
      },
      syncAll: { file in
        let number = faults.hit("syncAll")
        return number == 0 ? system.syncAll(file) : number
      },
      allocate: { file, size in
        let number = faults.hit("allocate")
        return number == 0 ? system.allocate(file, size) : number
      },
      truncate: { file, size in
        let number = faults.hit("truncate")
        return number == 0 ? system.truncate(file, size) : number
      },
      remove: { path in
        let number = faults.hit("remove")
        return number == 0 ? system.remove(path) : number
      }
    )
  }
}

/// The identity of all logs of these tests.
let identity = (0..<16).map { UInt8($0) }

/// Opens a log in small segments.
func openLog(
  _ path: String,
  segmentSize: Int = 4096,
  readOnly: Bool = false,
  disk: LogDisk = .system
) throws(LogError) -> LogOpening {
  let options = SegmentLogOptions(segmentSize: segmentSize, isReadOnly: readOnly)
  return try SegmentLog.open(path, identity: identity, options: options, disk: disk)
}

/// The error that a call throws.
func failure(_ body: () throws -> Void) -> LogError? {
  do { try body() } catch { return error as? LogError }
  return nil
}
