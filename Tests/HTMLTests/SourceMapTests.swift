import Model
import Testing

@testable import HTML

/// A generator of random numbers that a seed decides (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

struct SourceMapTests {
  private static let parts = [
    "<p>", "</p>", "<div class=\"content\">", "</div>", "<b>", "</b>", "<i>", "</b></i>", "<br>", "<br><br>", "<ul>",
    "<li>",
    "</ul>", "<table>", "<tr>", "<td>", "<th colspan=2>", "</table>", "<h2>", "</h2>", "<!-- a -->",
    "<script>x<y</script>",
    "<svg><path d=\"M0\"/></svg>", "<a href=\"/x\">", "</a>", "<blockquote>", "</blockquote>", "<pre>", "</pre>",
    "</x>",
    "<span title='a>b'>", "</span>", "&amp;", "&nbsp;", "&shy;", "&#233;", "&#xE9;", "&copy2", "&notin;", "&nvle;",
    "&hellip;",
    "&unknown;", "&", "<", ">", "\r\n", "\r", "\n\n", "  ", "\t", "Grüße ", "мост ", "橋 ", "🌉", "\u{AD}", "\u{200B}",
    "\u{A0}",
    "The pier is old. ", "oak ", "iron, ", "400 crowns ", "it", "'s ", "<td", "</", "<img alt=\"x\">", "\0", "&#0;",
    "&#x80;",
    "<select><option>y</select>", "<textarea>z</textarea>", "<title>t &amp; u</title>", "<noscript>n</noscript>",
  ]

  @Test func runsAreOrderedAndInsideAndTellTheTruth() throws {
    var random = Seeded(state: 20)
    var (read, mapped) = (0, 0)
    for _ in 0..<3000 {
      let count = Int.random(in: 1...80, using: &random)
      let page = (0..<count).map { _ in Self.parts.randomElement(using: &random) ?? "" }.joined()
      let bytes = Array(page.utf8)
      guard let document = try? HTMLReader().read(bytes) else { continue }
      read += 1
      try check(document, bytes)
      mapped += document.places.runs.reduce(0) { $0 + $1.text.count }
    }
    #expect(read > 2000)
    #expect(mapped > 100_000)
  }

  private func check(_ document: TextDocument, _ source: [UInt8]) throws {
    var last = 0
    for run in document.places.runs {
      #expect(run.text.lowerBound >= last && run.text.upperBound <= document.bytes.count && !run.text.isEmpty)
      last = run.text.upperBound
      guard case .bytes(let place) = run.place else {
        Issue.record("no bytes")
        continue
      }
      #expect(place.lowerBound >= 0 && place.upperBound <= source.count && !place.isEmpty)
      if place.count == run.text.count { #expect(document.bytes[run.text] == source[place]) }
    }
    var end = 0
    for block in document.blocks {
      #expect(block.range.lowerBound >= end && block.range.upperBound <= document.bytes.count && !block.range.isEmpty)
      end = block.range.upperBound
      #expect(document.bytes[block.range.lowerBound] > 0x20 && document.bytes[block.range.upperBound - 1] > 0x20)
    }
    #expect(document.bytes.withUnsafeBytes(UTF8Check.firstBadByte) == nil)
    #expect(end == document.bytes.count)
  }

  @Test func everyWordOfAPlainPageHasItsPlace() throws {
    let page = site(
      "<p>Oak costs 400&nbsp;crowns &amp; iron<!-- no --> costs\n  90 crowns a metre, say all of them.</p>"
    )
    let document = try read(page)
    let source = Array(page.utf8)
    var covered = Set<Int>()
    for run in document.places.runs { covered.formUnion(run.text) }
    for (index, byte) in document.bytes.enumerated() where byte > 0x20 { #expect(covered.contains(index)) }
    let run = try #require(document.places.runs.first { document.text(in: $0.text).hasPrefix("crowns") })
    guard case .bytes(let place) = run.place else { return }
    #expect(String(decoding: source[place], as: UTF8.self) == "crowns ")
  }
}
