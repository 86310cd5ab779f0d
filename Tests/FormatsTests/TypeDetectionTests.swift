import Formats
import Model
import Testing

/// What a document is, told by its bytes before its name, and by its name before what was declared.
@Suite struct TypeDetectionTests {
  private func type(_ text: String, name: String = "a.txt", declared: String? = nil) -> String {
    TypeDetection.type(of: Array(text.utf8), name: name, declared: declared.map { MediaType($0) }).description
  }

  @Test(arguments: [
    ("<!DOCTYPE html>\n<p>A", "text/html"), ("  \n<!-- made by hand -->\n<HTML><body>A", "text/html"),
    ("\u{FEFF}<html>A", "text/html"),
    ("<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">", "text/html"),
    ("<p>Oslo has 15 districts.", "text/html"), ("<pre-note> is no tag", "text/plain"),
    ("< 5 km from here", "text/plain"),
    ("<?xml version=\"1.0\"?><rss version=\"2.0\">", "application/rss+xml"),
    ("<feed xmlns=\"http://www.w3.org/2005/Atom\">", "application/atom+xml"),
    (
      "<?xml version=\"1.0\"?><!DOCTYPE article PUBLIC \"-//NLM//DTD JATS\" \"a.dtd\"><article>", "application/jats+xml"
    ),
    ("%PDF-1.7\n", "application/pdf"), ("{\\rtf1 a", "application/rtf"),
    ("From: A <a@b.example>\nTo: C\nSubject: Hello\nMessage-ID: <1@b>\n\nHello", "message/rfc822"),
    ("From: here\nit goes on: and on\n", "text/plain"), ("Oslo has 15 districts.", "text/plain"), ("", "text/plain"),
  ])
  func goesByContent(_ text: String, _ wanted: String) {
    #expect(type(text) == wanted)
  }

  @Test(arguments: [
    ("a.md", "text/markdown"), ("file:///x/README.MD", "text/markdown"), ("a.csv", "text/csv"),
    ("a.md.txt", "text/plain"),
    ("a", "text/plain"), ("md", "text/plain"), ("https://example.org/page.html", "text/html"),
  ])
  func goesByName(_ name: String, _ wanted: String) {
    #expect(type("Oslo has 15 districts.", name: name) == wanted)
  }

  @Test func goesByWhatIsDeclaredLast() {
    #expect(type("# Oslo", name: "stdin:1", declared: "text/markdown") == "text/markdown")
    #expect(type("# Oslo", name: "a.txt", declared: "text/markdown") == "text/plain")
    #expect(type("<html>", name: "a", declared: "text/plain; charset=koi8-r") == "text/html; charset=koi8-r")
    #expect(type("Oslo", name: "a", declared: "application/pdf") == "text/plain")
    #expect(type("Oslo", name: "a", declared: "nonsense") == "text/plain")
  }

  @Test func tellsBytesFromWideText() {
    #expect(TypeDetection.type(of: [0x41, 0, 0x42, 0x43], name: "a.txt", declared: nil) == .bytes)
    let wide: [UInt8] = "Oslo has 15 districts.".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(TypeDetection.type(of: wide, name: "a.txt", declared: nil) == .plainText)
    #expect(TypeDetection.type(of: [0xFF, 0xFE] + wide, name: "a", declared: nil) == .plainText)
    let package: [UInt8] =
      [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 26) + Array("word/document.xml".utf8)
    #expect(
      TypeDetection.type(of: package, name: "a.txt", declared: nil).essence
        == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
  }
}
