import Model

/// Where words of a fact stand in a text.
struct FactMark {
  /// What the words are in the fact; the raw value is the class in a page.
  enum Role: String, CaseIterable {
    case subject = "s"
    case relation = "r"
    case object = "o"

    var style: Style {
      switch self {
      case .subject: .cyan
      case .relation: .green
      case .object: .yellow
      }
    }
  }

  /// In bytes of UTF-8.
  var range: Range<Int>
  var role: Role
  var fact: Int

  /// Where the words of a fact stand in a text.
  /// - Parameters:
  ///   - number: of the fact, for whoever has several.
  ///   - sentence: where its evidence stands; nil for where the fact says.
  static func all(of fact: Fact, number: Int, in bytes: [UInt8], sentence: Range<Int>? = nil) -> [FactMark] {
    let whole = fact.evidence.start..<max(fact.evidence.start, fact.evidence.end)
    let sentence = (sentence ?? whole).clamped(to: 0..<bytes.count)
    var marks: [FactMark] = []
    for (role, wording) in [
      (Role.subject, fact.subject.text), (.relation, fact.relation.text), (.object, fact.object.text),
    ] {
      for range in places(of: wording, in: bytes, sentence) {
        marks.append(FactMark(range: range, role: role, fact: number))
      }
    }
    return marks
  }

  /// Where a wording stands: whole if it can be found so, otherwise word by word in order.
  private static func places(of wording: String, in bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    if let whole = find(Array(wording.utf8), in: bytes, range) { return [whole] }
    var from = range.lowerBound
    var result: [Range<Int>] = []
    for word in wording.split(separator: " ") {
      guard let place = find(Array(word.utf8), in: bytes, from..<range.upperBound) else { continue }
      result.append(place)
      from = place.upperBound
    }
    return result
  }

  /// The first place of some bytes where they do not stand inside a word.
  static func find(_ needle: [UInt8], in bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
    guard !needle.isEmpty, range.count >= needle.count else { return nil }
    func isLetter(_ at: Int) -> Bool {
      guard bytes.indices.contains(at) else { return false }
      return bytes[at] >= 0x80 || (bytes[at] | 0x20 >= 0x61 && bytes[at] | 0x20 <= 0x7A)
    }
    for start in range.lowerBound...(range.upperBound - needle.count) where bytes[start] == needle[0] {
      let end = start + needle.count
      if bytes[start..<end].elementsEqual(needle), !(isLetter(start - 1) && isLetter(start)),
        !(isLetter(end - 1) && isLetter(end))
      {
        return start..<end
      }
    }
    return nil
  }
}
