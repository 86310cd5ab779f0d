/// Finds the best tree for scores of heads: each word's best head, and where those make a circle or several roots, the best tree
/// by Chu & Liu's and Edmonds' algorithm (1965, 1967).
package struct TreeDecoder {
  /// Heads from 1, 0 for the root.
  /// - Parameters:
  ///   - scores: a row for each word; column 0 is the root, column j + 1 the word j.
  ///   - count: how many words.
  package static func heads(_ scores: UnsafePointer<Float>, count: Int) -> [Int] {
    var heads = [Int](repeating: 0, count: count)
    var roots: [Int] = []
    for word in 0..<count {
      let row = scores + word * (count + 1)
      var best = 0
      for head in 1...count where row[head] > row[best] { best = head }
      heads[word] = best
      if best == 0 { roots.append(word) }
    }
    if roots.count == 1, !hasCircle(heads) { return heads }
    // One root: of those words that want to be it the one that wants most; where none does, the one that minds least.
    var root = roots.first ?? 0
    var gain = -Float.infinity
    for word in roots.isEmpty ? Array(0..<count) : roots {
      let row = scores + word * (count + 1)
      var other = -Float.infinity
      for head in 1...count where row[head] > other { other = row[head] }
      if row[0] - other > gain {
        gain = row[0] - other
        root = word
      }
    }
    var table = [[Float]](repeating: [], count: count + 1)
    table[0] = Array(repeating: -.infinity, count: count + 1)
    for word in 0..<count {
      var row = Array(UnsafeBufferPointer(start: scores + word * (count + 1), count: count + 1))
      row[word + 1] = -.infinity
      if word == root {
        for head in 1...count { row[head] = -.infinity }
      } else {
        row[0] = -.infinity
      }
      table[word + 1] = row
    }
    let best = contract(&table, Array(0...count))
    return (1...count).map { best[$0] }
  }

  private static func hasCircle(_ heads: [Int]) -> Bool {
    // 0 unseen, otherwise the walk that came by.
    var seen = [Int](repeating: 0, count: heads.count)
    for start in heads.indices where seen[start] == 0 {
      var at = start
      while seen[at] == 0 {
        seen[at] = start + 1
        guard heads[at] > 0 else { break }
        at = heads[at] - 1
        if seen[at] == start + 1 { return true }
      }
    }
    return false
  }

  /// The head of each node; `table[d][h]` is what the arc from h to d is worth, and node 0 is the root.
  private static func contract(_ table: inout [[Float]], _ nodes: [Int]) -> [Int] {
    var heads = [Int](repeating: 0, count: table.count)
    for node in nodes where node != 0 {
      var best = 0
      for head in nodes where head != node && table[node][head] > table[node][best] { best = head }
      heads[node] = best
    }
    guard let circle = circle(heads, nodes) else { return heads }
    let inside = Set(circle)
    let merged = circle[0]
    let outside = nodes.filter { !inside.contains($0) }
    // Into the circle: which word of it an arc would go to, at the price of the arc that it has now. Out of it: from which word.
    var entry = [Int](repeating: 0, count: table.count)
    var exit = [Int](repeating: 0, count: table.count)
    var into = [Float](repeating: -.infinity, count: table.count)
    var out = [Float](repeating: -.infinity, count: table.count)
    for node in outside {
      entry[node] = merged
      exit[node] = merged
      for member in circle {
        let price = table[member][node] - table[member][heads[member]]
        if price > into[node] {
          into[node] = price
          entry[node] = member
        }
        if node != 0, table[node][member] > out[node] {
          out[node] = table[node][member]
          exit[node] = member
        }
      }
    }
    for node in outside {
      table[merged][node] = into[node]
      if node != 0 { table[node][merged] = out[node] }
    }
    let rest = contract(&table, outside + [merged])
    for node in outside where node != 0 { heads[node] = rest[node] == merged ? exit[node] : rest[node] }
    heads[entry[rest[merged]]] = rest[merged]
    return heads
  }

  private static func circle(_ heads: [Int], _ nodes: [Int]) -> [Int]? {
    var seen = [Int: Int]()
    for start in nodes where seen[start] == nil {
      var at = start
      while at != 0, seen[at] == nil {
        seen[at] = start
        at = heads[at]
      }
      guard at != 0, seen[at] == start else { continue }
      var circle = [at]
      var next = heads[at]
      while next != at {
        circle.append(next)
        next = heads[next]
      }
      return circle
    }
    return nil
  }
}
