import Model

extension Fact {
  private static let wholes: Set<String> = ["board", "board-of-directors", "company", "directors", "firm", "group"]

  /// Reads "Net income was 900 million" of the company whose report it stands in.
  /// - Parameters:
  ///   - company: its slug.
  ///   - hasWholes: whether "the board proposes a dividend" and "the group made a loss" are of it as well.
  /// - Returns: false for what is no result of a company.
  mutating func anchor(to company: String, hasWholes: Bool = false) -> Bool {
    guard subject.scope == .local, subject.entity == nil else { return false }
    let attribute: String
    if KeyWords.results.contains(key.entity) {
      attribute = key.attribute == "is" ? key.entity : "\(key.entity)-\(key.attribute)"
    } else if hasWholes, Self.wholes.contains(key.entity), KeyWords.results.contains(key.attribute) {
      attribute = key.attribute
    } else {
      return false
    }
    key = Key(entity: company, attribute: attribute)
    subject.scope = .anchored
    return true
  }
}
