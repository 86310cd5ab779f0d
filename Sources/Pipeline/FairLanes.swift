import DequeModule

/// Elements that wait in lanes which take turns, so that nobody waits behind all of another lane's.
///
/// Round robin: a turn is one element, whatever its size. A lane that is empty is gone.
struct FairLanes<Lane: Hashable, Element> {
  private var lanes: [Lane: Deque<Element>] = [:]
  /// The lanes that have something, the next to be served first.
  private var turns: Deque<Lane> = []
  private(set) var count = 0

  /// How many wait in a lane.
  func count(in lane: Lane) -> Int { lanes[lane]?.count ?? 0 }

  mutating func append(_ element: Element, to lane: Lane) {
    if lanes[lane] == nil { turns.append(lane) }
    lanes[lane, default: []].append(element)
    count += 1
  }

  /// Puts an element before all others of its lane, and its lane before the others where it had none.
  mutating func prepend(_ element: Element, to lane: Lane) {
    if lanes[lane] == nil { turns.prepend(lane) }
    lanes[lane, default: []].prepend(element)
    count += 1
  }

  /// The next element; nil when none waits.
  mutating func popFirst() -> Element? {
    guard let lane = turns.popFirst(), let element = lanes[lane]?.popFirst() else { return nil }
    count -= 1
    if lanes[lane]?.isEmpty ?? true { lanes[lane] = nil } else { turns.append(lane) }
    return element
  }

  /// Takes the last element of a lane that is meant out of its place; nil when there is none.
  mutating func remove(where isMeant: (Element) -> Bool) -> Element? {
    for (lane, elements) in lanes {
      guard let index = elements.lastIndex(where: isMeant) else { continue }
      count -= 1
      let element = lanes[lane]?.remove(at: index)
      if lanes[lane]?.isEmpty ?? true {
        lanes[lane] = nil
        turns.removeAll { $0 == lane }
      }
      return element
    }
    return nil
  }

  func first(where isMeant: (Element) -> Bool) -> Element? {
    for elements in lanes.values {
      if let element = elements.first(where: isMeant) { return element }
    }
    return nil
  }

  /// All that wait, in no order.
  var all: some Sequence<Element> { lanes.values.joined() }
}

extension FairLanes: Sendable where Lane: Sendable, Element: Sendable {}
