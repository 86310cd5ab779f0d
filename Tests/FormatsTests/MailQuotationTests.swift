import Formats
import Model
import TestSupport
import Testing

/// What of a message is its sender's own: nothing of what programs put behind it, whatever they write before that.
@Suite("Quotations in mail")
struct MailQuotationTests {
  private static let own = "The union has 450 members."
  private static let other = "The union has 900 members."

  private func read(_ body: String, subject: String = "Re: X", type: String = "text/plain") throws -> TextDocument {
    let head = "From: A <a@x.example>\nSubject: \(subject)\nMIME-Version: 1.0\nContent-Type: \(type); charset=utf-8\n\n"
    return try DocumentReader().read(Array((head + body).utf8), as: MediaType(essence: "message/rfc822"))
  }

  /// The blocks of its body.
  private func blocks(_ document: TextDocument) -> [String] {
    document.blocks.filter { ![.title, .heading, .masthead].contains($0.kind) }.map { document.text(in: $0.range) }
  }

  private func quoted(_ document: TextDocument) -> Int {
    document.omissions.first { $0.reason == .quoted }?.lines ?? 0
  }

  static let separators = [
    "-----Original Message-----\nFrom: Ole Berg\nSent: Friday, March 14, 2025 9:00 AM\nTo: Desk\nSubject: X\n\n",
    "________________________________\nFrom: Ole Berg <ole@x.example>\nSent: Friday\nTo: Desk\nSubject: X\n\n",
    "________________________________\nVon: Ole Berg\nGesendet: Freitag\nAn: Desk\nBetreff: X\n\n",
    "-----Ursprüngliche Nachricht-----\nVon: Ole Berg\nGesendet: Freitag\nAn: Desk\nBetreff: X\n\n",
    "Von: Ole Berg [mailto:ole@x.example]\nGesendet: Freitag, 14. März 2025 09:00\nAn: Desk\nBetreff: X\n\n",
    "*From:* Ole Berg\n*Sent:* Friday\n*To:* Desk; Ida\nHolm <ida@x.example>\n*Subject:* X\n\n",
    "De : Ole Berg\nEnvoyé : vendredi\nÀ : Desk\nObjet : X\n\n",
    "-------- Message d'origine --------\nDe : Ole Berg\nDate : 14/03/2025\nÀ : Desk\nObjet : X\n\n",
    "On Tue, 11 Mar 2025 at 10:02, Desk <d@x.example> wrote:\n\n",
    "On Tue, 11 Mar 2025 at 10:02, Desk of the Courier\n<desk@courier.example> wrote:\n\n",
    "Am 12.03.2025 um 10:00 schrieb Desk <d@x.example>:\n\n", "Am 3. März schrieb Ole Berg:\n\n",
    "Le mar. 11 mars 2025 à 10:02, Desk <d@x.example>\na écrit\u{A0}:\n\n", "Ole Berg <ole@x.example> wrote:\n\n",
  ]

  @Test("all that stands behind the line or the headers before an answered message is quoted", arguments: separators)
  func plain(separator: String) throws {
    let document = try read("\(Self.own)\n\n\(separator)\(Self.other)\n\nIt is larger.\n")
    #expect(blocks(document) == [Self.own])
    #expect(quoted(document) == separator.split(separator: "\n").count + 2)
  }

  @Test("an introduction over several lines goes with the marked lines behind it, and what follows them stays")
  func marks() throws {
    let document = try read(
      "\(Self.own)\n\nOn Tue, 11 Mar 2025 at 10:02, Desk of the Courier\n<desk@courier.example> wrote:\n> \(Self.other)\n\nIt holds 2 million euros.\n"
    )
    #expect(blocks(document) == [Self.own, "It holds 2 million euros."])
    #expect(quoted(document) == 3)
  }

  static let pages = [
    "<div>OWN</div><div class=\"gmail_quote\"><div>On Tue, Desk wrote:</div><blockquote>OTHER</blockquote></div>",
    "<div>OWN</div><div>On Tue, Desk wrote:</div><blockquote type=\"cite\"><div>OTHER</div><blockquote type=cite>X</blockquote></blockquote>",
    "<div class=WordSection1><p>OWN</p><div style=\"border:none;border-top:solid #E1E1E1 1.0pt\"><p><b>From:</b> Desk<br>"
      + "<b>Sent:</b> Monday<br><b>To:</b> A<br><b>Subject:</b> X</p></div><p>OTHER</p></div>",
    "<p>OWN</p><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><font><b>送信者:</b> Desk</font></div><div>OTHER</div>",
    "<p>OWN</p><div id=\"x_divRplyFwdMsg\">Desk</div><div>OTHER</div>",
    "<p>OWN</p><div class=yahoo_quoted><p>OTHER</p></div>",
    "<p>OWN</p><p>-----Original Message-----<br>From: Desk</p><p>OTHER</p>",
    "<p>OWN</p><div class=\"moz-cite-prefix\">Am 12.03.2025 um 10:00 schrieb Desk:<br></div><blockquote type=\"cite\" cite=\"mid:1\">"
      + "<p>OTHER</p></blockquote>",
    "<p>OWN</p><p>On 11 Mar 2025, at 10:02, Desk &lt;d@x.example&gt; wrote:</p><p>OTHER</p>",
  ]

  @Test("the elements of a page that hold what is answered are taken out", arguments: pages)
  func page(body: String) throws {
    let text = body.replacing("OWN", with: Self.own).replacing("OTHER", with: Self.other)
    let document = try read(
      "<html><head><title>a > b</title><style>p > a { }</style></head><body><!-- a > b -->\(text)</body></html>",
      type: "text/html"
    )
    #expect(blocks(document) == [Self.own])
    #expect(quoted(document) > 0)
  }

  @Test("what stands below a quotation in a page is the sender's own")
  func pageGoesOn() throws {
    let text =
      "<div>\(Self.own)</div><blockquote type=\"cite\"><div><div>\(Self.other)</div></div></blockquote><div>It is <b>so</b>.</div>"
    let document = try read("<html><body>\(text)</body></html>", type: "text/html")
    #expect(blocks(document) == [Self.own, "It is so."])
    #expect(quoted(document) == 1)
  }

  static let forwards = [
    (
      "---------- Forwarded message ---------\nFrom: Desk <d@x.example>\nDate: Tue, 11 Mar 2025\nSubject: X\nTo: A\n\nOTHER",
      "text/plain"
    ),
    ("-------- Weitergeleitete Nachricht --------\nBetreff: X\nVon: Desk\nAn: A\n\nOTHER", "text/plain"),
    ("Begin forwarded message:\n\n> From: Desk\n> Subject: X\n> To: A\n>\n> OTHER", "text/plain"),
    ("-----Original Message-----\nFrom: Desk\nSent: Friday\nTo: A\nSubject: X\n\nOTHER", "text/plain"),
    (
      "<div class=\"gmail_quote\"><div class=\"gmail_attr\">---------- Forwarded message ---------<br>From: Desk<br>Subject: X<br>To: A</div>"
        + "<p>OTHER</p></div>", "text/html"
    ),
    (
      "<div>Begin forwarded message:</div><blockquote type=\"cite\"><div><b>From: </b>Desk</div><div><b>Subject: </b>X</div><p>OTHER</p></blockquote>",
      "text/html"
    ),
    ("<div id=\"divRplyFwdMsg\"><b>From:</b> Desk<br><b>Subject:</b> X</div><p>OTHER</p>", "text/html"),
  ]

  @Test("what is sent on is why the message was sent, and is read; what that one answers is not", arguments: forwards)
  func forwarded(body: String, type: String) throws {
    let isPage = type == "text/html"
    let answered =
      isPage
      ? "<p>-----Original Message-----</p><p>The fund is empty.</p>"
      : "\n\n-----Original Message-----\nThe fund is empty.\n"
    let text = (isPage ? "<p>See below.</p>" : "See below.\n\n") + body.replacing("OTHER", with: Self.other) + answered
    let document = try read(text, subject: "Fwd: X", type: type)
    #expect(document.text.contains(Self.other))
    #expect(document.text.contains("See below."))
    #expect(!document.text.contains("The fund is empty."))
  }

  @Test("who says something before an older message means that, also where the subject says that it is sent on")
  func comment() throws {
    let body =
      "The dredging firm has won the contract. It is worth 81 million euros.\n\n\(Self.separators[0])\(Self.other)\n"
    #expect(!(try read(body, subject: "FW: X").text.contains(Self.other)))
  }

  @Test(
    "lines that only look like the beginning of a message are the sender's own",
    arguments: [
      "From: Oslo\nTo: Bergen\nDate: 3 May 2025\n\nThe trip costs 400 kroner.",
      "-- Contact details --\nTel: 555 1234\nFax: 555 1235\nWeb: x.example\n\nThe trip costs 400 kroner.",
      "____________________\nContact: Ida Holm\nTel: 555 1234\nMail: ida@x.example\n\nThe trip costs 400 kroner.",
      "On Monday the mayor wrote:\n\nThe trip costs 400 kroner.",
    ]
  )
  func looksAlike(text: String) throws {
    let document = try read("\(Self.own)\n\n\(text)\n", subject: "X")
    #expect(document.text.contains("The trip costs 400 kroner."))
    #expect(quoted(document) == 0)
  }

  @Test("whatever a page is made of, it is read or refused, in linear time", .timeLimit(.minutes(10)))
  func survives() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "<div class=gmail_quote>", "</div>", "<blockquote type='cite'>", "</blockquote>", "<", ">", "\"", "<!--", "-->",
      "<style>",
      "</style", "From: a\n", "Subject: b<br>", "To: c<p>", "&nbsp;", "é", "<div id=appendonsend", "wrote:",
      "<div a=\"",
    ]
    for _ in 0..<500 {
      let text = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }
      guard let document = try? read(text.joined(), type: "text/html") else { continue }
      #expect(String(validating: document.bytes, as: UTF8.self) != nil, "seed \(seed)")
    }
    for piece in [
      "<div class=gmail_quote>", "<blockquote type=cite>a", "<!--", "<style>", "On a\n", "> ", "From: a\n",
      "<p>Subject: a",
    ] {
      _ = try? read(String(repeating: piece, count: 5_000), type: "text/html")
      _ = try? read(String(repeating: piece, count: 10_000))
    }
  }
}
