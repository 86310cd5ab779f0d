/// How often a document writes words with a capital and without: a word that opens sentences and is never small is a name.
///
/// Counted when it is first asked for. It belongs to one document on one thread.
final class DocumentWords {
  private let text: [UInt8]
  private var words: [String: (capital: Int, small: Int)] = [:]
  private var isCounted = false
  /// So many different words are counted.
  private static let maximum = 50_000

  private let isCommon: (String) -> Bool

  /// - Parameter isCommon: whether a word in lower case is known as a common one.
  init(text: [UInt8], isCommon: @escaping (String) -> Bool) {
    self.text = text
    self.isCommon = isCommon
  }

  /// Whether a word, written in whichever case, is a common one.
  func isCommonWord(_ word: String) -> Bool { isCommon(word.lowercased()) }

  /// Whether a word that is no common one is written twice or more, and always with a capital.
  func isName(_ word: String) -> Bool {
    let lower = word.lowercased()
    guard !isCommon(lower) else { return false }
    if !isCounted { count() }
    guard let found = words[lower] else { return false }
    return found.capital > 1 && found.small == 0
  }

  private func count() {
    isCounted = true
    var start: Int?
    for index in 0...text.count {
      let isWord = index < text.count && Self.isWord(text[index])
      if isWord {
        start = start ?? index
      } else if let first = start {
        start = nil
        let word = String(decoding: text[first..<index], as: UTF8.self)
        let lower = word.lowercased()
        guard words.count < Self.maximum || words[lower] != nil else { continue }
        if word.first?.isUppercase ?? false {
          words[lower, default: (0, 0)].capital += 1
        } else {
          words[lower, default: (0, 0)].small += 1
        }
      }
    }
  }

  /// Letters of any script: bytes above ASCII belong to them or to marks that end no word here.
  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }
}
