extension ValueSpan {
  /// A short form that a parser can read in the place of the whole value, the same for all values of a sort: it has seen few dates and
  /// amounts of each wording, but many of each sort. Nil for what is better read word by word, such as a counted noun.
  public var standIn: String? {
    guard case .value(let value) = content else { return nil }
    switch value.kind {
    case .money: return "$0bn"
    case .percent: return "0%"
    case .date: return "0/0/0000"
    case .number: return "0"
    case .duration: return nil
    case .quantity: return value.unit.flatMap { Unit($0) }?.dimension == nil ? nil : "0km"
    case .entity, .text: return nil
    }
  }
}
