import Model
import Testing

@testable import HTML

struct BlockTests {
  @Test func aPageIsReadWithoutWhatTheSitePutsAroundIt() throws {
    let document = try read(site(""))
    #expect(document.title == "Pier to be repaired")
    #expect(document.texts(.title).count == 1)
    for word in ["Weather", "Most read", "Ferry runs aground", "All rights reserved", "Privacy"] {
      #expect(!document.text.contains(word), "\(word)")
    }
    #expect(document.count(.navigation) == 3)
    #expect(document.count(.siteFrame) > 0)
    #expect(document.count(.teasers) > 0)
  }

  @Test func whatIsRaisedIsAPowerOrLeadsToANote() throws {
    let document = try read(
      site(
        """
        <p>It holds 3.2 × 10<sup>6</sup> m<sup>3</sup> of water, and 10<sup>-3</sup> of salt.<sup>4</sup> Alda had 4,500<sup>a</sup>
        people,<sup><a href="#n">1,2</a></sup> and Bergen<sup>12</sup> more than 20<sup>th</sup> Street.</p>
        """
      )
    )
    #expect(
      document.text.contains(
        "It holds 3.2 × 10⁶ m3 of water, and 10⁻³ of salt. Alda had 4,500 people, and Bergen more than 20th Street."
      ),
      "\(document.text)"
    )
  }

  @Test func whatASiteAsksAboutCookiesIsNoPartOfAnArticle() throws {
    let notice = "This site uses cookies to remember your settings. By going on you accept 2 kinds of cookies."
    let document = try read(
      site("<p>\(notice)</p><p>The bakery sells cookies on Sundays, and the pier has a kiosk.</p>")
    )
    #expect(!document.text.contains("settings"))
    #expect(document.text.contains("bakery sells cookies"))
    #expect(document.count(.notice) == 1)
    // A page about them.
    let page = (1...6).map { "<p>\(notice) This is part \($0) of the policy.</p>" }.joined()
    #expect(try read(site(page)).text.contains("part 6 of the policy"))
  }

  @Test func blocksStandInTheTextAsTheyAreSaid() throws {
    let document = try read(
      site(
        """
        <h2>What the divers saw</h2><blockquote><p>Every second pile is hollow.</p></blockquote>
        <ul><li>oak piles</li><li>iron bolts</li></ul>
        <figure><img src="p.jpg"><figcaption>The pier in August.</figcaption></figure>
        <pre>depth  6 m
          tide  2 m</pre>
        <div class="footnotes"><p>Figures of the harbour master.</p></div>
        """
      )
    )
    #expect(document.texts(.quotation) == ["Every second pile is hollow."])
    #expect(document.texts(.item) == ["oak piles", "iron bolts"])
    #expect(document.texts(.caption) == ["The pier in August."])
    #expect(document.texts(.code) == ["depth  6 m\n  tide  2 m"])
    #expect(document.texts(.footnote) == ["Figures of the harbour master."])
    #expect(document.text.contains("\n\noak piles\niron bolts\n\n"))
    for (one, next) in zip(document.blocks, document.blocks.dropFirst()) {
      #expect(one.range.upperBound < next.range.lowerBound)
    }
  }

  @Test func aBreakIsALineEndAndTwoPartParagraphs() throws {
    let document = try read(site("<p>North quay 4<br>Lindholm<br><br>Open from nine to five on weekdays.</p>"))
    #expect(document.texts(.paragraph).contains("North quay 4\nLindholm"))
    #expect(document.texts(.paragraph).contains("Open from nine to five on weekdays."))
  }

  @Test func whiteSpaceIsCollapsedAsABrowserDoes() throws {
    let document = try read(site("<p>  The   pier\n\tis <b>old</b> , <i> very </i> old.  </p>"))
    #expect(document.texts(.paragraph).contains("The pier is old , very old."))
  }

  @Test func theSpaceAroundAChoiceStays() throws {
    let choice =
      "<p>The ferry leaves at <select><option>nine</option></select> o'clock, says <button>the board</button> here.</p>"
    #expect(try read(site(choice)).text.contains("leaves at o'clock"))
  }

  @Test func entitiesAreRead() throws {
    let words =
      "5&nbsp;000 cr&shy;owns &amp; &#8364;20 &lt;all&gt; R&D &copy2025 &#x110000; &#0; &hellip; &unknown; Ha\u{AD}fen"
    let document = try read(site("<p>\(words) end of the line.</p>"))
    let found = document.texts(.paragraph).first { $0.hasSuffix("end of the line.") }
    #expect(found == "5\u{A0}000 crowns & €20 <all> R&D ©2025 \u{FFFD} \u{FFFD} … &unknown; Hafen end of the line.")
  }

  @Test func emptyParagraphsAreNoBlocks() throws {
    let document = try read(site("<p>&nbsp;</p><p> </p><p></p><p>&shy;</p><p>&#8203;</p>"))
    #expect(document.blocks.allSatisfy { !$0.range.isEmpty })
    #expect(document.texts(.paragraph).count == 4)
  }

  @Test func noBlockBeginsOrEndsWithWhiteSpace() throws {
    let document = try read(site("<p>&nbsp; &nbsp;Oak is dear this year, says the board.&nbsp; </p>"))
    #expect(document.texts(.paragraph).contains("Oak is dear this year, says the board."))
  }

  @Test func definitionsAreItems() throws {
    let document = try read(site("<dl><dt>Pile</dt><dd>A beam driven into the ground.</dd></dl>"))
    #expect(document.texts(.item) == ["Pile", "A beam driven into the ground."])
  }

  @Test func theHeadNamesAPageWithoutATitleInItsBody() throws {
    let page =
      "<html><head><title>Pier to be repaired before the winter – Lindholm News</title></head><body>\(prose)</body></html>"
    let document = try read(page)
    #expect(document.title == "Pier to be repaired before the winter")
    #expect(document.metadata.title == "Pier to be repaired before the winter")
  }

  @Test func textForBrowsersWithoutScriptsIsReadWhereThereIsNoOther() throws {
    let document = try read("<html><body><div id=\"app\"></div><noscript>\(prose)</noscript></body></html>")
    #expect(document.text.contains("harbour board of Lindholm"))
  }

  @Test func whatStandsTwiceIsReadOnce() throws {
    let twice =
      "<p>Whoever wants to hear the vote may come to the town hall on the first Tuesday of October at noon.</p>"
    let document = try read(site("<div class=\"mobile\">\(twice)</div><div class=\"desktop\">\(twice)</div>"))
    #expect(document.texts(.paragraph).filter { $0.hasPrefix("Whoever wants") }.count == 1)
    #expect(document.count(.repeated) == 1)
  }
}
