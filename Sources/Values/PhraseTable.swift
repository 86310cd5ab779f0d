/// Phrases by the numbers of their words: a trie whose edges lie in one open hash table.
struct PhraseTable: Sendable {
  /// State and word above, the next state below; 0 where a slot is free.
  private var edges: [UInt64]
  private var used = 0
  /// What ends at a state; -1 where nothing does.
  private var payloads: [Int32] = [-1]

  init(capacity: Int = 256) {
    var size = 64
    while size < capacity * 3 { size *= 2 }
    edges = Array(repeating: 0, count: size)
  }

  /// Adds a phrase; a later one takes the place of an earlier one of the same words.
  mutating func insert(_ words: [Int], _ payload: Int) {
    var state = 0
    for word in words {
      let next = self.next(state, word)
      if next > 0 {
        state = next
        continue
      }
      payloads.append(-1)
      if (used + 1) * 2 > edges.count { grow() }
      place(Self.key(state, word) | UInt64(payloads.count - 1))
      used += 1
      state = payloads.count - 1
    }
    payloads[state] = Int32(payload)
  }

  /// The state after a word, or 0.
  func next(_ state: Int, _ word: Int) -> Int {
    let key = Self.key(state, word)
    var slot = Self.slot(key, edges.count)
    while true {
      let edge = edges[slot]
      if edge == 0 { return 0 }
      if edge & ~0xFF_FFFF == key { return Int(edge & 0xFF_FFFF) }
      slot = (slot + 1) & (edges.count - 1)
    }
  }

  /// What ends at a state, or -1.
  func payload(_ state: Int) -> Int { Int(payloads[state]) }

  private static func key(_ state: Int, _ word: Int) -> UInt64 { UInt64(state + 1) << 40 | UInt64(word & 0xFFFF) << 24 }

  private static func slot(_ key: UInt64, _ count: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (count - 1)
  }

  private mutating func place(_ edge: UInt64) {
    var slot = Self.slot(edge & ~0xFF_FFFF, edges.count)
    while edges[slot] != 0 { slot = (slot + 1) & (edges.count - 1) }
    edges[slot] = edge
  }

  private mutating func grow() {
    let old = edges
    edges = Array(repeating: 0, count: old.count * 2)
    for edge in old where edge != 0 { place(edge) }
  }
}
