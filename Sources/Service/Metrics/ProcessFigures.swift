import Glibc

/// What the system says of this process, in the units that Prometheus wants.
struct ProcessFigures: Sendable {
  /// Seconds of processor time.
  var processorSeconds: Double
  /// Seconds since 1970.
  var startTime: Double
  var virtualBytes: Double
  var residentBytes: Double
  var openFiles: Double
  var maximumFiles: Double

  /// Nil where the system does not say.
  init?() {
    guard let stat = Self.read("/proc/self/stat"), let end = stat.lastIndex(of: ")") else { return nil }
    // After the name, which may have any characters: proc(5) counts from 3 here.
    let fields = stat[stat.index(after: end)...].split(separator: " ").map { Double($0) ?? 0 }
    let (ticks, page) = (Double(sysconf(Int32(_SC_CLK_TCK))), Double(sysconf(Int32(_SC_PAGESIZE))))
    guard fields.count > 21, ticks > 0 else { return nil }
    processorSeconds = (fields[11] + fields[12]) / ticks
    virtualBytes = fields[20]
    residentBytes = fields[21] * page
    let age = Self.clock(CLOCK_BOOTTIME) - fields[19] / ticks
    startTime = Self.clock(CLOCK_REALTIME) - age
    openFiles = Double(Self.count("/proc/self/fd"))
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
    maximumFiles = limit.rlim_cur == rlim_t.max ? .infinity : Double(limit.rlim_cur)
  }

  private static func clock(_ id: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(id, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The beginning of a file of the system's, which has it all.
  private static func read(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(file, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }

  /// How many files a folder has, but for the one that is open to count them.
  private static func count(_ path: String) -> Int {
    guard let folder = opendir(path) else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while let entry = readdir(folder) {
      // A file's name is its number; `.` and `..` are none.
      if entry.pointee.d_name.0 != 0x2E { count += 1 }
    }
    return max(0, count - 1)
  }

  var samples: [MetricsRegistry.Sample] {
    [
      (Metric.processorSeconds, processorSeconds), (.residentBytes, residentBytes), (.virtualBytes, virtualBytes),
      (.openFiles, openFiles), (.maximumFiles, maximumFiles), (.startTime, startTime),
    ].map { MetricsRegistry.Sample(metric: $0, value: $1) }
  }
}
