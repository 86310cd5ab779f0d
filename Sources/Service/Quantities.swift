/// Sizes and times as people write them.
public enum Quantities {
  private static let units: [(String, Int)] = [
    ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
  ]

  /// Reads `16MiB`, `64 KiB` or a plain number of bytes; nil for anything else.
  public static func bytes(_ text: String) -> Int? {
    let (number, suffix) = split(text)
    guard let number, let worth = suffix.isEmpty ? 1 : units.first(where: { $0.0 == suffix })?.1 else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: worth)
    return overflow ? nil : bytes
  }

  /// Writes a size in the largest unit that divides it.
  public static func size(_ bytes: Int) -> String {
    for (unit, worth) in units where bytes != 0 && bytes.isMultiple(of: worth) { return "\(bytes / worth)\(unit)" }
    return "\(bytes)B"
  }

  /// Reads `500ms`, `30s`, `5m`, `2h` or `7d`; nil for anything else.
  public static func duration(_ text: String) -> Duration? {
    let (number, suffix) = split(text)
    guard let number, number <= 1_000_000_000 else { return nil }
    switch suffix {
    case "ms": return .milliseconds(number)
    case "s": return .seconds(number)
    case "m": return .seconds(number * 60)
    case "h": return .seconds(number * 3600)
    case "d": return .seconds(number * 86_400)
    default: return nil
    }
  }

  /// Writes a time in milliseconds or seconds.
  public static func time(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    return attoseconds == 0 ? "\(seconds)s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
  }

  private static func split(_ text: String) -> (Int?, String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text[digits.endIndex...].drop { $0 == " " }
    return (Int(digits), String(rest))
  }
}
