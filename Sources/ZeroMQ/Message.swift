/// One or more frames that travel together: a peer gets all of them or none.
public struct Message: Sendable {
  /// Most messages in a hot loop have one frame, and need no array for it.
  private enum Content: Sendable {
    case one(Frame)
    case several([Frame])

    init(_ frames: [Frame]) {
      self = frames.count == 1 ? .one(frames[0]) : .several(frames)
    }
  }

  private var content: Content

  /// A message of these frames.
  public init(_ frames: [Frame]) {
    content = Content(frames)
  }

  /// A message of one frame.
  public init(_ frame: Frame) {
    content = .one(frame)
  }

  /// The frames, in order.
  public var frames: [Frame] {
    get {
      switch content {
      case .one(let frame): [frame]
      case .several(let frames): frames
      }
    }
    _modify {
      // Changed in place: the array has no other owner while it is lent.
      var lent = frames
      content = .several([])
      defer { content = Content(lent) }
      yield &lent
    }
  }

  /// The number of frames.
  public var count: Int {
    switch content {
    case .one: 1
    case .several(let frames): frames.count
    }
  }

  /// The frame at `index`, which must be less than ``count``.
  public subscript(index: Int) -> Frame {
    switch content {
    case .one(let frame):
      precondition(index == 0, "a message of one frame has no frame \(index)")
      return frame
    case .several(let frames): return frames[index]
    }
  }

  /// The number of bytes in all frames.
  public var byteCount: Int {
    (0..<count).reduce(0) { $0 + self[$1].count }
  }
}

extension Message: Equatable {
  /// Whether both have the same frames, byte for byte.
  public static func == (first: Message, second: Message) -> Bool {
    first.count == second.count && (0..<first.count).allSatisfy { first[$0] == second[$0] }
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
