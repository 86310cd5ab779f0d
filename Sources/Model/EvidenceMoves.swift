/// How far the evidence of facts moved when a document was revised and still states them in the same words.
///
/// In JSON a list of steps `[from, by]`: evidence that began at byte `from` or later, up to the `from` of the next step, begins `by` bytes
/// later now. What stands before the first step has not moved. Where the place in the original moved too, how far each of its numbers did
/// follows `by`: two for bytes, one for a paragraph, two for a cell, five for a page and the box on it.
public struct EvidenceMoves: Sendable, Hashable, Codable {
  /// One stretch of the older text.
  public struct Step: Sendable, Hashable {
    /// The first byte of the stretch, in the older revision.
    public var from: Int
    /// How far the stretch moved; negative towards the beginning.
    public var by: Int
    /// How far its place in the original moved: what is added to each of the place's numbers; none where it did not.
    public var source: [Int]

    public init(from: Int, by: Int, source: [Int] = []) {
      self.from = from
      self.by = by
      self.source = source
    }
  }

  /// How many steps a revision may have. Facts that would need more are stated again, as those whose words changed.
  public static let limit = 1000

  /// In the order of their places.
  public private(set) var steps: [Step] = []

  public init() {}

  public var isEmpty: Bool { steps.isEmpty }

  /// Where evidence begins that began at a byte of the older revision.
  public func moved(_ start: Int) -> Int { start + (step(of: start)?.by ?? 0) }

  /// Where evidence stands in the original whose words began at a byte of the older revision's text.
  public func moved(_ source: SourceMap.Place?, start: Int) -> SourceMap.Place? {
    step(of: start).map { source?.shifted(by: $0.source) } ?? source
  }

  private func step(of start: Int) -> Step? {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].from <= start { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? steps[low - 1] : nil
  }

  /// Notes that evidence moved; calls come in the order of the older places.
  /// - Parameters:
  ///   - start: where it began, and `end` where it begins now.
  ///   - source: where it stood in the original, and `place` where it does now.
  /// - Returns: false when it cannot be noted: what begins there moved elsewhere already, its place is of another kind now, or there are
  ///   too many steps.
  public mutating func note(
    from start: Int,
    to end: Int,
    source: SourceMap.Place? = nil,
    to place: SourceMap.Place? = nil
  ) -> Bool {
    let by = end - start
    guard (source == nil) == (place == nil) else { return false }
    var shift: [Int] = []
    if let source, let place {
      guard let way = source.shift(to: place) else { return false }
      shift = way
    }
    guard by != steps.last?.by ?? 0 || shift != steps.last?.source ?? [] else { return true }
    guard steps.last?.from != start, steps.count < Self.limit else { return false }
    steps.append(Step(from: start, by: by, source: shift))
    return true
  }

  public init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    while !list.isAtEnd {
      var pair = try list.nestedUnkeyedContainer()
      var step = Step(from: try pair.decode(Int.self), by: try pair.decode(Int.self))
      while !pair.isAtEnd, step.source.count < 6 { step.source.append(try pair.decode(Int.self)) }
      guard pair.isAtEnd, steps.count < Self.limit, steps.last.map({ $0.from < step.from }) ?? true,
        Self.bounds.contains(step.from), Self.bounds.contains(step.by), Self.counts.contains(step.source.count),
        step.source.allSatisfy(Self.bounds.contains)
      else {
        throw DecodingError.dataCorruptedError(
          in: list,
          debugDescription: "no moves: want at most \(Self.limit) steps of a place and distances, in order"
        )
      }
      steps.append(step)
    }
  }

  /// How many numbers places have.
  private static let counts: Set<Int> = [0, 1, 2, 5]
  /// What comes from outside is added to places without a look for overflow.
  private static let bounds = -(1 << 40)...(1 << 40)

  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for step in steps {
      var pair = list.nestedUnkeyedContainer()
      try pair.encode(step.from)
      try pair.encode(step.by)
      for number in step.source { try pair.encode(number) }
    }
  }
}
