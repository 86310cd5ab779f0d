/// Words by their bytes: an open hash table in three flat arrays, built once and only read thereafter.
struct ByteTable: Sendable {
  /// The hash's high bits above, the entry's number plus one below; 0 where a slot is free.
  private(set) var slots: [UInt64]
  /// Where each entry begins in ``blob``; one more at the end.
  private(set) var starts: [UInt32] = [0]
  private(set) var blob: [UInt8] = []

  init(capacity: Int) {
    var size = 64
    while size < capacity * 3 { size *= 2 }
    slots = Array(repeating: 0, count: size)
  }

  var count: Int { starts.count - 1 }

  @inline(__always) static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
  }

  @inline(__always) static func finish(_ hash: UInt64) -> UInt64 { hash ^ (hash >> 29) }

  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    finish(bytes.reduce(0) { add($1, to: $0) })
  }

  /// The entry's number; a new one where it was not there.
  mutating func insert(_ word: [UInt8]) -> Int {
    if let known = find(word) { return known }
    if (count + 1) * 2 > slots.count { grow() }
    blob += word
    starts.append(UInt32(blob.count))
    place(Self.hash(word), count - 1)
    return count - 1
  }

  func find(_ word: [UInt8]) -> Int? {
    let found = word.withUnsafeBytes { word in pointers { $0.find(word, hash: Self.hash(word)) } }
    return found >= 0 ? found : nil
  }

  private mutating func place(_ hash: UInt64, _ entry: Int) {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = hash & ~0xFFFF_FFFF | UInt64(entry + 1)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for entry in 0..<count { place(Self.hash(blob[Int(starts[entry])..<Int(starts[entry + 1])]), entry) }
  }

  /// Calls a function with what reads the table without its bounds being checked and its storage being counted.
  func pointers<Result>(_ body: (Pointers) -> Result) -> Result {
    slots.withUnsafeBufferPointer { slots in
      starts.withUnsafeBufferPointer { starts in
        blob.withUnsafeBufferPointer { blob in body(Pointers(slots: slots, starts: starts, blob: blob)) }
      }
    }
  }

  struct Pointers {
    let slots: UnsafeBufferPointer<UInt64>
    let starts: UnsafeBufferPointer<UInt32>
    let blob: UnsafeBufferPointer<UInt8>

    /// The entry's number, or -1.
    @inline(__always) func find(_ word: UnsafeRawBufferPointer, hash: UInt64, folding: UInt8 = 0) -> Int {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while true {
        let entry = slots[slot]
        if entry == 0 { return -1 }
        if entry ^ hash < 0x1_0000_0000 {
          let index = Int(entry & 0xFFFF_FFFF) - 1
          let start = Int(starts[index])
          if Int(starts[index + 1]) - start == word.count {
            var at = 0
            while at < word.count, blob[start + at] == word[at] | folding { at += 1 }
            if at == word.count { return index }
          }
        }
        slot = (slot + 1) & (slots.count - 1)
      }
    }
  }
}
