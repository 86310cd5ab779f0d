import Foundation
import Glibc
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

  @Test("a confined worker reads PDFs, and goes on after one that it cannot read")
  func portable() throws {
    let bench = try Workbench()
    func pdf(_ lines: String...) -> Data {
      Data(onePage(lines.enumerated().map { (700 - $0 * 12, $1) }).utf8)
    }
    try bench.write("", to: "in/a.pdf")
    let files = ["blank.pdf": pdf(""), "towns.pdf": pdf("Tarvik has 4,200 in-", "habitants and a harbour.")]
    for (name, bytes) in files { try bytes.write(to: URL(fileURLWithPath: "\(bench.folder)/in/\(name)")) }
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in/a.pdf")
    try bench.start(["--watch", "\(bench.folder)/in"])
    try bench.waitForDocuments(1)
    #expect(try bench.courant("get", "tarvik/", "--json").text.contains("4,200 inhabitants"))
    try bench.wait("the other is set aside") { try bench.courant("failed", "--json").lines.count == 1 }
    #expect(try bench.courant("failed", "--json").text.contains("no text: the PDF has none on its pages"))
    #expect(try bench.courant("read", "in/towns.pdf").text == "Tarvik has 4,200 inhabitants and a harbour.\n")
    // A worker without the program ends, and another takes its place.
    let programs = try bench.workers().flatMap { try children(of: $0) }
    #expect(!programs.isEmpty)
    for program in programs { kill(program, SIGKILL) }
    let later = URL(fileURLWithPath: "\(bench.folder)/in/later.pdf")
    try pdf("Halden has 7 museums and a school.").write(to: later)
    try bench.waitForDocuments(2)
    #expect(try bench.courant("get", "halden/", "--json").text.contains("7 museums"))
    expectSound(try bench.journal())
  }

  @Test("the day of a PDF is that of its text, and not the one on which the file was made")
  func dayOfAPDF() throws {
    let bench = try Workbench()
    let lines = [
      (700, "Harbour report"), (660, "Published 18 March 2025"),
      (620, "Tarvik has 4,200 inhabitants and a harbour that"),
      (608, "was built by the town in 1904, with three cranes and"), (596, "a dock, and it has 7 museums."),
    ]
    try bench.write(onePage(lines, created: "D:20261130080000Z"), to: "a.pdf")
    let facts = try bench.courant("extract", "--json", "a.pdf")
    #expect(facts.text.contains("\"date\":\"2025-03-18\""))
    #expect(!facts.text.contains("2026-11-30"))
  }

  /// A PDF of one page with each line at its height, and the time at which the file was made.
  private func onePage(_ lines: [(height: Int, text: String)], created: String? = nil) -> String {
    let text = lines.map { "BT /F 10 Tf 1 0 0 1 50 \($0.height) Tm (\($0.text)) Tj ET\n" }.joined()
    let info = created.map { "5 0 obj << /CreationDate (\($0)) >> endobj\n" } ?? ""
    return """
      %PDF-1.4
      1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
      2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
      3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R
        /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >> endobj
      4 0 obj << /Length \(text.utf8.count) >>
      stream
      \(text)
      endstream endobj
      \(info)trailer << /Root 1 0 R\(created == nil ? "" : " /Info 5 0 R") >>
      """
  }

  /// The processes that one has started.
  private func children(of parent: Int32) throws -> [Int32] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init).filter { pid in
      guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let end = stat.lastIndex(of: ")")
      else { return false }
      let fields = stat[end...].split(separator: " ")
      return fields.count > 2 && Int32(fields[2]) == parent
    }
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
