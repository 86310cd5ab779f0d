/// What is wrong with an entry of the data that the lexicon is made of.
struct LexiconFault: Sendable, Equatable, CustomStringConvertible {
  /// The constant that the entry stands in, such as `UnitData.physics`.
  let table: String
  /// As it is written.
  let entry: String
  let reason: String

  var description: String { "\(table): \"\(entry)\": \(reason)" }
}

/// Why a line of the units cannot be read.
struct UnitLineError: Error {
  let reason: String
}
