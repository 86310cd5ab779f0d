import Model

/// Which events a journal has.
public struct JournalExtent: Sendable, Equatable, CustomStringConvertible {
  public var epoch: Epoch
  /// The oldest event that is kept.
  public var oldest: UInt64
  public var last: UInt64

  public init(epoch: Epoch, oldest: UInt64 = 1, last: UInt64) {
    self.epoch = epoch
    self.oldest = oldest
    self.last = last
  }

  /// How many events there are.
  public var count: UInt64 { last + 1 - oldest }

  public var description: String {
    oldest == 1 ? "\(count) events" : "\(count) events, \(oldest) to \(last)"
  }
}
