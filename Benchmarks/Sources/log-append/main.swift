import Glibc
import Log

// How fast the log appends and is read, beside what the disk does with the same bytes.
//
//   log-append [folder, /tmp/log-append] [events, 400000]

/// Events of a group; each is synced for itself.
let groupSize = 400
let payload = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
let topic = Array("news.example.company".utf8)
let rounds = 5

/// Seconds, of a clock that only runs forward; or of processor time of this process.
func seconds(_ clock: clockid_t = CLOCK_MONOTONIC) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func text(_ value: Double, _ digits: Int = 2) -> String {
  let scale = pow(10, Double(digits))
  return "\((value * scale).rounded() / scale)"
}

struct Failed: Error { let what: String }

func check(_ result: Int32, _ what: String) throws {
  if result != 0 { throw Failed(what: "\(what): errno \(errno)") }
}

/// A file with its room reserved, written and synced by groups. Returns seconds.
func raw(_ folder: String, _ groups: Int, _ bytes: [UInt8]) throws -> Double {
  let path = folder + "/raw"
  unlink(path)
  let start = seconds()
  var file: Int32 = -1
  var offset = 0
  let segment = 128 << 20
  for _ in 0..<groups {
    if file < 0 || offset + bytes.count > segment {
      if file >= 0 { close(file) }
      unlink(path)
      file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      try check(posix_fallocate(file, 0, segment), "posix_fallocate")
      try check(fsync(file), "fsync")
      offset = 0
    }
    guard pwrite(file, bytes, bytes.count, off_t(offset)) == bytes.count else { throw Failed(what: "pwrite") }
    try check(fdatasync(file), "fdatasync")
    offset += bytes.count
  }
  close(file)
  let time = seconds() - start
  unlink(path)
  return time
}

func clear(_ folder: String) throws {
  guard let directory = opendir(folder) else { return }
  defer { closedir(directory) }
  while let entry = readdir(directory) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    if name.hasSuffix(".log") || name == "lock" { unlink("\(folder)/\(name)") }
  }
}

func makeGroup(_ end: LogEnd) -> LogGroup {
  var group = LogGroup(after: end)
  group.reserve(groupSize * (payload.count + topic.count + 40))
  for _ in 0..<groupSize { group.add(kind: 1, topic: topic, payload: payload) }
  return group
}

let arguments = CommandLine.arguments
let folder = arguments.count > 1 ? arguments[1] : "/tmp/log-append"
let events = arguments.count > 2 ? Int(arguments[2]) ?? 400_000 : 400_000
let groups = max(1, events / groupSize / rounds)
let identity = [UInt8](repeating: 7, count: 16)
mkdir(folder, 0o700)
try clear(folder)

// The same number of bytes as a group has in the file.
let groupBytes = [UInt8](repeating: 0x5A, count: makeGroup(.zero).size + 56)
let log = try SegmentLog.open(folder, identity: identity).log
var rawRates: [Double] = []
var logRates: [Double] = []
var processor: [Double] = []
var builtRates: [Double] = []
for _ in 0..<rounds {
  rawRates.append(Double(groups * groupSize) / (try raw(folder, groups, groupBytes)))
  let start = seconds()
  let processorStart = seconds(CLOCK_PROCESS_CPUTIME_ID)
  for _ in 0..<groups { _ = try log.append([makeGroup(log.end)]) }
  processor.append((seconds(CLOCK_PROCESS_CPUTIME_ID) - processorStart) * 1e6 / Double(groups * groupSize))
  logRates.append(Double(groups * groupSize) / (seconds() - start))
  // What building a group takes, its checks included, another thread can do while the disk works: so also without it.
  var time = 0.0
  for _ in 0..<max(1, groups / 50) {
    var built: [LogGroup] = []
    for _ in 0..<50 { built.append(makeGroup(built.last?.end ?? log.end)) }
    let start = seconds()
    for group in built { try log.append([group]) }
    time += seconds() - start
  }
  builtRates.append(Double(max(1, groups / 50) * 50 * groupSize) / time)
}
print("raw write and fdatasync:  \(Int(median(rawRates))) events/s")
print("append:                   \(Int(median(logRates))) events/s")
print("append / raw:             \(text(median(zip(logRates, rawRates).map { $0 / $1 })))")
print("append of built groups:   \(Int(median(builtRates))) events/s")
print("built groups / raw:       \(text(median(zip(builtRates, rawRates).map { $0 / $1 })))")
print("processor, append:        \(text(median(processor))) µs/event, the system's part of writing included")

var building: [Double] = []
for _ in 0..<rounds {
  let start = seconds()
  for _ in 0..<50 { _ = makeGroup(.zero) }
  building.append((seconds() - start) * 1e6 / Double(50 * groupSize))
}
print("of it building groups:    \(text(median(building))) µs/event")

var reading: [Double] = []
for _ in 0..<rounds {
  let start = seconds()
  var sequence: UInt64 = 0
  var bytes = 0
  while true {
    let page = try log.read(after: sequence, limit: 1 << 20)
    if page.isEmpty { break }
    for record in page {
      bytes += record.payload.count
      sequence = record.sequence
    }
  }
  guard Int64(bytes) == log.end.bytes else { throw Failed(what: "read \(bytes) bytes") }
  reading.append(Double(sequence) / (seconds() - start))
}
print("read by pages of 1 MiB:   \(Int(median(reading))) events/s")

for chain in [false, true] {
  var rates: [Double] = []
  for _ in 0..<3 {
    let start = seconds()
    let counts = try log.verify(chain: chain)
    rates.append(Double(counts.bytes) / (seconds() - start) / 1e9)
  }
  print("verify\(chain ? " with the chain:   " : " without the chain:") \(text(median(rates))) GB/s")
}

try log.close()
let start = seconds()
let again = try SegmentLog.open(folder, identity: identity)
let time = text((seconds() - start) * 1000)
print("open:                     \(time) ms, \(again.log.end.sequence) events, the newest segment's scan included")
try again.log.close()
try clear(folder)
