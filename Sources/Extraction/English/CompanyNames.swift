/// Finds companies by the legal form at the end of their names ("Fjordline Holding ASA", "Apple Inc."), in the bytes themselves: each is
/// one word to the parser, which else takes "Holding" for a verb and the point of "Inc." for the end of a sentence.
enum CompanyNames {
  /// The word that the parser reads in a company's place.
  static let standIn = "Microsoft"

  /// Legal forms, with their point where they have one.
  private static let forms: Set<[UInt8]> = Set(
    [
      "ASA", "AG", "Inc.", "Inc", "Ltd.", "Ltd", "Limited", "plc", "PLC", "GmbH", "SE", "S.A.", "SpA", "S.p.A.", "NV",
      "N.V.", "AB", "Oyj", "Corp.", "Corp", "Corporation", "LLC", "LLP", "A/S", "B.V.", "BV", "Pty", "Bhd", "KGaA",
      "SARL", "S.r.l.",
    ].map { Array($0.utf8) }
  )
  /// The longest legal form, with the point of a sentence behind it.
  private static let longestForm = (forms.map(\.count).max() ?? 0) + 1
  /// Words that begin a sentence and no name.
  private static let openings: Set<[UInt8]> = Set(
    [
      "The", "A", "An", "In", "On", "At", "When", "After", "While", "But", "And", "For", "From", "By", "As", "Its",
      "His", "Her", "Their", "This", "That", "With", "Before", "Since", "Both", "Like", "If", "Although",
    ].map { Array($0.utf8) }
  )
  /// No name has more words before its legal form.
  private static let longest = 5

  /// Whether a name ends with a legal form.
  static func hasLegalForm(_ name: String) -> Bool {
    name.split(separator: " ").last.map { forms.contains(Array($0.utf8)) } ?? false
  }

  /// The names in a part of a text, in order and without overlap.
  static func find(in bytes: UnsafeRawBufferPointer, range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var words: [Range<Int>] = []
    var at = range.lowerBound
    while at < range.upperBound {
      guard bytes[at] > 0x20 else {
        // Only single spaces and line breaks inside a name.
        let gap = at
        while at < range.upperBound, bytes[at] <= 0x20 { at += 1 }
        if at - gap > 1 { words = [] }
        continue
      }
      let first = at
      while at < range.upperBound, bytes[at] > 0x20 { at += 1 }
      // A comma or a bracket ends the word, and with it the name.
      var end = at
      while end > first, isMark(bytes[end - 1]) { end -= 1 }
      let word = first..<end
      if let form = legalForm(bytes, word), let start = words.first {
        found.append(start.lowerBound..<form)
        words = []
        continue
      }
      guard isName(bytes, word) else {
        words = []
        continue
      }
      if words.isEmpty, openings.contains(Array(bytes[word])) { continue }
      words.append(word)
      if words.count > longest { words.removeFirst() }
      if end < at { words = [] }
    }
    return found
  }

  /// Where a legal form ends: "Inc" before a comma, "Inc." elsewhere; nil for any other word.
  private static func legalForm(_ bytes: UnsafeRawBufferPointer, _ word: Range<Int>) -> Int? {
    // Most words are none by their first byte: all but "plc" begin with a capital.
    guard word.count <= longestForm, let first = word.first,
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[first]) || bytes[first] == UInt8(ascii: "p")
    else { return nil }
    let text = Array(bytes[word])
    if forms.contains(text) { return word.upperBound }
    // "GmbH." at the end of a sentence.
    if text.last == UInt8(ascii: "."), forms.contains(Array(text.dropLast())) { return word.upperBound - 1 }
    return nil
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: ")"), UInt8(ascii: "\""),
      UInt8(ascii: "!"), UInt8(ascii: "?"):
      true
    default: false
    }
  }

  /// A capitalised word with small letters, "&" or an acronym.
  private static func isName(_ bytes: UnsafeRawBufferPointer, _ word: Range<Int>) -> Bool {
    guard let first = word.first, word.count <= 32 else { return false }
    if word.count == 1, bytes[first] == UInt8(ascii: "&") { return true }
    guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[first]) || bytes[first] >= 0xC3 else { return false }
    return bytes[word].allSatisfy { byte in
      byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "&")
        || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
        || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }
  }
}
