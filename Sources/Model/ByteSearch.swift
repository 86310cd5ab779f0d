extension Collection where Element == UInt8 {
  /// Where a text begins first among these bytes; nil where it does not stand in them.
  package func firstIndex(of text: String) -> Index? {
    let wanted = text.utf8
    guard let first = wanted.first else { return startIndex }
    var at = startIndex
    while let found = self[at...].firstIndex(of: first) {
      if self[found...].starts(with: wanted) { return found }
      at = index(after: found)
    }
    return nil
  }
}
