import Model

extension Fact {
  /// Reads "Net income was 900 million" of the company whose report it stands in.
  /// - Returns: false for what is no result of a company.
  mutating func anchor(to company: String) -> Bool {
    guard subject.scope == .local, subject.entity == nil, KeyWords.results.contains(key.entity) else { return false }
    let attribute = key.attribute == "is" ? key.entity : "\(key.entity)-\(key.attribute)"
    key = Key(entity: company, attribute: attribute)
    subject.scope = .anchored
    return true
  }

  private static let wholes: Set<String> = ["board", "board-of-directors", "company", "directors", "firm", "group"]

  /// Reads "The board proposes a dividend" and "The group made a loss" of the company whose report it stands in.
  /// - Returns: false for what is no result of a company.
  mutating func anchorOfWhole(to company: String) -> Bool {
    guard subject.scope == .local, subject.entity == nil, Self.wholes.contains(key.entity),
      KeyWords.results.contains(key.attribute)
    else { return false }
    key = Key(entity: company, attribute: key.attribute)
    subject.scope = .anchored
    return true
  }
}
