/// Says yes or no by a weighted sum of features that are hashed into one table (Weinberger et al. 2009).
///
/// Unchecked because a pointer is not `Sendable`: it points into the memory of the model file that is kept here,
/// which is never written.
struct HashedClassifier: @unchecked Sendable {
  private let weights: UnsafePointer<Int16>
  private let mask: UInt64
  private let file: ModelFile

  init(_ file: ModelFile, _ name: String) throws(ModelFileError) {
    let numbers = try file.numbers(name, as: Int16.self)
    guard let start = numbers.baseAddress, numbers.count > 0, numbers.count & (numbers.count - 1) == 0 else {
      throw ModelFileError(file.path, "is damaged: section \(name) is no table of weights")
    }
    weights = start
    mask = UInt64(numbers.count - 1)
    self.file = file
  }

  /// The sum of the features' weights; above 0 is yes.
  func score(_ features: FeatureList) -> Int {
    var sum = 0
    for index in 0..<features.count { sum += Int(weights[Int(features.hashes[index] & mask)]) }
    return sum
  }
}

/// The features of one decision, as hashes. One belongs to one thread.
package final class FeatureList {
  package private(set) var count = 0
  package let hashes: UnsafeMutablePointer<UInt64>
  private static let capacity = 64

  package init() { hashes = .allocate(capacity: Self.capacity) }

  deinit { hashes.deallocate() }

  package func clear() { count = 0 }

  /// Adds a feature of one value or several; each place in the code that adds one does so at the same count always, so the count names it.
  package func add(_ value: UInt64, _ second: UInt64 = 0, _ third: UInt64 = 0) {
    precondition(count < Self.capacity)
    let name = UInt64(count + 1) &* 0x9E37_79B9_7F4A_7C15
    hashes[count] = Hash.mix(Hash.mix(Hash.mix(name ^ value) &+ second) &+ third)
    count += 1
  }
}
