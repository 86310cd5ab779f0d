/// The features of one decision as places in the table of weights.
package struct FeatureBuffer: Sendable {
  package static let bits = 18
  package static let count = 1 << bits
  private(set) var places: [UInt32] = []
  /// What the features are joined with: the sort of the mention, and the sorts of both.
  var type: UInt64 = 0
  var pair: UInt64 = 0

  init() { places.reserveCapacity(160) }

  mutating func clear() { places.removeAll(keepingCapacity: true) }

  @inline(__always)
  mutating func addOnly(_ hash: UInt64) {
    places.append(UInt32(truncatingIfNeeded: WordHash.mix(hash) >> 20) & UInt32(Self.count - 1))
  }

  /// Adds a feature joined with the sort of the mention, and with the sorts of both.
  @inline(__always)
  mutating func add(_ template: UInt64, _ first: UInt64 = 0, _ second: UInt64 = 0) {
    let hash = WordHash.join(WordHash.join(template &* 0x5851_F42D_4C95_7F2D, first), second)
    addOnly(hash ^ type)
    addOnly(hash ^ pair)
  }

  @inline(__always)
  mutating func addPlain(_ template: UInt64, _ first: UInt64 = 0, _ second: UInt64 = 0) {
    addOnly(WordHash.join(WordHash.join(template &* 0x5851_F42D_4C95_7F2D, first), second))
  }
}
