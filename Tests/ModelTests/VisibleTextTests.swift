import Model
import Testing

@Suite("Text from outside, as it is shown")
struct VisibleTextTests {
  @Test(
    "what nobody sees is written by its number",
    arguments: [
      ("\u{202A}", "\\u{202A}"), ("\u{202B}", "\\u{202B}"), ("\u{202C}", "\\u{202C}"), ("\u{202D}", "\\u{202D}"),
      ("\u{202E}", "\\u{202E}"), ("\u{2066}", "\\u{2066}"), ("\u{2067}", "\\u{2067}"), ("\u{2068}", "\\u{2068}"),
      ("\u{2069}", "\\u{2069}"), ("\u{200E}", "\\u{200E}"), ("\u{200F}", "\\u{200F}"), ("\u{061C}", "\\u{61C}"),
      ("\u{200B}", "\\u{200B}"), ("\u{200C}", "\\u{200C}"), ("\u{200D}", "\\u{200D}"), ("\u{2060}", "\\u{2060}"),
      ("\u{FEFF}", "\\u{FEFF}"), ("\u{00AD}", "\\u{AD}"), ("\u{1B}", "\\u{1B}"), ("\u{0}", "\\u{0}"),
      ("\u{7F}", "\\u{7F}"), ("\u{9B}", "\\u{9B}"), ("\u{2028}", "\\u{2028}"), ("\u{E0041}", "\\u{E0041}"),
      ("\u{3164}", "\\u{3164}"),
    ]
  )
  func invisible(text: String, shown: String) {
    #expect(VisibleText.line("a\(text)b") == "a\(shown)b")
    #expect(VisibleText.lines("a\(text)b") == "a\(shown)b")
  }

  @Test("what is no character at all is written by its number, too")
  func noncharacters() {
    // U+FDD1, which no literal may have.
    #expect(VisibleText.line(String(decoding: [0xEF, 0xB7, 0x91], as: UTF8.self)) == "\\u{FDD1}")
    #expect(VisibleText.line(String(decoding: [0xEF, 0xBF, 0xBF], as: UTF8.self)) == "\\u{FFFF}")
  }

  @Test(
    "what can be seen stays as it is",
    arguments: ["Ål", "日本", "e\u{301}", "❤️", "\u{0600}1", "a b", "\u{A0}", "€–…"]
  )
  func visible(text: String) {
    #expect(VisibleText.line(text) == text)
    #expect(VisibleText.lines(text) == text)
  }

  @Test("white space that ends a line is a space in one line, and stays among several")
  func lines() {
    #expect(VisibleText.line("a\nb\tc\rd\r\ne") == "a b c d  e")
    #expect(VisibleText.lines("a\nb\tc\r\nd\re") == "a\nb\tc\nd\\u{D}e")
  }

  @Test("JSON that is shown has the same value, and nothing invisible in it")
  func json() throws {
    let text = "a\u{202E}b\u{9B}c\u{E0041}d é 日本\u{7F}"
    let shown = VisibleText.json(try JSON.encode(text))
    #expect(String(decoding: shown, as: UTF8.self) == #""a\u202eb\u009bc\udb40\udc41d é 日本\u007f""#)
    #expect(try JSON.decode(String.self, from: shown) == text)
    #expect(VisibleText.json(Array(#"{"a":1}"#.utf8)) == Array(#"{"a":1}"#.utf8))
  }
}
