import Foundation
import Testing

/// A folder as people have it: documents of many formats and encodings, and files that are none.
@Suite("Documents of many formats")
struct FormatsEndToEndTests {
  @Test("each ends as facts, as none with the reason, as failed, or as refused; and no one holds up another")
  func folder() throws {
    let bench = try Workbench()
    func put(_ name: String, _ bytes: [UInt8]) throws {
      try bench.write("", to: "in/\(name)")
      try Data(bytes).write(to: URL(fileURLWithPath: "\(bench.folder)/in/\(name)"))
    }
    let page = """
      <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry grounds – Coast News</title>
      <meta property="article:published_time" content="2021-03-04T08:00:00Z"><script>var fact = "Oslo has 99 districts.";</script></head>
      <body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><main><article><h1>Ferry grounds</h1>
      <p>The ferry Sorrel ran aground near Tarvik on Monday. It carried 112 passengers and 31 cars.</p>
      <p style="display:none">Oslo has 98 districts.</p><p>Tarvik has 4,200 inhabitants.</p></article></main>
      <footer>© Coast News. Contact us.</footer></body></html>
      """
    try put("page.html", Array(page.utf8))
    // A page is a page whatever it is called.
    try put("named.txt", Array(page.replacing("Tarvik", with: "Molvik").utf8))
    try put(
      "notes.md",
      Array("# Notes\n\n**Lunde** has [12 schools](http://example.org).\n\n```\nOslo has 97 districts.\n```\n".utf8)
    )
    // "Ørvik has 15 districts" in an encoding of single bytes.
    try put(
      "old.txt",
      [0xD8] + Array("rvik has 15 districts and a harbour. The caf".utf8) + [0xE9] + Array(" is in the harbour.\n".utf8)
    )
    let wide = "Halden has 7 museums.\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    try put("wide.txt", [0xFF, 0xFE] + wide)
    let russian = "Население города составляет десять тысяч человек, и он был основан у реки."
    try put("russian.txt", Array(russian.utf8))
    try put("scan.pdf", Array("%PDF-1.4\n".utf8))
    try put("bytes.bin.txt", [0x41, 0x00, 0x01, 0x02])
    try put("empty.md", Array("[a]: http://example.org\n".utf8))
    try put("broken.docx", [0x50, 0x4B, 0x03, 0x04] + Array("word/document.xml".utf8))
    try bench.start(["--watch", "\(bench.folder)/in"])
    try bench.waitForDocuments(6)
    try bench.wait("the others are set aside or refused") { try bench.courant("failed", "--json").lines.count == 4 }

    let tarvik = try bench.courant("get", "tarvik/", "--json").text
    #expect(tarvik.contains("4,200 inhabitants"))
    #expect(try bench.courant("get", "molvik/", "--json").text.contains("4,200 inhabitants"))
    #expect(try bench.courant("get", "lunde/", "--json").text.contains("12 schools"))
    #expect(try bench.courant("get", "orvik/", "--json").text.contains("15 districts"))
    #expect(try bench.courant("get", "halden/", "--json").text.contains("7 museums"))
    // Scripts, hidden text and code state nothing.
    #expect(try bench.courant("get", "oslo/").code == 1)
    let documents = try bench.courant("documents", "--json").lines
    let foreign = try #require(documents.first { $0.contains("russian.txt") })
    #expect(foreign.contains("it is in another language than English, the only one that is read: ru"))
    let dated = try #require(documents.first { $0.contains("page.html") })
    #expect(dated.contains("\"date\":\"2021-03-04\""))
    #expect(dated.contains("\"title\":\"Ferry grounds\""))
    var reasons: [String: String] = [:]
    for line in try bench.courant("failed", "--json").lines {
      let json = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let uri = try #require(json["uri"] as? String)
      reasons[String(uri.split(separator: "/").last ?? "")] = (json["refused"] ?? json["reason"]) as? String
    }
    #expect(
      reasons == [
        "scan.pdf": "broken: the PDF is cut off or damaged; save it again",
        "bytes.bin.txt": "no text, and of no format that is known; send text, Markdown or HTML",
        "empty.md": "empty document", "broken.docx": "the archive is cut off or damaged: it has no directory",
      ]
    )
    expectSound(try bench.journal())
  }

  @Test("a document that is submitted is what it is, whatever it is said to be")
  func submitted() throws {
    let bench = try Workbench()
    try bench.start()
    let page =
      "<html><body><p>Tarvik has 4,200 inhabitants.</p><p>Tarvik has 3 cranes and 12 ferries.</p></body></html>"
    #expect(try bench.courant("submit", "-", "--uri", "http://example.org/tarvik", input: page).code == 0)
    try bench.waitForDocuments(1)
    #expect(try bench.courant("get", "tarvik/", "--json").text.contains("4,200 inhabitants"))
    let framed = page.replacing("</body>", with: "<footer>© Coast News. Contact us.</footer></body>")
    let read = try bench.courant("read", "-", input: framed)
    #expect(read.text == "Tarvik has 4,200 inhabitants.\n\nTarvik has 3 cranes and 12 ferries.\n")
  }
}
