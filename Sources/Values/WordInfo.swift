/// What is known of a word, in a few bytes.
struct WordInfo: Sendable {
  struct Flags: OptionSet {
    let rawValue: UInt16

    /// A value may begin with it.
    static let starts = Flags(rawValue: 1)
    /// It is never what is counted.
    static let never = Flags(rawValue: 2)
    /// It has a singular in the lexicon.
    static let irregular = Flags(rawValue: 4)
    /// A number after it is that of a figure, a section and the like.
    static let reference = Flags(rawValue: 8)
    /// A plural of an ordinal: the lower part of a fraction.
    static let part = Flags(rawValue: 16)
    /// A scale in letters: "bn".
    static let shortScale = Flags(rawValue: 32)
    /// A currency's code that is a word as well.
    static let alsoWord = Flags(rawValue: 64)
    /// It begins a value only where a word that the lexicon has, or a number, follows.
    static let needsNext = Flags(rawValue: 256)
    /// A name that a number may be part of: "Apollo".
    static let numbered = Flags(rawValue: 512)
    /// A word whose number is no count: "day 1".
    static let label = Flags(rawValue: 1024)
    /// Pounds beside it are weight.
    static let weight = Flags(rawValue: 2048)
    /// Pounds beside it are money.
    static let paid = Flags(rawValue: 4096)
    /// An adjective that often stands between a number and what is counted.
    static let adjective = Flags(rawValue: 8192)
    /// It speaks of stars: "pc" beside it is a parsec.
    static let star = Flags(rawValue: 16384)
    /// A month or weekday by its short name, which a point may follow.
    static let short = Flags(rawValue: 128)

    func isOverlapping(_ other: Flags) -> Bool { !intersection(other).isEmpty }
  }

  /// 0 to 90; -1 for what is no number.
  var small: Int8 = -1
  /// 1 to 90; above 100 the power of ten; 0 for what is no ordinal.
  var ordinal: Int8 = 0
  /// A power of ten; 100 for a dozen; 0 for none.
  var scale: Int8 = 0
  /// "nineties": 90.
  var decade: Int8 = 0
  var month: Int8 = 0
  var weekday: Int8 = 0
  var season: Int8 = 0
  var period: Int8 = 0
  /// A currency's number, when the word is its code; -1 for none.
  var currency: Int16 = -1
  var flags: Flags = []
}

/// A word where it stands.
struct Word {
  /// Its number in the lexicon; -1 for one that is not there.
  var id: Int
  var start: Int
  var end: Int
}
