/// Takes the site's name off the title that a page has in its head.
enum TitleTrimmer {
  /// What stands between a title and the name of its site, with a space at either side.
  private static let signs = ["|", "-", "–", "—", "·", "•", "»", "::", "«", "<", ">"]

  /// The part of a title that names the article: without the last part or the first one where that is the site's name,
  /// or short beside the rest.
  static func article(_ title: ArraySlice<UInt8>, site: String?) -> Range<Int> {
    let text = String(decoding: title, as: UTF8.self)
    var parts: [Range<Int>] = []
    var start = title.startIndex
    var at = title.startIndex
    while at < title.endIndex {
      if title[at] == 0x20, let sign = signs.first(where: { title[(at + 1)...].starts(with: ($0 + " ").utf8) }) {
        parts.append(start..<at)
        at += sign.utf8.count + 2
        start = at
      } else {
        at += 1
      }
    }
    parts.append(start..<title.endIndex)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return title.indices }
    let name = site.map(TitleFinder.words) ?? []
    func isSite(_ part: Range<Int>) -> Bool {
      !name.isEmpty && TitleFinder.words(String(decoding: title[part], as: UTF8.self)) == name
    }
    if isSite(last) { return title.startIndex..<parts[parts.count - 2].upperBound }
    if isSite(first) { return parts[1].lowerBound..<title.endIndex }
    // Without a name to go by, a short last part after a longer one is the site.
    let words = TitleFinder.words(String(decoding: title[last], as: UTF8.self)).count
    let rest = TitleFinder.words(text).count - words
    return words <= 4 && rest >= 2 * words ? title.startIndex..<parts[parts.count - 2].upperBound : title.indices
  }
}
