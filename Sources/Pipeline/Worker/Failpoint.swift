import Glibc

/// Places at which tests make a worker fail; debug builds only.
///
/// `COURANT_FAILPOINT_CRASH=TEXT` ends the process at a document that contains TEXT; `COURANT_FAILPOINT_HANG=TEXT` makes it sleep;
/// `COURANT_FAILPOINT_SLOW=TEXT` takes half a second longer.
enum Failpoint {
  #if DEBUG
    static func reach(_ content: [UInt8]) {
      if isHit("COURANT_FAILPOINT_CRASH", content) { kill(getpid(), SIGKILL) }
      while isHit("COURANT_FAILPOINT_HANG", content) { sleep(1) }
      if isHit("COURANT_FAILPOINT_SLOW", content) { usleep(500_000) }
    }

    private static func isHit(_ name: String, _ content: [UInt8]) -> Bool {
      guard let value = getenv(name) else { return false }
      return String(decoding: content, as: UTF8.self).contains(String(cString: value))
    }
  #else
    @inline(__always)
    static func reach(_ content: [UInt8]) {}
  #endif
}
