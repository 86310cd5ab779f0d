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
}
