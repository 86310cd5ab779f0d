import Model
import Readers
import Testing

/// What the lines of a plain text are, and what is not read of it.
@Suite("The layout of plain text")
struct LayoutTests {
  private func read(_ text: String) throws -> TextDocument { try PlainTextReader().read(Array(text.utf8)) }

  /// The texts of the blocks that are read for facts.
  private func prose(_ text: String) throws -> [String] {
    let document = try read(text)
    return document.blocks.filter { $0.kind == .paragraph || $0.kind == .item }.map { document.text(in: $0.range) }
  }

  private func omitted(_ text: String) throws -> [String] {
    try read(text).omissions.map { "\($0.lines) \($0.reason.rawValue)" }
  }

  @Test(
    "a line about the document costs itself alone",
    arguments: [
      "Source: Reuters", "Published 12 May 2020", "Email: ann@example.org", "https://example.org/town", "-----",
      "Page 3 of 7",
      "© 2020 Harbour Museum", "By Ann Lee", "DOI 10.1000/182", "* * *", "12",
    ]
  )
  func metadata(line: String) throws {
    let body = ["Profit of Nokia rose 3% to $4.2bn in 2012.", "Paris is the capital of France."]
    #expect(try prose("\(line)\n\(body[0])\n\(body[1])\n") == ["\(body[0])\n\(body[1])"])
    #expect(try prose("\(body[0])\n\(line)\n\(body[1])\n").joined(separator: "\n").contains(body[1]))
    #expect(try prose("\(body[0])\n\(body[1])\n\(line)\n") == ["\(body[0])\n\(body[1])"])
  }

  @Test(
    "a running head is known again whatever its digits, and however its characters are written",
    arguments: [
      ["Annual report 7", "Annual report 8", "Annual report 9"],
      ["Caf\u{E9} guide", "Cafe\u{301} guide", "Caf\u{E9} guide"],
      ["Kelvin scale", "\u{212A}elvin scale", "\u{212A}elvin scale"],
    ]
  )
  func runningHead(heads: [String]) throws {
    let body = "The town lies by the sea, and it has been there for a very long time.\n"
    #expect(try omitted(heads.map { "\($0)\n\n\(body)\n" }.joined()) == ["3 running heads"])
    #expect(try omitted(heads.dropLast().map { "\($0)\n\n\(body)\n" }.joined()) == [])
  }

  @Test("an address within a sentence is a part of it")
  func address() throws {
    let text =
      "The storm came from\nthe sea, as the report at\nhttp://www.example.org/storm\nsays, and the mayor agreed.\n"
    #expect(try prose(text) == [String(text.dropLast())])
  }

  @Test(
    "a paragraph that ends in a mark after its full stop is prose",
    arguments: [
      "The town lost $3 million.[3]", "The town lost $3 million.[3][4]", "\"The town lost.\"",
      "(The town lost $3 million.)",
      "The town lost $3 million.”", "The town lost $3 million.\u{202C}", "The town lost $3 million.’»",
      "The town lost.²",
      "The town lost $3 million.\u{200F}",
    ]
  )
  func ending(line: String) throws {
    #expect(try prose("\(line)\n").count == 1)
    #expect(try prose("Title\n\nIt was so before.\n\n\(line)\n\nIt is so now.\n").count == 3)
  }

  @Test(
    "items need no full stop, whatever their bullets",
    arguments: ["-", "*", "•", "·", "▪", "●", "–", "1.", "2)", "(a)", "iv)", "·\t"]
  )
  func items(bullet: String) throws {
    let text =
      "Acme spoke.\n\n\(bullet) Revenue was $64 million and rose 15%\n\n\(bullet) Net income was $22 million\n\nThe firm is in Kent.\n"
    #expect(
      try prose(text) == [
        "Acme spoke.", "Revenue was $64 million and rose 15%", "Net income was $22 million", "The firm is in Kent.",
      ]
    )
  }

  @Test("a list does not run into what follows it, nor a heading into its paragraph")
  func lists() throws {
    let text = """
      The court named four men:
      Alan Reed, 30
      Boris Kuhn, 26
      Carl Weiss, 37
      After his arrest, Weiss fled the station. He faces a new charge.
      """
    #expect(
      try prose(text) == [
        "The court named four men:", "Alan Reed, 30", "Boris Kuhn, 26", "Carl Weiss, 37",
        "After his arrest, Weiss fled the station. He faces a new charge.",
      ]
    )
    #expect(try prose("# Harbour\nThe harbour has two piers.\n") == ["The harbour has two piers."])
  }

  @Test("wrapped lines are one paragraph, also where a line begins with a capital")
  func wrapped() throws {
    let text = """
      The committee of the harbour met in the old town hall on the second day of
      May and heard the report of the engineers, who had looked at the piers of
      Bergen and of Stavanger for the whole of the year before the meeting took
      place in the hall.
      """
    #expect(try prose(text) == [text])
  }

  @Test("words that the end of a line parts are joined; compounds keep their hyphen")
  func hyphens() throws {
    #expect(
      try prose("The govern-\nment of Oulu em-\n  ploys 400 peo-\r\nple.\n") == [
        "The government of Oulu employs 400 people."
      ]
    )
    #expect(
      try prose("A long-\nterm plan and a well-\nknown man met.\n") == ["A long-term plan and a well-known man met."]
    )
    #expect(try prose("The sea-level rose. The sea-\nlevel fell.\n") == ["The sea-level rose. The sea-level fell."])
    #expect(try prose("From 2010-\n2012 the Anglo-\nSaxon left.\n") == ["From 2010-\n2012 the Anglo-\nSaxon left."])
    #expect(try prose("Ice met stone. The ice-\nstone held.\n") == ["Ice met stone. The ice-stone held."])
  }

  @Test("marks that nobody sees are no part of words, and every end of a line is one")
  func marks() throws {
    #expect(
      try prose("The\u{FEFF} govern\u{AD}ment\u{200B} of \u{200E}Oulu fell.\n") == ["The government of Oulu fell."]
    )
    #expect(
      try prose("It fell.\u{85}\u{85}It rose.\u{2028}\u{2028}It stood.\u{C}\u{C}It sat.") == [
        "It fell.", "It rose.", "It stood.", "It sat.",
      ]
    )
    #expect(
      try prose("The town lost &#36;3 million &amp; 40 men &#x2013; so it said &unknown; &#0; &#xD800;.\n") == [
        "The town lost $3 million & 40 men – so it said &unknown; &#0; &#xD800;."
      ]
    )
  }

  @Test("the figures of footnotes go where they count up, and decimals stay")
  func footnotes() throws {
    #expect(
      try prose("The town lost $3 million in 1999.1 The port employs 400 people.2 The dam is high.\n")
        == ["The town lost $3 million in 1999. The port employs 400 people. The dam is high."]
    )
    let decimals = "Version 2.1 The port. It fell to 1.2 Then it rose."
    #expect(try prose(decimals) == [decimals])
  }

  @Test("what is no prose is left out, counted and named")
  func omissions() throws {
    let body = "The firm is used by 40 people in Oulu.\n\n"
    #expect(
      try omitted(body + "4. MESSAGE DETAILS ...... 13\n4.1 Connection ..... 13\n4.2 Server . . . . . . 14\n")
        == ["3 a table of contents"]
    )
    let rows = (0..<5).map { "Oulu,\($0 + 1999),300000\($0)\n" }.joined()
    #expect(try omitted(body + "name,year,loss\n" + rows) == ["6 table rows"])
    #expect(try omitted(body + "name\tyear\tloss\nOulu\t1999\t300\nLund\t2004\t400\n") == ["3 table rows"])
    #expect(try omitted(body + "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n") == ["4 table rows"])
    #expect(
      try omitted(body + "Net sales      400      300\nCosts          200      100\nProfit         200      200\n") == [
        "3 table rows"
      ]
    )
    let log = (0..<4).map { "2024-05-01 12:00:0\($0) INFO started worker \($0)\n" }.joined()
    #expect(try omitted(body + log) == ["4 log lines"])
    #expect(try omitted(body + "```\nlet x = 1\n\nprint(x)\n```\n") == ["5 source code"])
    #expect(try omitted(body + "func f() {\n  return 1;\n}\n") == ["3 source code"])
    #expect(try omitted("{\n  \"name\": \"Oulu\",\n  \"people\": 400\n}\n") == ["4 JSON or XML data"])
    let pages = (1...3).map { "It rose in year \($0).\n\nHarbour report 2024\n\n\($0)\n\n" }.joined()
    #expect(try omitted(pages) == ["3 running heads", "3 page numbers"])
    #expect(try prose(pages) == ["It rose in year 1.", "It rose in year 2.", "It rose in year 3."])
  }

  @Test("prose is never taken for a table, a log or code, however odd")
  func oddProse() throws {
    let texts = [
      "On 3 May 2024, at 12:00:00, the ship left Bergen, Oslo and Hull.",
      "It sold 1,200,000 cars, 3,400 buses and 12,000 lorries; it bought none.",
      "From import to export: the firm (of Oslo) grew by 4 % (or 12 m).",
      "class sizes fell to 24 in 2012 (from 28).", "Error rates fell to 4 %, the firm said.",
      "He came, saw, and won;\nshe stayed, read, and slept;\nthey left, met, and sang.",
    ]
    for text in texts { #expect(try omitted(text + "\n").isEmpty, "\(text)") }
  }
}
