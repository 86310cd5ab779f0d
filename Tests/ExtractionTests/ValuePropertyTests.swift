import TestSupport
import Testing
import Values

/// What holds for any bytes at all.
@Suite struct ValuePropertyTests {
  private static let pieces = [
    "5", "2012", "1,280", "0,839", "12,34,567", "billion", "US$", "€", "CHF ", "kg", "km/h", " per ", "square ", "m",
    "²", "⁻³", "µ", "°", "′", "%", " ",
    " ", "-", "–", "−", "×10", "^", "±", "(", ")", "[3]", "/", ".", ",", ":", "and ", "to ", "between ", "from ",
    "half ", "a ", "one ", "in ", "third ",
    "hundred ", "last ", "week ", "year ", "ago ", "the ", "end ", "of ", "early ", "Tuesday ", "May ", "Q3 ",
    "century ", "AD ", "ISSN ", "https://a.b/",
    "@", "+1 ", "about ", "at least ", "é", "日", "😀", "\u{301}", "\u{A0}", "\u{202F}", "½", "⁄", "ß", "no. ", "Fig. ",
    "dozens of ", "1990s", "'", "’",
  ]

  private func check(_ bytes: [UInt8], _ context: String) {
    for extras: Values.Extras in [[], [.ordinals, .loneWords]] {
      let spans = Values.find(in: bytes, extras: extras)
      var end = 0
      for span in spans {
        #expect(
          span.range.lowerBound >= end && !span.range.isEmpty && span.range.upperBound <= bytes.count,
          "\(context)"
        )
        #expect(
          span.outer.lowerBound <= span.range.lowerBound && span.outer.upperBound == span.range.upperBound,
          "\(context)"
        )
        #expect(span.outer.lowerBound >= 0, "\(context)")
        end = span.range.upperBound
      }
      #expect(Values.find(in: bytes, extras: extras) == spans, "\(context)")
    }
  }

  @Test func holdsForAnyText() {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    var found = 0
    defer { #expect(found > 4000, "seed \(seed)") }
    for round in 0..<4000 {
      let text = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
        Self.pieces.randomElement(using: &generator) ?? ""
      }.joined()
      let bytes = Array(text.utf8)
      check(bytes, "seed \(seed), round \(round): \(text)")
      for span in Values.find(in: bytes) {
        found += 1
        #expect(String(validating: bytes[span.range], as: UTF8.self) != nil, "seed \(seed), round \(round): \(text)")
      }
    }
  }

  @Test func holdsForAnyBytes() {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    for round in 0..<4000 {
      let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      check(bytes, "seed \(seed), round \(round)")
      _ = bytes.withUnsafeBytes { NumberStyle.detect(in: $0) }
    }
  }

  /// A part of a text is read as if it were the whole.
  @Test func readsNothingOutsideItsRange() {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    for round in 0..<2000 {
      let part = Array((0..<8).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined().utf8)
      let bytes = Array("in 2012 km ".utf8) + part + Array(" billion km in 5".utf8)
      let whole = Values.find(in: part)
      let ranged = Values.find(in: bytes, range: 11..<(11 + part.count))
      #expect(whole.map(\.content) == ranged.map(\.content), "seed \(seed), round \(round)")
      #expect(whole.map { $0.range.lowerBound + 11 } == ranged.map(\.range.lowerBound), "seed \(seed), round \(round)")
    }
  }

  /// Each is read to its end in time that grows with its length alone.
  @Test(arguments: [
    "7", "(", ")", "million ", "1.1.1.1", "1.1", " ", "1,", "a", "twenty ", "5 to ", "[1, ", "one in ", "half a ",
    "5 m/s/", "5 kg per ", "5 ft 2 in ",
    "a@", "a.", "end of ", "early late ", "(1 ± ", "five and ", "10^", "12:", "-5", "Figs. 1, ", "+1 ", "1-", "5 µ",
    "kr 5 ", "10pc ", "5 pounds ", "the year to ", "Q1–", "(3.1)% ", "twice a ", "January ", "Monday, ", "last ", "\n",
    "é",
  ])
  func readsMuchOf(_ piece: String) {
    let bytes = Array(String(repeating: piece, count: (1 << 17) / piece.utf8.count).utf8)
    let clock = ContinuousClock()
    let short = clock.measure { _ = Values.find(in: Array(bytes.prefix(1 << 13))) }
    let long = clock.measure { _ = Values.find(in: bytes) }
    // Sixteen times the length; a square would take 256 times as long.
    #expect(long < short * 100 + .milliseconds(200))
  }
}
