import Glibc

/// How long the threads of a process have waited for a processor, which is nobody's fault in it: on a machine that others keep busy a
/// document takes longer, and not since its text is hard.
enum ProcessorWait {
  /// - Returns: the sum over its threads since they began; nil where the system does not say.
  static func of(_ pid: Int32) -> Duration? {
    guard pid > 0, let threads = opendir("/proc/\(pid)/task") else { return nil }
    defer { closedir(threads) }
    var sum: Int64 = 0
    while let entry = readdir(threads) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let thread = Int32(name), let waited = nanoseconds("/proc/\(pid)/task/\(thread)/schedstat") else {
        continue
      }
      sum += waited
    }
    return .nanoseconds(sum)
  }

  /// The second number of the file: nanoseconds on a run queue (proc(5), `schedstat`).
  private static func nanoseconds(_ path: String) -> Int64? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = read(file, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let words = bytes[..<count].split { $0 <= 0x20 }
    return words.count == 3 ? Int64(String(decoding: words[1], as: UTF8.self)) : nil
  }
}
