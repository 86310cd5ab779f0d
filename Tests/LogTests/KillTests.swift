import Failpoints
import Glibc
import Testing

@testable import Log

/// Each appends in a process of its own, which is killed; then the log must have what was acknowledged.
@Suite("A process that is killed", .serialized)
struct KillTests {
  /// Appends without end, and notes in a file what was acknowledged.
  static func appendForever(_ path: String) throws {
    let log = try openLog(path).log
    let noted = try LogFile(path + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND)
    while true {
      var group = LogGroup(after: log.end)
      for _ in 0..<3 { group.add(kind: 1, topic: [], payload: payload(group.next)) }
      if group.next % 5 == 0 { try log.stage(&group) }
      group.addNote(kind: 2, payload: [1])
      let end = try log.append([group])
      var sequence = end.sequence
      guard write(noted.descriptor, &sequence, 8) == 8 else { throw Unusable(what: "write") }
      if end.sequence % 90 == 0 { try log.trim(through: end.sequence - 60) }
    }
  }

  /// What an event must hold, by its number.
  static func payload(_ sequence: UInt64) -> [UInt8] {
    [UInt8](repeating: UInt8(truncatingIfNeeded: sequence), count: 100 + Int(sequence % 50))
  }

  /// Opens the log that a killed process left, and looks whether it is as it must be.
  private func look(_ path: String) throws {
    let noted = Files.list(path).contains("acknowledged") ? try Files.read(path + "/acknowledged") : []
    let acknowledged = noted.suffix(8).enumerated().reduce(0) { $0 | UInt64($1.element) << (8 * UInt64($1.offset)) }
    let log = try openLog(path).log
    #expect(log.end.sequence >= acknowledged)
    #expect(log.end.sequence <= acknowledged + 3)
    #expect(log.end.sequence % 3 == 0)
    for record in try log.all(after: LogPlace(log.oldest - 1), notes: false) {
      #expect(record.payload == Self.payload(record.place.sequence))
    }
    _ = try log.verify()
    #expect(!Files.list(path).contains { $0.hasSuffix(".tmp") })
    try log.append([1], [2], [3])
    try log.close()
    #expect(try openLog(path).torn == nil)
  }

  @Test(
    arguments: [
      "log-written", "log-synced", "log-staged", "log-sealed", "log-segment-written", "log-segment-named",
      "log-segment-durable", "log-mid-trim",
    ],
    [1, 2, 4]
  )
  func atFailpoint(_ name: String, _ arrival: Int) async throws {
    #expect(Failpoint(rawValue: name) != nil)
    let folder = try TemporaryFolder()
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = folder.path as String, plan = "\(name)=kill@\(arrival)"] in
      setenv("COURANT_FAILPOINTS", plan, 1)
      try KillTests.appendForever(path)
    }
    try look(folder.path)
  }

  @Test(arguments: 0..<8)
  func atAnyMoment(_ run: Int) async throws {
    let folder = try TemporaryFolder()
    let time = UInt32.random(in: 1000...60_000)
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String, time = time as UInt32] in
      Task.detached {
        // The moment is random; the test waits for nothing.
        usleep(time)
        kill(getpid(), SIGKILL)
      }
      try KillTests.appendForever(path)
    }
    try look(folder.path)
  }
}
