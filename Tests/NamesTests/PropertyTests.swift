import TestSupport
import Testing

@testable import Names

@Suite("Properties of names")
struct PropertyTests {
  private static let words = [
    "Anna", "anna", "Weber", "WEBER", "J.", "J", "van", "al-", "bin", "Dr.", "Prince", "Jr", "Sr.", "MD", "VIII", "V",
    "44",
    "forty", "four", "1st", "AG", "S.p.A.", "Ltd", "Co.", "OOO", "ООО", "the", "Die", "and", "&", "+", ",", ".", "'",
    "-",
    "株式会社", "海", "김민수", "Юрий", "Μπ", "ού", "ß", "İ", "ǅ", "ﬁ", "é", "e\u{301}", "й", "\u{302}", "Ⅷ", "½", "ʼn", "ŉ",
    "ٱل",
    "u1f34e", "Mario", "Maria", "xi", "XI", "s", "a", "Joint", "Stock", "Company", "Limited", "Liability", "MV", "S",
    "P", "A",
  ]

  private static func text(_ random: inout SeededGenerator) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      if Int.random(in: 0..<4, using: &random) > 0 {
        text.append(contentsOf: (words.randomElement(using: &random) ?? "").unicodeScalars)
      } else {
        for _ in 0..<3 {
          let top: UInt32 = [0x80, 0x600, 0x3000, 0x11_0000].randomElement(using: &random) ?? 0x80
          if let scalar = Unicode.Scalar(UInt32.random(in: 0..<top, using: &random)) { text.append(scalar) }
        }
      }
      if Bool.random(using: &random) { text.append(" ") }
    }
    return String(text)
  }

  @Test("Comparing is symmetric and reflexive, slugs are idempotent and not empty, nothing traps")
  func random() {
    let seed = UInt64.random(in: .min ... .max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    var previous = ""
    for round in 0..<2000 {
      let text = Self.text(&random)
      // Half of the pairs are near each other.
      let other = round.isMultiple(of: 2) ? previous : String(text.unicodeScalars.dropLast(1)) + "n"
      for kind in NameKind.allCases {
        let a = NormalName(text, kind: kind)
        let b = NormalName(other, kind: kind)
        let shown = "seed \(seed) \(kind) \(text.debugDescription) \(other.debugDescription)"
        #expect(compare(a, a) == .same, "\(shown)")
        #expect(compare(a, b) == compare(b, a), "\(shown)")
        #expect(!a.slug.isEmpty, "\(shown)")
        let again = NormalName(a.slug, kind: kind).slug
        #expect(again.unicodeScalars.elementsEqual(a.slug.unicodeScalars), "\(shown) \(a.slug) \(again)")
        let unknown = NormalName(other, kind: .other)
        #expect(compare(a, unknown) == compare(unknown, a), "\(shown)")
        _ = isAcronym(text, of: other)
      }
      previous = text
    }
  }

  @Test("Every scalar is a name", .timeLimit(.minutes(10)))
  func scalars() {
    for value in stride(from: UInt32(0), to: 0x30000, by: 1) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let slug = NormalName(String(scalar), kind: .other).slug
      let again = NormalName(slug, kind: .other).slug
      if !again.unicodeScalars.elementsEqual(slug.unicodeScalars) || slug.isEmpty {
        Issue.record("U+\(String(value, radix: 16)): \(slug) \(again)")
      }
    }
  }

  @Test("Names of any length take bounded time")
  func bounded() {
    let texts = [
      String(repeating: "a", count: 10_000), String(repeating: "the ", count: 2500),
      String(repeating: "OOO ", count: 2500),
      String(repeating: "Mr ", count: 3334), String(repeating: "A.", count: 5000),
      String(repeating: "!", count: 10_000),
      String(repeating: "株式会社", count: 2500), String(repeating: "e\u{301}", count: 5000),
      String(repeating: "joint stock company ", count: 500), String(repeating: "a, ", count: 3334),
    ]
    let longest = [
      String(repeating: "ab", count: 127), String(repeating: "abcd ", count: 51), String(repeating: "a ", count: 127),
      String(repeating: "abcde", count: 51), String(repeating: "al ", count: 85),
    ]
    let clock = ContinuousClock()
    for kind in NameKind.allCases {
      // Far above what it takes, so that a busy machine does not fail the test.
      for text in texts {
        let took = clock.measure {
          let name = NormalName(text, kind: kind)
          #expect(compare(name, NormalName("Anna Weber", kind: kind)) == .different)
        }
        #expect(took < .seconds(5), "\(kind) \(text.prefix(12))")
      }
      let names = longest.map { NormalName($0, kind: kind) } + longest.map { NormalName($0 + "b", kind: kind) }
      for a in names {
        for b in names {
          let took = clock.measure { #expect(compare(a, b) == compare(b, a)) }
          #expect(took < .seconds(5), "\(kind) \(a.slug.prefix(12)) \(b.slug.prefix(12))")
        }
      }
    }
  }

  @Test("Overlong names are compared by their slugs")
  func overlong() {
    let tail = String(repeating: "lantern ", count: 40)
    #expect(compare(NormalName("The " + tail, kind: .other), NormalName(tail, kind: .other)) == .same)
    #expect(
      compare(NormalName("Lamtern " + tail, kind: .other), NormalName("Lantern " + tail, kind: .other)) == .different
    )
  }
}
