extension Value {
  /// Turns the number around, for an amount by which something fell; the wording stays.
  public mutating func negate() {
    number = number.map { -$0 }
    (low, high) = (high.map { -$0 }, low.map { -$0 })
    switch bound {
    case .min: bound = .max
    case .max: bound = .min
    case nil: break
    }
  }
}
