/// How far the evidence of facts moved when a document was revised and still states them in the same words.
///
/// In JSON a list of pairs `[from, by]`: evidence that began at byte `from` or later, up to the `from` of the next pair, begins `by` bytes
/// later now. What stands before the first pair has not moved.
public struct EvidenceMoves: Sendable, Hashable, Codable {
  /// One stretch of the older text.
  public struct Step: Sendable, Hashable {
    /// The first byte of the stretch, in the older revision.
    public var from: Int
    /// How far the stretch moved; negative towards the beginning.
    public var by: Int

    public init(from: Int, by: Int) {
      self.from = from
      self.by = by
    }
  }

  /// How many steps a revision may have. Facts that would need more are stated again, as those whose words changed.
  public static let limit = 1000

  /// In the order of their places.
  public private(set) var steps: [Step] = []

  public init() {}

  public var isEmpty: Bool { steps.isEmpty }

  /// Where evidence begins that began at a byte of the older revision.
  public func moved(_ start: Int) -> Int {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].from <= start { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return start }
    return start + steps[low - 1].by
  }

  /// Notes that evidence moved; calls come in the order of the older places.
  /// - Returns: false when it cannot be noted: the place moved elsewhere already, or there are too many steps.
  public mutating func note(from start: Int, to end: Int) -> Bool {
    let by = end - start
    guard by != steps.last?.by ?? 0 else { return true }
    guard steps.last?.from != start, steps.count < Self.limit else { return false }
    steps.append(Step(from: start, by: by))
    return true
  }

  public init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    while !list.isAtEnd {
      var pair = try list.nestedUnkeyedContainer()
      let step = Step(from: try pair.decode(Int.self), by: try pair.decode(Int.self))
      guard pair.isAtEnd, steps.count < Self.limit, steps.last.map({ $0.from < step.from }) ?? true,
        Self.bounds.contains(step.from), Self.bounds.contains(step.by)
      else {
        throw DecodingError.dataCorruptedError(
          in: list,
          debugDescription: "no moves: want at most \(Self.limit) pairs of a place and a distance, in order"
        )
      }
      steps.append(step)
    }
  }

  /// What comes from outside is added to places without a look for overflow.
  private static let bounds = -(1 << 40)...(1 << 40)

  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for step in steps {
      var pair = list.nestedUnkeyedContainer()
      try pair.encode(step.from)
      try pair.encode(step.by)
    }
  }
}
