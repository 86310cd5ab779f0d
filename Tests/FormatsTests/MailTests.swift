import Formats
import Model
import TestSupport
import Testing

/// Messages: what is new in them, once, and who wrote it when.
@Suite struct MailTests {
  private func read(_ text: String) throws -> TextDocument { try read(Array(text.utf8)) }

  private func read(_ bytes: [UInt8]) throws -> TextDocument {
    try DocumentReader().read(bytes, as: MediaType(essence: "message/rfc822"))
  }

  private func blocks(_ document: TextDocument) -> [String] {
    document.blocks.map { "\($0.kind.rawValue): \(document.text(in: $0.range))" }
  }

  @Test func readsHeadersAndWhatIsNew() throws {
    let document = try read(
      """
      From: "Ida Holm" <ida@example.org>
      To: Per Moe <per@example.org>
      Subject: =?utf-8?Q?Ferry_to_?=
       =?iso-8859-1?B?TfhsbGVy?=
      Date: Tue, 5 Jun 2018 10:00:00 +0200
      Message-ID: <1@example.org>
      Content-Type: text/plain; charset="utf-8"

      The ferry carried 112 passengers.

      On Monday Per Moe wrote:
      > The ferry carried 99 passengers.
      > Is that right?

      It has 31 cars on board.
      --\u{20}
      Ida Holm
      Tel. 555 1234
      """
    )
    #expect(
      blocks(document) == [
        "title: Ferry to Møller", "masthead: From: \"Ida Holm\" <ida@example.org>",
        "masthead: To: Per Moe <per@example.org>",
        "masthead: Date: Tue, 5 Jun 2018 10:00:00 +0200", "paragraph: The ferry carried 112 passengers.",
        "paragraph: It has 31 cars on board.",
      ]
    )
    #expect(document.metadata.authors == ["Ida Holm"])
    #expect(document.metadata.published == "2018-06-05")
    #expect(document.metadata.identifiers[.messageID] == "<1@example.org>")
    #expect(document.omissions == [Omission(.quoted, lines: 3), Omission(.signature, lines: 3)])
  }

  @Test func readsOneOfSeveralFormsAndNoFiles() throws {
    let document = try read(
      """
      Subject: A\r
      Content-Type: multipart/mixed;\r
       boundary="a\r
       b"\r
      \r
      --ab\r
      Content-Type: multipart/alternative; boundary=c\r
      \r
      --c\r
      Content-Type: text/plain; charset=koi8-r\r
      Content-Transfer-Encoding: quoted-printable\r
      \r
      The port has =\r
      3 cranes. =EE=C5=D4.\r
      --c\r
      Content-Type: text/html\r
      \r
      <p>The port has 3 cranes.</p>\r
      --c--\r
      --ab\r
      Content-Type: text/plain; name=a.txt\r
      Content-Disposition: attachment; filename=a.txt\r
      \r
      The port has 4 cranes.\r
      --ab--\r
      """.replacing("a\r\n b", with: "ab")
    )
    #expect(blocks(document) == ["title: A", "paragraph: The port has 3 cranes. Нет."])
    #expect(document.omissions == [Omission(.attachment, lines: 1)])
  }

  @Test func readsAPageWhereThereIsNoText() throws {
    let document = try read(
      "Subject: A\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        + "PHA+VGhlIHBvcnQgaGFzIDMgY3JhbmVzLjwvcD48c2NyaXB0PnZhciBhPC9zY3JpcHQ+\n"
    )
    #expect(blocks(document) == ["title: A", "paragraph: The port has 3 cranes."])
  }

  @Test func keepsTheHeadersOfATable() throws {
    let rows = "<table><tr><th>Region</th><th>2021</th><th>2022</th></tr><tr><td>Asia</td><td>12</td><td>14</td></tr>"
    let html = "<p>Sales by region were these.</p>\(rows)<tr><td>Europe</td><td>7</td><td>9</td></tr></table>"
    let document = try read("Subject: A\nContent-Type: text/html; charset=utf-8\n\n\(html)\n")
    let cell = try #require(document.blocks.first { document.text(in: $0.range) == "14" }?.cell)
    #expect(cell.rowHeaders.map(document.text) == ["Asia"])
    #expect(cell.columnHeaders.map(document.text) == ["2022"])
  }

  @Test(arguments: [
    ("5 Jun 2018", "2018-06-05"), ("Fri, 21 Nov 97 09:55:06 -0600", "1997-11-21"),
    ("1 January 2020 00:00", "2020-01-01"),
    ("yesterday", nil), ("32 Jun 2018", nil),
  ])
  func readsDates(_ date: String, _ day: String?) throws {
    #expect(try read("Date: \(date)\nSubject: A\n\nA port.\n").metadata.published == day)
  }

  @Test func survivesWhateverComes() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "Content-Type: multipart/mixed; boundary=a\n", "--a\n", "--a--\n", "\n", "Subject: =?utf-8?b?", "?=\n",
      " folded\n", "=?x?q?",
      "Content-Transfer-Encoding: base64\n", "\u{0}", "From: <", ":\n", "boundary=\"", "\r\n", "> a\n", "-- \n", "é",
    ]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }.joined()
      guard let document = try? read(text) else { continue }
      #expect(String(validating: document.bytes, as: UTF8.self) != nil, "seed \(seed)")
    }
  }

  /// Parts within parts end, and long lines take no more than linear time.
  @Test(.timeLimit(.minutes(10))) func isNotHurtByNesting() throws {
    var text = "Subject: A\n"
    for level in 0..<2000 { text += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
    _ = try? read(text)
    _ = try? read("Subject: " + String(repeating: "=?", count: 200_000) + "\n\nA port.\n")
    _ = try? read("Content-Type: multipart/mixed; boundary=a\n\n" + String(repeating: "--a\n\nA\n", count: 100_000))
  }
}
