import Logging
import Synchronization

/// Bounds what others can make a program write to its log: each place in the code has so many lines a minute, and what is beyond is
/// counted and told in one line.
///
/// In the manner of journald's rate limit, but by place, so that a flood of one kind hides no message of another.
final class LogRate: Sendable {
  /// Where in the code a line comes from.
  struct Place: Hashable {
    var file: String
    var line: UInt
  }

  /// What was left out of one place's lines.
  struct Omission {
    var count: Int
    var label: String
    var level: Logger.Level
    /// The last that was left out.
    var message: String
  }

  private struct Window {
    var begun: ContinuousClock.Instant
    var lines = 0
    var omission: Omission?
  }

  /// How many lines of one place are written in one ``period``.
  let limit: Int
  static let period = Duration.seconds(60)
  private let windows = Mutex<[Place: Window]>([:])

  init(limit: Int) { self.limit = limit }

  /// Whether a line is to be written.
  func admits(
    _ message: @autoclosure () -> String,
    of place: Place,
    _ label: String,
    _ level: Logger.Level,
    at now: ContinuousClock.Instant = .now
  ) -> Bool {
    windows.withLock { windows in
      var window = windows[place] ?? Window(begun: now)
      // One with something to tell stays until that was told.
      if now - window.begun >= Self.period, window.omission == nil { window = Window(begun: now) }
      window.lines += 1
      if window.lines > limit {
        let count = (window.omission?.count ?? 0) + 1
        window.omission = Omission(count: count, label: label, level: level, message: message())
      }
      windows[place] = window
      return window.lines <= limit
    }
  }

  /// What was left out in periods that are over, each told once.
  /// - Parameter all: also in those that are not: the program ends.
  func omissions(all: Bool = false, at now: ContinuousClock.Instant = .now) -> [Omission] {
    windows.withLock { windows in
      var omissions: [Omission] = []
      for (place, window) in windows where all || now - window.begun >= Self.period {
        if let omission = window.omission { omissions.append(omission) }
        windows[place] = nil
      }
      return omissions
    }
  }
}
