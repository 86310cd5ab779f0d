import Model
import Testing

@testable import HTML

/// Pages that are broken, or meant to break what reads them.
struct HostileTests {
  private func code(_ page: String) -> ReadError.Code? {
    do {
      _ = try read(page)
      return nil
    } catch {
      return (error as? ReadError)?.code
    }
  }

  private func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

  @Test(arguments: [
    "<div>", "<b>", "<span>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<object>", "<div><object></div>",
    "<p><b>x</p><div>", "<section><p>", "<svg>", "<math><mi>", "<x-y>", "<dl><dd>", "<font color=\"a\"><div>",
    "<<!---->div>", "<a><table>",
  ])
  func deepNestingIsRefusedAtOnce(unit: String) throws {
    let clock = ContinuousClock()
    let page = times(100_000 / unit.utf8.count, unit)
    var found: ReadError.Code?
    let time = clock.measure { found = code(page + "<p>The end of the page is here.") }
    #expect(found == .tooDeep || found == .noText || found == nil)
    #expect(time < .seconds(2), "\(unit) \(time)")
    if ["<div>", "<b>", "<span>", "<x-y>"].contains(unit) { #expect(found == .tooDeep) }
  }

  @Test func pagesThatPeopleWriteAreNotTooDeep() throws {
    let divs = times(100, "<div>")
    #expect(try read(divs + prose + prose2).text.contains("harbour board"))
    // End tags that may be left out, and that are.
    for unit in ["<p>One of many paragraphs.", "<li>One of many items.", "<br>", "<td>One cell.", "<option>One."] {
      #expect(try !read("<body>\(prose)<div>" + times(5000, unit)).blocks.isEmpty, "\(unit)")
    }
    let rows = "<table>" + times(3000, "<tr><td>Oak<td>410") + "</table>"
    #expect(try read(prose + rows).text.contains("Oak"))
    let bold = times(2000, "<p><b>Never closed, but each in a paragraph of its own.</p>")
    #expect(try read(bold).text.contains("Never closed"))
  }

  @Test(arguments: [
    "<", "</", "<!", "<!--", "<?", "<a ", "<a b=\"", "&", "&#", "&amp", "<script>", "<svg>", "<svg><foreignobject>",
    "<title>", "<textarea>", "<style>", "<b></p>", "<a><p>", "</br>", "</p>", "<table><b>x", "\0", "<p\0>", "&#0;",
    "<select><option>", "<br>", "<noscript>", "<template>", "<frameset>", "<annotation>", "]]>", "<![CDATA[",
    "<script type=application/ld+json>{\"a\":[</script>",
  ])
  func aPageTakesTimeLinearInItsBytes(unit: String) throws {
    let clock = ContinuousClock()
    func measure(_ bytes: Int) -> Duration {
      let page = "<p>The beginning of the page is here.</p>" + times(bytes / unit.utf8.count, unit)
      return clock.measure { _ = code(page) }
    }
    let short = measure(125_000)
    let long = measure(1_000_000)
    #expect(long < short * 40 + .milliseconds(500), "\(unit) \(short) \(long)")
    #expect(long < .seconds(6), "\(unit) \(long)")
  }

  @Test func aMillionBracketsAreText() throws {
    let document = try read("<p>Before them.</p>" + times(1_000_000, "<") + "<p>After them, there is a sentence.</p>")
    #expect(document.text.contains("After them, there is a sentence."))
  }

  @Test func whatIsNeverClosedIsReadAllTheSame() throws {
    let document = try read(
      "<html><head><title>Pier</title><body><main><h1>Pier<p>The pier is old.<p>It is <b>hollow<ul><li>oak<li>iron"
    )
    #expect(document.texts(.item) == ["oak", "iron"])
    #expect(
      document.texts(.paragraph) == ["The pier is old.", "It is hollow"] || document.text.contains("It is hollow")
    )
  }

  @Test func zeroBytesAreLeftOut() throws {
    let document = try read("<p>The pi\0er is old, and every second pile of it is hollow.</p>")
    #expect(document.text == "The pier is old, and every second pile of it is hollow.")
  }

  @Test func hugeAttributesAreNotRead() throws {
    let long = times(200_000, "sidebar ")
    let many = (0..<100_000).map { "a\($0)=x" }.joined(separator: " ")
    let document = try read(site("<p class=\"\(long)\" \(many)>The price of oak is 400 crowns.</p>"))
    #expect(document.text.contains("400 crowns"))
  }

  @Test func formattingThatIsOpenedAgainAndAgainIsBounded() throws {
    // Each paragraph would open all of them anew: 300 times 20,000 elements.
    let open = (0..<300).map { "<b id=\"\($0)\">" }.joined()
    let clock = ContinuousClock()
    let time = try clock.measure { _ = try read("<p>" + open + times(20_000, "</p><p>x") + prose) }
    #expect(time < .seconds(3))
  }

  @Test func noPlacesAreNotedBeyondTheirBound() throws {
    let document = try read("<p>" + times(300_000, "a&amp;b "))
    #expect(document.places.runs.count <= Limits.runs)
    #expect(document.bytes.count > 1_000_000)
  }

  @Test func aTreeBeyondItsBoundIsRefused() {
    let tags = ["a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"]
    let open = tags.map { times(3, "<\($0)>") }.joined()
    #expect(code("<p>" + open + times(100_000, "</p><p>x")) == .tooLarge)
  }

  @Test func whatCannotBeReadIsSaid() {
    #expect(code("") == .empty)
    #expect(code(" \n ") == .empty)
    #expect(code("<html><head><title>App</title></head><body><div id=root></div></body></html>") == .noText)
    #expect(code("<script>alert(1)</script>") == .noText)
    #expect(throws: ReadError.self) { try HTMLReader().read([0x3C, 0x70, 0x3E, 0xFF]) }
    #expect(throws: ReadError.self) { try HTMLReader().read([UInt8](repeating: 0x20, count: 9 << 20)) }
  }

  @Test func manyBlocksDeepInThePageCostNoMoreThanTheirNumber() throws {
    let clock = ContinuousClock()
    func measure(_ count: Int) throws -> Duration {
      let page = times(400, "<div class=\"content\">") + times(count, "<p>The pier is old.</p>")
      return try clock.measure { _ = try read(page) }
    }
    let (short, long) = (try measure(2000), try measure(20_000))
    #expect(long < short * 25 + .milliseconds(500), "\(short) \(long)")
  }
}
