import Glibc

/// The time that a thread of its own computes for something, in seconds: other tests that run beside it do not count.
public func threadSeconds(_ body: () throws -> Void) rethrows -> Double {
  let start = threadClock()
  try body()
  return threadClock() - start
}

private func threadClock() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
