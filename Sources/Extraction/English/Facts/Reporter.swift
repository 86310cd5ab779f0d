import Model

extension Fact {
  private static let ofCompanies: Set<String> = [
    "author", "board", "board-of-directors", "company", "directors", "firm", "group",
  ]

  /// Reads "Net income was 900 million" of the company whose report it stands in.
  /// - Returns: false for what is no result of a company.
  mutating func anchor(to company: String) -> Bool {
    guard subject.scope == .local, subject.entity == nil else { return false }
    // "The board proposes a dividend", "the group made a loss": of the company.
    if Self.ofCompanies.contains(key.entity), KeyWords.results.contains(key.attribute) {
      key = Key(entity: company, attribute: key.attribute)
      subject.scope = .anchored
      return true
    }
    guard KeyWords.results.contains(key.entity) else { return false }
    let attribute = key.attribute == "is" ? key.entity : "\(key.entity)-\(key.attribute)"
    key = Key(entity: company, attribute: attribute)
    subject.scope = .anchored
    return true
  }
}
