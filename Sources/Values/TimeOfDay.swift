/// A time of day, as written.
public struct TimeOfDay: Sendable, Hashable, CustomStringConvertible {
  /// 0 to 24.
  public var hour: Int
  public var minute: Int
  public var second: Int?

  /// `09:50`, `09:50:45`
  public var description: String {
    let parts = [hour, minute] + (second.map { [$0] } ?? [])
    return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
