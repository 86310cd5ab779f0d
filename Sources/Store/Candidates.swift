import State

/// Values of an entry among which one is looked for that agrees, the oldest first.
struct Candidates {
  private(set) var rows: [ValueRow]
  /// Of each what it may be; side by side, for all of them are looked at.
  private var reaches: [Reach]

  init(_ rows: [ValueRow]) {
    self.rows = rows
    reaches = rows.map { Reach($0.standing.comparison) }
  }

  mutating func append(_ row: ValueRow) {
    rows.append(row)
    reaches.append(Reach(row.standing.comparison))
  }

  /// The places of those that may agree with a value.
  func indices(near comparison: Comparison) -> some Sequence<Int> {
    let reach = Reach(comparison)
    return reaches.indices.lazy.filter { [reaches] in reaches[$0].mayAgree(with: reach) }
  }

  /// One document more, or fewer, states a value.
  mutating func count(_ value: Int64, _ change: Int, least: Double) {
    guard let index = rows.firstIndex(where: { $0.id == value }) else { return }
    rows[index].standing.count(change, least: least)
  }
}
