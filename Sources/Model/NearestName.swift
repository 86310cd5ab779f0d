/// The name that was probably meant.
public enum NearestName {
  /// The candidate at the least edit distance from `name`, if it is near enough to be meant.
  public static func of(_ name: String, among candidates: [String]) -> String? {
    ranked(name, among: candidates, limit: 1).first
  }

  /// The candidates that are near enough to be meant, the nearest first; of those as near, in their order.
  public static func ranked(_ name: String, among candidates: some Sequence<String>, limit: Int) -> [String] {
    let wanted = Array(name.utf8)
    let farthest = max(2, wanted.count / 3)
    var near: [(distance: Int, name: String)] = []
    for candidate in candidates where abs(candidate.utf8.count - wanted.count) <= farthest {
      let distance = distance(wanted, Array(candidate.utf8))
      if distance <= farthest { near.append((distance, candidate)) }
    }
    let order = near.indices.sorted { (near[$0].distance, $0) < (near[$1].distance, $1) }
    return order.prefix(limit).map { near[$0].name }
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
