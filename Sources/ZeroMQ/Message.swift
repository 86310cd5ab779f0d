/// One or more frames that travel together: a peer gets all of them or none.
public struct Message: Sendable, Equatable {
  /// The frames, in order.
  public var frames: [Frame]

  /// A message of these frames.
  public init(_ frames: [Frame]) {
    self.frames = frames
  }

  /// A message of one frame.
  public init(_ frame: Frame) {
    frames = [frame]
  }

  /// The number of frames.
  public var count: Int { frames.count }

  /// The frame at `index`, which must be less than ``count``.
  public subscript(index: Int) -> Frame { frames[index] }

  /// The number of bytes in all frames.
  public var byteCount: Int {
    frames.reduce(0) { $0 + $1.count }
  }
}

extension Message: ExpressibleByArrayLiteral {
  /// A message of these frames.
  public init(arrayLiteral frames: Frame...) {
    self.init(frames)
  }
}

extension Message: CustomStringConvertible {
  /// The frames' sizes, without their content.
  public var description: String {
    "Message(\(frames.map { "\($0.count)" }.joined(separator: " + ")) bytes)"
  }
}
