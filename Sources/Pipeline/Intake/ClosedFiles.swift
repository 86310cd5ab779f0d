import SystemPackage

/// Files that were closed after writing, until nobody has opened them again for a moment: a program that writes a file in pieces, and
/// closes it after each, has not finished it.
struct ClosedFiles {
  /// A file that was closed so long ago, and not since, is whole.
  static let quietTime = Duration.milliseconds(200)
  /// A file that is closed again and again is taken after so long as it is then.
  static let longest = Duration.seconds(5)
  /// How many are remembered.
  static let maximumCount = 100_000

  private var closes: [FilePath: (first: ContinuousClock.Instant, last: ContinuousClock.Instant)] = [:]
  /// The files by when they are looked at.
  private var line: [(path: FilePath, due: ContinuousClock.Instant)] = []

  /// A file was closed.
  /// - Returns: false where there is no room for it.
  mutating func add(_ path: FilePath, now: ContinuousClock.Instant) -> Bool {
    if let known = closes[path] {
      closes[path] = (known.first, now)
      return true
    }
    guard closes.count < Self.maximumCount else { return false }
    closes[path] = (now, now)
    line.append((path, now + Self.quietTime))
    return true
  }

  /// Takes out the files that are to be read now, in the order in which they were closed first.
  mutating func takeQuiet(now: ContinuousClock.Instant) -> [FilePath] {
    let due = line.prefix { $0.due <= now }
    line.removeFirst(due.count)
    var quiet: [FilePath] = []
    for (path, _) in due {
      guard let (first, last) = closes[path] else { continue }
      if last + Self.quietTime <= now || first + Self.longest <= now {
        closes[path] = nil
        quiet.append(path)
      } else {
        line.append((path, last + Self.quietTime))
      }
    }
    return quiet
  }
}
