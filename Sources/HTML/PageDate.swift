/// Dates as pages write them for programs.
enum PageDate {
  /// ISO 8601 where that is what it is, "2024-05-01" for "2024/5/1"; other words as they stand; nil for nothing.
  static func iso(_ text: String) -> String? {
    let trimmed = String(text.drop { $0.isWhitespace }.prefix(64))
    guard !trimmed.isEmpty else { return nil }
    let parts = trimmed.split(whereSeparator: { $0 == "-" || $0 == "/" || $0 == "." })
    guard parts.count >= 3, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
      parts[1].count < 3,
      let day = Int(parts[2].prefix { $0.isNumber }), (1...12).contains(month), (1...31).contains(day)
    else { return trimmed }
    guard let end = trimmed.firstIndex(where: { $0 == "T" || $0 == " " }) else {
      return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
    }
    let time = trimmed[trimmed.index(after: end)...].filter { !$0.isWhitespace }
    let isTime = time.first?.isNumber == true && time.contains(":")
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))" + (isTime ? "T" + time : "")
  }

  private static func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
