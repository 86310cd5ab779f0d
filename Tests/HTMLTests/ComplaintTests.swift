import Model
import Testing

@testable import HTML

/// What users of other extractors complained of, each with a page of our own wording.
struct ComplaintTests {
  // adbar/trafilatura#431, #233, #769, #10
  @Test(arguments: [
    "<ul><li><span>Bring the ropes aboard</span></li><li><span>Check the lamps</span></li></ul>",
    "<ul><li><p>Bring the ropes aboard</p></li><li><p>Check the lamps</p></li></ul>",
    "<ol><li>Bring the ropes aboard</li><li>Check the lamps</li></ol>",
  ])
  func itemsOfEveryFormStay(list: String) throws {
    for page in ["<body>\(list)</body>", site(list)] {
      #expect(try read(page).texts(.item) == ["Bring the ropes aboard", "Check the lamps"], "\(page.prefix(40))")
    }
  }

  // adbar/trafilatura#811
  @Test func teasersOfAnIndexPageStayBlocksOfTheirOwn() throws {
    let names = ["Ferry runs aground", "New school opens", "Museum buys a boat", "Storm warning for Friday"]
    let teasers = names.map { name in
      """
      <article class="card"><h2><a href="/x">\(name)</a></h2><p>What happened in the town of Lindholm this week is told \
      by those who were there: \(name.lowercased()).</p></article>
      """
    }
    let page = "<html><body><main><div class=\"grid\">\(teasers.joined())</div></main></body></html>"
    let document = try read(page)
    #expect(document.texts(.heading) == names)
    #expect(document.texts(.paragraph).count == names.count)
  }

  // mozilla/readability#878
  @Test func aParagraphThatIsWhollyALinkStays() throws {
    let document = try read(site("<p><a href=\"/case\">Per Holm, 41, was charged with arson on Monday.</a></p>"))
    #expect(document.texts(.paragraph).contains("Per Holm, 41, was charged with arson on Monday."))
  }

  // mozilla/readability#281
  @Test func theOnlySecondHeadingStays() throws {
    let document = try read(site("<h2>Three engineers, three prices</h2>"))
    #expect(document.texts(.heading) == ["Three engineers, three prices"])
    #expect(document.blocks.first { $0.kind == .heading }?.level == 2)
  }

  // mozilla/readability#901, #286, #776
  @Test func theFirstParagraphsStay() throws {
    let document = try read(site(""))
    #expect(document.texts(.paragraph).count == 4)
    #expect(document.texts(.paragraph).first?.hasPrefix("The harbour board of Lindholm met") == true)
  }

  // ui-insight/vandalizer PR#777, steipete/summarize#61
  @Test(arguments: [
    "<p style=\"color:red; DISPLAY : none\">The price is 1 crown.</p>",
    "<p style='visibility:hidden'>The price is 1 crown.</p>",
    "<p hidden>The price is 1 crown.</p>",
    "<p aria-hidden=\"true\">The price is 1 crown.</p>",
    "<div hidden><div><p>The price is 1 crown.</p></div></div>",
    "<template><p>The price is 1 crown.</p></template>",
    "<script>document.write('The price is 1 crown.')</script>",
    "<style>p:after { content: 'The price is 1 crown.' }</style>",
    "<!-- The price is 1 crown. -->",
    "<svg><text>The price is 1 crown.</text></svg>",
    "<select><option>The price is 1 crown.</option></select>",
    "<textarea>The price is 1 crown.</textarea>",
    "<iframe>The price is 1 crown.</iframe>",
    "<noscript><p>The price is 1 crown.</p></noscript>",
  ])
  func hiddenTextIsNotRead(hidden: String) throws {
    let document = try read(site(hidden + "<p>The price is 400 crowns a metre, says the third engineer.</p>"))
    #expect(document.text.contains("400 crowns"))
    #expect(!document.text.contains("1 crown."))
  }

  @Test func whatIsFoundOnDemandIsRead() throws {
    let details = "<details><summary>Who pays?</summary><p>The insurers pay a third of it.</p></details>"
    let document = try read(site(details + "<p hidden=\"until-found\">The rest is borrowed from the town.</p>"))
    #expect(document.text.contains("The insurers pay a third of it."))
    #expect(document.text.contains("The rest is borrowed from the town."))
  }
}
