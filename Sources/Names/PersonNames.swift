/// How frequent people's names are: a rare full name is one person's, as far as one can know, a common one is not.
public struct PersonNames: Sendable {
  /// Nobody's name is known.
  public static let none = PersonNames()

  /// Shares of people with a name, in percent, by the name in lower case.
  private var first: [String: Double] = [:]
  private var last: [String: Double] = [:]

  /// People of one sex among whom namesakes are counted; half the population that the shares were counted in.
  private static let people = 125e6
  /// From so many bearers on a full name alone says nothing of who somebody is.
  private static let fewestBearers = 25.0

  private init() {}

  /// Reads a table: `first` or `last`, the name in lower case, and its share in percent, with tabs between them.
  /// - Throws: ``KnownNames/Fault`` if the file cannot be read or a line is malformed.
  public init(path: String) throws(KnownNames.Fault) {
    try NameTable.forEach(path, "first or last, a name and a share") { fields, _ throws(KnownNames.Fault) in
      guard fields.count == 3, !fields[1].isEmpty, let share = Double(fields[2]), share > 0, share < 100 else {
        return false
      }
      switch fields[0] {
      case "first": first[fields[1]] = share
      case "last": last[fields[1]] = share
      default: return false
      }
      return true
    }
  }

  /// True for a word that is a first or last name: alone it names nobody in particular.
  public func isName(_ word: String) -> Bool { first[word] != nil || last[word] != nil }

  /// True for a full name that many people have.
  /// - Parameter words: in lower case, as ``NormalName`` has them.
  public func isCommon(_ words: [String]) -> Bool {
    guard words.count > 1, let one = words.first.flatMap({ first[$0] }), let other = words.last.flatMap({ last[$0] })
    else { return false }
    return one / 100 * other / 100 * Self.people >= Self.fewestBearers
  }
}
