import Model

/// Times as people write them on the command line: a time in UTC, or a day.
enum Moment {
  /// A time; a day stands for its end.
  static func end(_ text: String) -> Timestamp? {
    Timestamp(text) ?? Day(text).flatMap { Timestamp("\($0)T23:59:59.999Z") }
  }

  /// A time; a day stands for its beginning.
  static func start(_ text: String) -> Timestamp? {
    Timestamp(text) ?? Day(text).flatMap { Timestamp("\($0)T00:00:00.000Z") }
  }
}
