import Model

/// A document that intake has accepted and no batch has been committed of yet.
struct SpoolEntry: Sendable, Hashable {
  /// Its place in the order of acceptance; never used twice in one spool.
  var counter: UInt64
  /// How often work on it has failed.
  var failures: Int
  var revision: Revision
  /// Of the worker that failed last; nil while none has.
  var extractor: String?
  /// Why it cannot be read, for programs; nil while no worker has said so.
  var code: String?
  /// Where it came from, so that sources have their turns.
  var lane = WaitingLine.Lane.submitter(0)
}

/// A document that was given up, as it is kept: with the reason.
struct SetAsideEntry: Sendable, Hashable, Codable {
  var revision: Revision
  var reason: String
  var attempts: Int
  /// Of the worker that failed last; nil where none had it.
  var extractor: String?
  /// Why it cannot be read, for programs; nil where it could be, or was not tried.
  var code: String?
}

/// A document that was given up, and its file.
struct SetAsideFile {
  var path: String
  var entry: SetAsideEntry
}

/// Why the spool cannot be used, in one line.
struct SpoolError: Error, Sendable, Equatable, CustomStringConvertible {
  let description: String
  /// True when a file is gone or not what was written: another try would fail in the same way.
  var isDamage = false

  init(description: String, isDamage: Bool = false) {
    self.description = description
    self.isDamage = isDamage
  }
}
