import Model

/// The facts of a document with where each stands in a text of it.
///
/// A fact that a later revision still states is left alone, wherever it stands in the text by then: so its own span is of the revision
/// that asserted it, and its sentence is looked for.
struct PlacedFacts {
  struct Placed {
    var fact: Fact
    /// Where its evidence stands, in bytes; nil where the text has it not.
    var sentence: Range<Int>?
  }

  let text: [UInt8]
  /// In the order of the text; those that it has not are last.
  let facts: [Placed]

  init(text: [UInt8], facts: [Fact], revision: Digest) {
    self.text = text
    let placed = facts.map { Placed(fact: $0, sentence: Self.place($0, in: text, revision)) }
    let order = placed.indices.sorted { left, right in
      let (a, b) = (placed[left].sentence?.lowerBound ?? .max, placed[right].sentence?.lowerBound ?? .max)
      return (a, left) < (b, right)
    }
    self.facts = order.map { placed[$0] }
  }

  private static func place(_ fact: Fact, in text: [UInt8], _ revision: Digest) -> Range<Int>? {
    let words = Array(fact.evidence.text.utf8)
    // What a document says of itself outside its text stands nowhere in it.
    if words.isEmpty { return nil }
    let span = fact.evidence.start..<max(fact.evidence.start, fact.evidence.end)
    if span.lowerBound >= 0, span.upperBound <= text.count, text[span].elementsEqual(words) { return span }
    // Of this very revision it stands nowhere else.
    return fact.document.digest == revision ? nil : FactMark.find(words, in: text, 0..<text.count)
  }

  /// The text line by line, with the words of each fact marked, and after each sentence the numbers of its facts.
  var lines: [String] {
    var marks: [MarkedText.Mark] = []
    var notes: [Int: [Int]] = [:]
    for (index, placed) in facts.enumerated() {
      guard let sentence = placed.sentence else { continue }
      for mark in FactMark.all(of: placed.fact, number: index, in: text, sentence: sentence) {
        marks.append((mark.range, mark.role.style))
      }
      notes[sentence.upperBound, default: []].append(index + 1)
    }
    marks.sort { ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound) }
    let ends = notes.keys.sorted()
    var lines: [String] = []
    var start = 0
    var (nextMark, nextEnd) = (0, 0)
    while start < text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      while nextMark < marks.count, marks[nextMark].range.upperBound <= start { nextMark += 1 }
      var line = ""
      var from = start
      let last = marks[nextMark...].firstIndex { $0.range.lowerBound >= end } ?? marks.count
      let own = Array(marks[nextMark..<last])
      while nextEnd < ends.count, ends[nextEnd] <= end {
        let place = max(from, ends[nextEnd])
        line += MarkedText.render(text, part: from..<place, own)
        line += Style.dim(" {" + (notes[ends[nextEnd]] ?? []).map(String.init).joined(separator: ",") + "}")
        from = place
        nextEnd += 1
      }
      lines.append(line + MarkedText.render(text, part: from..<end, own))
      start = end + 1
    }
    return lines
  }

  /// The same as what an extractor would have found, for a page.
  func extraction(_ uri: String, _ revision: KnownRevision) -> Extraction {
    let facts = facts.compactMap { placed -> Fact? in
      guard let sentence = placed.sentence else { return nil }
      var fact = placed.fact
      fact.evidence.start = sentence.lowerBound
      fact.evidence.end = sentence.upperBound
      return fact
    }
    return Extraction(
      document: Document(uri: uri, digest: revision.digest, title: revision.title, date: revision.date),
      text: String(decoding: text, as: UTF8.self),
      facts: facts
    )
  }
}
