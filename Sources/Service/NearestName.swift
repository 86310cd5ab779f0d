/// The name that was probably meant.
public enum NearestName {
  /// The candidate at the least edit distance from `name`, if it is near enough to be meant.
  public static func of(_ name: String, among candidates: [String]) -> String? {
    let ranked = candidates.map { (distance(Array(name.utf8), Array($0.utf8)), $0) }.min { $0.0 < $1.0 }
    guard let (distance, nearest) = ranked, distance <= max(2, name.utf8.count / 3) else { return nil }
    return nearest
  }

  /// Levenshtein's distance, with one row of memory.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let substituted = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
