/// Numbers hashes from 0, in the order in which they come first.
///
/// A set or dictionary of the standard library would hash the hashes again, which costs more than all else that is done with a word. Each
/// table draws a random factor that decides the places, so nobody can write a text whose words all collide.
struct HashNumbers {
  /// A power of two of places; 0 where nothing stands.
  private var hashes = [UInt64](repeating: 0, count: 256)
  private var numbers = [Int](repeating: 0, count: 256)
  /// How many lower bits of a product are no part of a place.
  private var shift: UInt64 = 64 - 8
  private let factor = UInt64.random(in: .min ... .max) | 1
  private(set) var count = 0

  /// Whether a hash has a number.
  func contains(_ hash: UInt64) -> Bool { number(of: hash) != nil }

  /// The number of a hash; nil for one that has none.
  func number(of hash: UInt64) -> Int? {
    let place = place(of: Self.some(hash))
    return hashes[place] == 0 ? nil : numbers[place]
  }

  /// The number of a hash, which is the next one where it had none.
  mutating func insert(_ hash: UInt64) -> Int {
    let hash = Self.some(hash)
    let place = place(of: hash)
    if hashes[place] != 0 { return numbers[place] }
    (hashes[place], numbers[place]) = (hash, count)
    count += 1
    if count * 3 > hashes.count * 2 { grow() }
    return count - 1
  }

  /// A hash that is not 0.
  private static func some(_ hash: UInt64) -> UInt64 { hash == 0 ? 1 : hash }

  /// Where a hash stands, or would.
  private func place(of hash: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: (hash &* factor) >> shift)
    while hashes[place] != 0, hashes[place] != hash { place = (place + 1) & (hashes.count - 1) }
    return place
  }

  private mutating func grow() {
    let old = zip(hashes, numbers)
    let count = hashes.count * 2
    (hashes, numbers) = ([UInt64](repeating: 0, count: count), [Int](repeating: 0, count: count))
    shift -= 1
    for (hash, number) in old where hash != 0 {
      let place = place(of: hash)
      (hashes[place], numbers[place]) = (hash, number)
    }
  }
}
