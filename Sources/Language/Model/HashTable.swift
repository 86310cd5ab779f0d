/// A table from 64-bit hashes to small numbers, as it lies in a model file: open addressing, linear probing, a power of two of slots.
///
/// Unchecked because pointers are not `Sendable`: they point into the memory of the model file that is kept
/// here, which is never written.
struct HashTable: @unchecked Sendable {
  private let keys: UnsafeBufferPointer<UInt64>
  private let values: UnsafeBufferPointer<UInt32>
  private let mask: UInt64
  private let file: ModelFile
  /// The highest number in it.
  let highestValue: Int

  init(_ file: ModelFile, _ name: String) throws(ModelFileError) {
    keys = try file.numbers(name + ".keys", as: UInt64.self)
    values = try file.numbers(name + ".values", as: UInt32.self)
    guard keys.count == values.count, keys.count > 0, keys.count & (keys.count - 1) == 0, keys.contains(0) else {
      throw ModelFileError(file.path, "is damaged: table \(name) is not one")
    }
    mask = UInt64(keys.count - 1)
    self.file = file
    highestValue = Int(values.max() ?? 0)
  }

  /// The number of a hash; nil where there is none.
  func value(_ hash: UInt64) -> Int? {
    let key = hash == 0 ? 1 : hash
    var slot = key & mask
    while true {
      let found = keys[Int(slot)]
      if found == key { return Int(values[Int(slot)]) }
      if found == 0 { return nil }
      slot = (slot + 1) & mask
    }
  }
}
