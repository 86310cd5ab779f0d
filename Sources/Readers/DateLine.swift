/// A line that says when a document came out, and nothing else: "Published 18 March 2025", "Last updated: 3 May 2024, 10:00".
enum DateLine {
  private static let longest = 80
  private static let labels = [
    "date of publication", "date of issue", "date published", "publication date", "release date", "press release",
    "news release",
    "media release", "last updated", "last modified", "last reviewed", "last revised", "for release", "published",
    "posted", "released",
    "issued", "dated", "date", "updated", "modified", "revised", "filed",
  ]
  /// Small words that may stand beside the day.
  private static let others: Set<String> = [
    "on", "at", "of", "the", "am", "pm", "a.m", "p.m", "and", "st", "nd", "rd", "th",
  ]

  static func isOne(_ words: some Collection<UInt8>) -> Bool {
    guard words.count <= longest, words.contains(where: \.isDigit) else { return false }
    let text = String(decoding: words, as: UTF8.self)
    let lower = text.lowercased()
    guard let label = labels.first(where: lower.hasPrefix), lower.utf8.count == text.utf8.count else { return false }
    let rest = text.dropFirst(label.count)
    guard let first = rest.first, !first.isLetter, !first.isNumber else { return false }
    return rest.split { !$0.isLetter && !$0.isNumber && $0 != "." }.allSatisfy { word in
      word.first?.isUppercase == true || word.contains { $0.isNumber }
        || others.contains(word.lowercased().filter { $0 != "." || word.count > 3 })
    }
  }
}
